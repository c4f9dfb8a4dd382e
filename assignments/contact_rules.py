"""What makes an entry in the contact log one that can be kept. No database."""

import re
from dataclasses import dataclass, replace
from datetime import date

from assignments.models.contact_log import (
    Chooser,
    ConsentScope,
    ConsentWay,
    Interpreter,
    Mode,
    Occasion,
    Place,
    Relation,
)
from assignments.tasks import load_tasks
from curriculum.foundation.errors import N_, Rejected
from curriculum.foundation.words import clean

LONGEST_MINUTES = 600
LONGEST_NOTE = 300
NOTES = ("heard", "strength", "given_back", "next_step")
"""The fields that hold a family's words. They need the family's consent, and go with it."""

_LANGUAGES = re.compile(
    r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*( [A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*){0,5}"
)


@dataclass(frozen=True, slots=True)
class NewContact:
    """One contact as a candidate fills it in. The columns of `Contact` say what each means."""

    task_id: str
    family_id: int | None
    """One of the candidate's families; nothing for another one, which gets the next word."""

    held_on: date
    minutes: int
    mode: Mode
    place: Place
    place_chosen_by: Chooser
    relation: Relation
    language: str
    interpreter: Interpreter
    initiated_by: Chooser
    occasion: Occasion
    agenda_led_by: Chooser
    consent_scopes: frozenset[str]
    consent_way: ConsentWay
    consent_on: date
    consent_version: str
    heard: str = ""
    strength: str = ""
    given_back: str = ""
    next_step: str = ""
    next_step_on: date | None = None


def checked(entry: NewContact, *, today: date, withdrawn: bool = False) -> NewContact:
    """Return the entry with its notes cleaned, or refuse it.

    :param today: the candidate's current date.
    :param withdrawn: the family took its consent back: there may be no notes at all.
    :raises Rejected: beside the field it concerns.
    """
    entry = replace(
        entry,
        heard=_note(entry.heard),
        strength=_note(entry.strength),
        given_back=_note(entry.given_back),
        next_step=_note(entry.next_step),
    )
    if not load_tasks().task(entry.task_id).asks_for_contacts:
        raise Rejected(N_("No contacts are logged for this task."), field="task")
    _check_when(entry, today)
    _check_language(entry)
    _check_consent(entry, today)
    _check_notes(entry, withdrawn)
    return entry


def _note(text: str) -> str:
    return clean(text).strip()


def _check_when(entry: NewContact, today: date) -> None:
    if entry.held_on > today:
        raise Rejected(
            N_("This day has not come yet. Log a contact after you have had it."), field="held_on"
        )
    if not 1 <= entry.minutes <= LONGEST_MINUTES:
        raise Rejected(
            N_("Give the length as a number of minutes from 1 to %(limit)s."),
            field="minutes",
            limit=LONGEST_MINUTES,
        )


def _check_language(entry: NewContact) -> None:
    if not _LANGUAGES.fullmatch(entry.language):
        raise Rejected(N_("Choose the language you spoke."), field="languages")


def _check_notes(entry: NewContact, withdrawn: bool) -> None:
    for name in NOTES:
        note = getattr(entry, name)
        if len(note) > LONGEST_NOTE:
            raise Rejected(
                N_("This has %(length)s characters; %(limit)s is the most."),
                field=name,
                length=len(note),
                limit=LONGEST_NOTE,
            )
        if note and withdrawn:
            raise Rejected(
                N_("The family took its consent back, so nothing can be noted here."), field=name
            )
        if note and ConsentScope.NOTES.value not in entry.consent_scopes:
            raise Rejected(
                N_("The family has not agreed to notes. Empty this, or ask the family first."),
                field=name,
            )


def _check_consent(entry: NewContact, today: date) -> None:
    if ConsentScope.TALK.value not in entry.consent_scopes:
        raise Rejected(
            N_("Without the family's agreement to talk, a contact does not count."),
            field="consent_scopes",
        )
    if not entry.consent_scopes <= {scope.value for scope in ConsentScope}:
        raise Rejected(N_("Choose from the list."), field="consent_scopes")
    if entry.consent_on > today:
        raise Rejected(N_("This day has not come yet."), field="consent_on")
