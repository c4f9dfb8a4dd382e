import re

import jwt
import pytest
from sqlalchemy import select, update

from assignments.tasks import load_tasks
from curriculum.models.course import Course
from curriculum.units import load_curriculum
from lti_tool.lti import claims as c
from lti_tool.lti.models.identity import ResourceLink
from lti_tool.lti.models.launch import Launch
from tests import factories
from tests.lti_tool.lti.platform import (
    LEARNER,
    RETURN_URL,
    Platform,
    Visit,
    key_set_server,
)

UNITS = len(load_curriculum().units)
TASKS = len(load_tasks())


@pytest.fixture
def platform(session):
    with key_set_server() as server:
        yield Platform(session, server)


@pytest.fixture
def picker(app, platform):
    """Come in with a request for content, and return a way to ask and answer."""

    def open_with(**settings):
        visit = Visit(app.test_client(), platform)
        product = settings.pop("product", "canvas")
        tools = {c.TOOL_PLATFORM: {"product_family_code": product}}
        answer = visit.launch(**platform.deep_linking(**settings) | tools)
        assert answer.status_code == 303, answer.text
        return Picker(visit, answer.location)

    return open_with


class Picker:
    def __init__(self, visit, address):
        self.visit, self.address = visit, address
        self.page = visit.client.get(address)

    def answer(self, **fields):
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.page.text)[1]
        return self.visit.client.post(self.address, data={"csrf_token": token} | fields)


def message(app, page):
    """The claims of the token that a page posts to the platform, verified with our key set."""
    token = re.search(r'name="JWT" value="([^"]+)"', page.text)[1]
    published = jwt.PyJWKSet.from_dict(app.test_client().get("/lti/jwks").json)
    key = published[jwt.get_unverified_header(token)["kid"]]
    return jwt.decode(token, key, ["RS256"], audience="https://lms.example.edu", issuer="client")


@pytest.mark.case("D01")
def test_d01_the_picker_lists_every_unit_and_task(picker):
    page = picker().page

    assert page.status_code == 200
    assert page.text.count('type="checkbox"') == UNITS + TASKS
    assert "Add all" in page.text
    assert "frame-ancestors https://lms.example.edu" in page.headers["Content-Security-Policy"]


@pytest.mark.case("D02", "D03", "P04")
def test_d02_what_was_chosen_goes_back_in_the_order_of_the_course(app, picker):
    page = picker().answer(items=["task:1A", "unit:introduction", "task:I-2"])

    body = message(app, page)
    items = body[c.CONTENT_ITEMS]
    marks = {item["custom"].pop("made_in") for item in items}
    assert [item["custom"] for item in items] == [
        {"unit": "introduction"},
        {"task": "I-2"},
        {"task": "1A"},
    ]
    assert len(marks) == 1
    assert [item.get("lineItem", {}).get("scoreMaximum") for item in items] == [None, None, 100]
    assert body[c.DATA] == "keep this"
    assert items[2]["title"].startswith("1A · ")


def test_add_all_adds_the_whole_curriculum(app, picker):
    items = message(app, picker().answer(all="1"))[c.CONTENT_ITEMS]

    assert len(items) == UNITS + TASKS
    graded = [task.id for task in load_tasks() if task.has_column]
    assert sorted(item["lineItem"]["resourceId"] for item in items if "lineItem" in item) == sorted(
        graded
    )


@pytest.mark.case("P07", "D03")
def test_the_answer_is_posted_to_the_platform_and_only_there(picker):
    page = picker().answer(items="unit:introduction")

    assert f'action="{RETURN_URL.replace("&", "&amp;")}"' in page.text
    assert "js/post.js" in page.text
    assert 'type="submit"' in page.text  # the same without JavaScript
    policy = page.headers["Content-Security-Policy"]
    assert "form-action 'self' https://lms.example.edu" in policy
    assert "script-src 'self';" in policy


@pytest.mark.case("P05")
def test_p05_cancelling_answers_with_nothing(app, picker):
    body = message(app, picker().answer(cancel="1", items="task:1A"))

    assert body[c.CONTENT_ITEMS] == []
    assert c.ERRORMSG not in body


@pytest.mark.case("P05")
def test_p05_choosing_nothing_is_answered_beside_the_form(picker):
    page = picker().answer()

    assert page.status_code == 422
    assert "Choose at least one" in page.text


