import re

import pytest
from sqlalchemy import select

from assignments.models.reflection import (
    Exemption,
    Reflection,
    ReflectionContact,
    ReflectionVersion,
    Submission,
    WorkState,
)
from assignments.tasks import load_tasks
from curriculum.foundation.jobs import Job
from tests import factories

TASK = "/tasks/1A"


@pytest.fixture
def who(session):
    course = factories.course(session, lane="registration-1")
    return factories.candidate(session, course=course)


@pytest.fixture
def candidate(browser, session, who):
    """Somebody with enough contacts for task 1A."""
    factories.contact(session, who, minutes=60)
    return browser(who)


def typed(text="It was early.", revision=0, task="1A", **changes):
    parts = {f"part-{prompt.id}": text for prompt in load_tasks().task(task).prompts}
    return {"revision": str(revision), **parts, **changes}


def draft(session):
    (found,) = factories.stored(session, select(Reflection))
    return found


def contact_ids(session):
    return [str(n) for n in factories.stored(session, select(ReflectionContact.contact_id))]


def write(candidate, session, text="It was early."):
    """Save a whole text, chosen contacts as they are, and return its revision."""
    candidate.get(f"{TASK}/reflection")
    work = draft(session)
    data = typed(text, work.revision, contacts=contact_ids(session))
    answer = candidate.post(f"{TASK}/reflection", data)
    assert answer.status_code == 303
    return draft(session).revision


def test_a_draft_is_begun_on_the_tasks_contacts_and_saved(candidate, session):
    page = candidate.get(f"{TASK}/reflection").text
    answer = candidate.post(
        f"{TASK}/reflection", typed("First <b>look</b>", contacts=contact_ids(session))
    )
    again = candidate.get(f"{TASK}/reflection").text

    assert "Nothing written yet" in page
    assert re.search(r'name="contacts" value="\d+" id="contact-\d+" checked', page)
    assert answer.location.endswith("?done=draft-saved")
    assert "First &lt;b&gt;look&lt;/b&gt;" in again
    assert "Saved " in again
    assert draft(session).revision == 1


def test_text_keeps_its_first_empty_line(candidate, session):
    write(candidate, session, "\n\nafter two lines")

    page = candidate.get(f"{TASK}/reflection").text

    assert ">\n\n\nafter two lines</textarea>" in page


def test_contacts_are_chosen_with_the_text(candidate, session, who):
    candidate.get(f"{TASK}/reflection")
    (offered,) = contact_ids(session)
    later = factories.contact(session, who)
    factories.add(session, ReflectionContact(reflection_id=draft(session).id, contact_id=later.id))
    session.commit()

    candidate.post(f"{TASK}/reflection", typed(offered=[offered]))

    assert contact_ids(session) == [str(later.id)]


def test_a_contact_logged_in_another_window_stays_chosen(candidate, session, who):
    page = candidate.get(f"{TASK}/reflection").text
    offered = re.findall(r'name="offered" value="(\d+)"', page)
    work = draft(session)
    later = factories.contact(session, who)
    factories.add(session, ReflectionContact(reflection_id=work.id, contact_id=later.id))
    session.commit()

    candidate.post(f"{TASK}/reflection", typed(offered=offered, contacts=offered))

    assert contact_ids(session) == [*offered, str(later.id)]


def test_a_contact_of_another_task_or_person_cannot_be_chosen(candidate, session, who):
    other = factories.contact(session, who, task_id="1B")
    foreign = factories.contact(session, factories.candidate(session, course=who.course))
    session.commit()
    candidate.get(f"{TASK}/reflection")

    for contact in (other, foreign):
        page = candidate.post(
            f"{TASK}/reflection", typed("Typed just now", contacts=[str(contact.id)])
        )

        assert page.status_code == 422
        assert "Typed just now" in page.text
    assert draft(session).parts == {}


def test_a_part_that_is_too_long_is_kept_on_the_page(candidate, session):
    candidate.get(f"{TASK}/reflection")
    long = "x" * 20_001

    page = candidate.post(f"{TASK}/reflection", typed(**{"part-felt-assumed": long}))

    assert page.status_code == 422
    assert "20001 characters" in page.text
    assert long in page.text
    assert 'aria-invalid="true"' in page.text
    assert draft(session).parts == {}


def test_the_longest_text_in_another_script_can_be_sent(candidate, session):
    candidate.get(f"{TASK}/reflection")

    answer = candidate.post(f"{TASK}/reflection", typed("ق" * 20_000))

    assert answer.status_code == 303
    assert len(draft(session).parts) == 8


