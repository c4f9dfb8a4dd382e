"""Who may come in at all: installations that wait, and what was blocked."""

import threading

import pytest
from sqlalchemy import select

from curriculum.models.enrolment import Enrolment
from curriculum.models.person import Person
from lti_tool.lti import claims as c
from lti_tool.lti import pending
from lti_tool.lti.models.launch import Launch
from lti_tool.lti.models.registration import Deployment, DeploymentState
from lti_tool.web.viewer import BROWSER_COOKIE
from tests import factories
from tests.lti_tool.lti.launching import assert_refused, launches, tampered
from tests.lti_tool.lti.platform import INSTRUCTOR, Platform, Visit


def deployments(session):
    return {
        (each.registration_id, each.deployment_id): each
        for each in factories.stored(session, select(Deployment))
    }


def named(session, deployment_id):
    found = [each for each in deployments(session).values() if each.deployment_id == deployment_id]
    return found[0] if found else None


def set_state(session, state, deployment_id="1"):
    query = select(Deployment).where(Deployment.deployment_id == deployment_id)
    session.scalars(query).one().state = state
    session.commit()


class TestPending:
    @pytest.mark.case("L08", "T27")
    @pytest.mark.parametrize("at_login", ["77", None], ids=["named at login", "named at launch"])
    def test_a_sound_launch_makes_an_unknown_deployment_known(self, visit, session, at_login):
        visit.login(lti_deployment_id=at_login)

        answer = visit.launch(
            **{
                c.DEPLOYMENT_ID: "77",
                c.TOOL_PLATFORM: {"guid": "1", "name": "State Canvas"},
                c.CONTEXT: {"id": "9", "title": "Families " + "and " * 60},
            }
        )

        assert_refused(answer, session, status=403)
        assert "Waiting for approval" in answer.text
        assert (
            "frame-ancestors https://lms.example.edu" in answer.headers["Content-Security-Policy"]
        )
        found = named(session, "77")
        assert found.state is DeploymentState.PENDING
        assert found.seen_in.startswith("State Canvas · Families and")
        assert len(found.seen_in) <= 203
        assert session.scalars(select(Person)).all() == []

    @pytest.mark.case("T27")
    def test_a_second_launch_finds_it_waiting(self, visit, session):
        for title in ("First", "Second"):
            visit.login(lti_deployment_id=None)
            answer = visit.launch(**{c.DEPLOYMENT_ID: "77", c.CONTEXT: {"id": "9", "title": title}})
            assert "Waiting for approval" in answer.text

        assert len(deployments(session)) == 2
        assert named(session, "77").seen_in == "First"

    @pytest.mark.case("T27")
    def test_once_approved_it_opens_at_once(self, visit, session):
        visit.login(lti_deployment_id="77")
        assert visit.launch(**{c.DEPLOYMENT_ID: "77"}).status_code == 403
        set_state(session, DeploymentState.APPROVED, "77")
        visit.login(lti_deployment_id="77")

        assert visit.launch(**{c.DEPLOYMENT_ID: "77"}).status_code == 303

    @pytest.mark.case("L08", "T27")
    def test_a_token_that_is_not_verified_whole_makes_nothing_known(self, app, platform, session):
        wrong = [
            {"exp": 1},
            {"iat": 1},
            {"aud": "another"},
            {"nonce": "another"},
            {c.TARGET_LINK_URI: "http://localhost:8000/another"},
            {c.VERSION: "1.1"},
            {c.MESSAGE_TYPE: "LtiStartAssessment"},
            {c.RESOURCE_LINK: None},
            {"sub": None},
            {c.ROLES: None},
        ]
        for changes in wrong:
            visit = Visit(app.test_client(), platform)
            visit.login(lti_deployment_id="77")
            answer = visit.launch(**{c.DEPLOYMENT_ID: "77"} | changes)
            assert answer.status_code in {400, 403}, changes
            assert "Waiting for approval" not in answer.text, changes
        visit = Visit(app.test_client(), platform)
        visit.login(lti_deployment_id="77")
        header, _payload, signature = visit.token(**{c.DEPLOYMENT_ID: "77"}).split(".")
        visit.post(f"{header}.{tampered(visit).split('.')[1]}.{signature}")

        assert {each.deployment_id for each in deployments(session).values()} == {"1"}

    @pytest.mark.case("T27")
    def test_no_more_than_a_hundred_wait(self, visit, session, platform):
        session.add_all(
            Deployment(
                registration_id=platform.registration.id,
                deployment_id=f"made up {number}",
                state=DeploymentState.PENDING,
            )
            for number in range(pending.MOST)
        )
        session.commit()
        visit.login(lti_deployment_id=None)

        answer = visit.launch(**{c.DEPLOYMENT_ID: "one too many"})

        assert answer.status_code == 403
        assert "Waiting for approval" in answer.text
        assert named(session, "one too many") is None

    @pytest.mark.case("T27", "I03")
    def test_it_waits_for_its_own_registration_alone(self, app, session, server, platform):
        other = Platform(session, server, name="Other", client_id="client-2", deployments=("77",))
        visit = Visit(app.test_client(), platform)
        visit.login(lti_deployment_id=None)
        visit.launch(**{c.DEPLOYMENT_ID: "77"})

        found = deployments(session)

        assert found[(platform.registration.id, "77")].state is DeploymentState.PENDING
        assert found[(other.registration.id, "77")].state is DeploymentState.APPROVED

    @pytest.mark.case("T27")
    def test_many_first_launches_at_once_make_one_row(self, app, visit, session):
        visit.launch()  # the platform's keys are known from here on
        visits = [Visit(app.test_client(), visit.platform) for _ in range(4)]
        for each in visits:
            each.login(lti_deployment_id=None)
        barrier, answers = threading.Barrier(4), []

        def come(each):
            barrier.wait()
            answers.append(each.launch(**{c.DEPLOYMENT_ID: "77"}).status_code)

        threads = [threading.Thread(target=come, args=(each,)) for each in visits]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert answers == [403] * 4
        assert len(deployments(session)) == 2


