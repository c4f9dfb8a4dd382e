import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from assignments.models.reflection import WorkState
from curriculum.foundation.jobs import Job, enqueue
from lti_tool.lti import delivery_answers as answers
from lti_tool.lti.models.grade_delivery import DeliveryState, GradeDelivery
from lti_tool.lti.models.identity import LineItem, LtiContext
from lti_tool.lti.services.ags import ALL_SCOPES
from tests import factories

FAILED, SENT, WAITING = DeliveryState.FAILED, DeliveryState.SENT, DeliveryState.WAITING


@pytest.fixture
def course(session):
    place = factories.context(session, ags_scopes=list(ALL_SCOPES))
    place.course.lane = "registration:1"
    return place.course


@pytest.fixture
def column(session, course):
    """The gradebook column of a task."""
    place = session.scalars(select(LtiContext).where(LtiContext.course_id == course.id)).one()
    return factories.add(
        session,
        LineItem(
            context_id=place.id,
            task_id="1A",
            url="https://lms.example.edu/1",
            score_maximum=100,
            label="Reflection",
        ),
    )


@pytest.fixture
def desk(browser, session, course):
    return browser(factories.instructor(session, course=course))


@pytest.fixture
def graded(session, course):
    """Make a released grade of this course, delivered as far as a test says."""

    def make(name="Ada", task="1A", **delivery) -> GradeDelivery:
        rater = factories.instructor(session, course=course)
        person = factories.person(session, name=name, family_name=name)
        who = factories.candidate(session, course=course, person=person)
        draft = factories.reflection(session, who, task_id=task)
        work = factories.submission(session, draft, state=WorkState.GRADED)
        factories.marking(session, work, rater)
        values = {
            "reflection_id": work.reflection_id,
            "submission_id": work.id,
            "wanted_revision": 1,
        }
        found = factories.add(session, GradeDelivery(**values | delivery))
        session.commit()
        return found

    return make


def test_without_a_grade_the_page_says_what_it_is_for(desk):
    assert "No grade was released yet" in desk.get("/grades/").text


def jobs(session):
    return factories.stored(session, select(Job).order_by(Job.id))


def changed(graded, column, **more):
    return graded(
        state=FAILED,
        answer=answers.CHANGED_THERE,
        line_item_id=column.id,
        held_score=Decimal(70),
        held_maximum=Decimal(100),
        held_at=factories.NOW,
        held_read_at=factories.NOW,
        **more,
    )


@pytest.mark.case("G08")
def test_a_grade_that_did_not_arrive_shows_why_and_can_be_sent_again(desk, session, graded):
    failed = graded(state=FAILED, answer="The LMS answered %(status)s.", answer_status=500)

    page = desk.get("/grades/")
    answer = desk.post("/grades/send", {"do": f"one d{failed.id}"}, follow_redirects=True)

    assert "Did not arrive" in page.text
    assert "The LMS answered 500." in page.text
    assert "The grade will be sent again within a minute." in answer.text
    assert "On the way" in answer.text
    assert [job.kind for job in jobs(session)] == ["grade_delivery"]


def test_a_grade_that_arrived_shows_what_the_gradebook_holds(desk, graded):
    graded(
        state=SENT,
        score=Decimal("90"),
        score_maximum=Decimal(100),
        sent_at=factories.NOW,
    )

    page = desk.get("/grades/?show=sent")

    assert "90 of 100" in page.text
    assert "Mar 2, 2026" in page.text


def test_ours_stands_on_the_columns_scale_beside_theirs(desk, graded, column):
    graded(
        state=SENT,
        line_item_id=column.id,
        held_score=Decimal("89.5"),
        held_maximum=Decimal(100),
        held_read_at=factories.NOW,
    )

    text = desk.get("/grades/").text

    assert "90 of 100" in text
    assert "63 of 70 here" in text
    assert "89.5 of 100" in text
    assert "(Reflection)" in text


@pytest.mark.case("G20")
def test_a_changed_mark_is_shown_and_asked_about(desk, session, graded, column):
    delivery = changed(graded, column)

    page = desk.get("/grades/?show=changed").text
    answer = desk.post("/grades/send?show=changed", {"do": f"keep d{delivery.id}"})

    assert "70 of 100" in page
    assert "changed there Mar 2, 2026" in page
    assert "Keep the LMS's" in page
    assert "Replace it with ours" in page
    assert "show=changed&done=delivery-kept" in answer.location
    assert jobs(session) == []
    board = desk.get("/grades/")
    assert "You keep the LMS's grade." in board.text
    assert 'Needs you <span class="count">0</span>' in re.sub(r"\s+", " ", board.text)