def test_the_older_tab_is_told_and_loses_nothing(candidate, session):
    candidate.get(f"{TASK}/reflection")
    candidate.post(f"{TASK}/reflection", typed("from the newer tab"))

    page = candidate.post(f"{TASK}/reflection", typed("from the older tab"))

    assert page.status_code == 409
    assert "Another window is newer" in page.text
    assert "from the older tab" in page.text
    assert "from the newer tab" in page.text
    assert set(draft(session).parts.values()) == {"from the newer tab"}
    kept = factories.stored(
        session, select(ReflectionVersion).where(ReflectionVersion.revision.is_(None))
    )
    assert [set(version.parts.values()) for version in kept] == [{"from the older tab"}]
    assert "From another window" in candidate.get(f"{TASK}/versions").text


def test_an_earlier_text_becomes_the_draft_again(candidate, session):
    write(candidate, session, "the first text")
    write(candidate, session, "short")
    first = factories.stored(session, select(ReflectionVersion).order_by(ReflectionVersion.id))[0]

    assert "the first text" in candidate.get(f"{TASK}/versions/{first.id}").text
    candidate.post(f"{TASK}/versions/{first.id}")

    assert set(draft(session).parts.values()) == {"the first text"}


def test_an_earlier_text_of_somebody_else_is_not_there(browser, candidate, session, who):
    write(candidate, session)
    (version,) = factories.stored(session, select(ReflectionVersion))
    other = browser(factories.candidate(session, course=who.course))

    assert other.get(f"{TASK}/versions/{version.id}").status_code == 404
    other.get(f"{TASK}/reflection")
    assert other.get(f"{TASK}/versions/{version.id}").status_code == 404
    assert other.post(f"{TASK}/versions/{version.id}").status_code == 404


def test_work_is_looked_over_submitted_and_receipted(candidate, session):
    revision = write(candidate, session)

    review = candidate.get(f"{TASK}/review").text
    page = candidate.post(f"{TASK}/submit", {"revision": str(revision)}, follow_redirects=True).text

    assert "It was early." in review
    assert "The bus comes late." in review
    (sent,) = factories.stored(session, select(Submission))
    assert sent.receipt in page
    assert "Submitted. Your instructor can read it now." in page
    assert (sent.attempt, sent.state) == (1, WorkState.SUBMITTED)
    assert sent.task["title"] == "Walk in as a family"
    assert {row["id"] for row in sent.rubric["criterion"]} >= {"C1", "1A-A"}
    (job,) = factories.stored(session, select(Job))
    assert (job.kind, job.lane) == ("submission_notice", "registration-1")
    assert job.payload == {"submission_id": sent.id}
    assert "It was early." in candidate.get(f"{TASK}/submissions/1").text
    assert candidate.get(f"{TASK}/reflection").location == candidate.path(f"{TASK}/receipt")
    assert candidate.get(f"{TASK}/review").location == candidate.path(f"{TASK}/receipt")


def test_submitting_twice_makes_one_submission(candidate, session):
    revision = write(candidate, session)

    for _ in range(3):
        answer = candidate.post(f"{TASK}/submit", {"revision": str(revision)})

        assert answer.status_code == 303
        assert f"{TASK}/receipt" in answer.location
    assert len(factories.stored(session, select(Submission))) == 1
    assert len(factories.stored(session, select(Job))) == 1


def test_text_changed_since_the_last_look_is_looked_at_again(candidate, session):
    revision = write(candidate, session)
    write(candidate, session, "Changed in another tab")

    page = candidate.post(f"{TASK}/submit", {"revision": str(revision)})

    assert page.status_code == 409
    assert "The text has changed since you looked at it." in page.text
    assert "Changed in another tab" in page.text
    assert factories.stored(session, select(Submission)) == []


def test_saving_after_submitting_keeps_what_was_typed_in_sight(candidate, session):
    revision = write(candidate, session)
    candidate.post(f"{TASK}/submit", {"revision": str(revision)})

    page = candidate.post(f"{TASK}/reflection", typed("An afterthought", revision))

    assert page.status_code == 409
    assert "An afterthought" in page.text
    assert "Submitted in another window" in page.text
    assert set(draft(session).parts.values()) == {"It was early."}


