"""Who may open which page: every route, every role.

Written by hand beside `lti_tool.web.access.PAGES`, so that a slip in one of them shows.
"""

import pytest
from werkzeug.routing.converters import NumberConverter

from curriculum.models.enrolment import Role
from curriculum.models.program_video import EditorGrant
from tests import factories

ANYBODY = "anybody"
ROLES = ("candidate", "instructor", "visitor", "coordinator", "stranger")
READERS = {"candidate", "instructor", "visitor", "coordinator"}
TEACHES, LEARNS = {"instructor"}, {"candidate"}
REPORTS = {"instructor", "coordinator"}

PAGES = {
    "static": ANYBODY,
    "health.health": ANYBODY,
    "health.ready": ANYBODY,
    "lti.login": ANYBODY,
    "lti.launch": ANYBODY,
    "lti.jwks": ANYBODY,
    "lti_notices.take": ANYBODY,  # each notice is signed by its platform
    "ladder.cookie": ANYBODY,
    "media.show": ANYBODY,
    "window.show": ANYBODY,
    "register.show": ANYBODY,  # the invitation in its address is what lets somebody in
    "register.connect": ANYBODY,
    "register.connected": ANYBODY,
    "setup.canvas": ANYBODY,
    "setup.connect": ANYBODY,
    "setup.check": ANYBODY,
    "home.index": READERS,
    "content.pick": TEACHES,
    "content.answer": TEACHES,
    "bindings.index": TEACHES,
    "bindings.look": TEACHES,
    "units.show": READERS,
    "units.print": READERS,
    "units.discussion": TEACHES,
    "units.speak": READERS,
    "course_progress.show": TEACHES,
    "program_videos.index": REPORTS,  # and a grant of the program
    "program_videos.edit": REPORTS,
    "program_videos.save": REPORTS,
    "program_videos.preview": REPORTS,
    "program_videos.live": REPORTS,
    "program_videos.remove": REPORTS,
    "program_videos.captions": READERS,
    "sections.show": READERS,
    "sections.read": READERS,
    "sections.elsewhere": READERS,
    "sections.report": READERS,
    "videos.transcript": READERS,
    "videos.said": READERS,
    "checks.show": READERS,
    "checks.answer": READERS,
    "before_after.show": READERS,
    "before_after.answer": TEACHES | LEARNS,
    "before_after.spread": TEACHES,
    "notes.index": TEACHES | LEARNS,
    "notes.create": TEACHES | LEARNS,
    "notes.change": TEACHES | LEARNS,
    "notes.remove": TEACHES | LEARNS,
    "notes.export": TEACHES | LEARNS,
    "grading.board": TEACHES,
    "grading.next_one": TEACHES,
    "grading.submission": TEACHES,
    "grading.show": TEACHES,
    "grading.mark": TEACHES,
    "grading.exempt": TEACHES,
    "grades.index": TEACHES,
    "grades.send": TEACHES,
    "grades.read": TEACHES,
    "grades.state": TEACHES,
    "tasks.show": TEACHES | LEARNS,
    "contact_log.index": LEARNS,
    "contact_log.new": LEARNS,
    "contact_log.edit": LEARNS,
    "contact_log.remove": LEARNS,
    "contact_log.withdraw": LEARNS,
    "contact_log.script": READERS,
    "contact_log.sheet": READERS,
    "contact_log.verify": TEACHES,
    "contact_log.unverify": TEACHES,
    "reflections.edit": LEARNS,
    "reflections.save": LEARNS,
    "reflections.review": LEARNS,
    "reflections.decide": LEARNS,
    "reflections.submit": LEARNS,
    "reflections.receipt": LEARNS,
    "reflections.submission": LEARNS,
    "reflections.history": LEARNS,
    "reflections.version": LEARNS,
    "reflections.restore": LEARNS,
    "drafts.save": ANYBODY,  # the ticket in its address says whose draft it is
    "reports.index": REPORTS,
    "reports.preview": REPORTS,
    "reports.create": REPORTS,
    "reports.show": REPORTS,
    "reports.state": REPORTS,
    "reports.again": REPORTS,
    "reports.file": REPORTS,
}

VALUES = {"task": "1A", "unit": "introduction", "section": "x", "slot": "opening"}


def address_of(app, rule, launch: str) -> str:
    """Fill a route's places with something that may or may not exist."""
    given = {}
    for name in rule.arguments:
        is_number = isinstance(rule._converters[name], NumberConverter)
        given[name] = 1 if is_number else VALUES.get(name, "x")
    if "launch" in given:
        given["launch"] = launch
    return app.url_map.bind("localhost").build(rule.endpoint, given)


def rules(app):
    return list(app.url_map.iter_rules())


@pytest.fixture
def viewers(browser, session):
    """A browser for each role. The coordinator has no role of their own in the course."""
    program = factories.program(session)
    course = factories.course(session, program=program)
    made = {
        "candidate": factories.candidate(session, course=course),
        "instructor": factories.instructor(session, course=course),
        "visitor": factories.enrolment(session, course=course, role=Role.VISITOR),
        "coordinator": factories.enrolment(session, course=course, role=Role.VISITOR),
    }
    factories.coordinator(session, program, made["coordinator"].person)
    session.add(EditorGrant(program=program, person=made["instructor"].person))
    return {role: browser(who) for role, who in made.items()}


def test_every_page_has_a_row(app):
    assert {rule.endpoint for rule in rules(app)} == PAGES.keys()


@pytest.mark.case("I04")
def test_every_page_opens_to_its_roles_and_to_nobody_else(app, viewers):
    stranger = app.test_client()
    for rule in rules(app):
        allowed = PAGES[rule.endpoint]
        if allowed == ANYBODY:
            continue
        for method in rule.methods & {"GET", "POST", "PUT"}:
            for role, viewer in viewers.items():
                address = address_of(app, rule, viewer.launch)
                headers = {"X-CSRF-Token": viewer.token}
                status = viewer.client.open(address, method=method, headers=headers).status_code
                refused = status in {401, 403}
                assert refused == (role not in allowed), (rule.endpoint, method, role, status)
                assert status < 500, (rule.endpoint, method, role, status)
            address = address_of(app, rule, "guessed")
            assert stranger.open(address, method=method).status_code == 404, rule.endpoint


@pytest.mark.case("I07")
def test_every_form_needs_its_launchs_token(app, viewers):
    for rule in rules(app):
        allowed = PAGES[rule.endpoint]
        if allowed == ANYBODY or not rule.methods & {"POST", "PUT"}:
            continue
        role = sorted(allowed)[0]
        others = next(viewer for name, viewer in viewers.items() if name != role)
        viewer = viewers[role]
        address = address_of(app, rule, viewer.launch)
        method = "POST" if "POST" in rule.methods else "PUT"
        for headers in ({}, {"X-CSRF-Token": others.token}):
            answer = viewer.client.open(address, method=method, headers=headers)
            assert answer.status_code == 400, (rule.endpoint, headers)


def test_a_page_without_a_row_is_open_to_nobody(app, viewers, monkeypatch):
    monkeypatch.delitem(app_pages(), "home.index")

    assert all(viewer.get("/").status_code == 403 for viewer in viewers.values())


def app_pages():
    from lti_tool.web import access

    return access.PAGES
