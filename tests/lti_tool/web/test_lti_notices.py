"""Notices of copied courses, posted by nobody who has logged in."""

import json
import time
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from curriculum.foundation.jobs import Job
from curriculum.models.course import Course
from lti_tool.extensions import db
from lti_tool.lti import claims as c
from lti_tool.lti import notices, platform_keys
from lti_tool.lti.models.identity import CourseCopy, LtiContext, ToldBy
from lti_tool.lti.models.launch import Notice
from lti_tool.lti.models.registration import Deployment, DeploymentState, Registration
from lti_tool.lti.tool_config import forget_platforms
from tests import factories
from tests.lti_tool.lti.platform import (
    Platform,
    Visit,
    jwk,
    key_set_server,
    rsa_key,
    sign_raw,
    without_none,
)

SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem"


@pytest.fixture
def platform(session):
    platform_keys._parsed.clear()
    with key_set_server() as server:
        yield Platform(session, server)


@pytest.fixture
def old(app, platform, session):
    """A course that we know, in a program."""
    come(app, platform, "old")
    [context] = session.scalars(select(LtiContext))
    context.course.timezone = "America/Chicago"
    context.course.program = factories.program(session)
    session.commit()
    return context


def come(app, platform, course, **changes):
    visit = Visit(app.test_client(), platform)
    context = {c.CONTEXT: {"id": course, "title": f"Course {course}"}}
    assert visit.launch(**context | changes).status_code == 303


def claims_of(platform, **changes):
    """What a platform says of a course that it made by copying."""
    now = int(time.time())
    body = {
        "iss": platform.registration.issuer,
        "aud": platform.registration.client_id,
        "azp": platform.registration.client_id,
        "iat": now,
        "exp": now + 3600,
        "jti": "notice-1",
        "nonce": "nonce-1",
        c.VERSION: "1.3.0",
        c.DEPLOYMENT_ID: "1",
        notices.NOTICE: {
            "id": "1",
            "timestamp": "2026-08-20T08:00:00Z",
            "type": "LtiContextCopyNotice",
        },
        c.CONTEXT: {"id": "new", "title": "EDU 210 (2)", "label": "EDU210-2"},
        notices.ORIGIN_CONTEXTS: ["old"],
    }
    return without_none(body | changes)


def notice(platform, header=None, **changes):
    return platform.sign(claims_of(platform, **changes), **header or {})


def post(app, *tokens):
    return app.test_client().post("/lti/notices", json={"notices": [{"jwt": t} for t in tokens]})


def copies(session):
    return factories.stored(session, select(CourseCopy))


@pytest.mark.case("S04")
def test_a_copied_course_is_made_and_takes_over_what_may_be(app, platform, session, old):
    answer = post(app, notice(platform))

    assert (answer.status_code, answer.json) == (200, {})
    [copy] = copies(session)
    assert (copy.origin, copy.origin_id, copy.told_by) == ("old", old.id, ToldBy.NOTICE)
    new = session.get_one(LtiContext, copy.context_id)
    assert (new.context_id, new.deployment_id) == ("new", old.deployment_id)
    assert (new.course.title, new.course.label) == ("EDU 210 (2)", "EDU210-2")
    assert new.course.timezone == "America/Chicago"
    assert new.course.program_id == old.course.program_id
    assert new.course.lane == f"registration:{platform.registration.id}"


def test_the_first_launch_into_it_goes_on_from_there(app, platform, session, old):
    post(app, notice(platform))
    services = {"lineitems": "https://lms.example.edu/new/lineitems", "scope": [SCOPE]}

    come(app, platform, "new", **{c.AGS: services, c.CUSTOM: {"context_history": "old"}})

    [copy] = copies(session)
    assert copy.told_by is ToldBy.NOTICE
    assert len(factories.stored(session, select(Course))) == 2
    [job] = factories.stored(session, select(Job).where(Job.kind == "bind_course"))
    assert job.payload == {"context_id": copy.context_id}


def test_a_notice_after_the_first_launch_comes_to_the_same(app, platform, session, old):
    services = {"lineitems": "https://lms.example.edu/new/lineitems", "scope": [SCOPE]}
    come(app, platform, "new", **{c.AGS: services})

    assert post(app, notice(platform)).status_code == 200

    [copy] = copies(session)
    new = session.get_one(LtiContext, copy.context_id)
    assert new.course.title == "Course new"
    assert new.course.timezone == "America/Chicago"
    assert new.course.program_id == old.course.program_id
    assert len(factories.stored(session, select(Job).where(Job.kind == "bind_course"))) == 1


def test_a_course_that_holds_nothing_of_ours_is_not_made(app, platform, session, old):
    answer = post(app, notice(platform, **{notices.ORIGIN_CONTEXTS: ["never seen"]}))

    assert answer.status_code == 200
    assert copies(session) == []
    assert len(factories.stored(session, select(Course))) == 1


