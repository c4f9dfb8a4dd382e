"""LTI 1.1 migration: people known again, and nothing merged without a verified signature."""

import pytest
from sqlalchemy import select

from curriculum.foundation.errors import Missing, Rejected
from curriculum.models.enrolment import Enrolment, Role
from curriculum.models.person import Person
from lti_tool.lti import claims as c
from lti_tool.lti import legacy
from lti_tool.lti.migration_claim import read_migration
from lti_tool.lti.models.identity import LtiContext, LtiIdentity
from lti_tool.lti.models.invitation import LegacyConsumer
from lti_tool.lti.models.registration import Deployment
from lti_tool.lti.vault import CONSUMER_SECRET, unseal
from tests import factories
from tests.lti_tool.lti.platform import Platform, Visit

KEY, SECRET = "179248902", "my-lti11-secret"

pytestmark = pytest.mark.case("S03")


@pytest.fixture
def consumers(app, session):
    """Keep a key's secret for a platform."""

    def keep(platform, key=KEY, secret=SECRET):
        with app.app_context():
            legacy.set_legacy_key(session, platform.registration.name, key, secret)
        session.commit()

    return keep


@pytest.fixture
def new_platform(session, server):
    """The same school under a new registration."""
    return Platform(session, server, name="New", client_id="client-2")


def claim(visit, *, key=KEY, secret=SECRET, user_id="old-1", **changes):
    """A migration claim as the platform of this visit signs it for its present login."""
    body = visit.platform.claims(visit.nonce)
    said = {"iss": body["iss"], "aud": body["aud"], "exp": body["exp"], "nonce": body["nonce"]}
    said |= {"deployment": "1"} | changes
    signed = "&".join(
        (key, said["deployment"], said["iss"], said["aud"], str(said["exp"]), said["nonce"])
    )
    found = {
        "user_id": user_id,
        "oauth_consumer_key": key,
        "oauth_consumer_key_sign": legacy.sign(signed, secret),
    }
    return {c.LTI_1P1: found, "exp": body["exp"]}


def come(app, platform, sub, make=claim, **changes):
    """Come in with a migration claim; everything else is an ordinary launch."""
    visit = Visit(app.test_client(), platform)
    visit.login()
    claims = make(visit, **changes) if make else {}
    answer = visit.launch(sub=sub, **claims)
    assert answer.status_code == 303  # nothing about the claim is ever in the way
    return answer


def person_of(session, platform, sub):
    here = LtiIdentity.registration_id == platform.registration.id
    return factories.stored(session, select(LtiIdentity).where(here, LtiIdentity.sub == sub))[0]


def test_the_example_of_the_guide_is_signed_as_the_guide_says():
    body = {
        "iss": "https://lmsvendor.com",
        "aud": "PM48OJSfGDTAzAo",
        "sub": "3",
        "exp": 1551290856,
        "nonce": "172we8671fd8z",
    }
    found = {"oauth_consumer_key": KEY, "oauth_consumer_key_sign": "x", "user_id": "34212"}

    read = read_migration(found, body, "689302")

    assert read.user_id == "34212"
    assert legacy.sign(read.signed, SECRET) == "lWd54kFo5qU7xshAna6v8BwoBm6tmUjc6GTax6+12ps="


@pytest.mark.parametrize(
    ("audience", "azp", "client"),
    [("ours", None, "ours"), (["ours"], None, "ours"), (["other", "ours"], "ours", "ours")],
)
def test_the_client_signed_for_is_ours_however_it_is_named(audience, azp, client):
    body = {"iss": "i", "aud": audience, "azp": azp, "sub": "3", "exp": 1.0, "nonce": "n"}
    found = {"oauth_consumer_key": "k", "oauth_consumer_key_sign": "x"}

    read = read_migration(found, body, "d")

    assert read.signed == f"k&d&i&{client}&1&n"
    assert read.user_id == "3"


def test_a_verified_name_is_kept(app, session, platform, consumers):
    consumers(platform)

    come(app, platform, "person-1")

    found = person_of(session, platform, "person-1")
    assert (found.legacy_key, found.legacy_user_id) == (KEY, "old-1")


def test_a_name_is_kept_for_somebody_who_was_known_before(app, session, platform, consumers):
    come(app, platform, "person-1", make=None)
    consumers(platform)

    come(app, platform, "person-1")

    assert person_of(session, platform, "person-1").legacy_user_id == "old-1"


