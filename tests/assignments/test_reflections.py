from datetime import timedelta

import pytest
from sqlalchemy import select

from assignments import reflections
from assignments.models.reflection import (
    Reflection,
    ReflectionContact,
    ReflectionVersion,
    WorkState,
)
from assignments.reflections import (
    AlreadySubmitted,
    StaleDraft,
    choose_contacts,
    chosen_ids,
    open_reflection,
    own_reflection,
    problems_of,
    save_draft,
    unanswered,
)
from assignments.tasks import load_tasks
from assignments.versions import find_version, keep_aside, versions_of
from curriculum.foundation.errors import Missing, NotAllowed, Rejected
from tests import factories
from tests.factories import NOW


@pytest.fixture
def who(session):
    return factories.candidate(session)


@pytest.fixture
def work(session, who):
    return open_reflection(session, who, "1A", now=NOW)


def save(session, work, text, base=None, minutes=0, page=""):
    return save_draft(
        session,
        work,
        {"what-happened": text},
        base_revision=work.revision if base is None else base,
        now=NOW + timedelta(minutes=minutes),
        page=page,
    )


def test_work_begins_once_on_all_contacts_of_its_task(session, who):
    contact = factories.contact(session, who)
    factories.contact(session, who, task_id="1B")

    work = open_reflection(session, who, "1A", now=NOW)

    assert open_reflection(session, who, "1A", now=NOW) is work
    assert (work.state, work.revision, work.parts) == (WorkState.DRAFT, 0, {})
    assert chosen_ids(session, work.id) == {contact.id}


def test_work_begun_in_two_tabs_at_the_same_moment_is_one(session, who, work, monkeypatch):
    monkeypatch.setattr(reflections, "find_reflection", lambda *_: None)

    assert open_reflection(session, who, "1A", now=NOW) is work


def test_only_candidates_write_and_only_on_tasks_there_are(session, who):
    with pytest.raises(NotAllowed):
        open_reflection(session, factories.instructor(session), "1A", now=NOW)
    with pytest.raises(Missing):
        open_reflection(session, who, "9Z", now=NOW)


def test_a_reflection_of_somebody_else_is_not_there(session, who, work):
    with pytest.raises(Missing):
        own_reflection(session, factories.candidate(session).id, work.id)
    assert own_reflection(session, who.id, work.id) is work


def test_each_save_counts_and_the_same_text_does_not(session, work):
    assert [save(session, work, text) for text in ("a", "ab", "ab", "abc")] == [1, 2, 2, 3]
    assert work.saved_at == NOW


def test_an_older_revision_is_refused_and_changes_nothing(session, work):
    save(session, work, "newer")

    with pytest.raises(StaleDraft):
        save(session, work, "older", base=0)

    assert work.parts == {"what-happened": "newer"}


def test_a_writer_who_was_overtaken_at_this_very_moment_is_refused(session, work):
    session.commit()
    # Another process saved between this session's reading and its writing.
    session.connection().exec_driver_sql("UPDATE reflection SET revision = 7")

    with pytest.raises(StaleDraft):
        save(session, work, "too late", base=0)

    assert work.revision == 7


def test_the_page_that_saved_last_may_name_an_older_revision(session, work):
    save(session, work, "a", page="tab")

    assert save(session, work, "ab", base=0, page="tab") == 2
    with pytest.raises(StaleDraft):
        save(session, work, "abc", base=0, page="")


@pytest.mark.parametrize("state", [WorkState.SUBMITTED, WorkState.GRADED])
def test_handed_in_work_is_read_only(session, work, state):
    work.state = state

    with pytest.raises(AlreadySubmitted):
        save(session, work, "more")
    with pytest.raises(AlreadySubmitted):
        choose_contacts(session, work, [])


def test_contacts_are_chosen_and_left_out(session, who, work):
    first, second = factories.contact(session, who), factories.contact(session, who)

    choose_contacts(session, work, [first.id, second.id])
    choose_contacts(session, work, [second.id])

    assert session.scalars(select(ReflectionContact.contact_id)).all() == [second.id]


def test_only_contacts_of_ones_own_for_this_task_can_be_chosen(session, who, work):
    other_task = factories.contact(session, who, task_id="1B")
    foreign = factories.contact(session, factories.candidate(session, course=who.course))

    for contact_id in (other_task.id, foreign.id, 10**6):
        with pytest.raises(Missing):
            choose_contacts(session, work, [contact_id])


def test_problems_are_named_by_prompt():
    task = load_tasks().task("I-1")

    found = problems_of(
        task, {"alias": "maybe", "consent": "yes", "case-notes": "x" * 20_001, "else": "?"}
    )

    assert set(found) == {"alias", "case-notes", "else"}
    assert all(isinstance(problem, Rejected) and problem.field for problem in found.values())


def test_what_is_unanswered_is_named():
    task = load_tasks().task("I-2")
    parts = {prompt.id: "3" for prompt in task.prompts} | {"what-i-fear": " \n "}

    assert [prompt.id for prompt in unanswered(task, parts)] == ["what-i-fear"]


def revisions(session, work):
    return [version.revision for version in versions_of(session, work.id)]


def test_saves_within_a_minute_leave_one_version(session, work):
    for text in ("a", "ab", "abc"):
        save(session, work, text)
    save(session, work, "abcd", minutes=1)

    assert revisions(session, work) == [4, 3]


def test_what_was_taken_out_is_kept_also_within_a_minute(session, work):
    save(session, work, "a long text that took an hour")
    save(session, work, "")
    save(session, work, "b")

    texts = [version.parts["what-happened"] for version in versions_of(session, work.id)]
    assert texts == ["b", "a long text that took an hour"]


def test_late_text_is_kept_aside_once_and_only_if_it_says_something_else(session, work):
    save(session, work, "draft")

    assert keep_aside(session, work, {"what-happened": "draft"}, now=NOW) is None
    kept = keep_aside(session, work, {"what-happened": "late"}, now=NOW)
    assert keep_aside(session, work, {"what-happened": "late"}, now=NOW) is None
    assert kept.revision is None
    assert find_version(session, work.id, kept.id) is kept
    assert work.parts == {"what-happened": "draft"}


def test_an_earlier_text_of_other_work_is_not_there(session, who, work):
    other = open_reflection(session, who, "1B", now=NOW)
    save(session, work, "a")
    version = session.scalars(select(ReflectionVersion)).one()

    with pytest.raises(Missing):
        find_version(session, other.id, version.id)
    assert session.scalars(select(Reflection).order_by(Reflection.id)).all() == [work, other]
