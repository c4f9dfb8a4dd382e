"""A tool's own page about what it keeps of people (LTI Data Privacy Launch 1.0)."""

from http import HTTPStatus

from flask import Blueprint, Response, abort, url_for
from flask_babel import gettext as _

from lti_tool.demo.courses import Placing
from lti_tool.demo.launches import begin_launch
from lti_tool.demo.lms import current_lms
from lti_tool.demo.pages.frame import set_out
from lti_tool.demo.pages.layout import enter_as_administrator, show
from lti_tool.demo.settings import Client
from lti_tool.demo.vocabulary import DATA_PRIVACY_REQUEST

bp = Blueprint("privacy", __name__, url_prefix="/tools/<client_id>/privacy")


@bp.get("")
def page(client_id: str) -> str:
    """Show the tool's privacy page."""
    client = _client(client_id)
    with current_lms().store.reading() as db:
        enter_as_administrator(db)
        return show(
            db,
            "framed.html",
            heading=_("Data privacy of %(name)s", name=client.name),
            address=url_for(".launch", client_id=client_id),
            back=url_for("tools.index"),
            back_to=_("Back to the tools"),
            permissions="",
        )


@bp.get("/launch")
def launch(client_id: str) -> Response:
    """Set out for the tool's privacy page, from outside of every course."""
    lms = current_lms()
    client = _client(client_id)
    tool = lms.tool_of(client)
    with lms.store.writing() as db:
        me = enter_as_administrator(db)
        begun = begin_launch(
            lms,
            db,
            Placing(client_id, client.deployment_ids[0]),
            me.id,
            message=DATA_PRIVACY_REQUEST,
            target=tool.privacy_url or tool.home_url,
        )
    return set_out(lms, begun)


def _client(client_id: str) -> Client:
    client = current_lms().client(client_id)
    if client is None or not current_lms().traits.sends_privacy_launch:
        abort(HTTPStatus.NOT_FOUND, _("There is no such page."))
    return client