def test_the_same_person_under_a_new_registration_is_the_same_person(
    app, session, platform, new_platform, consumers
):
    consumers(platform)
    consumers(new_platform)
    come(app, platform, "person-1")

    come(app, new_platform, "another word for them")

    old, new = (
        person_of(session, platform, "person-1"),
        person_of(session, new_platform, "another word for them"),
    )
    assert old.person_id == new.person_id
    assert len(factories.stored(session, select(Person))) == 1
    assert len(factories.stored(session, select(Enrolment))) == 2  # one in each platform's course


def test_whoever_is_known_already_is_not_merged(app, session, platform, new_platform, consumers):
    come(app, new_platform, "person-2", make=None)
    consumers(platform)
    consumers(new_platform)
    come(app, platform, "person-1")

    come(app, new_platform, "person-2")

    assert len(factories.stored(session, select(Person))) == 2
    assert person_of(session, new_platform, "person-2").legacy_user_id == "old-1"


def on_the_roster(session, platform, sub):
    """Somebody of the new platform's course of whom only its roster has told."""
    course = session.scalars(
        select(LtiContext.course_id)
        .join(LtiContext.deployment)
        .where(Deployment.registration_id == platform.registration.id)
    ).one()
    person = factories.person(session)
    factories.add(
        session,
        LtiIdentity(registration_id=platform.registration.id, sub=sub, person_id=person.id),
    )
    return factories.add(
        session, Enrolment(course_id=course, person_id=person.id, role=Role.CANDIDATE)
    )


def test_whom_only_the_roster_told_of_is_known_again_at_the_first_launch(
    app, session, platform, new_platform, consumers
):
    consumers(platform)
    consumers(new_platform)
    come(app, platform, "person-1")
    come(app, new_platform, "somebody else", make=None)
    enrolment = on_the_roster(session, new_platform, "person-2")
    session.commit()

    come(app, new_platform, "person-2")

    old = person_of(session, platform, "person-1").person_id
    assert person_of(session, new_platform, "person-2").person_id == old
    session.refresh(enrolment)
    assert enrolment.person_id == old
    assert enrolment.last_launch_at is not None
    assert len(factories.stored(session, select(Person))) == 2


@pytest.mark.parametrize("from_roster", [True, False])
def test_two_words_of_one_platform_for_one_old_name_stay_two_people(
    app, session, platform, new_platform, consumers, from_roster
):
    consumers(platform)
    consumers(new_platform)
    come(app, platform, "person-1")
    come(app, new_platform, "person-2")
    if from_roster:
        on_the_roster(session, new_platform, "person-3")
        session.commit()

    come(app, new_platform, "person-3")

    assert len(factories.stored(session, select(Person))) == 2
    assert person_of(session, new_platform, "person-3").legacy_user_id == "old-1"


def test_a_coordinator_of_whom_only_the_roster_told_is_not_merged(
    app, session, platform, new_platform, consumers
):
    consumers(platform)
    consumers(new_platform)
    come(app, platform, "person-1")
    come(app, new_platform, "somebody else", make=None)
    enrolment = on_the_roster(session, new_platform, "person-2")
    factories.coordinator(session, factories.program(session), enrolment.person)
    session.commit()

    come(app, new_platform, "person-2")

    assert len(factories.stored(session, select(Person))) == 3


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"nonce": "of another login"}, id="wrong nonce"),
        pytest.param({"secret": "guessed"}, id="wrong secret"),
        pytest.param({"deployment": "2"}, id="another deployment"),
        pytest.param({"iss": "https://other.example"}, id="another issuer"),
        pytest.param({"aud": "another"}, id="another client"),
        pytest.param({"exp": 1}, id="another time"),
        pytest.param({"key": "unknown key"}, id="unknown key"),
    ],
)
def test_a_signature_that_does_not_fit_merges_nothing(
    app, session, platform, new_platform, consumers, changes
):
    consumers(platform)
    consumers(new_platform)
    come(app, platform, "person-1")

    come(app, new_platform, "person-1", **changes)

    assert len(factories.stored(session, select(Person))) == 2
    assert person_of(session, new_platform, "person-1").legacy_key is None


