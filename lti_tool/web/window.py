"""From the frame into a window of its own.

Our cookie is partitioned: a window outside the LMS's frame does not have it. So a page posts
its CSRF token, which proves where it comes from, and the window gets a launch of its own.
"""

from flask import Blueprint, abort, g, redirect, request
from flask.typing import ResponseReturnValue

from curriculum.foundation.clock import utc_now
from lti_tool.extensions import db
from lti_tool.lti.launch_record import browser_word, copy_launch
from lti_tool.web import csrf
from lti_tool.web.browser_cookie import BROWSER_COOKIE, set_browser_cookie

bp = Blueprint("window", __name__, url_prefix="/l/<launch>")


@bp.post("/window")
def show() -> ResponseReturnValue:
    """Open one of this launch's pages in the window that asks."""
    launch_id: str = g.launch_id
    csrf.check(launch_id)
    here = f"/l/{launch_id}/"
    wanted = request.form.get("to", here)
    if not wanted.startswith(here):
        abort(400)
    sent = request.cookies.get(BROWSER_COOKIE)
    browser = browser_word(sent)
    copy_id = copy_launch(
        db.session(), launch_id, browser=browser, is_kept=browser == sent, now=utc_now()
    )
    db.session.commit()
    response = redirect(f"/l/{copy_id}/{wanted.removeprefix(here)}", 303)
    set_browser_cookie(response, browser)
    return response
