"""Launches over HTTP: certification's good and bad ones, and what certification does not try."""

import json
import re
import threading
import time

import pytest
import structlog
import time_machine
from flask import url_for
from sqlalchemy import event, select

from curriculum.models.enrolment import Enrolment, Role
from curriculum.models.person import Person
from lti_tool.extensions import db
from lti_tool.lti import claims as c
from lti_tool.lti.models.launch import Launch
from lti_tool.lti.models.registration import Deployment, DeploymentState
from lti_tool.settings import LtiSettings, Settings
from lti_tool.web.viewer import BROWSER_COOKIE
from tests import factories
from tests.lti_tool.lti.platform import (
    INSTRUCTOR,
    LEARNER,
    MEMBERSHIP,
    TARGET,
    Platform,
    Visit,
    b64,
    jwk,
    recorded,
    rsa_key,
    sign_raw,
)

LIS = "http://purl.imsglobal.org/vocab/lis/v2/"


def launches(session):
    session.rollback()
    return session.scalars(select(Launch)).all()


def assert_refused(answer, session, *, status=400):
    """A plain page with a reference number, and no trace of a launch."""
    assert answer.status_code == status
    assert re.search(r"Reference number: [0-9a-f]{8}", answer.text)
    assert "Set-Cookie" not in answer.headers
    assert launches(session) == []


# --- 4.1 known bad payloads


@pytest.mark.parametrize(
    ("header", "changes"),
    [
        pytest.param({"kid": None}, {}, id="B01 no kid"),
        pytest.param({"kid": "imstester_66067"}, {}, id="B02 incorrect kid"),
        pytest.param({}, {c.VERSION: "11.3"}, id="B03 wrong LTI version"),
        pytest.param({}, {c.VERSION: None}, id="B04 no LTI version"),
        pytest.param({}, {"iat": 11111, "exp": 22222}, id="B07 timestamps wrong"),
        pytest.param({}, {c.MESSAGE_TYPE: None}, id="B08 message_type missing"),
        pytest.param({}, {c.ROLES: None}, id="B09 roles missing"),
        pytest.param({}, {c.DEPLOYMENT_ID: None}, id="B10 deployment_id missing"),
        pytest.param({}, {c.RESOURCE_LINK: {"title": "x"}}, id="B11 resource_link id missing"),
        pytest.param({}, {c.RESOURCE_LINK: None}, id="B11 resource_link missing"),
        pytest.param({}, {"sub": None}, id="B12 sub missing"),
        pytest.param({}, {"sub": ""}, id="B12 sub empty"),
    ],
)
def test_known_bad_payloads_are_refused(visit, session, header, changes):
    assert_refused(visit.launch(header, **changes), session)


def test_b05_something_that_is_no_lti_message_is_refused(visit, platform, session):
    visit.login()

    assert_refused(visit.post(platform.sign({"name": "badltilaunch"})), session)


def test_b06_a_token_without_lti_claims_is_refused(visit, platform, session):
    visit.login()
    body = platform.claims(visit.nonce)
    plain = {name: value for name, value in body.items() if not name.startswith("https://purl")}

    assert_refused(visit.post(platform.sign(plain)), session)


# --- 4.2 valid launches

NO_NAMES = {"name": None, "given_name": None, "family_name": None}
SUBROLE = f"{LIS}membership/Instructor#TeachingAssistant"