class TestBlocked:
    @pytest.mark.case("T27")
    def test_a_blocked_deployment_says_so_and_not_that_it_waits(self, visit, session):
        set_state(session, DeploymentState.BLOCKED)

        answer = visit.launch()

        assert_refused(answer, session, status=403)
        assert "Access was closed" in answer.text
        assert "Waiting" not in answer.text

    @pytest.mark.case("T27")
    @pytest.mark.parametrize("state", [DeploymentState.BLOCKED, DeploymentState.PENDING])
    def test_a_visit_ends_when_its_deployment_is_closed(self, visit, session, state):
        address = visit.launch().location
        assert visit.client.get(address).status_code == 200
        set_state(session, state)

        page = visit.client.get(address)

        assert page.status_code == 403
        assert "Access was closed" in page.text

    def test_a_blocked_registration_is_refused_at_launch_and_on_every_request(
        self, visit, session, platform
    ):
        address = visit.launch().location
        visit.login()
        platform.registration.blocked = True
        session.commit()

        page, answer = visit.client.get(address), visit.launch()

        for refused in (page, answer):
            assert refused.status_code == 403
            assert "Access was closed" in refused.text
            policy = refused.headers["Content-Security-Policy"]
            assert "frame-ancestors https://lms.example.edu" in policy
        assert len(launches(session)) == 1

    def test_a_registration_that_is_unblocked_opens_at_once(self, visit, session, platform):
        platform.registration.blocked = True
        session.commit()
        assert visit.login().status_code == 403
        platform.registration.blocked = False
        session.commit()

        assert visit.launch().status_code == 303

    def test_a_blocked_person_is_refused_at_launch_and_on_every_request(self, visit, session):
        address = visit.launch().location
        visit.login()
        session.rollback()
        session.scalars(select(Person)).one().blocked = True
        came_in = session.scalars(select(Enrolment)).one().last_launch_at
        session.commit()

        page, answer = visit.client.get(address), visit.launch()

        assert page.status_code == answer.status_code == 403
        assert "Access was closed" in page.text
        assert "Access was closed" in answer.text
        assert "Reference number" in answer.text
        assert len(launches(session)) == 1
        again = factories.stored(session, select(Enrolment))[0]
        assert again.last_launch_at == came_in

    def test_somebody_else_from_there_comes_in_all_the_same(self, app, visit, session):
        visit.launch()
        session.rollback()
        session.scalars(select(Person)).one().blocked = True
        session.commit()
        other = Visit(app.test_client(), visit.platform)

        assert other.launch(sub="person-2").status_code == 303

    def test_a_blocked_person_is_blocked_in_every_course(self, app, visit, session):
        visit.launch()
        session.rollback()
        session.scalars(select(Person)).one().blocked = True
        session.commit()
        other = Visit(app.test_client(), visit.platform)

        answer = other.launch(**{c.CONTEXT: {"id": "another"}, c.ROLES: [INSTRUCTOR]})

        assert answer.status_code == 403
        assert len(session.scalars(select(Enrolment)).all()) == 1

    @pytest.mark.case("I01")
    def test_another_browser_is_not_told_that_access_was_closed(self, app, visit, session):
        address = visit.launch().location
        session.rollback()
        session.scalars(select(Person)).one().blocked = True
        session.commit()
        stranger = app.test_client()
        stranger.set_cookie(BROWSER_COOKIE, "x" * 43)

        page = stranger.get(address)

        assert page.status_code == 404
        assert "closed" not in page.text


def test_waiting_and_blocked_launches_use_no_nonce_up(visit, session):
    visit.login(lti_deployment_id=None)
    token = visit.token(**{c.DEPLOYMENT_ID: "77"})
    visit.post(token)
    set_state(session, DeploymentState.APPROVED, "77")

    assert visit.post(token).status_code == 303
    assert len(session.scalars(select(Launch)).all()) == 1