def test_below_the_minimum_nothing_is_submitted_unless_excepted(browser, session, who):
    factories.contact(session, who, minutes=20)
    candidate = browser(who)
    revision = write(candidate, session)

    review = candidate.get(f"{TASK}/review").text
    refused = candidate.post(f"{TASK}/submit", {"revision": str(revision)})
    teacher = factories.instructor(session, course=who.course)
    factories.add(
        session,
        Exemption(enrolment_id=who.id, task_id="1A", reason="Snow", granted_by_id=teacher.id),
    )
    session.commit()

    assert "Still missing: 40 min." in review
    assert f'action="{candidate.path(TASK)}/submit"' not in review
    assert refused.status_code == 422
    assert "too few contacts" in refused.text
    assert candidate.post(f"{TASK}/submit", {"revision": str(revision)}).status_code == 303


def test_nothing_written_is_not_submitted(candidate, session):
    candidate.get(f"{TASK}/reflection")

    page = candidate.post(f"{TASK}/submit", {"revision": "0"})

    assert page.status_code == 422
    assert "Nothing is written yet." in page.text


def test_statements_must_be_agreed_to_but_a_text_may_stay_empty(candidate, session):
    candidate.get("/tasks/I-1/reflection")
    some = typed("", task="I-1", **{"part-case-notes": "I would ask her first."})
    candidate.post("/tasks/I-1/reflection", some)
    refused = candidate.post("/tasks/I-1/submit", {"revision": "1"})
    agreed = {
        f"part-{prompt.id}": "yes"
        for prompt in load_tasks().task("I-1").prompts
        if prompt.kind.value == "agree"
    }
    candidate.post("/tasks/I-1/reflection", {**some, **agreed, "revision": "1"})

    assert refused.status_code == 422
    assert "“Names” needs an answer." in refused.text
    assert candidate.post("/tasks/I-1/submit", {"revision": "2"}).status_code == 303


def test_a_rating_is_one_of_five(candidate, session):
    candidate.get("/tasks/I-2/reflection")
    parts = {"part-families-know": "6", "part-what-i-fear": "Kept"}

    page = candidate.post("/tasks/I-2/reflection", typed("", task="I-2", **parts))

    assert page.status_code == 422
    assert "Choose one of the answers." in page.text
    assert "Kept" in page.text


LEAKY = "We met Ana at 203-555-0142, and ana@example.org answered."


@pytest.fixture
def leaky(candidate, session, who):
    """The candidate, with a text that names a classmate and holds a number and an address."""
    person = factories.person(session, name="Ana Ruiz", given_name="Ana", family_name="Ruiz")
    factories.candidate(session, course=who.course, person=person)
    session.commit()
    candidate.get(f"{TASK}/reflection")
    data = typed("Fine.", **{"part-what-happened": LEAKY}, contacts=contact_ids(session))
    candidate.post(f"{TASK}/reflection", data)
    return candidate


def keys(page):
    return re.findall(r'name="choice-([\w.-]+)" value="mask"', page)


def test_what_could_name_somebody_is_shown_in_place_and_holds_the_submission(leaky, session):
    page = leaky.get(f"{TASK}/review").text

    assert "3 words could name somebody" in page
    assert "<mark>Ana</mark>" in page
    assert "<mark>203-555-0142</mark>" in page
    assert "<mark>ana@example.org</mark>" in page
    assert f'action="{leaky.path(TASK)}/submit"' not in page
    refused = leaky.post(f"{TASK}/submit", {"revision": "1"})
    assert refused.status_code == 422
    assert "Decide what to do" in refused.text


def test_hits_are_masked_or_kept_with_a_reason(leaky, session):
    name, number, address = keys(leaky.get(f"{TASK}/review").text)
    choices = {
        "revision": "1",
        f"choice-{name}": "keep",
        f"reason-{name}": "A figure in the novel",
        f"choice-{number}": "mask",
        f"choice-{address}": "mask",
    }

    answer = leaky.post(f"{TASK}/review", choices)
    page = leaky.get(f"{TASK}/review").text
    leaky.post(f"{TASK}/submit", {"revision": "2"})

    assert answer.status_code == 303
    assert "We met Ana at [phone], and [email] answered." in page
    assert f'action="{leaky.path(TASK)}/submit"' in page
    (sent,) = factories.stored(session, select(Submission))
    assert sent.parts["what-happened"] == "We met Ana at [phone], and [email] answered."
    assert sent.kept_hits == [
        {"part": "what-happened", "kind": "name", "reason": "A figure in the novel"}
    ]


