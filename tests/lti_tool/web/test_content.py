import re

import jwt
import pytest
from sqlalchemy import select

from assignments.tasks import load_tasks
from curriculum.units import load_curriculum
from lti_tool.lti import claims as c
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
        answer = visit.launch(**platform.deep_linking(**settings))
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


def test_d01_the_picker_lists_every_unit_and_task(picker):
    page = picker().page

    assert page.status_code == 200
    assert page.text.count('type="checkbox"') == UNITS + TASKS
    assert "Add all" in page.text
    assert "frame-ancestors https://lms.example.edu" in page.headers["Content-Security-Policy"]


def test_d02_what_was_chosen_goes_back_in_the_order_of_the_course(app, picker):
    page = picker().answer(items=["task:1A", "unit:introduction", "task:I-2"])

    body = message(app, page)
    items = body[c.CONTENT_ITEMS]
    assert [item["custom"] for item in items] == [
        {"unit": "introduction"},
        {"task": "I-2"},
        {"task": "1A"},
    ]
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


def test_the_answer_is_posted_to_the_platform_and_only_there(picker):
    page = picker().answer(items="unit:introduction")

    assert f'action="{RETURN_URL.replace("&", "&amp;")}"' in page.text
    assert "js/post.js" in page.text
    assert 'type="submit"' in page.text  # the same without JavaScript
    policy = page.headers["Content-Security-Policy"]
    assert "form-action 'self' https://lms.example.edu" in policy
    assert "script-src 'self';" in policy


def test_p05_cancelling_answers_with_nothing(app, picker):
    body = message(app, picker().answer(cancel="1", items="task:1A"))

    assert body[c.CONTENT_ITEMS] == []
    assert c.ERRORMSG not in body


def test_p05_choosing_nothing_is_answered_beside_the_form(picker):
    page = picker().answer()

    assert page.status_code == 422
    assert "Choose at least one" in page.text


def test_an_unknown_choice_keeps_the_others(picker):
    page = picker().answer(items=["task:1A", "task:9Z"])

    assert page.status_code == 422
    assert "no longer offered" in page.text
    assert re.search(r'value="task:1A"[^>]* checked', page.text)


def test_p02_a_place_for_one_gets_a_choice_of_one(app, picker):
    opened = picker(accept_multiple=False)

    assert opened.page.text.count('type="radio"') == UNITS + TASKS
    assert "Add all" not in opened.page.text
    assert opened.answer(all="1").status_code == 422
    assert opened.answer(items=["task:1A", "task:1B"]).status_code == 422
    assert len(message(app, opened.answer(items="task:1A"))[c.CONTENT_ITEMS]) == 1


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


def test_p01_a_place_that_takes_no_links_is_explained(app, picker):
    opened = picker(accept_types=["link", "html"])

    assert "takes none" in opened.page.text
    assert "checkbox" not in opened.page.text
    body = message(app, opened.answer(cancel="1"))
    assert body[c.CONTENT_ITEMS] == []  # P06
    assert "takes none" in body[c.ERRORMSG]


def test_p04_without_data_none_comes_back(app, picker):
    assert c.DATA not in message(app, picker(data=None).answer(cancel="1"))


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


def test_p09_a_students_request_for_content_is_refused(app, platform, session):
    visit = Visit(app.test_client(), platform)

    answer = visit.launch(**platform.deep_linking() | {c.ROLES: [LEARNER]})

    assert answer.status_code == 403
    assert "Only instructors add content" in answer.text
    assert session.scalars(select(Launch)).all() == []


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


def test_i07_the_form_needs_its_token(picker):
    opened = picker()

    answer = opened.visit.client.post(opened.address, data={"all": "1"})

    assert answer.status_code == 400


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

    assert counted.n == 1