def test_an_unknown_choice_keeps_the_others(picker):
    page = picker().answer(items=["task:1A", "task:9Z"])

    assert page.status_code == 422
    assert "no longer offered" in page.text
    assert re.search(r'value="task:1A"[^>]* checked', page.text)


@pytest.mark.case("P02")
def test_p02_a_place_for_one_gets_a_choice_of_one(app, picker):
    opened = picker(accept_multiple=False)

    assert opened.page.text.count('type="radio"') == UNITS + TASKS
    assert "Add all" not in opened.page.text
    assert opened.answer(all="1").status_code == 422
    assert opened.answer(items=["task:1A", "task:1B"]).status_code == 422
    assert len(message(app, opened.answer(items="task:1A"))[c.CONTENT_ITEMS]) == 1


@pytest.mark.case("P03")
@pytest.mark.parametrize(
    ("request_terms", "columns"),
    [
        pytest.param({"accept_lineitem": False}, False, id="P03 columns are not taken"),
        pytest.param({"accept_lineitem": True}, True, id="P03 columns are taken"),
        pytest.param({}, True, id="P03 not said, as Moodle does"),
    ],
)
def test_columns_go_where_they_are_taken(app, picker, request_terms, columns):
    [item] = message(app, picker(**request_terms).answer(items="task:1A"))[c.CONTENT_ITEMS]

    assert ("lineItem" in item) is columns


@pytest.mark.case("P01", "P06")
def test_p01_a_place_that_takes_no_links_is_explained(app, picker):
    opened = picker(accept_types=["link", "html"])

    assert "takes none" in opened.page.text
    assert "checkbox" not in opened.page.text
    body = message(app, opened.answer(cancel="1"))
    assert body[c.CONTENT_ITEMS] == []  # P06
    assert "takes none" in body[c.ERRORMSG]
    assert "ltiResourceLink" in body[c.ERRORLOG]


@pytest.mark.case("P04")
def test_p04_without_data_none_comes_back(app, picker):
    assert c.DATA not in message(app, picker(data=None).answer(cancel="1"))


@pytest.mark.case("P08")
def test_p08_a_request_is_answered_once(app, picker, session):
    opened = picker()
    opened.answer(items="task:1A")

    again = opened.answer(items="task:1B")
    page = opened.visit.client.get(opened.address)

    assert (again.status_code, page.status_code) == (409, 409)
    assert "has been answered" in again.text
    assert not session.scalars(select(Launch)).one().deep_linking


def test_a_form_that_came_back_leaves_the_request_open(app, picker):
    opened = picker()
    opened.answer()

    assert len(message(app, opened.answer(items="task:1A"))[c.CONTENT_ITEMS]) == 1


@pytest.mark.case("P09")
def test_p09_a_students_request_for_content_is_refused(app, platform, session):
    visit = Visit(app.test_client(), platform)

    answer = visit.launch(**platform.deep_linking() | {c.ROLES: [LEARNER]})

    assert answer.status_code == 403
    assert "Only instructors add content" in answer.text
    assert session.scalars(select(Launch)).all() == []


@pytest.mark.case("P07")
@pytest.mark.parametrize(
    "address", [None, "javascript:alert(1)", "http://lms.example.edu/", 'https://a.example/"x']
)
def test_p07_an_unusable_return_address_is_refused(app, platform, address):
    visit = Visit(app.test_client(), platform)

    answer = visit.launch(**platform.deep_linking(deep_link_return_url=address))

    assert answer.status_code == 400
    assert "alert(1)" not in answer.text


def test_without_settings_it_is_no_request_for_content(app, platform):
    claims = platform.deep_linking() | {c.DEEP_LINKING_SETTINGS: None}

    assert Visit(app.test_client(), platform).launch(**claims).status_code == 400


@pytest.mark.case("I07")
def test_i07_the_form_needs_its_token(picker):
    opened = picker()

    answer = opened.visit.client.post(opened.address, data={"all": "1"})

    assert answer.status_code == 400