@pytest.mark.case("G20")
def test_ours_replaces_a_changed_mark_only_by_its_own_button(desk, session, graded, column):
    delivery = changed(graded, column)

    assert f'value="d{delivery.id}"' not in desk.get("/grades/").text
    all_of_them = desk.post("/grades/send", {"do": "all"})
    some = desk.post("/grades/send", {"do": "some", "grade": f"d{delivery.id}"})
    assert "done=nothing-to-send" in all_of_them.location
    assert "done=nothing-to-send" in some.location
    desk.post("/grades/send", {"do": f"replace d{delivery.id}"})

    (found,) = factories.stored(session, select(GradeDelivery))
    assert (found.replaces, found.state) == (True, WAITING)
    assert len(jobs(session)) == 1


def test_a_cleared_mark_is_shown_as_nothing_and_offered_to_be_sent(desk, session, graded, column):
    delivery = graded(
        state=FAILED,
        answer=answers.CLEARED_THERE,
        line_item_id=column.id,
        held_read_at=factories.NOW,
    )

    page = desk.get("/grades/").text
    answer = desk.post("/grades/send", {"do": f"one d{delivery.id}"})

    assert "The gradebook no longer holds this grade, or holds a zero." in page
    assert "nothing" in page
    assert "Leave it as it is" in page
    assert "done=delivery-queued" in answer.location


def test_some_are_sent_again_and_counted(desk, session, graded):
    ids = [graded(state=FAILED, answer=answers.OUR_FAULT).id for _ in range(3)]

    answer = desk.post(
        "/grades/send",
        {"do": "some", "grade": [f"d{ids[0]}", f"d{ids[2]}"]},
        follow_redirects=True,
    )

    assert "2 grades will be sent again, the first of them within a minute." in answer.text
    assert len(jobs(session)) == 2


def test_all_that_did_not_arrive_are_sent_again_by_one_button(desk, session, graded, column):
    for _ in range(2):
        graded(state=FAILED, answer=answers.OUR_FAULT)
    graded(state=SENT)
    changed(graded, column)

    page = desk.get("/grades/?show=sent")
    answer = desk.post("/grades/send", {"do": "all"}, follow_redirects=True)

    assert "Send all 2 that did not arrive again" in page.text
    assert "2 grades will be sent again, the first of them within a minute." in answer.text
    assert len(jobs(session)) == 2


def test_all_of_one_task_are_sent_where_one_task_is_shown(desk, session, graded):
    graded(state=FAILED, answer=answers.OUR_FAULT)
    other = graded(state=FAILED, answer=answers.OUR_FAULT, task="1B")

    page = desk.get("/grades/?task=1B")
    desk.post("/grades/send?task=1B", {"do": "all"})

    assert "Send the 1 that did not arrive again" in page.text
    assert [job.payload["reflection_id"] for job in jobs(session)] == [other.reflection_id]


@pytest.mark.parametrize("do", ["", "nonsense", "some", "all"])
def test_where_nothing_was_chosen_nothing_is_sent(desk, session, graded, do):
    graded(state=SENT)

    answer = desk.post("/grades/send", {"do": do}, follow_redirects=True)

    assert "No grade was sent" in answer.text
    assert jobs(session) == []


@pytest.mark.parametrize("key", ["d" + "9" * 30, "d" + "9" * 5000, "d٣", "x1", "d-1", ""])
def test_a_key_that_names_no_grade_is_not_there(desk, session, graded, key):
    graded(state=SENT)

    for action in ("one", "replace", "keep"):
        assert desk.post("/grades/send", {"do": f"{action} {key}"}).status_code == 404
    assert jobs(session) == []


def test_a_filter_without_rows_says_so(desk, graded):
    graded(state=SENT)

    assert "None." in desk.get("/grades/?show=needs").text


