"""Trying a connection out, against a platform that answers as it is told, and the demo LMS."""

import ast
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

import lti_tool.lti
from curriculum.foundation.clock import utc_now
from lti_tool.extensions import db
from lti_tool.lti.diagnosis import SHOWN, diagnose, look_at_records, read_launches
from lti_tool.lti.findings import Finding, Outcome, Sentence, has_failed
from lti_tool.lti.launch_checks import ORDER, Check, failed_check, passed_checks
from lti_tool.lti.models.launch import RefusedLaunch
from lti_tool.lti.models.registration import DeploymentState
from lti_tool.lti.refusals import Reason
from lti_tool.lti.registering.offer import SCOPES, SERVICES
from lti_tool.lti.remedies import UNKNOWN, remedy_of
from lti_tool.lti.services import http
from lti_tool.own_sessions import OwnSessions
from tests import factories
from tests.lti_tool.jobs.world import use_known_key
from tests.lti_tool.lti.platform import jwk, rsa_key
from tests.lti_tool.lti.services.scripted import Reply, data, scripted

KEYS = data({"keys": [jwk(rsa_key(), "key-1"), jwk(rsa_key(), "key-2")]})
REFUSED_SCOPE = data({"error": "invalid_scope"}, status=400)


def token(*scopes):
    return data({"access_token": "x", "expires_in": 3600, "scope": " ".join(scopes)})


@pytest.fixture
def service():
    with scripted() as service:
        service.reply(KEYS, token(*SCOPES))
        yield service
    http.close_connections()


class Database(OwnSessions):
    """This machine's database, with a clock that a test sets."""

    ahead = timedelta(0)

    def now(self):
        return datetime.now(UTC) + self.ahead


@pytest.fixture
def database(app, settings):
    with app.app_context():
        yield Database(settings)


@pytest.fixture
def registration(app, session, service):
    use_known_key(app, session)
    found = factories.registration(
        session,
        issuer=service.url,
        auth_token_url=f"{service.url}/token",
        key_set_url=f"{service.url}/jwks",
    )
    factories.deployment(session, found)
    session.commit()
    return found


@pytest.fixture
def look(database, registration):
    """Diagnose, and return the findings by name."""

    def look_at():
        found = diagnose(database, registration.id)
        return {finding.name.message: finding for finding in found}

    return look_at


def outcomes(found):
    return {name: finding.outcome.value for name, finding in found.items()}


def test_everything_works(look):
    found = look()

    assert outcomes(found) == {
        "The LMS's keys": "ok",
        "Clocks": "ok",
        "Access to services": "ok",
        **{service.name: "ok" for service in SERVICES},
        "Deployments": "ok",
        "Launches": "unknown",
    }
    assert not has_failed(list(found.values()))
    assert str(found["The LMS's keys"].sentence) == "Readable. Usable keys: 2."


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        pytest.param(Reply(status=404), "answered 404", id="not there"),
        pytest.param(Reply(b"<html>log in</html>"), "is no key set", id="a page"),
        pytest.param(data({"keys": []}), "holds no key", id="no key"),
        pytest.param(
            data({"keys": [jwk(rsa_key(), "k", use="enc")]}), "holds no key", id="for encryption"
        ),
        pytest.param(Reply(dropped=True), "could not be asked", id="no answer"),
    ],
)
def test_keys_that_cannot_be_read_are_named(look, service, reply, words):
    service.reply(reply, token(*SCOPES))

    finding = look()["The LMS's keys"]

    assert finding.outcome is Outcome.FAILED
    assert words in str(finding.sentence)
    assert f"{service.url}/jwks" in str(finding.sentence)
    assert "firewall" in str(finding.remedy)


@pytest.mark.parametrize(
    ("reply", "words", "remedy"),
    [
        pytest.param(
            data({"error": "invalid_client"}, status=401),
            "invalid_client",
            "/lti/jwks",
            id="client",
        ),
        pytest.param(Reply(b"<html>", status=403), "403", "firewall", id="firewall"),
        pytest.param(Reply(status=404), "404", "token address", id="address"),
        pytest.param(REFUSED_SCOPE, "invalid_scope", "Allow", id="no scope at all"),
        pytest.param(data({"token_type": "x"}), "no access token", "token address", id="no token"),
    ],
)
def test_a_token_that_is_refused_says_what_to_compare(look, service, reply, words, remedy):
    service.reply(KEYS, reply)

    found = look()

    finding = found["Access to services"]
    assert finding.outcome is Outcome.FAILED
    assert words in str(finding.sentence)
    assert remedy in str(finding.remedy)
    assert not any(each.name in found for each in SERVICES)


