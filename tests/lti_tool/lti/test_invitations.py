from datetime import timedelta

import pytest

from curriculum.foundation.errors import Conflict, Missing, Rejected
from lti_tool.lti import invitations
from lti_tool.lti.invitations import Gone, InvitationGone
from tests import factories
from tests.factories import NOW

LATER = NOW + timedelta(days=3)


def invite(session, name="State University", **changes):
    values = {"now": NOW, "good_for": timedelta(days=14)}
    return invitations.create_invitation(session, name, **values | changes)


def reason_of(session, token, now=LATER, **options):
    with pytest.raises(InvitationGone) as gone:
        invitations.find_invitation(session, token, now, **options)
    return gone.value.reason


def test_an_invitation_is_found_by_its_token(session):
    made, token = invite(session)

    assert invitations.find_invitation(session, token, LATER) is made
    assert invitations.list_invitations(session, LATER) == [made]


def test_the_token_is_long_and_only_its_hash_is_kept(session):
    made, token = invite(session)
    _other, another = invite(session)

    assert len(token) >= 43  # 256 bits
    assert token != another
    assert token not in {made.token_hash, made.name}
    assert len(made.token_hash) == 64


@pytest.mark.parametrize("token", ["", "guessed", "x" * 101, "a\x00b", "ſ", "../../etc"])
def test_an_unknown_token_is_refused(session, token):
    invite(session)

    assert reason_of(session, token) is Gone.UNKNOWN


def test_an_invitation_expires(session):
    _made, token = invite(session, good_for=timedelta(days=1))

    assert reason_of(session, token, NOW + timedelta(days=1)) is Gone.EXPIRED
    assert invitations.list_invitations(session, NOW + timedelta(days=1)) == []


def test_an_invitation_is_used_once(session):
    made, token = invite(session)
    first = factories.registration(session)

    invitations.use_invitation(session, made, first, LATER)

    assert made.registration is first
    assert reason_of(session, token) is Gone.USED
    with pytest.raises(InvitationGone) as gone:
        invitations.use_invitation(session, made, factories.registration(session), LATER)
    assert gone.value.reason is Gone.USED
    assert made.registration is first


def test_a_used_invitation_can_be_looked_at_until_it_expires(session):
    made, token = invite(session)
    invitations.use_invitation(session, made, factories.registration(session), LATER)

    assert invitations.find_invitation(session, token, LATER, used_too=True) is made
    assert reason_of(session, token, made.expires_at, used_too=True) is Gone.EXPIRED


def test_an_invitation_that_expired_meanwhile_cannot_be_used(session):
    made, _token = invite(session)

    with pytest.raises(InvitationGone) as gone:
        invitations.claim_invitation(session, made, made.expires_at)
    assert gone.value.reason is Gone.EXPIRED


def test_an_invitation_that_was_revoked_meanwhile_cannot_be_used(session):
    made, token = invite(session)
    session.commit()

    assert invitations.revoke_invitation(session, made.name, LATER) == 1

    with pytest.raises(InvitationGone) as gone:
        invitations.claim_invitation(session, made, LATER)
    assert gone.value.reason is Gone.UNKNOWN
    assert reason_of(session, token) is Gone.UNKNOWN


def test_an_invitation_is_given_back(session):
    made, token = invite(session)
    invitations.claim_invitation(session, made, LATER)
    assert reason_of(session, token) is Gone.USED

    invitations.give_back_invitation(session, made)

    assert invitations.find_invitation(session, token, LATER) is made


def test_only_open_invitations_are_revoked(session):
    used, _token = invite(session)
    invitations.use_invitation(session, used, factories.registration(session), LATER)

    with pytest.raises(Missing, match="no open invitation for “State University”"):
        invitations.revoke_invitation(session, "State University", LATER)


def test_a_name_that_is_taken_is_refused_unless_it_is_to_be_updated(session):
    there = factories.registration(session, name="State University")

    with pytest.raises(Conflict, match="--update"):
        invite(session)
    made, _token = invite(session, updates=there)

    assert made.registration is there


@pytest.mark.parametrize("name", ["", " ", " padded", "two\nlines", "x" * 256])
def test_a_name_that_cannot_be_used_is_refused(session, name):
    with pytest.raises(Rejected) as refused:
        invite(session, name)

    assert refused.value.field == "name"


@pytest.mark.parametrize("good_for", [timedelta(0), timedelta(days=-1), timedelta(days=367)])
def test_a_time_that_cannot_be_meant_is_refused(session, good_for):
    with pytest.raises(Rejected):
        invite(session, good_for=good_for)


def test_invitations_long_expired_are_forgotten(session):
    _old, old = invite(session, good_for=timedelta(days=1))
    _new, new = invite(session)

    invitations.forget_invitations(session, NOW + timedelta(days=2))

    assert reason_of(session, old) is Gone.UNKNOWN
    assert invitations.find_invitation(session, new, LATER)


def test_the_address_is_built_from_our_own():
    assert invitations.address_of("https://r.edu/", "abc") == "https://r.edu/lti/register/abc"