@pytest.mark.parametrize(
    ("changes", "role"),
    [
        pytest.param({c.ROLES: [INSTRUCTOR]}, Role.INSTRUCTOR, id="V01 instructor"),
        pytest.param(
            {
                c.ROLES: [
                    INSTRUCTOR,
                    f"{LIS}institution/person#Staff",
                    f"{LIS}institution/person#Other",
                ]
            },
            Role.INSTRUCTOR,
            id="V02 several roles",
        ),
        pytest.param({c.ROLES: ["Instructor"]}, Role.INSTRUCTOR, id="V03 short role"),
        pytest.param(
            {c.ROLES: [f"{LIS}unknown/unknown#Helper"]}, Role.VISITOR, id="V04 unknown role"
        ),
        pytest.param({c.ROLES: []}, Role.VISITOR, id="V05 no role"),
        pytest.param({c.ROLES: [""]}, Role.VISITOR, id="V05 an empty role"),
        pytest.param(
            {c.ROLES: [INSTRUCTOR], "email": "a@example.edu", **NO_NAMES},
            Role.INSTRUCTOR,
            id="V06 only e-mail",
        ),
        pytest.param({c.ROLES: [INSTRUCTOR], "email": None}, Role.INSTRUCTOR, id="V07 only names"),
        pytest.param({c.ROLES: [INSTRUCTOR], **NO_NAMES}, Role.INSTRUCTOR, id="V08 no PII"),
        pytest.param(
            {c.ROLES: [INSTRUCTOR], c.RESOURCE_LINK: {"id": "another"}},
            Role.INSTRUCTOR,
            id="V10 new resource link",
        ),
        pytest.param({c.ROLES: [LEARNER]}, Role.CANDIDATE, id="V11 student"),
        pytest.param(
            {c.ROLES: [LEARNER, f"{LIS}institution/person#Student", f"{MEMBERSHIP}Mentor"]},
            Role.CANDIDATE,
            id="V12 several roles",
        ),
        pytest.param({c.ROLES: ["Learner"]}, Role.CANDIDATE, id="V13 short role"),
        pytest.param(
            {c.ROLES: [f"{LIS}unknown/unknown#Helper", LEARNER]},
            Role.CANDIDATE,
            id="V14 unknown role beside Learner",
        ),
        pytest.param({c.ROLES: [], **NO_NAMES}, Role.VISITOR, id="V15 no role, no names"),
        pytest.param({"email": "a@example.edu", **NO_NAMES}, Role.CANDIDATE, id="V16 only e-mail"),
        pytest.param({"email": None}, Role.CANDIDATE, id="V17 only names"),
        pytest.param(NO_NAMES, Role.CANDIDATE, id="V18 no PII"),
        pytest.param(
            {c.RESOURCE_LINK: {"id": "for students"}}, Role.CANDIDATE, id="V20 student-only link"
        ),
    ],
)
def test_valid_launches_open_a_page(visit, session, changes, role):
    answer = visit.launch(**changes)
    page = visit.client.get(answer.location)

    assert answer.status_code == 303
    assert re.fullmatch(r"/l/[A-Za-z0-9_-]{43}/", answer.location)
    assert page.status_code == 200
    session.rollback()
    assert session.scalars(select(Enrolment)).one().role is role


@pytest.mark.parametrize("roles", [[INSTRUCTOR], [LEARNER]], ids=["V09", "V19"])
def test_a_launch_outside_a_course_opens_a_page_that_explains(visit, session, roles):
    answer = visit.launch(email="a@example.edu", **{c.CONTEXT: None, c.ROLES: roles})
    page = visit.client.get(answer.location)

    assert page.status_code == 200
    assert "outside a course" in page.text
    session.rollback()
    assert session.scalars(select(Enrolment)).all() == []
    assert launches(session)[0].enrolment_id is None


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("moodle51_idtoken_student.json", Role.CANDIDATE),
        ("moodle51_idtoken_teacher.json", Role.INSTRUCTOR),
        ("moodle45_idtoken_student.json", Role.CANDIDATE),
    ],
)
def test_what_a_real_moodle_sent_opens_a_page(visit, session, platform, name, role):
    visit.login()
    ours = platform.claims(visit.nonce)
    kept = ("iss", "aud", "iat", "exp", "nonce", c.TARGET_LINK_URI)
    body = recorded(name) | {claim: ours[claim] for claim in kept}

    answer = visit.post(platform.sign(body))

    assert answer.status_code == 303
    assert visit.client.get(answer.location).status_code == 200
    session.rollback()
    enrolment = session.scalars(select(Enrolment)).one()
    assert enrolment.role is role
    assert enrolment.course.title == "LTI Testing 101"
    assert enrolment.person.name == body["name"]
    session.refresh(platform.registration)
    assert platform.registration.product == "moodle"


def test_a_request_for_content_by_a_real_moodle_opens_the_picker(visit, platform):
    visit.login()
    ours = platform.claims(visit.nonce)
    kept = ("iss", "aud", "iat", "exp", "nonce", c.TARGET_LINK_URI)
    body = recorded("moodle51_idtoken_deep_linking.json") | {name: ours[name] for name in kept}

    answer = visit.post(platform.sign(body))

    assert answer.location.endswith("/content")
    assert visit.client.get(answer.location).status_code == 200


