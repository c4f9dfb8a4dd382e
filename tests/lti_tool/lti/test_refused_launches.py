"""Refused launches are written down for the connection's keeper: a few, and nobody's words."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from curriculum.foundation.clock import utc_now
from lti_tool.lti import claims as c
from lti_tool.lti.models.launch import RefusedLaunch
from lti_tool.lti.refusals import Reason
from lti_tool.lti.refused_launches import KEPT, is_due, latest, record
from tests import factories
from tests.lti_tool.lti.platform import Platform, Visit


def rows(session):
    return factories.stored(session, select(RefusedLaunch).order_by(RefusedLaunch.id))


def write(session, of, check="exp passed", *, now, reason=Reason.EXPIRED):
    return record(session, of.id, reference="a1b2c3d4", reason=reason, check=check, now=now)


class TestRows:
    def test_the_same_check_is_written_once_a_minute(self, session):
        of, now = factories.registration(session), utc_now()

        written = [
            write(session, of, now=now + timedelta(seconds=passed)) for passed in (0, 30, 59, 61)
        ]

        assert written == [True, False, False, True]

    def test_another_check_and_another_registration_are_written(self, session):
        of, other, now = factories.registration(session), factories.registration(session), utc_now()
        write(session, of, now=now)

        assert write(session, of, "iat too old", now=now)
        assert write(session, other, now=now)

    def test_the_last_twenty_of_each_registration_are_kept(self, session):
        of, other, now = factories.registration(session), factories.registration(session), utc_now()
        write(session, other, "theirs", now=now)
        for number in range(30):
            write(session, of, f"check {number}", now=now + timedelta(minutes=number))

        kept = latest(session, of.id)

        assert [row.check for row in kept] == [f"check {number}" for number in range(29, 9, -1)]
        assert [row.check for row in latest(session, other.id)] == ["theirs"]
        assert [row.check for row in latest(session, of.id, 2)] == ["check 29", "check 28"]

    def test_a_flood_of_different_checks_drives_nothing_old_out(self, session):
        of, now = factories.registration(session), utc_now()
        for number in range(KEPT):
            write(session, of, f"check {number}", now=now)

        assert not is_due(session, of.id, "one more", now=now)
        assert is_due(session, of.id, "one more", now=now + timedelta(minutes=1))

    def test_a_long_check_is_cut(self, session):
        of, now = factories.registration(session), utc_now()

        write(session, of, "x" * 500, now=now)

        assert latest(session, of.id)[0].check == "x" * 200
        assert not is_due(session, of.id, "x" * 500, now=now)


class TestOverHttp:
    def test_a_refused_launch_leaves_a_row_with_the_pages_reference(self, visit, session, platform):
        answer = visit.launch(exp=1)

        [row] = rows(session)
        assert row.registration_id == platform.registration.id
        assert (row.reason, row.check) == (Reason.EXPIRED.value, "exp passed")
        assert f"Reference number: {row.reference}" in answer.text

    def test_the_same_refusal_again_leaves_none(self, visit, session):
        for _ in range(3):
            visit.login()
            visit.launch(exp=1)

        assert len(rows(session)) == 1

    @pytest.mark.case("L13")
    def test_a_platform_that_said_no_leaves_a_row(self, visit, session):
        visit.login()

        answer = visit.client.post(
            "/lti/launch", data={"error": "login_required", "state": visit.state}
        )

        assert answer.status_code == 400
        assert "not logged in" in answer.text
        [row] = rows(session)
        assert (row.reason, row.check) == ("platform error", "platform said login_required")
        assert (
            "frame-ancestors https://lms.example.edu" in answer.headers["Content-Security-Policy"]
        )

    @pytest.mark.case("L13", "L14")
    def test_words_that_no_platform_says_are_not_kept(self, visit, session):
        visit.login()
        odd = "<b>call this number</b>"

        answer = visit.client.post("/lti/launch", data={"error": odd, "state": visit.state})

        assert answer.status_code == 400
        assert "call this number" not in answer.text
        assert [row.check for row in rows(session)] == ["platform said something else"]

    @pytest.mark.case("L07")
    def test_a_login_leaves_none(self, visit, session):
        assert visit.login(client_id="unknown").status_code == 403
        assert visit.login(login_hint=None).status_code == 400

        assert rows(session) == []

    def test_without_a_state_of_ours_there_is_no_row(self, visit, session):
        visit.login()

        visit.post(visit.token(exp=1), state="state-made.up")
        visit.client.post("/lti/launch", data={"error": "login_required"})

        assert rows(session) == []

    @pytest.mark.case("I03")
    def test_the_row_belongs_to_the_login_whatever_the_token_says(
        self, app, session, server, platform
    ):
        other = Platform(session, server, name="Other", client_id="client-2", blocked=True)
        visit = Visit(app.test_client(), platform)
        visit.login()

        visit.post(other.sign(other.claims(visit.nonce)))

        assert [row.registration_id for row in rows(session)] == [platform.registration.id]

    @pytest.mark.case("T35")
    def test_nothing_of_the_token_is_in_it(self, visit, session):
        visit.login()
        token = visit.token(**{c.MESSAGE_TYPE: "LtiStartAssessment"})

        visit.post(token)

        [row] = rows(session)
        assert row.check == "message type LtiStartAssessment"
        assert not any(part in row.check for part in token.split("."))
