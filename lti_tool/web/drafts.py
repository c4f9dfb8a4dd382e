"""Saving a draft from the page that holds it. Needs no launch: the ticket says whose it is."""

from typing import Any

import msgspec
from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from assignments import reflections
from assignments.models.reflection import Reflection
from assignments.tasks import load_tasks
from assignments.versions import keep_aside
from curriculum.foundation.clock import utc_now
from curriculum.foundation.errors import Missing, Rejected
from lti_tool.extensions import db
from lti_tool.lti.closed import is_closed
from lti_tool.web.errors import sentence_of
from lti_tool.web.tickets import TicketError, read_ticket

bp = Blueprint("drafts", __name__, url_prefix="/drafts")


class Draft(msgspec.Struct, forbid_unknown_fields=True):
    """What the page sends."""

    revision: int
    """The revision that the page started from."""

    parts: dict[str, str]
    contacts: list[int] | None = None
    """Ids of the contacts the reflection rests on; None: as they are."""

    offered: list[int] | None = None
    """Ids of the contacts that the page offers to choose from."""

    page: str = ""
    """A random word of the page, at most 40 characters."""


@bp.route("/<ticket>", methods=["POST", "PUT"])
def save(ticket: str) -> ResponseReturnValue:
    """Save what was typed. The answer tells only how it went, never what is stored."""
    try:
        holder = read_ticket(ticket)
        if is_closed(db.session(), holder.enrolment_id):
            return _answer(403, "closed", _closed())
        reflection = reflections.own_reflection(
            db.session(), holder.enrolment_id, holder.reflection_id
        )
        draft = msgspec.json.decode(request.get_data(), type=Draft)
    except TicketError as error:
        return _answer(410 if error.expired else 404, "gone", _("Open the task again to go on."))
    except Missing as error:
        return _answer(404, "gone", sentence_of(error))
    except (msgspec.MsgspecError, UnicodeError):
        return _answer(400, "refused", _("The draft could not be understood."))
    return _save(db.session(), reflection, draft)


def _closed() -> str:
    return _("Your access was closed. Copy your text, and ask your instructor why.")


def _save(session: Session, reflection: Reflection, draft: Draft) -> ResponseReturnValue:
    now = utc_now()
    try:
        revision = reflections.save_draft(
            session,
            reflection,
            draft.parts,
            base_revision=draft.revision,
            now=now,
            page=draft.page[:40],
        )
        if draft.contacts is not None:
            reflections.choose_contacts(session, reflection, draft.contacts, offered=draft.offered)
    except reflections.AlreadySubmitted as error:
        return _answer(409, "submitted", sentence_of(error))
    except reflections.StaleDraft as error:
        keep_aside(session, reflection, draft.parts, now=now)
        session.commit()
        return _answer(409, "stale", sentence_of(error))
    except (Missing, Rejected) as error:
        session.rollback()
        return _answer(422, "refused", sentence_of(error), fields=_fields(reflection, draft))
    session.commit()
    return {"state": "saved", "revision": revision, "saved_at": now.isoformat()}


def _fields(reflection: Reflection, draft: Draft) -> dict[str, str]:
    found = reflections.problems_of(load_tasks().task(reflection.task_id), draft.parts)
    return {name: sentence_of(problem) for name, problem in found.items()}


def _answer(status: int, state: str, message: str, **more: Any) -> ResponseReturnValue:
    return {"state": state, "message": message, **more}, status