def test_moodles_unasked_submission_review_gets_a_plain_page(visit, platform, session):
    visit.login()
    ours = platform.claims(visit.nonce)
    kept = ("iss", "aud", "iat", "exp", "nonce", c.TARGET_LINK_URI)
    body = recorded("moodle51_idtoken_submission_review.json") | {name: ours[name] for name in kept}

    answer = visit.post(platform.sign(body))

    assert_refused(answer, session)
    assert "cannot open this kind of link" in answer.text


# --- 4.3 token


def unsigned(visit, **changes):
    header = b64({"alg": "none", "kid": "key-1"})
    return f"{header}.{b64(visit.platform.claims(visit.nonce, **changes))}."


def hmac_with_public_key(visit):
    import hashlib
    import hmac

    from cryptography.hazmat.primitives import serialization as s

    pem = visit.platform.key.public_key().public_bytes(
        s.Encoding.PEM, s.PublicFormat.SubjectPublicKeyInfo
    )
    signed = f"{b64({'alg': 'HS256', 'kid': 'key-1'})}.{b64(visit.platform.claims(visit.nonce))}"
    return f"{signed}.{b64(hmac.new(pem, signed.encode(), hashlib.sha256).digest())}"


def signed_with(algorithm):
    def make(visit):
        import jwt
        from cryptography.hazmat.primitives.asymmetric import ec

        key = ec.generate_private_key(ec.SECP256R1()) if algorithm[0] == "E" else visit.platform.key
        body = visit.platform.claims(visit.nonce)
        return jwt.encode(body, key, algorithm, headers={"kid": "key-1"})

    return make


def tampered(visit):
    header, _payload, signature = visit.token().split(".")
    return f"{header}.{b64(visit.platform.claims(visit.nonce, sub='somebody else'))}.{signature}"


def with_another_key(visit):
    body = visit.platform.claims(visit.nonce)
    return sign_raw(
        rsa_key("stranger"), {"alg": "RS256", "kid": "key-1"}, json.dumps(body).encode()
    )


def with_own_key_in_header(**header):
    def make(visit):
        stranger = rsa_key("stranger")
        body = json.dumps(visit.platform.claims(visit.nonce)).encode()
        return sign_raw(stranger, {"alg": "RS256", "kid": "key-1"} | header, body)

    return make


def with_header(**header):
    return lambda visit: visit.token(header)


def parts(change):
    return lambda visit: change(visit.token())


def payload(raw):
    return lambda visit: sign_raw(visit.platform.key, {"alg": "RS256", "kid": "key-1"}, raw(visit))


def doubled(visit):
    body = json.dumps(visit.platform.claims(visit.nonce))
    return body[:-1].encode() + b', "sub": "somebody else"}'


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(unsigned, id="T01 alg none"),
        pytest.param(hmac_with_public_key, id="T02 HS256 with the public key"),
        pytest.param(signed_with("RS384"), id="T03 RS384"),
        pytest.param(signed_with("RS512"), id="T03 RS512"),
        pytest.param(signed_with("PS256"), id="T03 PS256"),
        pytest.param(signed_with("ES256"), id="T03 ES256"),
        pytest.param(tampered, id="T04 tampered payload"),
        pytest.param(with_another_key, id="T05 another key"),
        pytest.param(parts(lambda token: token.rpartition(".")[0]), id="T07 two parts"),
        pytest.param(parts(lambda token: token + ".x"), id="T07 four parts"),
        pytest.param(parts(lambda token: ""), id="T07 empty"),
        pytest.param(parts(lambda token: token + "A" * 100_000), id="T07 100 kB"),
        pytest.param(parts(lambda token: token + "\n"), id="T07 line break"),
        pytest.param(parts(lambda token: token.replace(".", ".!", 1)), id="T07 not base64url"),
        pytest.param(parts(lambda token: token[:-2]), id="T07 signature cut"),
        pytest.param(
            with_own_key_in_header(jku="https://evil.example/jwks"), id="T08 jku is ignored"
        ),
        pytest.param(
            with_own_key_in_header(jwk=jwk(rsa_key("stranger"), "key-1")), id="T08 jwk is ignored"
        ),
        pytest.param(with_own_key_in_header(x5u="https://evil.example/c"), id="T08 x5u is ignored"),
        pytest.param(with_header(crit=["exp"]), id="T09 crit"),
        pytest.param(payload(doubled), id="T32 a name twice"),
        pytest.param(payload(lambda _visit: b"[]"), id="T32 a list"),
        pytest.param(payload(lambda _visit: b"\xff\xfe"), id="T32 no text"),
        pytest.param(payload(lambda _visit: b'{"iss": NaN}'), id="T32 NaN"),
        pytest.param(payload(lambda _visit: b"[" * 30_000), id="T32 nested beyond reason"),
        pytest.param(payload(lambda _visit: b'"' + b"x" * 50), id="T32 not JSON"),
    ],
)
def test_a_token_that_is_not_the_platforms_is_refused(visit, session, make):
    visit.login()

    assert_refused(visit.post(make(visit)), session)