@pytest.mark.case("I03")
def test_a_course_of_that_id_at_another_school_is_not_meant(app, platform, session, old):
    other = Platform(session, platform.server, name="Other", client_id="client-2")

    assert post(app, notice(other)).status_code == 200

    assert copies(session) == []


@pytest.mark.case("S04")
def test_the_same_notice_is_taken_once(app, platform, session, old):
    token = notice(platform)
    post(app, token)
    session.execute(update(CourseCopy).values(told_by=ToldBy.LINK))
    session.commit()

    answers = [post(app, token), post(app, token, notice(platform))]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert copies(session)[0].told_by is ToldBy.LINK
    assert len(factories.stored(session, select(Notice))) == 1


def test_the_same_id_from_two_platforms_is_two_notices(app, platform, session, old):
    other = Platform(session, platform.server, name="Other", client_id="client-2")
    come(app, other, "old")

    post(app, notice(platform), notice(other))

    assert len(copies(session)) == 2


@pytest.mark.case("S04")
@pytest.mark.parametrize("kind", ["LtiHelloWorldNotice", "LtiSomethingNewNotice"])
def test_other_kinds_of_notice_are_taken_and_nothing_follows(app, platform, session, old, kind):
    answer = post(app, notice(platform, **{notices.NOTICE: {"type": kind}, c.CONTEXT: None}))

    assert (answer.status_code, answer.json) == (200, {})
    assert factories.stored(session, select(Notice)) == []


def after(seconds):
    """Return an instant as seen from the test's own beginning, not the run's."""
    return lambda: int(time.time()) + seconds


@pytest.mark.case("S04")
@pytest.mark.parametrize(
    ("changes", "check"),
    [
        pytest.param({"iss": "https://other.example.edu"}, "unknown", id="another issuer"),
        pytest.param({"iss": None}, "missing", id="no issuer"),
        pytest.param({"aud": "other", "azp": None}, "unknown", id="another audience"),
        pytest.param({"aud": None, "azp": None}, "aud missing", id="no audience"),
        pytest.param({"azp": "other"}, "azp", id="another azp"),
        pytest.param({"aud": ["client", "x"], "azp": None}, "no azp", id="several and no azp"),
        pytest.param({c.DEPLOYMENT_ID: "2"}, "deployment unknown", id="unknown deployment"),
        pytest.param({c.DEPLOYMENT_ID: None}, "missing", id="no deployment"),
        pytest.param({c.DEPLOYMENT_ID: 1}, "deployment_id", id="a deployment that is a number"),
        pytest.param({c.VERSION: None}, "version", id="no version"),
        pytest.param({c.VERSION: "1.1"}, "version", id="another version"),
        pytest.param({"exp": after(-60)}, "exp passed", id="too late"),
        pytest.param({"exp": None}, "exp missing", id="no end"),
        pytest.param({"exp": after(10**7)}, "exp too far", id="good for ever"),
        pytest.param({"iat": after(-3700)}, "iat too old", id="signed long ago"),
        pytest.param({"iat": after(600)}, "iat in the future", id="signed in the future"),
        pytest.param({"iat": "soon"}, "not a time", id="a date that is none"),
        pytest.param({notices.NOTICE: None}, "no type", id="no notice"),
        pytest.param({notices.NOTICE: {"type": 7}}, "no type", id="a type that is no word"),
        pytest.param({notices.NOTICE: "LtiContextCopyNotice"}, "no type", id="no object"),
        pytest.param({c.CONTEXT: None}, "context", id="no context"),
        pytest.param({c.CONTEXT: {"id": ""}}, "context", id="an empty context"),
        pytest.param({c.CONTEXT: {"id": 7}}, "context.id", id="a context that is a number"),
        pytest.param({notices.ORIGIN_CONTEXTS: None}, "origin", id="no origin"),
        pytest.param({notices.ORIGIN_CONTEXTS: [7, {}]}, "origin", id="origins that are none"),
        pytest.param(
            {"jti": None, "nonce": None, notices.NOTICE: {"type": c.COPY_NOTICE}}, "jti", id="no id"
        ),
        pytest.param({"jti": "\x00", "nonce": "x\ud800"}, "nonce", id="an id that nobody keeps"),
    ],
)
def test_a_notice_that_does_not_prove_itself_is_refused(
    app, platform, session, old, changes, check
):
    claims = {name: value() if callable(value) else value for name, value in changes.items()}
    answer = post(app, notice(platform, **claims))

    assert answer.status_code == 400
    [failed] = answer.json["failed"]
    assert failed["index"] == 0
    assert check in failed["error"]
    assert copies(session) == []