def test_what_the_lms_says_in_a_refusal_is_not_repeated(look, service):
    service.reply(KEYS, data({"error": "invalid_client", "x": "<b>secret</b>"}, status=401))

    assert "secret" not in str(look()["Access to services"])


def test_a_service_that_was_not_granted_is_named_with_its_use(look, service):
    service.reply(KEYS, token(*(scope for scope in SCOPES if not scope.endswith("/score"))))

    found = look()

    assert found["Access to services"].outcome is Outcome.OK
    finding = found["Scores: send"]
    assert finding.outcome is Outcome.FAILED
    assert "To put a grade into the gradebook" in str(finding.sentence)
    assert found["Results: read"].outcome is Outcome.OK


def test_what_can_be_left_out_is_no_failure(look, service):
    needed = [each.scope for each in SERVICES if each.is_needed]
    service.reply(KEYS, token(*needed))

    assert not has_failed(list(look().values()))


def test_where_one_scope_spoils_the_request_each_is_tried_alone(look, service):
    granted = SCOPES[:2]
    service.reply(KEYS, REFUSED_SCOPE, *(token(scope) for scope in granted), REFUSED_SCOPE)

    found = look()

    assert found["Access to services"].outcome is Outcome.OK
    assert found["Gradebook columns: create and change"].outcome is Outcome.OK
    assert found["Course members: read"].outcome is Outcome.FAILED
    assert len(service.asked) == 2 + len(SCOPES)


@pytest.mark.parametrize(("minutes", "words"), [(5, "behind ours"), (-5, "ahead of ours")])
def test_a_clock_that_is_off_is_told_which_way(look, database, minutes, words):
    database.ahead = timedelta(minutes=minutes)

    finding = look()["Clocks"]

    assert finding.outcome is Outcome.FAILED
    assert str(finding.sentence) == f"The LMS's clock is 5 minutes {words}."
    assert "time server" in str(finding.remedy)


def test_a_clock_within_the_leeway_is_fine(look, database):
    database.ahead = timedelta(seconds=15)

    assert look()["Clocks"].outcome is Outcome.OK


def test_an_answer_from_a_cache_says_nothing_about_the_lms_clock(look, database, service):
    database.ahead = timedelta(minutes=5)
    service.reply(Reply(KEYS.body, headers={"Age": "300"}), token(*SCOPES))

    assert look()["Clocks"].outcome is Outcome.UNKNOWN


def test_a_platform_that_does_not_answer_is_not_waited_for_long(look, service, monkeypatch):
    monkeypatch.setattr(http, "HURRIED", (0.2, 0.2))
    service.reply(Reply(silent=True))
    begun = datetime.now(UTC)

    found = look()

    assert datetime.now(UTC) - begun < timedelta(seconds=3)
    assert found["The LMS's keys"].outcome is Outcome.FAILED
    assert found["Access to services"].outcome is Outcome.FAILED


def test_no_transaction_is_open_while_the_platform_is_asked(app, look, service, monkeypatch):
    open_now, seen = [], []
    with app.app_context():
        engine = db.engine
    event.listen(engine, "checkout", lambda *_: open_now.append(1))
    event.listen(engine, "checkin", lambda *_: open_now.pop())
    ask = http._exchange
    monkeypatch.setattr(http, "_exchange", lambda *given: seen.append(len(open_now)) or ask(*given))

    look()

    assert seen == [0, 0]


# What our own records say


def test_a_waiting_deployment_is_shown_with_the_command(session, registration):
    registration.deployments[0].state = DeploymentState.PENDING
    session.flush()

    finding = look_at_records(session, registration.id)[0]

    assert finding.outcome is Outcome.FAILED
    assert f"deployments approve “{registration.name}” 1" in str(finding.remedy)


def test_a_waiting_deployment_beside_an_approved_one_stops_nobody(session, registration):
    factories.deployment(session, registration, deployment_id="2", state=DeploymentState.PENDING)
    session.refresh(registration)

    assert look_at_records(session, registration.id)[0].outcome is Outcome.UNKNOWN