def test_keeping_without_a_reason_is_refused_beside_the_hit(leaky, session):
    name, number, _ = keys(leaky.get(f"{TASK}/review").text)

    page = leaky.post(
        f"{TASK}/review",
        {
            "revision": "1",
            f"choice-{name}": "keep",
            f"reason-{name}": " ",
            f"choice-{number}": "mask",
        },
    )

    assert page.status_code == 422
    assert "Say in a few words why this may stay." in page.text
    assert f'id="reason-{name}-error"' in page.text
    assert re.search(rf'value="mask" id="mask-{number}" checked', page.text)
    assert draft(session).parts["what-happened"] == LEAKY


def test_decisions_about_an_older_text_change_nothing(leaky, session):
    name, *_ = keys(leaky.get(f"{TASK}/review").text)

    page = leaky.post(f"{TASK}/review", {"revision": "0", f"choice-{name}": "mask"})

    assert page.status_code == 409
    assert draft(session).parts["what-happened"] == LEAKY


def test_notes_of_chosen_contacts_are_searched_and_masked_too(browser, session, who):
    contact = factories.contact(session, who, heard="Her number is 203-555-0142.")
    candidate = browser(who)
    revision = write(candidate, session)

    page = candidate.get(f"{TASK}/review").text
    (key,) = keys(page)
    candidate.post(f"{TASK}/review", {"revision": str(revision), f"choice-{key}": "mask"})
    candidate.post(f"{TASK}/submit", {"revision": str(revision)})

    assert "in the contact with Maple" in page
    (sent,) = factories.stored(session, select(Submission))
    assert "Her number is [phone]." in candidate.get("/contacts/").text
    assert contact.heard == "Her number is 203-555-0142."
    assert sent.kept_hits == []


def test_returned_work_opens_again_with_the_comment_beside_it(browser, candidate, session, who):
    revision = write(candidate, session)
    candidate.post(f"{TASK}/submit", {"revision": str(revision)})
    (sent,) = factories.stored(session, select(Submission))
    teacher = browser(factories.instructor(session, course=who.course))
    teacher.post(
        f"/grading/1A/{who.id}",
        {"revision": "0", "comment": "Say who could change it.", "do": "return"},
    )

    page = candidate.get(f"{TASK}/reflection").text
    work = draft(session)
    data = typed("Better now.", work.revision, contacts=contact_ids(session))
    candidate.post(f"{TASK}/reflection", data)
    candidate.post(f"{TASK}/submit", {"revision": str(draft(session).revision)})

    assert "Say who could change it." in page
    assert "It was early." in page
    both = factories.stored(session, select(Submission).order_by(Submission.attempt))
    assert [(each.attempt, each.state) for each in both] == [
        (1, WorkState.RETURNED),
        (2, WorkState.SUBMITTED),
    ]
    assert set(both[0].parts.values()) == {"It was early."}
    assert sent.receipt != both[1].receipt


def test_somebody_elses_submission_and_draft_are_not_there(browser, candidate, session, who):
    revision = write(candidate, session)
    candidate.post(f"{TASK}/submit", {"revision": str(revision)})
    other = browser(factories.candidate(session, course=who.course))

    assert other.get(f"{TASK}/submissions/1").status_code == 404
    assert other.get(f"{TASK}/receipt").status_code == 404
    assert other.get(f"{TASK}/review").status_code == 404
    assert other.post(f"{TASK}/submit").status_code == 404


@pytest.mark.parametrize("page", ["reflection", "review", "receipt", "submissions/1", "versions"])
def test_each_page_takes_few_statements_and_as_many_for_many_contacts(
    browser, session, count_queries, page
):
    numbers = []
    for contacts in (1, 40):
        who = factories.candidate(session)
        for _ in range(contacts):
            factories.contact(session, who)
        for _ in range(contacts):
            factories.candidate(session, course=who.course)
        candidate = browser(who)
        if page in {"receipt", "submissions/1"}:
            work = factories.reflection(session, who)
            factories.submission(session, work)
            session.commit()
        else:
            write_for(candidate, session, who)
        with count_queries() as counted:
            assert candidate.get(f"{TASK}/{page}").status_code == 200
        numbers.append(counted.n)

    assert numbers[0] == numbers[1] <= 15


def write_for(candidate, session, who):
    candidate.get(f"{TASK}/reflection")
    mine = select(ReflectionContact.contact_id).join(
        Reflection, Reflection.id == ReflectionContact.reflection_id
    )
    ids = factories.stored(session, mine.where(Reflection.enrolment_id == who.id))
    answer = candidate.post(f"{TASK}/reflection", typed(contacts=[str(n) for n in ids]))
    assert answer.status_code == 303
