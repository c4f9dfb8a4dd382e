import pytest
from sqlalchemy import select

from assignments.exemptions import grant_exemption
from assignments.leaks import Choice, Decision, decide_leaks, find_leaks, roster_names
from assignments.models.marking import MarkingState
from assignments.models.reflection import Reflection, Submission, WorkState
from assignments.reflections import AlreadySubmitted, StaleDraft, open_reflection, save_draft
from assignments.submissions import (
    NotReady,
    find_submission,
    shown_markings,
    submissions_of,
    submit,
)
from assignments.tasks import load_tasks
from curriculum.foundation.errors import Missing, Rejected
from curriculum.foundation.jobs import Job
from curriculum.units import load_curriculum
from tests import factories
from tests.factories import NOW

TASK = load_tasks().task("1A")


@pytest.fixture
def who(session):
    return factories.candidate(session, course=factories.course(session, lane="one"))


@pytest.fixture
def contact(session, who):
    return factories.contact(session, who, minutes=60)


@pytest.fixture
def work(session, who, contact):
    found = open_reflection(session, who, "1A", now=NOW)
    write(session, found, "It rained.")
    return found


def write(session, work, text):
    parts = {"what-happened": text}
    save_draft(session, work, parts, base_revision=work.revision, now=NOW)


def hand_in(session, who, **changes):
    return submit(session, who, "1A", now=NOW, **changes)


def test_a_submission_keeps_everything_as_it_is_now(session, who, work, contact):
    sent = hand_in(session, who, base_revision=work.revision)

    contact.heard = "Changed afterwards"
    assert (sent.attempt, sent.state, sent.submitted_at) == (1, WorkState.SUBMITTED, NOW)
    assert sent.parts == {"what-happened": "It rained."}
    assert sent.task == TASK.to_plain()
    assert [row["id"] for row in sent.rubric["criterion"]] == TASK.criteria
    assert sent.rubric_version == sent.rubric["version"]
    assert sent.curriculum_version == load_curriculum().version
    assert sent.contacts[0].entry["heard"] == "The bus comes late."
    assert len(sent.receipt) == 9
    assert work.state is WorkState.SUBMITTED


def test_the_lms_is_told_by_a_job_of_the_same_transaction(session, who, work):
    sent = hand_in(session, who)

    job = session.scalars(select(Job)).one()
    assert (job.kind, job.lane, job.payload) == (
        "submission_notice",
        "one",
        {"submission_id": sent.id},
    )


def test_work_is_handed_in_once(session, who, work):
    hand_in(session, who)

    with pytest.raises(AlreadySubmitted):
        hand_in(session, who)
    assert len(session.scalars(select(Submission)).all()) == 1


def test_what_was_not_looked_at_is_not_handed_in(session, who, work):
    with pytest.raises(StaleDraft):
        hand_in(session, who, base_revision=work.revision - 1)


def test_a_returned_attempt_is_followed_by_the_next(session, who, work):
    first = hand_in(session, who)
    first.state = work.state = WorkState.RETURNED

    second = hand_in(session, who)

    assert (second.attempt, first.attempt) == (2, 1)
    assert submissions_of(session, who.id, "1A") == [first, second]


@pytest.mark.parametrize("minutes", [1, 59])
def test_too_little_contact_is_not_handed_in_without_an_exception(
    session, who, work, contact, minutes
):
    contact.minutes = minutes
    with pytest.raises(NotReady, match="too few contacts"):
        hand_in(session, who)

    teacher = factories.instructor(session, course=who.course)
    grant_exemption(session, teacher, who.id, "1A", "Ill", now=NOW)

    assert hand_in(session, who).attempt == 1


def test_an_exception_for_another_task_or_person_does_not_help(session, who, work, contact):
    contact.minutes = 1
    teacher = factories.instructor(session, course=who.course)
    other = factories.candidate(session, course=who.course)
    grant_exemption(session, teacher, who.id, "1B", "Ill", now=NOW)
    grant_exemption(session, teacher, other.id, "1A", "Ill", now=NOW)

    with pytest.raises(NotReady):
        hand_in(session, who)


def test_nothing_is_not_handed_in(session, who, contact):
    with pytest.raises(NotReady, match="Nothing is written"):
        hand_in(session, who)
    open_reflection(session, who, "1A", now=NOW)
    with pytest.raises(NotReady, match="Nothing is written"):
        hand_in(session, who)


def leaks_of(session, who, work, contacts=()):
    return find_leaks(TASK, work, contacts, roster_names(session, who.course_id))


