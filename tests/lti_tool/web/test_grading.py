import re

import pytest
from sqlalchemy import select

from assignments.models.marking import Marking, MarkingState
from assignments.models.reflection import Exemption, Submission, SubmissionContact, WorkState
from curriculum.foundation.jobs import Job
from tests import factories

CRITERIA = ("C1", "C2", "C3", "C4", "C5", "C6", "1A-A", "1A-B")


@pytest.fixture
def course(session):
    return factories.course(session)


@pytest.fixture
def candidate(session, course):
    found = factories.candidate(session, course=course)
    session.commit()
    return found


@pytest.fixture
def work(session, candidate):
    handed_in = factories.submission(session, candidate)
    session.commit()
    return handed_in


@pytest.fixture
def desk(browser, session, course):
    return browser(factories.instructor(session, course=course))


def marks(level="3", **changes):
    given = {f"level-{name}": level for name in CRITERIA}
    given |= {f"comment-{name}": f"On {name}." for name in CRITERIA}
    return given | {"comment": "Well seen.", "revision": "0", "do": "save"} | changes


def newest(session, kind):
    """Return the only row, and let go of the database for the next request."""
    found = session.scalars(select(kind).execution_options(populate_existing=True)).one()
    session.commit()
    return found


def test_the_board_lists_the_roster_and_leads_to_the_next(desk, work, candidate):
    page = desk.get("/grading/1A")

    assert candidate.person.name in page.text
    assert "Grade the one that waits" in page.text
    following = desk.get("/grading/1A/next")
    assert following.location.endswith(f"/grading/1A/{candidate.id}")


def test_an_empty_board_says_when_people_appear(desk):
    assert "No candidates yet" in desk.get("/grading/1A").text


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        ("new", {"Never"}),
        ("absent", {"Never"}),
        ("no-contact", {"Never", "Came"}),
        ("nonsense", {"Never", "Came"}),
    ],
)
def test_who_never_came_in_is_on_the_board(browser, session, word, shown):
    teacher = factories.instructor(session)
    for name in ("Never", "Came"):
        person = factories.person(session, name=name, is_test=name == "Came")
        came = factories.NOW if name == "Came" else None
        who = factories.candidate(
            session, course=teacher.course, person=person, last_launch_at=came
        )
        if came:
            factories.submission(session, who)

    page = browser(teacher).get(f"/grading/1A?show={word}").text

    assert {name for name in ("Never", "Came") if f">{name}</a>" in page} == shown
    assert ("not come in yet</span>" in page) is ("Never" in shown)
    assert ("test student</span>" in page) is ("Came" in shown)


def test_a_board_of_many_comes_in_pages(browser, session, monkeypatch):
    teacher = factories.instructor(session)
    for number in range(5):
        person = factories.person(session, name=f"Ada {number}")
        factories.candidate(session, course=teacher.course, person=person)
    monkeypatch.setattr("lti_tool.web.pages.Page.__init__.__defaults__", (2,))
    desk = browser(teacher)

    second = desk.get("/grading/1A?page=2&show=new").text

    assert [f"Ada {number}<" in second for number in range(5)] == [False, False, True, True, False]
    assert "3 to 4 of 5" in second
    assert "page=1&amp;show=new" in second or "show=new&amp;page=1" in second
    assert 'Everybody <span class="count">5</span>' in second


def test_the_board_can_show_only_who_waits(desk, session, course, work, candidate):
    idle = factories.candidate(session, course=course)
    session.commit()

    page = desk.get("/grading/1A?show=waiting")

    assert candidate.person.name in page.text
    assert idle.person.name not in page.text


def test_work_stands_beside_the_rubric_with_its_text_escaped(desk, session, work, candidate):
    task = dict(work.task)
    work.parts = {task["prompts"][0]["id"]: "They <b>waited</b> at the door."}
    factories.contact(session, candidate)
    session.commit()

    page = desk.get(f"/grading/1A/{candidate.id}")

    assert "They &lt;b&gt;waited&lt;/b&gt; at the door." in page.text
    assert "The bus comes late." in page.text
    assert page.text.count('type="radio"') == 4 * len(CRITERIA)


