"""What is connected, as an instructor sees it. With an LMS behind it: `functional/`."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from assignments.tasks import load_tasks
from curriculum.foundation.jobs import Job, JobState
from lti_tool.lti.models.identity import CourseCopy, LineItem, ResourceLink, ToldBy
from lti_tool.lti.services.ags import LINE_ITEM, SCORE
from tests import factories

NOW = datetime.now(UTC)


@pytest.fixture
def place(session):
    """A course whose gradebook may be looked into, and its instructor."""
    course = factories.course(session, title="EDU 210", lane="registration:1")
    context = factories.context(
        session,
        course=course,
        line_items_url="https://lms.example.edu/lineitems",
        ags_scopes=[LINE_ITEM, SCORE],
    )
    context.teacher = factories.instructor(session, course=course)
    return context


def add_link(session, place, content, **changes):
    values = {"link_id": content, "title": f"The {content}", "opened_at": NOW}
    return factories.add(
        session, ResourceLink(context_id=place.id, content=content, **values | changes)
    )


def add_column(session, place, task, **changes):
    values = {"label": f"{task} there", "score_maximum": 40, "read_at": NOW}
    url = f"https://lms.example.edu/lineitems/{task}"
    row = LineItem(context_id=place.id, task_id=task, url=url, **values | changes)
    return factories.add(session, row)


def add_copy(session, place, **changes):
    values = {"origin": "old", "told_by": ToldBy.HISTORY, "created_at": NOW}
    return factories.add(session, CourseCopy(context_id=place.id, **values | changes))


def test_each_task_shows_its_activity_and_its_column(browser, session, place):
    add_link(session, place, "task:1A")
    add_link(session, place, "unit:introduction", link_id=None, opened_at=None, placed_at=NOW)
    add_link(session, place, "", title="Reciprocal")
    add_column(session, place, "1A")
    add_column(session, place, "1B", gone_at=NOW)

    text = browser(place.teacher).get("/connected").text

    assert "“The task:1A”" in text
    assert "“1A there”" in text
    assert "40 points" in text
    assert text.count("Sent, not opened yet") == 1
    assert text.count("</span> Found") == 1
    assert text.count("Deleted in the gradebook") == 1
    assert "“Reciprocal”" in text
    graded = sum(task.has_column for task in load_tasks())
    assert text.count("None known yet.") == graded - 2


@pytest.mark.case("I03")
def test_nothing_of_another_course_is_shown(browser, session, place):
    other = factories.context(session, line_items_url="https://lms.example.edu/other")
    add_link(session, other, "task:1A", title="Somebody else's")
    add_column(session, other, "1A")
    add_copy(session, other)

    text = browser(place.teacher).get("/connected").text

    assert "Somebody else's" not in text
    assert "</span> Found" not in text
    assert "Where this course came from" not in text


@pytest.mark.parametrize(
    ("told_by", "said"),
    [
        (ToldBy.LINK, "An activity in it says so"),
        (ToldBy.HISTORY, "Your LMS says so"),
        (ToldBy.NOTICE, "Your LMS says so"),
    ],
)
def test_the_page_says_where_the_course_came_from(browser, session, place, told_by, said):
    old = factories.context(session, course=factories.course(session, title="Last <term>"))
    add_copy(session, place, told_by=told_by, origin_id=old.id)

    text = browser(place.teacher).get("/connected").text

    assert "Copied from “Last &lt;term&gt;”." in text
    assert said in text


def test_an_origin_that_we_do_not_know_is_not_named(browser, session, place):
    add_copy(session, place, origin="4711-secret")

    text = browser(place.teacher).get("/connected").text

    assert "a course that Reciprocal does not know" in text
    assert "4711-secret" not in text


@pytest.mark.parametrize(
    ("age", "changes", "shown"),
    [
        pytest.param(13, {"told_by": ToldBy.LINK}, True, id="an activity told"),
        pytest.param(13, {}, False, id="a history without us"),
        pytest.param(15, {"told_by": ToldBy.LINK}, False, id="long ago"),
    ],
)
def test_the_home_speaks_of_a_copy_for_a_while(browser, session, place, age, changes, shown):
    add_copy(session, place, created_at=NOW - timedelta(days=age), **changes)

    assert ("This course was copied" in browser(place.teacher).get("/").text) is shown


def test_looking_again_is_a_job_of_the_courses_lane(browser, session, place):
    teacher = browser(place.teacher)

    answer = teacher.post("/connected/look")
    teacher.post("/connected/look")

    assert answer.status_code == 303
    [job] = factories.stored(session, select(Job).where(Job.kind == "bind_course"))
    assert (job.payload, job.lane) == ({"context_id": place.id}, "registration:1")
    assert "is being looked at" in teacher.get("/connected").text


def test_a_look_that_came_to_nothing_is_told(browser, session, place):
    teacher = browser(place.teacher)
    teacher.post("/connected/look")
    [job] = factories.stored(session, select(Job))
    job.state, job.last_error = JobState.FAILED, "The gradebook could not be read."
    session.commit()

    assert "came to nothing" in teacher.get("/connected").text


@pytest.mark.parametrize("changes", [{"line_items_url": None}, {"ags_scopes": [SCORE]}])
def test_where_the_lms_shows_no_columns_nothing_is_offered(browser, session, place, changes):
    for name, value in changes.items():
        setattr(place, name, value)
    teacher = browser(place.teacher)

    assert "Look again" not in teacher.get("/connected").text
    assert teacher.post("/connected/look").status_code == 303
    assert factories.stored(session, select(Job)) == []


@pytest.mark.parametrize("number", [1, 30])
def test_the_page_costs_a_fixed_number_of_statements(
    browser, session, place, count_queries, number
):
    for each in range(number):
        add_link(session, place, "task:1A", link_id=str(each))
        add_copy(session, place, origin=str(each))
    teacher = browser(place.teacher)

    with count_queries() as counted:
        assert teacher.get("/connected").status_code == 200

    assert counted.n == 8