def test_a_hit_holds_the_work_until_it_is_decided(session, who, work):
    write(session, work, f"I am {who.person.given_name}, 203-555-0142.")
    with pytest.raises(NotReady, match="could name somebody"):
        hand_in(session, who)
    own_name, number = leaks_of(session, who, work)

    masked = decide_leaks(
        work,
        [],
        [own_name, number],
        {
            own_name.key: Decision(Choice.KEEP, "That is\nme "),
            number.key: Decision(Choice.MASK),
        },
        now=NOW,
    )
    save_draft(session, work, masked, base_revision=work.revision, now=NOW)

    sent = hand_in(session, who)
    assert sent.parts["what-happened"] == f"I am {who.person.given_name}, [phone]."
    assert sent.kept_hits == [{"part": "what-happened", "kind": "name", "reason": "That is me"}]


def test_a_new_hit_is_asked_about_and_decisions_about_gone_ones_are_dropped(session, who, work):
    write(session, work, "Call 203-555-0142.")
    (number,) = leaks_of(session, who, work)
    decide_leaks(work, [], [number], {number.key: Decision(Choice.KEEP, "Invented")}, now=NOW)
    write(session, work, "Write to a@example.org.")
    with pytest.raises(NotReady):
        hand_in(session, who)
    (address,) = leaks_of(session, who, work)

    masked = decide_leaks(work, [], [address], {address.key: Decision(Choice.MASK)}, now=NOW)
    save_draft(session, work, masked, base_revision=work.revision, now=NOW)

    assert hand_in(session, who).kept_hits == []


@pytest.mark.parametrize("reason", ["", "  ", "x" * 201])
def test_keeping_needs_a_short_reason(session, who, work, reason):
    write(session, work, "Call 203-555-0142.")
    (number,) = leaks_of(session, who, work)

    with pytest.raises(Rejected) as refused:
        decide_leaks(work, [], [number], {number.key: Decision(Choice.KEEP, reason)}, now=NOW)

    assert refused.value.field == number.key
    assert work.kept_hits == []


def test_a_note_of_a_contact_is_masked_where_it_stands(session, who, work, contact):
    contact.heard, contact.strength = "Call 203-555-0142.", "Call 203-555-0143."
    first, second = leaks_of(session, who, work, [contact])

    decide_leaks(
        work,
        [contact],
        [first, second],
        {first.key: Decision(Choice.MASK), second.key: Decision(Choice.KEEP, "Invented")},
        now=NOW,
    )

    assert (contact.heard, contact.strength) == ("Call [phone].", "Call 203-555-0143.")
    assert hand_in(session, who).kept_hits == [
        {"part": f"contact-{contact.id}.strength", "kind": "phone", "reason": "Invented"}
    ]


def test_the_roster_is_that_of_the_own_course(session, who, work):
    factories.candidate(session, person=factories.person(session, given_name="Xiomara"))
    write(session, work, "Xiomara came.")

    assert leaks_of(session, who, work) == []
    factories.candidate(
        session, course=who.course, person=factories.person(session, given_name="Xiomara")
    )
    assert [leak.hit.text for leak in leaks_of(session, who, work)] == ["Xiomara"]


def test_an_attempt_of_somebody_else_is_not_there(session, who, work):
    sent = hand_in(session, who)
    other = factories.candidate(session, course=who.course)

    assert find_submission(session, who.id, "1A", 1) is sent
    for enrolment_id, task_id, attempt in (
        (other.id, "1A", 1),
        (who.id, "1B", 1),
        (who.id, "1A", 2),
    ):
        with pytest.raises(Missing):
            find_submission(session, enrolment_id, task_id, attempt)


def test_a_marking_is_shown_once_it_is_released_or_returned(session, who, work):
    sent = hand_in(session, who)
    marking = factories.marking(
        session, sent, factories.instructor(session, course=who.course), state=MarkingState.DRAFT
    )

    assert shown_markings(session, [sent.id]) == {}
    for state in (MarkingState.RELEASED, MarkingState.RETURNED):
        marking.state = state
        assert shown_markings(session, [sent.id]) == {sent.id: marking}


def test_every_task_can_be_handed_in(session):
    for task in load_tasks():
        who = factories.candidate(session)
        for _ in range(task.contacts):
            family = factories.family(session, who, alias=f"Family {_}")
            factories.contact(session, who, family=family, task_id=task.id, minutes=120)
        work = open_reflection(session, who, task.id, now=NOW)
        answers = {"text": "Words.", "agree": "yes", "scale": "4"}
        parts = {prompt.id: answers[prompt.kind.value] for prompt in task.prompts}
        save_draft(session, work, parts, base_revision=0, now=NOW)

        sent = submit(session, who, task.id, now=NOW)

        assert [row["id"] for row in sent.rubric["criterion"]] == task.criteria
    assert len(session.scalars(select(Reflection)).all()) == len(load_tasks())