@pytest.mark.case("I04")
@pytest.mark.parametrize("role", ["candidate", "visitor"])
def test_i04_nobody_else_opens_the_picker(browser, session, role):
    from curriculum.models.enrolment import Role

    who = factories.enrolment(session, role=Role(role))

    assert browser(who).get("/content").status_code == 403
    assert browser(who).post("/content", data={"all": "1"}).status_code == 403


def test_an_instructor_without_a_request_is_told_where_to_begin(browser, session):
    page = browser(factories.instructor(session)).get("/content")

    assert page.status_code == 409
    assert "choose Reciprocal in your course again" in page.text


def test_the_picker_costs_a_fixed_number_of_statements(picker, count_queries):
    opened = picker()

    with count_queries() as counted:
        opened.visit.client.get(opened.address)

    assert counted.n == 2


def chosen(app, page):
    return message(app, page)[c.CONTENT_ITEMS]


@pytest.mark.case("P12", "P13")
def test_every_item_leads_to_our_own_host_and_carries_only_plain_words(app, picker):
    items = chosen(app, picker().answer(all="1"))

    assert {item["url"] for item in items} == {"http://localhost:8000/lti/launch"}
    for item in items:
        assert all(re.fullmatch(r"[\w.-]+", value) for value in item["custom"].values())
        assert {"title", "text", "url", "custom", "type"} <= item.keys()


def test_a_column_says_where_the_work_is_reviewed(app, picker):
    [item] = chosen(app, picker().answer(items="task:1A"))

    assert item["lineItem"]["submissionReview"] == {
        "reviewableStatus": ["Submitted", "Completed"],
        "label": "Open the work in Reciprocal",
        "url": "http://localhost:8000/lti/launch",
        "custom": {"task": "1A"},
    }


@pytest.mark.parametrize(
    ("targets", "hint"),
    [
        pytest.param(["frame", "iframe", "window"], {"iframe": {"height": 800}}, id="a frame"),
        pytest.param(["window"], {"window": {"targetName": "_blank"}}, id="a window only"),
        pytest.param([], {}, id="nothing we know"),
        pytest.param("iframe", {}, id="no list"),
    ],
)
def test_the_item_suits_the_place_it_is_shown_in(app, picker, targets, hint):
    opened = picker(accept_presentation_document_targets=targets)

    [item] = chosen(app, opened.answer(items="unit:introduction"))

    assert {name: item[name] for name in ("iframe", "window") if name in item} == hint


DATES = {
    "available-start:task:1A": "2026-09-01T08:00",
    "submission-end:task:1A": "2026-11-15T23:59",
}


@pytest.mark.case("P10")
def test_dates_go_out_with_the_courses_own_offset(app, picker, session):
    opened = picker()
    in_zone(session, "America/New_York")

    [item] = chosen(app, opened.answer(items="task:1A", **DATES))

    assert item["available"] == {"startDateTime": "2026-09-01T08:00:00-04:00"}
    assert item["submission"] == {"endDateTime": "2026-11-15T23:59:00-05:00"}


def in_zone(session, zone):
    session.execute(update(Course).values(timezone=zone))
    session.commit()


def test_the_picker_says_in_which_zone_its_times_are(picker, session):
    opened = picker()
    in_zone(session, "America/New_York")

    page = opened.visit.client.get(opened.address)

    assert "America/New York" in page.text
    assert page.text.count('type="datetime-local"') == 2 * UNITS + 4 * TASKS


@pytest.mark.case("P10")
@pytest.mark.parametrize(
    ("start", "end"),
    [
        pytest.param("2026-09-02T08:00", "2026-09-02T08:00", id="at the same time"),
        pytest.param("2026-09-02T08:00", "2026-09-01T08:00", id="the wrong way round"),
        pytest.param("2026-09-02T08:00", "tomorrow", id="no date"),
        pytest.param("2026-09-02T08:00Z", "2026-09-03T08:00", id="a zone of its own"),
        pytest.param("9999-12-31T23:59", "", id="a year that nobody means"),
    ],
)
def test_dates_that_cannot_be_are_asked_for_again_and_nothing_is_lost(app, picker, start, end):
    opened = picker()
    names = "submission-start:task:1A", "submission-end:task:1A"

    page = opened.answer(
        items=["task:1A", "task:1B"], **dict(zip(names, (start, end), strict=True))
    )

    assert page.status_code == 422
    assert "1A · " in re.search(r'role="alert".*?</p>', page.text, re.DOTALL)[0]
    assert 'aria-invalid="true"' in page.text
    assert re.search(r'value="task:1B"[^>]* checked', page.text)
    assert (
        f'name="submission-start:task:1A" id="submission-start-task-1A" value="{start}"'
        in page.text
    )
    assert '<details class="dates" open>' in page.text
    assert len(chosen(app, opened.answer(items="task:1A"))) == 1


