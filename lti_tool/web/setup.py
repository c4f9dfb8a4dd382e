"""Connecting an LMS by hand: what to paste there, what to give back, and whether it works.

There is no launch here and no cookie: the invitation in the address is the only credential,
for reading and for writing, so another site's form has nothing to ride on.
"""

import structlog
from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest

from curriculum.foundation.clock import utc_now
from curriculum.foundation.errors import Conflict, Rejected
from lti_tool.extensions import current_settings, db
from lti_tool.lti import diagnosis, invitations
from lti_tool.lti.checkups import claim_checkup, keep_findings, kept_findings
from lti_tool.lti.findings import Finding, Sentence, has_failed, worst_first
from lti_tool.lti.models.invitation import Invitation
from lti_tool.lti.models.registration import Registration
from lti_tool.lti.registering import by_hand
from lti_tool.lti.registering.canvas_config import canvas_configuration
from lti_tool.lti.registering.dialects import DIALECTS, OTHER, Dialect
from lti_tool.lti.registering.offer import CANVAS_PLACEMENTS, SERVICES
from lti_tool.lti.registrations import NewRegistration, tool_addresses
from lti_tool.lti.tool_config import forget_platforms
from lti_tool.lti.trials import KEYS, TOKEN, try_connection
from lti_tool.own_sessions import OwnSessions
from lti_tool.web.forms.setup import ByHandForm
from lti_tool.web.notices import redirect_with

bp = Blueprint("setup", __name__, url_prefix="/lti")

CONFIG_AGE = 3600
"""Seconds for which the configuration may be kept. It changes with our version alone."""


@bp.get("/canvas.json")
def canvas() -> ResponseReturnValue:
    """Answer with the configuration that a Canvas developer key reads from an address."""
    settings = current_settings()
    icon = settings.public_url.rstrip("/") + url_for("static", filename="icon.svg")
    found = canvas_configuration(tool_addresses(settings.public_url), icon)
    return found, {"Cache-Control": f"public, max-age={CONFIG_AGE}"}


def show(invitation: str) -> ResponseReturnValue:
    """Show what to paste, or, once the invitation was used, what came of it.

    :param invitation: the word in the address.
    :raises InvitationGone: it is unknown or has expired.
    """
    found = _find(invitation)
    if found.used_at is not None:
        return _state(found, invitation)
    dialect = DIALECTS.get(request.args.get("lms", ""))
    form = ByHandForm(formdata=None)
    if dialect is not None:
        form.offer(dialect)
        form.prefill(dialect, found.registration)
    return _page(found, invitation, dialect, form)


@bp.post("/register/<invitation>/by-hand")
def connect(invitation: str) -> ResponseReturnValue:
    """Try out what was entered; store it if it works, or if it is wanted all the same."""
    found = _find(invitation)
    if found.used_at is not None:
        return redirect(_address(invitation), 303)  # pressed twice: show what came of the first
    dialect = DIALECTS.get(request.args.get("lms", ""), OTHER)
    form = ByHandForm()
    form.offer(dialect)
    if not form.complete(dialect):
        return _again(invitation, dialect, form)
    try:
        new = _checked(found, form.entered(dialect))
    except (Rejected, Conflict) as error:
        form.show_error(error)
        return _again(invitation, dialect, form)
    findings = _try_first(invitation, new)
    if findings is None:
        form.form_errors.append(_too_soon())
        return _again(invitation, dialect, form, status=429)
    if _does_not_work(findings) and not form.anyway.data:
        return _again(invitation, dialect, form, findings)
    _connect(_find(invitation), new, findings)
    return redirect_with(_address(invitation), "connected")


@bp.post("/register/<invitation>/check")
def check(invitation: str) -> ResponseReturnValue:
    """Try the connection out again."""
    found = _find(invitation)
    registration = found.registration if found.used_at is not None else None
    if registration is None:
        raise BadRequest
    invitation_id, platform = found.id, diagnosis.platform_to_try(registration)
    if not _begin_checkup(invitation_id):
        return redirect_with(_address(invitation), "checked-just-now")
    findings = try_connection(OwnSessions(current_settings()), platform)
    keep_findings(db.session(), invitation_id, findings)
    db.session.commit()
    return redirect_with(_address(invitation), "checked")