def test_t08_a_jku_beside_a_good_signature_changes_nothing(visit, server):
    assert visit.launch({"jku": "https://evil.example/jwks"}).status_code == 303


def test_t06_a_key_of_another_registration_is_refused(app, session, server, platform):
    from tests.lti_tool.lti.platform import key_set_server

    with key_set_server() as other_server:
        other = Platform(session, other_server, name="Other", client_id="client-2")
        other.key, other.kid = rsa_key("other"), "other-key"
        other_server.serve(jwk(other.key, other.kid))
        good = Visit(app.test_client(), other)
        assert good.launch().status_code == 303

        visit = Visit(app.test_client(), platform)
        visit.login()
        body = platform.claims(visit.nonce)
        answer = visit.post(other.sign(body))

    assert answer.status_code == 400


def test_a_token_of_one_client_does_not_finish_the_login_of_another(app, session, server, platform):
    other = Platform(session, server, name="Other", client_id="client-2")
    visit = Visit(app.test_client(), platform)
    visit.login()

    answer = visit.post(platform.sign(other.claims(visit.nonce)))

    assert_refused(answer, session)


@pytest.mark.parametrize(
    "issuer",
    [
        pytest.param("https://lms.example.edu/", id="T10 slash"),
        pytest.param("https://LMS.example.edu", id="T10 case"),
        pytest.param("https://lms.exаmple.edu", id="T10 homoglyph"),
        pytest.param(["https://lms.example.edu"], id="T10 list"),
        pytest.param(None, id="T10 missing"),
    ],
)
def test_another_issuer_is_refused(visit, session, issuer):
    answer = visit.launch(iss=issuer)

    assert answer.status_code in {400, 403}
    assert launches(session) == []


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"aud": "another"}, id="T11 aud other"),
        pytest.param({"aud": None}, id="T11 aud missing"),
        pytest.param({"aud": []}, id="T11 aud empty"),
        pytest.param({"aud": [["client"]]}, id="T11 aud nested"),
        pytest.param({"aud": {"client": 1}}, id="T11 aud an object"),
        pytest.param({"aud": 7}, id="T11 aud a number"),
        pytest.param({"aud": ["client", "other"]}, id="T13 list without azp"),
        pytest.param({"aud": "client", "azp": "other"}, id="T14 azp other"),
        pytest.param({"aud": ["client", "other"], "azp": "other"}, id="T15 extra audience"),
        pytest.param({"aud": ["client"], "azp": 7}, id="T14 azp a number"),
    ],
)
def test_a_token_for_somebody_else_is_refused(visit, session, changes):
    answer = visit.launch(**changes)

    assert answer.status_code in {400, 403}
    assert launches(session) == []


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"aud": ["other", "client"], "azp": "client"}, id="T12 ours second"),
        pytest.param({"aud": ["client"]}, id="T12 list of one"),
        pytest.param({"aud": "client", "azp": "client"}, id="T12 azp ours"),
    ],
)
def test_t12_a_token_for_us_among_others_is_accepted(visit, changes):
    assert visit.launch(**changes).status_code == 303


def times(**seconds):
    """Claims whose times lie that many seconds from now."""
    return lambda: {name: int(time.time()) + offset for name, offset in seconds.items()}