def test_only_the_dates_of_what_was_chosen_count(app, picker):
    opened = picker()

    [item] = chosen(app, opened.answer(items="task:1B", **DATES))

    assert not {"available", "submission"} & item.keys()


def test_moodle_keeps_no_dates_so_it_is_not_asked_for_any(app, picker):
    opened = picker(product="moodle")

    assert "datetime-local" not in opened.page.text
    [item] = chosen(app, opened.answer(items="task:1A", **DATES))
    assert not {"available", "submission"} & item.keys()


@pytest.mark.case("P11")
@pytest.mark.parametrize(("auto_create", "said"), [(True, True), ("true", True), (False, False)])
def test_p11_the_picker_says_when_nothing_will_be_asked_any_more(picker, auto_create, said):
    assert ("in your course at once" in picker(auto_create=auto_create).page.text) is said


def test_the_title_that_the_course_has_can_be_kept(app, picker):
    opened = picker(title="Week 3", text="Bring a friend.")

    assert "Keep the title “Week 3”" in opened.page.text
    [item] = chosen(app, opened.answer(**{"items": "task:1A", "keep-title": "1"}))
    assert (item["title"], item["text"]) == ("Week 3", "Bring a friend.")
    assert item["lineItem"]["label"] == "Week 3"


@pytest.mark.parametrize("items", [["task:1A", "task:1B"], ["task:1A"]])
def test_a_kept_title_is_for_one_and_on_request(app, picker, items):
    asked = {"keep-title": "1"} if len(items) > 1 else {}

    sent = chosen(app, picker(title="Week 3").answer(items=items, **asked))

    assert all(item["title"].startswith("1") for item in sent)


def test_our_own_name_is_no_title_to_keep(picker):
    assert "Keep the title" not in picker(title="Reciprocal").page.text


def test_what_was_sent_is_remembered_and_marked_the_next_time(app, picker, session):
    picker().answer(items=["task:1A", "unit:introduction"])

    rows = factories.stored(session, select(ResourceLink).order_by(ResourceLink.content))
    assert [(row.content, row.link_id, row.opened_at) for row in rows] == [
        ("task:1A", None, None),
        ("unit:introduction", None, None),
    ]
    assert all(row.placed_at for row in rows)
    assert picker().page.text.count("Sent before, not opened yet") == 2


def test_sending_the_same_again_is_not_counted_twice(app, picker, session):
    picker().answer(items="task:1A")
    picker().answer(items=["task:1A", "task:1B"])

    rows = factories.stored(session, select(ResourceLink))
    assert sorted(row.content for row in rows) == ["task:1A", "task:1B"]


def test_what_somebody_has_opened_is_in_the_course_and_can_be_chosen_again(app, platform, picker):
    Visit(app.test_client(), platform).launch(**{c.CUSTOM: {"task": "1A"}})
    opened = picker()

    label = opened.page.text.split('id="item-task-1A-about"')[1].split("</p>")[0]
    assert "Already in this course" in label
    assert opened.page.text.count("Already in this course") == 1
    assert len(chosen(app, opened.answer(items="task:1A"))) == 1


@pytest.mark.parametrize("fields", [{"cancel": "1", "items": "task:1A"}, {"items": "task:9Z"}])
def test_what_was_not_sent_is_not_remembered(picker, session, fields):
    picker().answer(**fields)

    assert factories.stored(session, select(ResourceLink)) == []


@pytest.mark.case("I03")
def test_what_stands_in_another_course_is_none_of_this_ones_business(app, platform, picker):
    other = {c.CONTEXT: {"id": "course-2"}, c.CUSTOM: {"task": "1A"}}
    Visit(app.test_client(), platform).launch(**other)

    assert "Already in this course" not in picker().page.text


def test_another_window_has_nothing_to_answer_so_none_is_offered(picker):
    assert "Open in a new window" not in picker().page.text