def test_before_anything_is_handed_in_the_page_offers_an_exception(desk, session, candidate):
    session.commit()

    page = desk.get(f"/grading/1A/{candidate.id}")

    assert "has not handed this in yet" in page.text
    assert "Exception from the minimum" in page.text


def test_a_draft_is_saved_and_shown_again(desk, session, work, candidate):
    answer = desk.post(f"/grading/1A/{candidate.id}", marks())

    assert answer.status_code == 303
    marking = newest(session, Marking)
    assert (marking.state, marking.revision) == (MarkingState.DRAFT, 1)
    shown = desk.get(f"/grading/1A/{candidate.id}").text
    assert "On C1." in shown
    assert 'name="revision" value="1"' in shown


def test_release_saves_grades_and_queues_the_delivery(desk, session, work, candidate):
    answer = desk.post(f"/grading/1A/{candidate.id}", marks(do="release"))

    assert "done=released" in answer.location
    assert newest(session, Marking).score == 63
    assert newest(session, Submission).state is WorkState.GRADED
    assert newest(session, Job).kind == "grade_delivery"


def test_release_and_next_goes_on(desk, session, course, work, candidate):
    other = factories.submission(session, factories.candidate(session, course=course))
    session.commit()

    answer = desk.post(f"/grading/1A/{candidate.id}", marks(do="release-next"))
    following = desk.client.get(answer.location)

    assert following.location.endswith(f"/grading/1A/{other.reflection.enrolment_id}")


def test_after_the_last_one_the_board_says_so(desk, work, candidate):
    desk.post(f"/grading/1A/{candidate.id}", marks(do="release"))

    assert "done=all-graded" in desk.get("/grading/1A/next").location


def test_an_unmarked_criterion_keeps_what_was_typed(desk, session, work, candidate):
    typed = marks(do="release", **{"level-C2": ""})

    answer = desk.post(f"/grading/1A/{candidate.id}", typed)

    assert answer.status_code == 422
    assert "Choose a level for: Listens" in answer.text
    assert "On C1." in answer.text
    assert newest(session, Marking).state is MarkingState.DRAFT


def test_a_stale_window_is_told_and_keeps_its_text(desk, session, work, candidate):
    desk.post(f"/grading/1A/{candidate.id}", marks())

    answer = desk.post(f"/grading/1A/{candidate.id}", marks(comment="From the older window."))

    assert answer.status_code == 409
    assert "From the older window." in answer.text
    assert "Saved in between by" in answer.text
    assert "Well seen." in answer.text
    assert newest(session, Marking).comment == "Well seen."


def test_whoever_has_seen_both_can_save_again(desk, session, work, candidate):
    desk.post(f"/grading/1A/{candidate.id}", marks())
    refused = desk.post(f"/grading/1A/{candidate.id}", marks(comment="From the older window."))
    revision = re.search(r'name="revision" value="(\d+)"', refused.text)[1]

    typed = marks(comment="From the older window.", revision=revision)
    answer = desk.post(f"/grading/1A/{candidate.id}", typed)

    assert answer.status_code == 303
    assert newest(session, Marking).comment == "From the older window."


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param({"do": "save"}, "sees this grade already", id="saved as a draft"),
        pytest.param({"do": "release", "level-C2": ""}, "Choose a level", id="not complete"),
    ],
)
def test_a_released_grade_changes_only_by_another_release(
    desk, browser, session, work, candidate, changes, sentence
):
    desk.post(f"/grading/1A/{candidate.id}", marks(do="release"))

    answer = desk.post(
        f"/grading/1A/{candidate.id}", marks(comment="Not yet.", revision="2") | changes
    )

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Not yet." in answer.text
    assert newest(session, Marking).comment == "Well seen."
    assert "Not yet." not in browser(candidate).get("/tasks/1A").text


def test_a_released_grade_is_released_again_with_what_is_new(desk, session, work, candidate):
    desk.post(f"/grading/1A/{candidate.id}", marks(do="release"))
    shown = desk.get(f"/grading/1A/{candidate.id}").text

    answer = desk.post(
        f"/grading/1A/{candidate.id}", marks("4", do="release", revision="2", comment="Better.")
    )

    assert "Release again" in shown
    assert "Save draft" not in shown
    assert answer.status_code == 303
    marking = newest(session, Marking)
    assert (marking.comment, marking.score) == ("Better.", 70)