@pytest.mark.parametrize(
    ("make", "accepted"),
    [
        pytest.param(times(exp=-3), True, id="T16 expired within the leeway"),
        pytest.param(times(exp=-35), False, id="T16 expired"),
        pytest.param(lambda: {"exp": None}, False, id="T17 exp missing"),
        pytest.param(lambda: {"iat": None}, False, id="T18 iat missing"),
        pytest.param(times(iat=-590), True, id="T19 iat nine minutes ago"),
        pytest.param(times(iat=-2 * 24 * 3600), False, id="T19 iat too old"),
        pytest.param(times(iat=20), True, id="T20 iat within the leeway"),
        pytest.param(times(iat=60, exp=120), False, id="T20 iat in the future"),
        pytest.param(times(nbf=60), False, id="T20 nbf in the future"),
        pytest.param(times(nbf=-1), True, id="T20 nbf past"),
        pytest.param(times(exp=3600), True, id="T21 exp an hour away, as Canvas says"),
        pytest.param(times(exp=10 * 365 * 24 * 3600), False, id="T21 exp ten years away"),
        pytest.param(lambda: {"exp": "soon"}, False, id="T17 exp a word"),
        pytest.param(lambda: {"exp": True}, False, id="T17 exp true"),
        pytest.param(lambda: {"iat": 1e300}, False, id="T18 iat absurd"),
    ],
)
def test_times_decide(visit, make, accepted):
    answer = visit.launch(**make())

    assert answer.status_code == (303 if accepted else 400)


@pytest.mark.parametrize(
    "nonce",
    [
        pytest.param(None, id="T22 missing"),
        pytest.param("unknown", id="T22 unknown"),
        pytest.param(7, id="T22 a number"),
        pytest.param("", id="T22 empty"),
    ],
)
def test_another_nonce_is_refused(visit, session, nonce):
    assert_refused(visit.launch(nonce=nonce), session)


def test_t22_the_nonce_of_another_login_is_refused(visit, session):
    visit.login()
    stolen = visit.nonce
    visit.login()

    assert_refused(visit.launch(nonce=stolen), session)


def test_t22_the_nonce_of_another_registration_is_refused(app, session, server, platform):
    other = Platform(session, server, name="Other", client_id="client-2")
    client = app.test_client()
    first, second = Visit(client, platform), Visit(client, other)
    first.login()
    second.login()

    assert_refused(second.launch(nonce=first.nonce), session)


def test_t23_the_same_token_again_gets_a_friendly_page(visit, session):
    visit.login()
    token = visit.token()
    visit.post(token)

    again = visit.post(token)

    assert again.status_code == 409
    assert "Open the activity again from your course" in again.text
    assert "https://lms.example.edu" in again.headers["Content-Security-Policy"]
    assert len(launches(session)) == 1


def test_t23_a_new_token_for_a_used_nonce_is_refused(visit, session):
    visit.launch()

    assert visit.launch(sub="somebody else").status_code == 409
    assert len(launches(session)) == 1
    assert len(session.scalars(select(Person)).all()) == 1


def test_t23_the_same_token_in_another_browser_is_refused(app, visit, session):
    visit.login()
    token = visit.token()
    visit.post(token)
    thief = Visit(app.test_client(), visit.platform)
    thief.login()

    assert thief.post(token, state=visit.state).status_code == 400
    assert len(launches(session)) == 1