def _find(invitation: str) -> Invitation:
    return invitations.find_invitation(db.session(), invitation, utc_now(), used_too=True)


def _checked(invitation: Invitation, entered: by_hand.Entered) -> NewRegistration:
    """Return what was entered as a registration that can be stored. Nothing stays open.

    :raises Rejected, Conflict: as `store_by_hand`.
    """
    name = invitation.registration.name if invitation.registration else invitation.name
    new = by_hand.registration_of(name, entered)
    try:
        _store(invitation, new)
    finally:
        db.session.rollback()
    return new


def _connect(invitation: Invitation, new: NewRegistration, findings: list[Finding]) -> None:
    session = db.session()
    registration_id = _store(invitation, new).id
    keep_findings(session, invitation.id, findings)
    session.commit()
    forget_platforms(db.engine)
    _log().info("platform registered by hand", registration_id=registration_id)


def _store(invitation: Invitation, new: NewRegistration) -> Registration:
    return by_hand.store_by_hand(
        db.session(),
        invitation,
        new,
        allow_loopback=current_settings().lti.allow_loopback,
        now=utc_now(),
    )


def _try_first(invitation: str, new: NewRegistration) -> list[Finding] | None:
    """Try a registration out before it is stored; None where one was tried a moment ago."""
    invitation_id = _find(invitation).id
    if not _begin_checkup(invitation_id):
        return None
    return try_connection(OwnSessions(current_settings()), by_hand.platform_to_try(new))


def _begin_checkup(invitation_id: int) -> bool:
    begun = claim_checkup(db.session(), invitation_id, utc_now())
    db.session.commit()  # also where it was not begun: nothing is open while the LMS is asked
    return begun


def _does_not_work(findings: list[Finding]) -> bool:
    """Whether nobody could come in, or no service answer. Single services can be added later."""
    vital = [finding for finding in findings if finding.name.message in {KEYS, TOKEN}]
    return has_failed(vital)


def _too_soon() -> str:
    return _("It was tried out a moment ago. Wait ten seconds, then press the button again.")


def _again(
    invitation: str,
    dialect: Dialect,
    form: ByHandForm,
    findings: list[Finding] | None = None,
    *,
    status: int = 422,
) -> ResponseReturnValue:
    """Show the form once more with everything that was typed."""
    return _page(_find(invitation), invitation, dialect, form, findings), status


def _page(
    invitation: Invitation,
    token: str,
    dialect: Dialect | None,
    form: ByHandForm,
    findings: list[Finding] | None = None,
) -> str:
    settings = current_settings()
    return render_template(
        "setup/show.html",
        invitation=invitation,
        token=token,
        address=invitations.address_of(settings.public_url, token),
        config_address=settings.public_url.rstrip("/") + url_for("setup.canvas"),
        tool=tool_addresses(settings.public_url),
        dialects=list(DIALECTS.values()),
        dialect=dialect,
        services=SERVICES,
        placements=CANVAS_PLACEMENTS,
        form=form,
        findings=worst_first(findings or []),
        in_words=in_words,
    )


def _state(invitation: Invitation, token: str) -> str:
    registration = invitation.registration
    session = db.session()
    tried = kept_findings(invitation)
    records, launches = [], None
    if registration is not None:
        records = diagnosis.look_at_records(session, registration.id)
        launches = diagnosis.read_launches(session, registration.id)
    return render_template(
        "setup/state.html",
        invitation=invitation,
        token=token,
        registration=registration,
        tool=tool_addresses(current_settings().public_url),
        findings=worst_first([*tried, *records]),
        has_failed=has_failed([*tried, *records]),
        was_tried=bool(tried),
        launches=launches,
        in_words=in_words,
    )


def in_words(sentence: Sentence) -> str:
    """Return a finding's sentence in the reader's language."""
    values = {
        name: in_words(value) if isinstance(value, Sentence) else value
        for name, value in sentence.values.items()
    }
    return _(sentence.message, **values)


def _address(invitation: str) -> str:
    return invitations.PATH + invitation


def _log() -> structlog.typing.FilteringBoundLogger:
    logger: structlog.typing.FilteringBoundLogger = structlog.get_logger("setup")
    return logger
