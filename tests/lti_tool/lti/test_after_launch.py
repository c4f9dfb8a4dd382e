"""What follows a launch: where it leads, and whose page it is."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import url_for
from sqlalchemy import event, select

from lti_tool.extensions import db
from lti_tool.lti import claims as c
from lti_tool.lti.launch import forget_ended
from lti_tool.lti.models.launch import Launch
from tests import factories
from tests.lti_tool.lti.launching import launches, tampered
from tests.lti_tool.lti.platform import (
    INSTRUCTOR,
    LEARNER,
    Platform,
    Visit,
)


@pytest.mark.parametrize(
    ("custom", "roles", "endpoint", "values"),
    [
        ({"task": "1A"}, [LEARNER], "tasks.show", {"task": "1A"}),
        ({"task": "1A"}, [INSTRUCTOR], "grading.board", {"task": "1A"}),
        ({"task": "1A"}, [], "home.index", {}),
        ({"unit": "introduction"}, [LEARNER], "units.show", {"unit": "introduction"}),
        ({"unit": "introduction"}, [INSTRUCTOR], "units.show", {"unit": "introduction"}),
        ({"unit": "introduction"}, [], "units.show", {"unit": "introduction"}),
        ({"unit": "no such unit"}, [LEARNER], "home.index", {}),
        ({"task": "9Z"}, [LEARNER], "home.index", {}),
        ({"task": "$Canvas.task"}, [LEARNER], "home.index", {}),
        ({"task": 7, "unit": ["introduction"]}, [LEARNER], "home.index", {}),
        ({}, [LEARNER], "home.index", {}),
        ({}, [INSTRUCTOR], "home.index", {}),
    ],
)
def test_a_launch_leads_to_what_its_link_names(app, visit, custom, roles, endpoint, values):
    answer = visit.launch(**{c.CUSTOM: custom, c.ROLES: roles})

    launch = answer.location.split("/")[2]
    with app.test_request_context():
        assert answer.location == url_for(endpoint, launch=launch, **values)


@pytest.mark.parametrize(
    ("named", "roles", "page"),
    [
        pytest.param("7", [INSTRUCTOR], "/grading/submissions/7", id="to the work"),
        pytest.param("7", [LEARNER], "/tasks/1A", id="a candidate's own task"),
        pytest.param("7x", [INSTRUCTOR], "/grading/1A", id="no number"),
        pytest.param("9" * 30, [INSTRUCTOR], "/grading/1A", id="too long"),
    ],
)
def test_a_gradebooks_link_to_a_submission_leads_to_it(visit, named, roles, page):
    target = f"http://localhost:8000/lti/launch?submission={named}"
    visit.login(target_link_uri=target)

    answer = visit.launch(**{c.TARGET_LINK_URI: target, c.CUSTOM: {"task": "1A"}, c.ROLES: roles})

    assert answer.location.endswith(page)


def test_a_reload_of_the_page_after_a_launch_works(visit):
    address = visit.launch().location

    assert [visit.client.get(address).status_code for _ in range(2)] == [200, 200]


def test_opening_the_launch_address_by_hand_gets_a_friendly_page(visit):
    answer = visit.client.get("/lti/launch")

    assert answer.status_code == 400
    assert "Open the activity again from your course" in answer.text


def test_i01_a_made_up_launch_is_unknown(visit):
    visit.launch()

    assert visit.client.get("/l/made-up/").status_code == 404


def test_i01_another_browsers_launch_is_unknown(app, visit):
    address = visit.launch().location
    thief = Visit(app.test_client(), visit.platform)
    thief.launch(sub="thief")

    assert thief.client.get(address).status_code == 404


def test_i05_every_launch_has_an_id_of_its_own(visit):
    first = visit.launch().location
    visit.login()

    assert visit.launch().location != first


def test_i06_only_the_registrations_origins_may_frame_a_page(app, session, server):
    platform = Platform(session, server, frame_origins=["https://school.instructure.com"])
    visit = Visit(app.test_client(), platform)

    page = visit.client.get(visit.launch().location)

    policy = page.headers["Content-Security-Policy"]
    assert "frame-ancestors https://school.instructure.com;" in policy


def test_two_people_in_one_browser_do_not_mix(app, session, platform):
    client = app.test_client()
    first, second = Visit(client, platform), Visit(client, platform)
    one = first.launch(sub="1", **{c.ROLES: [LEARNER]}).location
    two = second.launch(sub="2", **{c.ROLES: [INSTRUCTOR]}).location

    session.rollback()
    by_person = {launch.person_id: launch for launch in launches(session)}
    assert len(by_person) == 2
    assert one != two
    assert client.get(one).status_code == client.get(two).status_code == 200


def test_a_launch_by_somebody_known_costs_few_statements(visit, count_queries):
    visit.launch()
    visit.login()

    with count_queries() as counted:
        visit.launch()

    assert counted.n == 3
    assert sum(statement.startswith("SELECT") for statement in counted.statements) == 1


def test_requests_with_a_bad_signature_do_not_take_the_write_lock_over_and_over(app, visit):
    visit.launch()
    visit.login()
    visit.post(tampered(visit))  # the first of a minute is written down
    begun = []
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda *args: begun.append(args[2]))

    visit.post(tampered(visit))

    assert not any("IMMEDIATE" in statement for statement in begun)


def test_ended_launches_are_forgotten_after_a_week(session):

    now = datetime.now(UTC)
    factories.launch_of(session, factories.candidate(session), now=now - timedelta(days=8))
    factories.launch_of(session, factories.candidate(session), now=now - timedelta(days=2))

    forget_ended(session, now=now)

    assert len(session.scalars(select(Launch)).all()) == 1