def test_each_filter_shows_as_many_as_it_counts(desk, session, graded, column):
    graded(state=FAILED, answer=answers.OUR_FAULT)
    graded(state=FAILED, answer=answers.COLUMN_GONE)
    changed(graded, column)
    changed(graded, column, yields=True)
    on_its_way = graded(state=WAITING)
    enqueue(
        session, "grade_delivery", {}, now=factories.NOW, key=f"grade:{on_its_way.reflection_id}"
    )
    graded(state=SENT)
    session.commit()

    counts = {}
    for word in ("all", "needs", "waiting", "sent", "changed"):
        page = desk.get(f"/grades/?show={word}").text
        said = re.search(rf'show={word}" aria-current="true">[^<]*<span class="count">(\d+)', page)
        counts[word] = (int(said[1]), page.count('<th scope="row"'))

    assert counts == {
        "all": (6, 6), "needs": (3, 3), "waiting": (1, 1), "sent": (1, 1), "changed": (2, 2),
    }  # fmt: skip


def test_one_task_is_shown_alone(desk, graded):
    graded(name="Ada", state=SENT)
    graded(name="Bea", state=SENT, task="1B")

    page = desk.get("/grades/?task=1B").text

    assert "Bea" in page
    assert ">Ada<" not in page


def test_many_rows_come_in_pages(desk, graded, monkeypatch):
    for number in range(5):
        graded(name=f"Ada {number}", state=SENT)
    monkeypatch.setattr("lti_tool.web.pages.Page.__init__.__defaults__", (2,))

    first, last = desk.get("/grades/").text, desk.get("/grades/?page=99").text

    assert [f"Ada {number}" in first for number in range(5)] == [True, True, False, False, False]
    assert "1 to 2 of 5" in first
    assert "page=2" in first
    assert [f"Ada {number}" in last for number in range(5)] == [False] * 4 + [True]


def test_the_gradebook_is_read_again_by_a_button(desk, session, course, graded):
    graded(state=SENT)

    assert "The gradebook was not read yet." in desk.get("/grades/").text
    answer = desk.post("/grades/read?show=sent", follow_redirects=True)

    (job,) = jobs(session)
    assert (job.kind, job.lane) == ("result_reading", "registration:1")
    assert "The gradebook is being read." in answer.text
    assert 'aria-current="true">Arrived' in answer.text


def test_the_script_asks_only_where_the_reading_is_old(desk, session, course, graded):
    graded(state=SENT)
    place = session.scalars(select(LtiContext).where(LtiContext.course_id == course.id)).one()

    assert "data-stale" in desk.get("/grades/").text
    place.results_read_at = datetime.now(UTC) - timedelta(minutes=9)
    session.commit()
    assert "data-stale" not in desk.get("/grades/").text
    place.results_read_at = datetime.now(UTC) - timedelta(minutes=11)
    session.commit()
    page = desk.get("/grades/").text
    assert "data-stale" in page
    answer = desk.post("/grades/read", headers={"Accept": "application/json"})

    assert answer.json == {"asked": True}
    assert desk.get("/grades/state").json == {
        "is_on": True,
        "read_at": place.results_read_at.isoformat(),
    }
    assert "data-stale" not in desk.get("/grades/").text


def test_looking_at_the_board_writes_nothing(desk, session, graded):
    graded(state=SENT)

    desk.get("/grades/")

    assert jobs(session) == []


def test_where_the_lms_shows_no_results_the_page_says_so(desk, session, course, graded):
    graded(state=SENT)
    place = session.scalars(select(LtiContext).where(LtiContext.course_id == course.id)).one()
    place.ags_scopes = []
    session.commit()

    page = desk.get("/grades/").text
    answer = desk.post("/grades/read", follow_redirects=True)

    assert "The LMS does not let Reciprocal read the gradebook." in page
    assert "Read the gradebook again" not in page
    assert "does not let Reciprocal read the gradebook" in answer.text


def test_another_courses_grade_is_not_there(browser, session, graded):
    theirs = graded(state=FAILED)
    stranger = browser(factories.instructor(session))

    for do in ("one", "keep", "replace"):
        assert stranger.post("/grades/send", {"do": f"{do} d{theirs.id}"}).status_code == 404
    assert "No grade was released yet" in stranger.get("/grades/").text


def test_the_page_asks_as_often_for_many_as_for_few(desk, graded, count_queries):
    counts = []
    for _ in range(2):
        for _ in range(5):
            graded(state=SENT)
        desk.get("/grades/")
        with count_queries() as counted:
            desk.get("/grades/")
        counts.append(counted.n)

    assert counts[0] == counts[1] <= 15
