import pytest

from assignments import exemptions
from curriculum.foundation.errors import Missing, NotAllowed, Rejected
from tests import factories


@pytest.fixture
def who(session):
    return factories.candidate(session)


@pytest.fixture
def instructor(session, who):
    return factories.instructor(session, course=who.course)


def grant(session, instructor, who, reason="The school closed for two weeks."):
    return exemptions.grant_exemption(session, instructor, who.id, "1A", reason, now=factories.NOW)


def test_an_exception_is_for_one_task(session, instructor, who):
    grant(session, instructor, who)

    assert exemptions.exemption_of(session, who.id, "1A").granted_by_id == instructor.id
    assert exemptions.exemption_of(session, who.id, "1B") is None


def test_granting_again_changes_the_reason(session, instructor, who):
    first = grant(session, instructor, who)

    assert grant(session, instructor, who, "Another reason.").id == first.id


@pytest.mark.parametrize("reason", ["  ", "x" * 501])
def test_a_reason_is_needed_and_short(session, instructor, who, reason):
    with pytest.raises(Rejected) as refused:
        grant(session, instructor, who, reason)

    assert refused.value.field == "reason"


def test_an_exception_can_be_taken_back(session, instructor, who):
    grant(session, instructor, who)

    exemptions.revoke_exemption(session, instructor, who.id, "1A")
    exemptions.revoke_exemption(session, instructor, who.id, "1A")

    assert exemptions.exemption_of(session, who.id, "1A") is None


def test_only_within_ones_own_course(session, who):
    with pytest.raises(Missing):
        grant(session, factories.instructor(session), who)


def test_only_an_instructor_grants(session, who):
    with pytest.raises(NotAllowed):
        grant(session, who, who)
