"""One table from refusal to status, and one page for all of them."""

import secrets

import structlog
from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import BadHost, HTTPException

from curriculum.foundation.errors import Conflict, DomainError, Missing, NotAllowed, Rejected
from lti_tool.extensions import current_settings, db
from lti_tool.lti import addresses
from lti_tool.lti.launch_record import Gone, LaunchGone
from lti_tool.web import headers
from lti_tool.web.viewer import has_viewer

STATUS: dict[type[DomainError], int] = {
    NotAllowed: 403,
    Missing: 404,
    Rejected: 422,
    Conflict: 409,
}

log = structlog.get_logger(__name__)


def install(app: Flask) -> None:
    """Answer every refusal and every fault with a page that says what to do next."""
    app.register_error_handler(DomainError, on_domain_error)
    app.register_error_handler(LaunchGone, on_launch_gone)
    app.register_error_handler(HTTPException, on_http_error)
    app.register_error_handler(Exception, on_fault)


def sentence_of(error: DomainError) -> str:
    """Return a domain error's message in the reader's language."""
    return _(error.message, **error.values)


def status_of(error: DomainError) -> int:
    """Return the HTTP status of a domain error, by its nearest known class."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def on_domain_error(error: DomainError) -> ResponseReturnValue:
    """Show a refusal that no view took care of."""
    db.session.rollback()
    return error_page(status_of(error), _("That did not work"), sentence_of(error))


def on_launch_gone(error: LaunchGone) -> ResponseReturnValue:
    """Show that the launch has ended, was closed, or was never this browser's."""
    if error.frame_origins:
        headers.allow_framing(error.frame_origins)
    status, title, sentence = _gone(error.why)
    return error_page(status, title, sentence, way_back=_usable(error.return_url))


def _gone(why: Gone) -> tuple[int, str, str]:
    if why is Gone.ENDED:
        again = _("Open the activity again from your course. Everything you saved is there.")
        return 401, _("This visit has ended"), again
    if why is Gone.CLOSED:
        closed = _(
            "The people who look after Reciprocal have closed it to you, or to your course "
            "system. Everything you saved is kept. Your instructor can ask them why."
        )
        return 403, _("Access was closed"), closed
    own = _(
        "It belongs to another browser or another visit. Open the activity from your course "
        "to see your own."
    )
    return 404, _("This page is not yours"), own


def _usable(address: str) -> str:
    """Return an address of the platform if we would send anybody there, else nothing."""
    settings = current_settings()
    usable = addresses.is_usable(address, allow_loopback=settings.lti.allow_loopback)
    return address if usable else ""


def on_http_error(error: HTTPException) -> ResponseReturnValue:
    """Show a plain page for 400, 403, 404, 405, 413 and their like."""
    if isinstance(error, BadHost):
        return error  # no page of ours: where the address is none, no link can be built
    status = error.code or 500
    known = {
        400: (
            _("The request could not be understood"),
            _("Go back, reload the page and try again. Nothing was changed."),
        ),
        403: (
            _("This page is not open to you"),
            _("It belongs to another role in this course. Go back to the course home."),
        ),
        404: (
            _("There is no such page"),
            _("It may have moved. Go back to the course home."),
        ),
    }
    title, sentence = known.get(
        status, (_("That did not work"), _("Go back and try again. Nothing was changed."))
    )
    return error_page(status, title, sentence)


def on_fault(error: Exception) -> ResponseReturnValue:
    """Show a reference number for a fault of ours; the log has the details."""
    db.session.rollback()
    reference = secrets.token_hex(4)
    log.error("fault", reference=reference, endpoint=request.endpoint, exc_info=error)
    return error_page(
        500,
        _("Something went wrong on our side"),
        _(
            "Nothing you saved is lost. Go back and try again; if it happens again, "
            "tell your instructor the number %(reference)s.",
            reference=reference,
        ),
    )


def error_page(
    status: int, title: str, sentence: str, *, way_back: str = ""
) -> ResponseReturnValue:
    """Render the one error page, or its sentence alone for a script that asked for JSON.

    :param way_back: the address of the course, where it is known and was checked.
    """
    if request.accept_mimetypes.best == "application/json":
        return {"title": title, "message": sentence}, status
    page = render_template(
        "error.html", title=title, sentence=sentence, way_home=has_viewer(), way_back=way_back
    )
    return page, status