def test_blocked_ones_are_failures(session, registration):
    registration.blocked = True
    registration.deployments[0].state = DeploymentState.BLOCKED
    session.flush()

    found = look_at_records(session, registration.id)

    assert [each.outcome.value for each in found] == ["failed", "failed", "unknown"]


def refuse(session, registration, reason, check, minutes_ago=0):
    factories.add(
        session,
        RefusedLaunch(
            registration_id=registration.id,
            reference=f"{reason.value[:4]}{minutes_ago}",
            reason=reason.value,
            check=check,
            created_at=utc_now() - timedelta(minutes=minutes_ago),
        ),
    )


def launch(session, registration):
    course = factories.course(session)
    context = factories.context(session, deployment=registration.deployments[0], course=course)
    who = factories.candidate(session, course=context.course)
    factories.launch_of(session, who)


def test_the_last_launch_decides(session, registration):
    refuse(session, registration, Reason.CLOCK, "iat in the future", minutes_ago=5)
    before = look_at_records(session, registration.id)[-1]
    launch(session, registration)
    launches = read_launches(session, registration.id)

    assert before.outcome is Outcome.FAILED
    assert "The clocks agree" in str(before.sentence)
    assert launches.last is not None


def test_a_browser_without_cookies_says_nothing_against_the_connection(session, registration):
    refuse(session, registration, Reason.NO_COOKIE, "no cookie")

    assert look_at_records(session, registration.id)[-1].outcome is Outcome.UNKNOWN


def test_the_newest_refusals_are_shown_with_what_they_passed(session, registration):
    other = factories.registration(session)
    refuse(session, other, Reason.CLOCK, "iat in the future")
    for minutes in range(SHOWN + 2):
        refuse(session, registration, Reason.UNTRUSTED, "signature is not the platform's", minutes)

    refused = read_launches(session, registration.id).refused

    assert [each.reference for each in refused] == [f"untr{n}" for n in range(SHOWN)]
    assert refused[0].failed is Check.SIGNATURE
    assert refused[0].passed == (Check.BROWSER, Check.TOKEN, Check.LOGIN, Check.CLIENT)
    assert "Compare client id" in str(refused[0].remedy)


# The words of the checks


LAUNCH = (
    "browser_proof", "known", "launch", "message", "platform_keys", "signed_tokens", "tool_config",
    "verify",
)  # fmt: skip
"""The modules that a launch goes through, once its login is known."""


def raised_checks():
    """Every reason and check that the launch's code raises, read from the code itself."""
    here = Path(lti_tool.lti.__file__).parent
    for path in (here / f"{name}.py" for name in LAUNCH):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refused":
                reason, words = node.args[0], node.args[1]
                if isinstance(reason, ast.Attribute):
                    yield Reason[reason.attr], _text(words)


def _text(node):
    if isinstance(node, ast.Constant):
        return node.value
    first = node.values[0] if isinstance(node, ast.JoinedStr) else None
    return first.value if isinstance(first, ast.Constant) else ""


def test_every_check_of_a_launch_has_its_place():
    unplaced = {
        (reason, words)
        for reason, words in raised_checks()
        # Without words of its own, a check is taken for the earliest it can be.
        if words and failed_check("", words) is Check.TOKEN
        and not words.startswith(("not a token", "alg ", "kid missing", "crit "))
    }  # fmt: skip

    assert unplaced == set()
    assert len(list(raised_checks())) > 30


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_its_sentence(reason):
    assert remedy_of(reason.value) != UNKNOWN


def test_checks_come_in_the_order_in_which_they_are_made():
    assert passed_checks(ORDER[0]) == ()
    assert passed_checks(failed_check("used", "nonce used before")) == ORDER[:-1]
    assert failed_check("no longer a reason", "whatever it was") is Check.TOKEN
    assert failed_check("malformed", "Missing Resource Link Id") is Check.MESSAGE


def test_a_finding_is_kept_and_read_again():
    inner = Sentence.of("%(minutes)s minutes", minutes=5)
    finding = Finding(Sentence("a"), Outcome.FAILED, Sentence.of("%(t)s!", t=inner), Sentence("r"))

    again = Finding.unpacked(finding.packed())

    assert again == finding
    assert str(again.sentence) == "5 minutes!"
