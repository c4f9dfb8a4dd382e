"""An administrator who looks as somebody else sees what they see, and changes nothing."""

import pytest
from sqlalchemy import event, select

from assignments.models.reflection import Reflection
from curriculum.models.enrolment import Role
from curriculum.models.progress import Place
from lti_tool.extensions import db
from lti_tool.lti.models.launch import Launch
from lti_tool.web.browser_cookie import BROWSER_COOKIE
from tests import factories
from tests.lti_tool.web.test_access import ANYBODY, PAGES, address_of, rules

LOOKING = "looking through this person's eyes"


@pytest.fixture
def candidate(session):
    return factories.candidate(session)


@pytest.fixture
def looking(browser, candidate):
    return browser(candidate, impersonated=True)


@pytest.fixture
def people(browser, session):
    """An impersonated browser for each role."""
    course = factories.course(session)
    made = {
        "candidate": factories.candidate(session, course=course),
        "instructor": factories.instructor(session, course=course),
        "visitor": factories.enrolment(session, course=course, role=Role.VISITOR),
    }
    factories.submission(session, made["candidate"])
    return {role: browser(who, impersonated=True) for role, who in made.items()}


@pytest.fixture
def written(app):
    """Every statement that changed something but when a launch was last used."""
    found = []

    def note(_connection, _cursor, statement, *_rest):
        changes = statement.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))
        if changes and not statement.startswith("UPDATE launch SET last_seen_at"):
            found.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


def test_every_page_says_whose_eyes_they_are(looking):
    for address in ("/", "/units/introduction", "/tasks/1A", "/contacts/"):
        page = looking.get(address)
        assert page.status_code == 200, address
        assert LOOKING in page.text, address


def test_nobody_else_sees_the_banner(browser, candidate):
    assert LOOKING not in browser(candidate).get("/").text


def test_no_page_writes_and_every_form_is_refused(app, people, written):
    for rule in rules(app):
        allowed = PAGES[rule.endpoint]
        if allowed == ANYBODY:
            continue
        for role, looker in people.items():
            if role not in allowed:
                continue
            address = address_of(app, rule, looker.launch)
            for method in sorted(rule.methods & {"GET", "POST", "PUT"}):
                del written[:]
                headers = {"X-CSRF-Token": looker.token}
                answer = looker.client.open(address, method=method, headers=headers)
                assert written == [], (rule.endpoint, method, role)
                assert answer.status_code < 500, (rule.endpoint, method, role)
                if method != "GET":
                    assert answer.status_code == 403, (rule.endpoint, method, role)
                    assert "Nothing can be changed that way" in answer.text


def test_a_form_without_its_token_is_refused_as_ever(looking):
    answer = looking.client.post(looking.path("/units/introduction/sections/x"))

    assert answer.status_code == 400


def test_a_script_is_told_in_words(looking):
    answer = looking.post("/tasks/1A/submit", headers={"Accept": "application/json"})

    assert answer.status_code == 403
    assert "looking as this person" in answer.json["message"]


def test_progress_is_shown_and_not_recorded(browser, session, candidate, looking):
    section = first_section_for(browser(candidate))

    page = looking.get(f"/units/introduction/sections/{section}")

    assert page.status_code == 200
    assert "data-reading" not in page.text
    assert "data-report" not in page.text
    assert session.scalars(select(Place)).all() == []


def first_section_for(viewer):
    page = viewer.get("/units/introduction").text
    return page.split("/units/introduction/sections/")[1].split('"')[0].split("?")[0]


class TestDrafts:
    def test_no_draft_is_begun(self, looking, session):
        page = looking.get("/tasks/1A/reflection")

        assert page.status_code == 404
        assert factories.stored(session, select(Reflection)) == []

    def test_a_draft_is_shown_without_leave_to_save_it(self, looking, session, candidate):
        factories.reflection(session, candidate, parts={})
        session.commit()

        page = looking.get("/tasks/1A/reflection")

        assert page.status_code == 200
        assert "data-autosave" not in page.text
        assert "/drafts/" not in page.text
        assert LOOKING in page.text


def test_a_new_window_is_no_way_round_it(app, looking, session, candidate):
    window = app.test_client()
    form = {"csrf_token": looking.token, "to": looking.path("/")}

    answer = window.post(looking.path("/window"), data=form)

    cookie = answer.headers["Set-Cookie"].split("=", 1)[1].split(";")[0]
    window.set_cookie(BROWSER_COOKIE, cookie)
    assert LOOKING in window.get(answer.location).text
    assert all(launch.impersonated for launch in factories.stored(session, select(Launch)))