@pytest.mark.parametrize(
    "junk",
    [
        None,
        "text",
        [],
        {},
        {"oauth_consumer_key": KEY, "user_id": "old-1"},
        {"oauth_consumer_key_sign": "x", "user_id": "old-1"},
        {"oauth_consumer_key": 7, "oauth_consumer_key_sign": ["x"], "user_id": {}},
        {"oauth_consumer_key": KEY, "oauth_consumer_key_sign": "é", "user_id": "old-1"},
        {"oauth_consumer_key": KEY, "oauth_consumer_key_sign": "", "user_id": "old-1"},
        {"oauth_consumer_key": KEY, "oauth_consumer_key_sign": "x" * 300, "user_id": "old-1"},
        {"oauth_consumer_key": "a\x00b", "oauth_consumer_key_sign": "x", "user_id": "old-1"},
    ],
)
def test_a_claim_of_the_wrong_shape_is_as_good_as_none(app, session, platform, consumers, junk):
    consumers(platform)

    come(app, platform, "person-1", make=lambda _visit: {c.LTI_1P1: junk})

    assert person_of(session, platform, "person-1").legacy_key is None


def test_without_the_secret_of_this_very_platform_nothing_is_believed(
    app, session, platform, new_platform, consumers
):
    consumers(platform)
    come(app, platform, "person-1")

    come(app, new_platform, "person-1")

    assert len(factories.stored(session, select(Person))) == 2


def test_two_schools_whose_keys_read_alike_stay_two(
    app, session, platform, new_platform, consumers
):
    consumers(platform)
    consumers(new_platform, secret="the other school's")
    come(app, platform, "person-1")

    come(app, new_platform, "person-1", secret="the other school's")

    assert person_of(session, new_platform, "person-1").legacy_user_id == "old-1"
    assert len(factories.stored(session, select(Person))) == 2


def test_two_people_with_one_old_name_are_nobodys_guess(
    app, session, server, platform, new_platform, consumers
):
    third = Platform(session, server, name="Third", client_id="client-3")
    for each in (platform, new_platform):
        come(app, each, "person-1", make=None)
    for each in (platform, new_platform, third):
        consumers(each)
    for each in (platform, new_platform):
        come(app, each, "person-1")

    come(app, third, "person-1")

    assert len(factories.stored(session, select(Person))) == 3


def test_somebody_blocked_stays_blocked_under_a_new_registration(
    app, session, platform, new_platform, consumers
):
    consumers(platform)
    consumers(new_platform)
    come(app, platform, "person-1")
    for person in factories.stored(session, select(Person)):
        person.blocked = True
    session.commit()
    visit = Visit(app.test_client(), new_platform)
    visit.login()

    answer = visit.launch(sub="person-9", **claim(visit))

    assert answer.status_code == 403
    assert len(factories.stored(session, select(LtiIdentity))) == 1


def test_it_costs_one_statement_at_most_and_none_once_it_is_kept(
    app, session, platform, consumers, count_queries
):
    visit = Visit(app.test_client(), platform)

    def statements(**changes):
        visit.login()
        with count_queries() as counted:
            visit.launch(**changes)
        return counted.n

    statements()
    plain = statements()
    consumers(platform, secret="another secret")
    visit.login()
    refused = statements(**claim(visit))
    consumers(platform)
    visit.login()
    visit.launch(**claim(visit))
    visit.login()
    with count_queries() as counted:
        visit.launch(**claim(visit))

    assert refused == plain + 1
    assert counted.n == plain
    assert person_of(session, platform, "person-1").legacy_user_id == "old-1"


class TestSettingAKey:
    def test_the_secret_is_sealed(self, app, session, platform, consumers):
        consumers(platform)

        [found] = factories.stored(session, select(LegacyConsumer))

        assert SECRET not in found.secret
        with app.app_context():
            assert unseal(found.secret, purpose=CONSUMER_SECRET) == SECRET

    def test_another_secret_takes_its_place_and_proves_anew(
        self, app, session, platform, consumers
    ):
        consumers(platform)
        come(app, platform, "person-1")

        consumers(platform, secret="another")

        assert len(factories.stored(session, select(LegacyConsumer))) == 1
        assert person_of(session, platform, "person-1").legacy_key is None

    @pytest.mark.parametrize(
        ("key", "secret"), [("", "s"), (" ", "s"), ("k" * 256, "s"), ("a\nb", "s"), ("k", "")]
    )
    def test_what_cannot_be_a_key_is_refused(self, app, session, platform, key, secret):
        with app.app_context(), pytest.raises(Rejected):
            legacy.set_legacy_key(session, "School", key, secret)

    def test_an_unknown_platform_is_named(self, app, session):
        with app.app_context(), pytest.raises(Missing, match="platform"):
            legacy.set_legacy_key(session, "Nowhere", KEY, SECRET)
