import pytest

from lti_tool.demo import vocabulary as v
from lti_tool.demo.app import Character, Client, lms_of
from lti_tool.demo.people import Person
from tests.lti_tool.demo.tool import Services


@pytest.fixture
def url(lms):
    return lms.service_url(lms.clients[0], "edu-210/memberships")


def user_ids(answer):
    assert answer.status_code == 200, answer.text
    return [member["user_id"] for member in answer.get_json()["members"]]


def test_the_roster_names_everyone_with_full_roles(services, url):
    answer = services.ask("GET", url, v.SCOPE_ROSTER, accept=v.MEDIA_ROSTER)

    assert answer.mimetype == v.MEDIA_ROSTER
    body = answer.get_json()
    assert body["id"] == url
    assert body["context"] == {
        "id": "edu-210",
        "label": "EDU 210",
        "title": "Working with Families",
    }
    assert len(body["members"]) == 7
    assert body["members"][1] == {
        "status": "Active",
        "user_id": "candidate-1",
        "roles": [v.LEARNER],
        "name": "Zoë Okafor",
        "given_name": "Zoë",
        "family_name": "Okafor",
        "email": "zoe.okafor@example.org",
        "lis_person_sourcedid": "",
    }


@pytest.mark.parametrize("role", ["Instructor", v.INSTRUCTOR])
def test_a_role_narrows_the_roster(services, url, role):
    address = f"{url}&role={role.replace('#', '%23')}"

    assert user_ids(services.ask("GET", address)) == ["instructor-1"]


def test_pages_are_followed_to_the_end(services, lms, url):
    lms.enrol_many("edu-210", 110)
    seen, address, pages = [], url, 0

    while address:
        answer = services.ask("GET", address)
        seen += user_ids(answer)
        pages += 1
        link = answer.headers.get("Link")
        assert link is None or link.endswith('>; rel="next"')
        address = link and link[1 : link.index(">")]

    assert pages == 3
    assert len(seen) == len(set(seen)) == 117


def test_a_page_may_be_asked_smaller_but_not_larger(services, lms, url):
    lms.page_size = 4

    assert len(user_ids(services.ask("GET", url + "&limit=3"))) == 3
    assert len(user_ids(services.ask("GET", url + "&limit=6"))) == 4
    assert len(user_ids(services.ask("GET", url + "&limit=0&from=-1"))) == 4


def test_a_resource_link_adds_its_message(services, lms, url):
    link = lms.navigation("edu-210")

    members = services.ask("GET", f"{url}&rlid={link.id}").get_json()["members"]

    assert members[0]["message"] == [{v.MESSAGE_TYPE: "LtiResourceLinkRequest"}]
    assert services.ask("GET", f"{url}&rlid=other").status_code == 404


def test_people_who_have_left_are_listed_with_their_status(services, lms, url):
    lms.enrol("edu-210", "candidate-5", v.LEARNER, status="Inactive")

    members = services.ask("GET", url).get_json()["members"]

    assert [m["status"] for m in members if m["user_id"] == "candidate-5"] == ["Inactive"]


def test_a_client_without_names_gets_ids_and_roles(make_lms, tool):
    app = make_lms(clients=(Client(shares_names=False),))
    lms = lms_of(app)
    url = lms.service_url(lms.clients[0], "edu-210/memberships")

    members = Services(app, lms, tool).ask("GET", url).get_json()["members"]

    assert {name for member in members for name in member} == {"status", "user_id", "roles"}


def test_moodle_lists_the_active_at_once_with_short_roles(make_lms, tool):
    app = make_lms(character=Character.MOODLE)
    lms = lms_of(app)
    lms.enrol_many("edu-210", 60)
    lms.enrol("edu-210", "candidate-5", v.LEARNER, status="Inactive")
    url = lms.service_url(lms.clients[0], "edu-210/memberships")
    services = Services(app, lms, tool)

    members = services.ask("GET", url).get_json()["members"]
    first = services.ask("GET", url + "&limit=60")

    assert len(members) == 66
    assert members[0]["roles"] == ["Instructor"]
    assert len(user_ids(first)) == 60
    assert first.headers["Link"].endswith('limit=60&from=60>; rel="next"')


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        (None, 200),
        ("*/*", 200),
        (v.MEDIA_ROSTER, 200),
        (f"text/html, {v.MEDIA_ROSTER};q=0.8", 200),
        ("application/json", 406),
    ],
)
def test_the_answers_type_has_to_be_acceptable(services, url, accept, status):
    assert services.ask("GET", url, accept=accept).status_code == status


def test_the_scope_is_needed(services, url):
    answer = services.ask("GET", url, v.SCOPE_SCORE)

    assert (answer.status_code, answer.get_json()["error"]) == (403, "insufficient_scope")


@pytest.mark.parametrize("query", ["", "?type_id=2", "?type_id=1/scores"])
def test_the_addresss_query_belongs_to_it(services, lms, query):
    address = f"{lms.issuer}/services/edu-210/memberships{query}"

    assert services.ask("GET", address).status_code == 404


def test_an_unknown_course_is_not_there(services, lms):
    url = lms.service_url(lms.clients[0], "edu-999/memberships")

    assert services.ask("GET", url).status_code == 404


def test_a_program_has_to_say_what_it_is(services, url):
    assert services.ask("GET", url, **{"User-Agent": ""}).status_code == 403


def test_someone_added_by_a_test_is_on_the_roster(services, lms, url):
    lms.add_person(Person("p-1", "Ada", "Lovelace", "Ada Lovelace", "ada@example.org", "es"))
    lms.enrol("edu-210", "p-1", v.LEARNER, "http://example.org/roles#Helper")

    members = services.ask("GET", url).get_json()["members"]

    assert members[-1]["roles"] == [v.LEARNER, "http://example.org/roles#Helper"]