@pytest.mark.case("S04")
@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda p, b: sign_raw(rsa_key("thief"), head(p), raw(b)), id="another's key"),
        pytest.param(lambda p, b: p.sign(b)[:-8] + "AAAAAAAA", id="a changed signature"),
        pytest.param(lambda p, b: p.sign(b).rsplit(".", 1)[0] + ".A", id="a cut signature"),
        pytest.param(lambda p, b: p.sign(b, kid="other"), id="a key that is not there"),
        pytest.param(lambda p, b: p.sign(b, kid=None), id="no key"),
        pytest.param(lambda p, b: sign_raw(p.key, {"alg": "none"}, raw(b)), id="no algorithm"),
        pytest.param(lambda p, b: p.sign(b, crit=["exp"], exp=1), id="crit"),
        pytest.param(lambda p, b: "a.b.c", id="no token"),
        pytest.param(lambda p, b: "", id="nothing"),
        pytest.param(lambda p, b: p.sign(b | {"aud": "\ud800"}), id="half a letter as aud"),
        pytest.param(lambda p, b: None, id="null"),
        pytest.param(lambda p, b: 7, id="a number"),
        pytest.param(lambda p, b: "x" * 70_000, id="far too long"),
    ],
)
def test_what_is_not_the_platforms_token_is_refused(app, platform, session, old, make):
    token = make(platform, claims_of(platform))

    answer = post(app, token)

    assert answer.status_code == 400
    assert copies(session) == []
    assert len(str(answer.json)) < 300


def head(platform):
    return {"alg": "RS256", "kid": platform.kid}


def raw(body):
    return json.dumps(body).encode()


def test_one_bad_notice_does_not_spoil_the_others(app, platform, session, old):
    answer = post(app, "x", notice(platform), notice(platform, azp="other", jti="2"))

    assert answer.status_code == 400
    assert [failed["index"] for failed in answer.json["failed"]] == [0, 2]
    assert len(copies(session)) == 1


@pytest.mark.case("S04")
@pytest.mark.parametrize("state", [DeploymentState.PENDING, DeploymentState.BLOCKED])
def test_an_installation_that_is_not_approved_tells_us_nothing(app, platform, session, old, state):
    session.execute(update(Deployment).values(state=state))
    session.commit()
    with app.app_context():
        forget_platforms(db.engine)

    assert post(app, notice(platform)).status_code == 400
    assert copies(session) == []


def test_a_block_counts_although_the_platform_was_read_before(app, platform, session, old):
    post(app, notice(platform, jti="before", **{notices.ORIGIN_CONTEXTS: ["nothing"]}))
    session.execute(update(Registration).values(blocked=True))
    session.commit()

    answer = post(app, notice(platform))

    assert answer.status_code == 400
    assert copies(session) == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"{",
        b'{"notices": {}}',
        b'{"notices": null}',
        b'{"notices": [], "notices": []}',
        b'{"notices": [' + b"{}," * 100 + b"{}]}",
        b"[" * 100_000,
        b'{"notices": "' + b"x" * 1_100_000 + b'"}',
    ],
)
def test_what_is_no_list_of_notices_is_refused(app, body):
    answer = app.test_client().post("/lti/notices", data=body, content_type="application/json")

    assert answer.status_code == 400
    assert answer.json["error"]


@pytest.mark.parametrize("one", [b"7", b"null", b'"x"', b"[]", b"{}", b'{"jwt": {}}'])
def test_an_entry_that_is_no_notice_is_named(app, one):
    answer = app.test_client().post("/lti/notices", data=b'{"notices": [' + one + b"]}")

    assert answer.status_code == 400
    assert answer.json["failed"][0]["index"] == 0


def test_no_notices_at_all_are_taken(app):
    assert app.test_client().post("/lti/notices", json={"notices": []}).status_code == 200


def test_a_size_beyond_all_reason_is_refused(app):
    answer = app.test_client().post("/lti/notices", data=b"x" * 3_000_000)

    assert answer.status_code in {400, 413}


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_notices_are_posted(app, method):
    assert app.test_client().open("/lti/notices", method=method).status_code == 405


def test_a_new_key_of_the_platform_is_read_once(app, platform, session, old):
    new = rsa_key("new")
    platform.server.serve(jwk(platform.key, "key-1"), jwk(new, "key-2"))
    before = platform.server.requests
    platform.key, platform.kid = new, "key-2"

    answer = post(app, *(notice(platform, jti=str(number)) for number in range(3)))

    assert answer.status_code == 200
    assert platform.server.requests == before + 1


def test_strangers_do_not_make_us_ask_again_and_again(app, platform, session, old):
    before = platform.server.requests

    for number in range(3):
        post(app, *(notice(platform, {"kid": f"made up {number} {each}"}) for each in range(5)))

    assert platform.server.requests <= before + 1


def test_the_log_holds_no_token(app, platform, old, capsys):
    token = notice(platform, azp="other")

    answer = post(app, token)

    seen = capsys.readouterr()
    assert token not in seen.out + seen.err + answer.text


def test_old_ids_are_forgotten(session, platform):
    now = datetime.now(UTC)
    for age in (29, 31):
        row = Notice(
            registration_id=platform.registration.id,
            jti=str(age),
            created_at=now - timedelta(days=age),
        )
        factories.add(session, row)

    notices.forget_old(session, now=now)

    assert [row.jti for row in session.scalars(select(Notice))] == ["29"]
