from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from assignments.contact_entry import entry_of, plain
from assignments.contact_log import (
    ContactLocked,
    ContactTotals,
    change_contact,
    contacts_of,
    families_of,
    find_contact,
    locked_ids,
    record_contact,
    remove_contact,
    totals,
    totals_of,
    verified_ids,
)
from assignments.models.contact_log import Contact, Family, Verification
from assignments.models.reflection import ReflectionContact, SubmissionContact, WorkState
from assignments.verification import unverify_contact, verifications_of, verify_contact
from assignments.withdrawal import withdraw_family
from curriculum.foundation.errors import Missing, NotAllowed, Rejected
from tests import factories
from tests.factories import NOW

TODAY = date(2026, 3, 2)
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def who(session):
    return factories.candidate(session)


@pytest.fixture
def entry(session, who):
    """A valid entry for another family than those there are."""
    contact = factories.contact(session, who)
    found = replace(entry_of(contact), family_id=None)
    session.delete(contact)
    session.delete(contact.family)
    session.flush()
    return found


def record(session, who, entry, **changes):
    return record_contact(session, who, replace(entry, **changes), today=TODAY, now=NOW)


def test_each_new_family_gets_a_neutral_word_of_its_own(session, who, entry):
    first = record(session, who, entry)
    second = record(session, who, entry, minutes=20)
    third = record(session, who, entry, minutes=30, family_id=first.family_id)

    assert [c.family.alias for c in (first, second, third)] == ["Maple", "Harbor", "Maple"]
    assert [family.alias for family in families_of(session, who.id)] == ["Maple", "Harbor"]


def test_only_candidates_keep_a_log(session, who, entry):
    with pytest.raises(NotAllowed):
        record(session, factories.instructor(session, course=who.course), entry)


def test_a_family_of_somebody_else_is_not_there(session, who, entry):
    other = factories.family(session, factories.candidate(session, course=who.course))

    with pytest.raises(Missing):
        record(session, who, entry, family_id=other.id)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"held_on": TODAY + timedelta(days=1)}, "held_on"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 601}, "minutes"),
        ({"task_id": "I-3"}, "task"),
        ({"language": ""}, "languages"),
        ({"language": "English; DROP TABLE"}, "languages"),
        ({"consent_scopes": frozenset({"notes"})}, "consent_scopes"),
        ({"consent_scopes": frozenset({"talk"})}, "heard"),
        ({"consent_scopes": frozenset({"talk", "film"})}, "consent_scopes"),
        ({"consent_on": TODAY + timedelta(days=1)}, "consent_on"),
        ({"strength": "x" * 301}, "strength"),
    ],
)
def test_an_entry_that_breaks_a_rule_is_refused_beside_its_field(
    session, who, entry, changes, field
):
    with pytest.raises(Rejected) as refused:
        record(session, who, entry, **changes)

    assert refused.value.field == field
    assert contacts_of(session, who.id) == []


def test_the_longest_and_the_oldest_entry_are_accepted(session, who, entry):
    record(session, who, entry, minutes=600, held_on=TODAY, heard="x" * 300)


def test_notes_are_cleaned(session, who, entry):
    assert record(session, who, entry, heard=" a\r\nb\x00 ").heard == "a\nb"


def test_the_same_entry_within_half_a_minute_is_one(session, who, entry):
    first = record(session, who, entry)

    assert record(session, who, entry) is first
    later = record_contact(session, who, entry, today=TODAY, now=NOW + timedelta(seconds=31))
    assert later is not first


def test_a_new_contact_is_chosen_for_the_draft_of_its_task(session, who, entry):
    work = factories.reflection(session, who)
    factories.reflection(session, who, task_id="1B", state=WorkState.SUBMITTED)

    contact = record(session, who, entry)
    record(session, who, entry, task_id="1B")

    chosen = session.execute(select(ReflectionContact.reflection_id, ReflectionContact.contact_id))
    assert [tuple(row) for row in chosen] == [(work.id, contact.id)]


def test_a_contact_that_moves_to_another_task_leaves_the_first_ones_draft(session, who, entry):
    factories.reflection(session, who)
    other = factories.reflection(session, who, task_id="1B")
    contact = record(session, who, entry)

    moved = replace(entry_of(contact), task_id="1B")
    change_contact(session, who, contact.id, moved, today=TODAY, now=LATER)

    assert session.scalars(select(ReflectionContact.reflection_id)).all() == [other.id]


def test_a_change_takes_the_verification_away_and_no_change_does_not(session, who, entry):
    teacher = factories.instructor(session, course=who.course)
    contact = record(session, who, entry)
    verify_contact(session, teacher, contact.id, now=NOW)

    same = entry_of(contact)
    change_contact(session, who, contact.id, same, today=TODAY, now=LATER)
    assert verified_ids(session, who.id) == {contact.id}
    change_contact(session, who, contact.id, replace(same, minutes=5), today=TODAY, now=LATER)
    assert verified_ids(session, who.id) == frozenset()


def submitted(session, who, contact, state=WorkState.SUBMITTED, **changes):
    work = changes.pop("work", None) or factories.reflection(session, who)
    kept = SubmissionContact(contact_id=contact.id, entry=plain(contact))
    return factories.submission(session, work, state=state, contacts=[kept], **changes)


