import pytest

from lti_tool.lti.services.errors import ServiceUnreachable
from lti_tool.lti.services.nrps import Member, read_members
from tests.lti_tool.lti.services.recorded import RECORDINGS
from tests.lti_tool.lti.services.scripted import Reply, data

TOKEN = data({"access_token": "x", "expires_in": 3600})
LEARNER = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"
TEST_USER = "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"


def read(connector, service, *replies):
    service.reply(TOKEN, *replies)
    return read_members(connector, f"{service.url}/m")


def members(*entries, **options):
    return data({"id": "x", "members": list(entries)}, **options)


@pytest.mark.case("R06", "R07")
@pytest.mark.parametrize("name", ["moodle45_nrps_members.json", "moodle45_nrps_members_rlid.json"])
def test_moodles_roster_is_read(connector, service, name):
    found = read(connector, service, Reply((RECORDINGS / name).read_bytes()))

    ada = next(member for member in found if member.user_id == "5")
    assert ada == Member("5", ("Learner",), True, "Ada Lovelace", "Ada", "Lovelace")
    assert len({member.user_id for member in found}) == len(found) >= 4
    asked = service.asked[-1].headers
    assert asked["Accept"] == "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"


def test_r01_every_page_is_read(connector, service):
    link = {"link": f'<{service.url}/m?limit=2&from=2>; rel="next"'}

    found = read(
        connector,
        service,
        members({"user_id": "1", "roles": [LEARNER]}, headers=link),
        members({"user_id": "2", "roles": [LEARNER]}),
    )

    assert [member.user_id for member in found] == ["1", "2"]
    assert service.asked[-1].path == "/m?limit=2&from=2"


@pytest.mark.parametrize(
    ("status", "active"),
    [("Active", True), ("Inactive", False), ("Deleted", False), (None, True), ("active", True)],
)
def test_r04_status_says_who_is_there(connector, service, status, active):
    entry = {"user_id": "1", "roles": [LEARNER]} | ({"status": status} if status else {})

    (found,) = read(connector, service, members(entry))

    assert found.is_active is active


@pytest.mark.parametrize("message", [[{"a": 1}], {"a": 1}, "odd", None])
def test_r06_the_message_may_have_any_shape(connector, service, message):
    entry = {"user_id": "1", "roles": [LEARNER], "message": message}

    assert [each.user_id for each in read(connector, service, members(entry))] == ["1"]


def test_r08_somebody_without_name_or_address_is_somebody(connector, service):
    (found,) = read(connector, service, members({"user_id": "1", "roles": [LEARNER]}))

    assert found.name == ""


def test_a_name_is_made_of_its_parts_where_there_is_no_other(connector, service):
    entry = {"user_id": "1", "roles": [], "given_name": "Ada", "family_name": "Lovelace"}

    assert read(connector, service, members(entry))[0].name == "Ada Lovelace"


def test_r09_one_address_and_two_ids_are_two_people(connector, service):
    entries = [{"user_id": each, "roles": [LEARNER], "email": "a@b.edu"} for each in "12"]

    assert len(read(connector, service, members(*entries))) == 2


def test_r10_a_test_student_is_known(connector, service):
    found = read(
        connector,
        service,
        members({"user_id": "1", "roles": [LEARNER, TEST_USER]}, {"user_id": "2", "roles": []}),
    )

    assert [member.is_test for member in found] == [True, False]


def test_several_places_of_one_person_are_one_member(connector, service):
    found = read(
        connector,
        service,
        members(
            {"user_id": "1", "roles": ["Learner"], "status": "Inactive"},
            {"user_id": "1", "roles": ["Learner", "Instructor"], "status": "Active"},
        ),
    )

    assert found == [Member("1", ("Learner", "Instructor"), True)]


def test_what_no_database_keeps_is_left_out(connector, service):
    entries = [
        {"user_id": "1\x00", "roles": []},
        {"user_id": "1\ud800", "roles": []},
        {"user_id": "2", "roles": [], "name": "A\x00da\ud800"},
    ]

    assert read(connector, service, members(*entries)) == [Member("2", (), True, "Ada")]


def test_entries_that_name_nobody_are_left_out(connector, service):
    found = read(connector, service, members({"roles": []}, "odd", {"user_id": 7, "roles": "x"}))

    assert found == [Member("7", (), True)]


@pytest.mark.parametrize("body", [{}, [], {"members": {}}, "x", None])
def test_a_roster_that_is_none_is_not_an_empty_one(connector, service, body):
    with pytest.raises(ServiceUnreachable):
        read(connector, service, data(body))