def test_t23_of_two_at_the_same_moment_one_gets_in(app, visit, session):
    visit.launch(sub="first comer")  # keys and course are known from here on
    visit.login()
    token = visit.token()
    cookie = visit.client.get_cookie(BROWSER_COOKIE).value
    barrier, answers = threading.Barrier(4), []

    def post():
        client = app.test_client()
        client.set_cookie(BROWSER_COOKIE, cookie)
        barrier.wait()
        data = {"id_token": token, "state": visit.state}
        answers.append(client.post("/lti/launch", data=data).status_code)

    threads = [threading.Thread(target=post) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [303, 409, 409, 409]


@pytest.mark.parametrize(
    "state",
    [
        pytest.param(None, id="T24 missing"),
        pytest.param("", id="T24 empty"),
        pytest.param("state-made.up", id="T24 unknown"),
        pytest.param("state-" + "x" * 2000, id="T24 too long"),
        pytest.param("state-é.ü", id="T24 not ASCII"),
    ],
)
def test_an_unknown_state_is_refused(visit, session, state):
    visit.login()

    answer = visit.post(visit.token(), state=state)

    assert_refused(answer, session)
    assert "Open the activity again" in answer.text


def test_t24_a_changed_state_is_refused(visit, session):
    visit.login()
    changed = visit.state.replace(visit.state[10], "A" if visit.state[10] != "A" else "B", 1)

    assert_refused(visit.post(visit.token(), state=changed), session)


def test_t24_a_state_ends_after_five_minutes(visit, session):
    with time_machine.travel(0, tick=False) as clock:
        clock.move_to("2026-03-02T15:00:00Z")
        visit.login()
        clock.shift(299)
        assert visit.launch().status_code == 303
        visit.login()
        clock.shift(301)
        late = visit.launch()

    assert late.status_code == 400
    assert "too old" in late.text
    assert "frame-ancestors https://lms.example.edu" in late.headers["Content-Security-Policy"]


def test_t24_a_state_is_bound_to_the_browser_that_got_it(app, visit, session):
    visit.login()
    other = Visit(app.test_client(), visit.platform)
    other.login()

    answer = other.post(visit.token(), state=visit.state)

    assert_refused(answer, session)
    assert "another browser" in answer.text


def test_a_browser_that_keeps_no_cookie_is_told_what_helps(visit, session):
    visit.login()
    visit.client.delete_cookie(BROWSER_COOKIE)

    answer = visit.launch()

    assert_refused(answer, session)
    assert "in a new window" in answer.text
    assert "allow cookies" in answer.text
    assert "frame-ancestors https://lms.example.edu" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "target",
    [
        pytest.param(TARGET + "?x=1", id="T25 another target of ours"),
        pytest.param("https://evil.example/", id="T25 foreign target"),
        pytest.param(None, id="T30 missing"),
        pytest.param("", id="T30 empty"),
        pytest.param(7, id="T30 a number"),
    ],
)
def test_the_target_must_be_the_one_of_the_login(visit, session, target):
    assert_refused(visit.launch(**{c.TARGET_LINK_URI: target}), session)


def test_a_target_with_a_query_goes_through(visit):
    visit.login(target_link_uri=TARGET + "?unit=1")

    assert visit.launch(**{c.TARGET_LINK_URI: TARGET + "?unit=1"}).status_code == 303


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param(c.ROLES, INSTRUCTOR, id="T26 roles a string"),
        pytest.param(c.ROLES, {"0": INSTRUCTOR}, id="T26 roles an object"),
        pytest.param(c.ROLES, [1], id="T26 a role that is no string"),
        pytest.param(c.ROLES, [LEARNER] * 1000, id="T26 too many roles"),
        pytest.param(c.DEPLOYMENT_ID, 1, id="T27 deployment an integer"),
        pytest.param(c.RESOURCE_LINK, {"id": ""}, id="T28 resource link id empty"),
        pytest.param(c.RESOURCE_LINK, {"id": 5}, id="T28 resource link id a number"),
        pytest.param(c.RESOURCE_LINK, ["1"], id="T28 resource link a list"),
        pytest.param(c.CONTEXT, "course", id="T28 context a string"),
        pytest.param(c.CONTEXT, {"id": 2}, id="T28 context id a number"),
        pytest.param(c.MESSAGE_TYPE, "LtiResourceLinkRequest2", id="T29 fabricated"),
        pytest.param(c.MESSAGE_TYPE, "LtiStartAssessment", id="T29 well-formed, not ours"),
        pytest.param(c.MESSAGE_TYPE, 1, id="T29 a number"),
        pytest.param(c.VERSION, "1.3", id="T31 1.3"),
        pytest.param(c.VERSION, 1.3, id="T31 a number"),
        pytest.param("sub", 5, id="B12 sub a number"),
        pytest.param("sub", "x" * 256, id="B12 sub too long"),
        pytest.param("sub", "a\x00b", id="B12 sub with a NUL"),
    ],
)
def test_what_decides_must_have_its_shape(visit, session, name, value):
    assert_refused(visit.launch(**{name: value}), session)