def test_the_page_says_on_which_contacts_the_work_rests(desk, session, work, candidate):
    contacts = [factories.contact(session, candidate) for _ in range(2)]
    work.contacts = [SubmissionContact(contact_id=contacts[0].id, entry={})]
    session.commit()

    page = desk.get(f"/grading/1A/{candidate.id}")

    assert page.text.count("The reflection rests on it") == 1


def test_what_was_kept_is_named_in_words(desk, session, work, candidate):
    work.kept_hits = [{"part": "p", "kind": "email", "reason": "The school's own."}]
    session.commit()

    page = desk.get(f"/grading/1A/{candidate.id}")

    assert "E-mail address: The school&#39;s own." in page.text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        pytest.param({"level-C1": "7"}, "level-C1", id="level"),
        pytest.param({"level-C1": "three"}, "level-C1", id="word"),
        pytest.param({"comment-C2": "x" * 4001}, "comment-C2", id="long comment"),
        pytest.param({"comment": "<script>" + "x" * 4001}, "comment", id="long and hostile"),
    ],
)
def test_wrong_values_get_their_message_beside_the_field(desk, work, candidate, changes, field):
    answer = desk.post(f"/grading/1A/{candidate.id}", marks(**changes))

    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert "On C5." in answer.text
    assert "<script>x" not in answer.text


def test_work_is_returned_with_its_comments(desk, session, work, candidate):
    desk.post(f"/grading/1A/{candidate.id}", marks(do="return"))

    assert newest(session, Submission).state is WorkState.RETURNED


def test_nothing_can_be_marked_before_it_is_handed_in(desk, session, candidate):
    session.commit()

    assert desk.post(f"/grading/1A/{candidate.id}", marks()).status_code == 404


def test_an_exception_is_granted_and_taken_back(desk, session, candidate):
    session.commit()
    address = f"/grading/1A/{candidate.id}/exemption"

    desk.post(address, {"reason": "The school closed for two weeks."})
    granted = newest(session, Exemption).reason
    shown = desk.get(f"/grading/1A/{candidate.id}").text
    desk.post(address, {"do": "revoke"})

    assert granted == "The school closed for two weeks."
    assert granted in shown
    assert session.scalars(select(Exemption)).all() == []


def test_an_exception_without_a_reason_keeps_the_page(desk, work, candidate):
    answer = desk.post(f"/grading/1A/{candidate.id}/exemption", {"reason": "x" * 501})

    assert answer.status_code == 422
    assert "too long" in answer.text
    assert "x" * 501 in answer.text


def test_control_characters_in_a_reason_do_no_harm(desk, session, candidate):
    session.commit()

    desk.post(f"/grading/1A/{candidate.id}/exemption", {"reason": "The school\x00 closed."})

    assert newest(session, Exemption).reason == "The school closed."


def test_another_courses_candidate_is_not_there(desk, session):
    stranger = factories.submission(session, factories.candidate(session))
    session.commit()
    there = f"/grading/1A/{stranger.reflection.enrolment_id}"

    assert desk.get(there).status_code == 404
    assert desk.post(there, marks()).status_code == 404
    assert desk.post(f"{there}/exemption", {"reason": "Why not."}).status_code == 404


def test_a_gradebooks_link_leads_to_the_work_it_names(desk, session, work, candidate):
    stranger = factories.submission(session, factories.candidate(session))
    session.commit()

    there = desk.get(f"/grading/submissions/{work.id}")

    assert there.location.endswith(f"/grading/1A/{candidate.id}")
    assert desk.get(f"/grading/submissions/{stranger.id}").status_code == 404


def test_a_task_that_is_not_there_is_not_found(desk):
    assert desk.get("/grading/9Z").status_code == 404


def test_the_grading_page_asks_a_bounded_number_of_times(
    desk, session, course, work, candidate, count_queries
):
    for _ in range(20):
        factories.contact(session, candidate)
        factories.submission(session, factories.candidate(session, course=course))
    session.commit()

    with count_queries() as counted:
        desk.get(f"/grading/1A/{candidate.id}")

    assert counted.n <= 15, "\n".join(counted.statements)