def test_a_contact_is_locked_while_submitted_and_graded_and_open_when_returned(session, who, entry):
    contact = record(session, who, entry)
    new = replace(entry_of(contact), minutes=5)
    submission = submitted(session, who, contact)

    for state in (WorkState.SUBMITTED, WorkState.GRADED):
        submission.state = state
        with pytest.raises(ContactLocked):
            change_contact(session, who, contact.id, new, today=TODAY, now=LATER)
        with pytest.raises(ContactLocked):
            remove_contact(session, who, contact.id)
        assert locked_ids(session, who.id) == {contact.id}
    submission.state = WorkState.RETURNED
    change_contact(session, who, contact.id, new, today=TODAY, now=LATER)
    assert locked_ids(session, who.id) == frozenset()
    assert submission.contacts[0].entry["minutes"] == 60


def test_a_contact_in_an_earlier_attempt_stays_locked_by_the_newer_one(session, who, entry):
    contact = record(session, who, entry)
    first = submitted(session, who, contact, WorkState.RETURNED)
    submitted(session, who, contact, attempt=2, work=first.reflection)

    with pytest.raises(ContactLocked):
        change_contact(session, who, contact.id, entry, today=TODAY, now=LATER)


def test_a_contact_that_was_ever_submitted_is_not_removed(session, who, entry):
    contact = record(session, who, entry)
    submitted(session, who, contact, WorkState.RETURNED)

    with pytest.raises(Rejected, match="was part of an attempt"):
        remove_contact(session, who, contact.id)


def test_a_contact_is_removed_from_log_and_draft(session, who, entry):
    factories.reflection(session, who)
    contact = record(session, who, entry)

    remove_contact(session, who, contact.id)

    session.expire_all()
    assert session.scalars(select(Contact)).all() == []
    assert session.scalars(select(ReflectionContact)).all() == []
    assert len(session.scalars(select(Family)).all()) == 1


def test_contacts_of_somebody_else_are_not_there(session, who, entry):
    contact = record(session, factories.candidate(session, course=who.course), entry)

    with pytest.raises(Missing):
        find_contact(session, who.id, contact.id)
    with pytest.raises(Missing):
        change_contact(session, who, contact.id, entry, today=TODAY, now=NOW)
    with pytest.raises(Missing):
        remove_contact(session, who, contact.id)


def test_contacts_come_newest_first_and_page_by_page(session, who, entry):
    for day in (3, 1, 2):
        record(session, who, entry, held_on=date(2026, 2, day), task_id="1B" if day == 2 else "1A")

    assert [c.held_on.day for c in contacts_of(session, who.id)] == [3, 2, 1]
    assert [c.held_on.day for c in contacts_of(session, who.id, "1A")] == [3, 1]
    assert [c.held_on.day for c in contacts_of(session, who.id, limit=1, offset=1)] == [2]


def test_a_log_adds_up_by_task_and_counts_a_family_once(session, who, entry):
    first = record(session, who, entry, minutes=30)
    record(session, who, entry, minutes=40, family_id=first.family_id, task_id="1B")
    record(session, who, entry, minutes=50, task_id="1B")

    found = totals(session, who.id)

    assert found.all == ContactTotals(3, 120, 2) == totals_of(contacts_of(session, who.id))
    assert found.by_task == {"1A": ContactTotals(1, 30, 1), "1B": ContactTotals(2, 90, 2)}


def test_an_empty_log_adds_up_to_nothing(session, who):
    assert totals(session, who.id).all == ContactTotals()


def test_only_an_instructor_of_the_course_confirms_and_twice_is_once(session, who, entry):
    teacher = factories.instructor(session, course=who.course)
    contact = record(session, who, entry)

    verify_contact(session, teacher, contact.id, now=NOW)
    again = verify_contact(session, teacher, contact.id, now=LATER)

    assert (again.verified_at, again.way) == (NOW, "instructor")
    assert list(verifications_of(session, [contact.id])) == [contact.id]
    with pytest.raises(NotAllowed):
        verify_contact(session, who, contact.id, now=NOW)
    with pytest.raises(Missing):
        verify_contact(session, factories.instructor(session), contact.id, now=NOW)
    with pytest.raises(Missing):
        unverify_contact(session, factories.instructor(session), contact.id)
    unverify_contact(session, teacher, contact.id)
    unverify_contact(session, teacher, contact.id)
    assert session.scalars(select(Verification)).all() == []


def test_a_submission_keeps_a_contact_as_plain_values(session, who, entry):
    kept = plain(record(session, who, entry))

    assert kept["family"] == "Maple"
    assert kept["held_on"] == "2026-02-27"
    assert kept["mode"] == "in_person"
    assert kept["consent_scopes"] == ["notes", "talk"]
    assert "family_id" not in kept


def test_a_family_that_withdrew_gets_no_notes_and_no_new_contacts(session, who, entry):
    contact = record(session, who, entry)
    other = record(session, who, entry, minutes=20)
    withdraw_family(session, who, contact.family_id, now=NOW)
    quiet = replace(entry_of(contact), minutes=61)

    change_contact(session, who, contact.id, quiet, today=TODAY, now=LATER)
    noted, moved = (
        replace(quiet, heard="Again"),
        replace(entry_of(other), family_id=quiet.family_id),
    )
    with pytest.raises(Rejected, match="nothing can be noted"):
        change_contact(session, who, contact.id, noted, today=TODAY, now=LATER)
    with pytest.raises(Rejected, match="Maple took its consent back"):
        record(session, who, entry, family_id=contact.family_id)
    with pytest.raises(Rejected, match="Maple took its consent back"):
        change_contact(session, who, other.id, moved, today=TODAY, now=LATER)
    with pytest.raises(Missing):
        record(session, who, entry, family_id=10**6)
