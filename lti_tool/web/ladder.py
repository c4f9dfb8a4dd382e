"""The steps by which a browser proves that a login was its own, where it kept no cookie yet.

1. The cookie, partitioned: a page asks whether it came back.
2. The platform's storage, where it offers one (LTI Platform Storage).
3. A new window, where cookies are not those of a frame.
"""

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from lti_tool.extensions import current_settings, db
from lti_tool.lti import addresses
from lti_tool.lti.addresses import origin_of
from lti_tool.lti.browser_proof import BrowserProof
from lti_tool.lti.login import LoginAnswer
from lti_tool.lti.refusals import Reason, Refused
from lti_tool.lti.signed_tokens import LONGEST_TOKEN
from lti_tool.lti.state import LoginState, digest
from lti_tool.lti.tool_config import KnownPlatform, platform_of
from lti_tool.web import headers
from lti_tool.web.browser_cookie import BROWSER_COOKIE, set_browser_cookie
from lti_tool.web.framing import is_framed_browser

bp = Blueprint("ladder", __name__, url_prefix="/lti")

REPEATED = (
    "iss",
    "login_hint",
    "target_link_uri",
    "lti_message_hint",
    "client_id",
    "lti_deployment_id",
)
"""What a login in a new window must say again. It has no use for the frame's storage."""


@bp.get("/cookie")
def cookie() -> ResponseReturnValue:
    """Say whether the cookie of a login came back: `ours`, `another` or `none`."""
    came = request.cookies.get(BROWSER_COOKIE)
    if not came:
        return {"cookie": "none"}
    is_ours = digest(came) == request.args.get("browser")
    return {"cookie": "ours" if is_ours else "another"}


def is_framed() -> bool:
    """Whether this request's browser may keep no cookie."""
    return is_framed_browser(
        request.headers.get("Sec-Fetch-Dest", ""), request.headers.get("User-Agent", "")
    )


def show_login(answer: LoginAnswer, given: MultiDict[str, str]) -> ResponseReturnValue:
    """Show the page that finds out what the browser keeps, and goes on by the first way there is.

    Nothing of the platform's was used up yet, so that the same login can begin once more.
    """
    platform = _platform(answer.state)
    headers.allow_framing(platform.frame_origins)
    # Browsers apply form-action to redirects as well: the login leads on to the platform.
    headers.allow("form-action", origin_of(answer.address), *platform.frame_origins)
    page = render_template(
        "lti/login.html",
        address=answer.address,
        state=answer.state,
        word=answer.browser if answer.state.storage else "",
        platform_origin=origin_of(answer.address),
        repeated={name: given[name] for name in REPEATED if given.get(name)},
    )
    response = current_app.make_response(page)
    set_browser_cookie(response, answer.browser)
    return response


def proof() -> BrowserProof:
    """Return what this request brought to prove that the login was its browser's."""
    stored = request.form.get("stored_word")
    if stored is not None and not _is_from_us(request.headers.get("Origin", "")):
        stored = ""
    return BrowserProof(request.cookies.get(BROWSER_COOKIE), stored)


def show_storage(state: LoginState) -> ResponseReturnValue:
    """Show the page that asks the platform's storage for the word, and sends the token again."""
    platform = _platform(state)
    headers.allow_framing(platform.frame_origins)
    return render_template(
        "lti/storage.html",
        state=state,
        sealed=request.form["state"],
        # One letter too many is enough to be refused for it.
        token=request.form.get("id_token", "")[: LONGEST_TOKEN + 1],
        platform_origin=origin_of(platform.row.auth_login_url),
    )


def _platform(state: LoginState) -> KnownPlatform:
    platform = platform_of(db.engine, state.registration_id)
    if platform is None:
        raise Refused(Reason.NOT_CONNECTED, "registration is gone")
    return platform


def _is_from_us(origin: str) -> bool:
    """Whether a form was sent by a page of ours, by what the browser says of it."""
    settings = current_settings()
    return addresses.is_ours(origin, settings.public_url)
