import pytest

from lti_tool.demo import vocabulary as v
from lti_tool.demo.app import Character, lms_of
from tests.lti_tool.demo.tool import Services

ITEM = {"label": "Reflection 1A", "scoreMaximum": 10, "resourceId": "1a", "tag": "grade"}


@pytest.fixture
def url(lms):
    return lms.service_url(lms.clients[0], "edu-210/lineitems")


@pytest.fixture
def activity(lms, tool):
    return lms.add_activity("edu-210", "Unit 1", f"{tool.url}/1")


def create(services, url, **changes):
    item = {name: x for name, x in {**ITEM, **changes}.items() if x is not None}
    return services.ask("POST", url, body=item, media=v.MEDIA_LINE_ITEM)


def test_a_column_is_created_and_found_again(services, lms, url, activity):
    made = create(services, url, resourceLinkId=activity.id, endDateTime="2027-01-01T00:00:00Z")

    assert made.status_code == 201
    assert made.mimetype == v.MEDIA_LINE_ITEM
    item = made.get_json()
    column = lms.columns("edu-210")[0]
    assert item == {
        **ITEM,
        "id": f"{lms.issuer}/services/edu-210/lineitems/{column.id}/lineitem?type_id=1",
        "resourceLinkId": activity.id,
        "endDateTime": "2027-01-01T00:00:00Z",
    }
    shown = services.ask("GET", item["id"], v.SCOPE_LINE_ITEM_READ, accept=v.MEDIA_LINE_ITEM)
    assert shown.get_json() == item
    listed = services.ask("GET", url, v.SCOPE_LINE_ITEM_READ, accept=v.MEDIA_LINE_ITEMS)
    assert listed.mimetype == v.MEDIA_LINE_ITEMS
    assert listed.get_json() == [item]


def test_filters_narrow_the_list(services, url, activity):
    create(services, url, resourceLinkId=activity.id, label="A", resourceId="a", tag="x")
    create(services, url, label="B", resourceId="b", tag="x")
    create(services, url, label="C", resourceId="b", tag="y")

    def labels(query):
        return [item["label"] for item in services.ask("GET", url + query).get_json()]

    assert labels("") == ["A", "B", "C"]
    assert labels(f"&resource_link_id={activity.id}") == ["A"]
    assert labels("&resource_id=b") == ["B", "C"]
    assert labels("&tag=x") == ["A", "B"]
    assert labels("&resource_id=b&tag=y") == ["C"]
    assert labels("&resource_link_id=other") == []


def test_the_list_comes_in_pages(services, lms, url):
    lms.page_size = 2
    for label in "ABC":
        create(services, url, label=label)

    first = services.ask("GET", url)
    link = first.headers["Link"]
    rest = services.ask("GET", link[1 : link.index(">")])

    assert [len(page.get_json()) for page in (first, rest)] == [2, 1]
    assert "Link" not in rest.headers


def test_moodle_writes_its_links_with_curly_quotes(make_lms, tool):
    app = make_lms(character=Character.MOODLE)
    lms = lms_of(app)
    services = Services(app, lms, tool)
    url = lms.service_url(lms.clients[0], "edu-210/lineitems")
    for label in "AB":
        create(services, url, label=label)

    link = services.ask("GET", url + "&limit=1").headers["Link"].encode("latin-1").decode()

    assert link == f"<{url}&amp;limit=1&amp;from=1>; rel=“next”"
    assert "Link" not in services.ask("GET", url).headers


def test_put_replaces_and_clears_what_is_not_sent(services, lms, url, activity):
    item = create(services, url, resourceLinkId=activity.id).get_json()

    answer = services.ask(
        "PUT", item["id"], body={"label": "New", "scoreMaximum": 20}, media=v.MEDIA_LINE_ITEM
    )

    assert answer.get_json() == {
        "id": item["id"],
        "label": "New",
        "scoreMaximum": 20,
        "resourceId": "",
        "tag": "",
        "resourceLinkId": activity.id,
    }
    assert lms.columns("edu-210")[0].score_maximum == 20


def test_a_column_stays_with_its_link(services, url, activity):
    item = create(services, url).get_json()
    body = {**ITEM, "resourceLinkId": activity.id}

    answer = services.ask("PUT", item["id"], body=body, media=v.MEDIA_LINE_ITEM)

    assert answer.status_code == 400


def test_a_deleted_column_is_gone(services, lms, url):
    item = create(services, url).get_json()
    lms.grade_by_hand(lms.columns("edu-210")[0], "candidate-1", 5)

    assert services.ask("DELETE", item["id"]).status_code == 204
    assert services.ask("GET", item["id"]).status_code == 404
    assert services.ask("DELETE", item["id"]).status_code == 404
    assert lms.columns("edu-210") == []


@pytest.mark.parametrize(
    "changes",
    [
        {"label": None},
        {"label": "  "},
        {"label": 7},
        {"scoreMaximum": None},
        {"scoreMaximum": 0},
        {"scoreMaximum": "10"},
        {"scoreMaximum": True},
        {"tag": ["x"]},
    ],
)
def test_a_malformed_column_is_refused(services, lms, url, changes):
    assert create(services, url, **changes).status_code == 400
    assert lms.columns("edu-210") == []


@pytest.mark.parametrize("body", ["[]", "not json", ""])
def test_the_body_has_to_be_an_object(services, url, body):
    assert services.ask("POST", url, body=body, media=v.MEDIA_LINE_ITEM).status_code == 400


def test_another_courses_link_is_not_there(services, lms, url):
    other = lms.navigation("edu-340")

    assert create(services, url, resourceLinkId=other.id).status_code == 404


def test_the_content_type_is_checked(services, url):
    assert services.ask("POST", url, body=ITEM, media="application/json").status_code == 415


def test_reading_scope_does_not_write(services, url):
    item = create(services, url).get_json()
    read = v.SCOPE_LINE_ITEM_READ

    for method, address in (("POST", url), ("PUT", item["id"]), ("DELETE", item["id"])):
        answer = services.ask(method, address, read, body=ITEM, media=v.MEDIA_LINE_ITEM)
        assert answer.status_code == 403
    assert services.ask("GET", url, v.SCOPE_SCORE).status_code == 403