@pytest.mark.parametrize("via_login", [True, False], ids=["named at login", "not named at login"])
def test_t27_an_unknown_deployment_is_refused(visit, session, via_login):
    visit.login(lti_deployment_id=None)

    answer = visit.launch(**{c.DEPLOYMENT_ID: "77"})

    assert_refused(answer, session, status=403)
    assert "Waiting for approval" in answer.text


def test_t27_a_blocked_deployment_is_refused_at_once(visit, session):
    visit.launch()
    visit.login()
    for deployment in session.scalars(select(Deployment)):
        deployment.state = DeploymentState.BLOCKED
    session.commit()

    assert visit.launch().status_code == 403
    assert len(launches(session)) == 1


def test_a_blocked_registration_is_refused_at_once(visit, session, platform):
    visit.launch()
    visit.login()
    platform.registration.blocked = True
    session.commit()

    assert visit.launch().status_code == 403
    assert len(launches(session)) == 1


def test_t27_a_deployment_of_another_registration_is_refused(app, session, server, platform):
    Platform(session, server, name="Other", client_id="client-2", deployments=("its own",))
    visit = Visit(app.test_client(), platform)
    visit.login(lti_deployment_id=None)

    assert_refused(visit.launch(**{c.DEPLOYMENT_ID: "its own"}), session, status=403)


def test_a_launch_from_another_deployment_than_the_logins_is_refused(app, session, server):
    platform = Platform(session, server, deployments=("1", "2"))
    visit = Visit(app.test_client(), platform)
    visit.login(lti_deployment_id="2")

    assert_refused(visit.launch(), session)


def test_t33_names_and_titles_are_shown_escaped(visit):
    hostile = '<script>alert(1)</script> \u202e"R\u00f6sli"'
    answer = visit.launch(name=hostile, **{c.CONTEXT: {"id": "1", "title": hostile}})

    page = visit.client.get(answer.location)

    assert page.status_code == 200
    assert "<script>alert" not in page.text


@pytest.mark.parametrize("odd", ["\x00", "\ud800"], ids=["NUL", "half a surrogate pair"])
def test_a_title_that_no_database_keeps_is_left_out(visit, session, odd):
    visit.launch(**{c.CONTEXT: {"id": "1", "title": f"a{odd}b"}, "name": f"c{odd}d"})

    session.rollback()
    enrolment = session.scalars(select(Enrolment)).one()
    assert enrolment.course.title == ""
    assert odd not in enrolment.person.name


class TestLog:
    @pytest.fixture
    def settings(self, database_url):
        return Settings(
            public_url="http://localhost:8000",
            secret_key="a secret that only the tests know",
            database_url=database_url,
            lti=LtiSettings(allow_loopback=True),
            log_level="debug",
        )

    def test_t35_the_token_is_nowhere_but_in_the_request(self, visit, capsys):
        visit.login()
        token = visit.token(**{c.VERSION: "1.3"})

        with structlog.testing.capture_logs() as logs:
            answer = visit.post(token)

        seen = json.dumps(logs) + capsys.readouterr().out + answer.text
        assert all(part not in seen for part in token.split("."))
        assert visit.state not in seen
        assert "Ada" not in seen

    def test_the_log_says_which_check_failed_under_the_pages_reference(self, visit):
        with structlog.testing.capture_logs() as logs:
            answer = visit.launch(exp=None)

        [entry] = [entry for entry in logs if entry["event"] == "launch refused"]
        assert entry["check"] == "exp missing"
        assert entry["registration_id"] == visit.platform.registration.id
        assert f"Reference number: {entry['reference']}" in answer.text


# --- after the launch


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


def test_a_request_with_a_bad_signature_never_takes_the_write_lock(app, visit):
    visit.launch()
    visit.login()
    begun = []
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda *args: begun.append(args[2]))

    visit.post(tampered(visit))

    assert not any("IMMEDIATE" in statement for statement in begun)


def test_ended_launches_are_forgotten_after_a_week(session):
    from datetime import UTC, datetime, timedelta

    from lti_tool.lti.launch import forget_ended

    now = datetime.now(UTC)
    factories.launch_of(session, factories.candidate(session), now=now - timedelta(days=8))
    factories.launch_of(session, factories.candidate(session), now=now - timedelta(days=2))

    forget_ended(session, now=now)

    assert len(session.scalars(select(Launch)).all()) == 1
