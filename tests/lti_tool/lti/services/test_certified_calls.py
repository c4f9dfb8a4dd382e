"""What the certification looks at in each call of a service: method, media type, token, scope."""

from datetime import UTC, datetime
from decimal import Decimal
from urllib.parse import parse_qs

import pytest

from lti_tool.lti.services import ags, nrps
from lti_tool.lti.services.ags import Gradebook, LineItemData, Score
from tests.lti_tool.lti.services.scripted import data

COLUMN = {"id": "http://127.0.0.1/c/1/lineitem", "label": "1A", "scoreMaximum": 100}
SCORE = Score("6", datetime(2026, 11, 21, tzinfo=UTC), ags.COMPLETED, ags.FULLY_GRADED)


def book(connector, service):
    scopes = frozenset(ags.ALL_SCOPES)
    return Gradebook(connector, scopes, f"{service.url}/c/1/lineitems?type_id=1")


@pytest.mark.parametrize(
    ("call", "reply", "method", "path", "header", "media", "scope"),
    [
        pytest.param(
            lambda connector, service: nrps.read_members(connector, f"{service.url}/c/1/m"),
            {"members": []},
            "GET",
            "/c/1/m",
            "Accept",
            "application/vnd.ims.lti-nrps.v2.membershipcontainer+json",
            nrps.MEMBERS,
            id="roster",
            marks=pytest.mark.case("N02", "N03", "N04", "N05"),
        ),
        pytest.param(
            lambda connector, service: book(connector, service).line_items(),
            [COLUMN],
            "GET",
            "/c/1/lineitems?type_id=1",
            "Accept",
            "application/vnd.ims.lis.v2.lineitemcontainer+json",
            ags.LINE_ITEM,
            id="columns",
            marks=pytest.mark.case("A02"),
        ),
        pytest.param(
            lambda connector, service: book(connector, service).create_line_item(
                LineItemData("", "1A", Decimal(100), resource_id="1A", tag="reciprocal")
            ),
            COLUMN,
            "POST",
            "/c/1/lineitems?type_id=1",
            "Content-Type",
            "application/vnd.ims.lis.v2.lineitem+json",
            ags.LINE_ITEM,
            id="a new column",
            marks=pytest.mark.case("A03"),
        ),
        pytest.param(
            lambda connector, service: book(connector, service).post_score(
                f"{service.url}/c/1/lineitems/2/lineitem?type_id=1", SCORE
            ),
            None,
            "POST",
            "/c/1/lineitems/2/lineitem/scores?type_id=1",
            "Content-Type",
            "application/vnd.ims.lis.v1.score+json",
            ags.SCORE,
            id="a score",
            marks=pytest.mark.case("A04", "G01"),
        ),
        pytest.param(
            lambda connector, service: book(connector, service).read_results(
                f"{service.url}/c/1/lineitems/2/lineitem?type_id=1"
            ),
            [],
            "GET",
            "/c/1/lineitems/2/lineitem/results?type_id=1",
            "Accept",
            "application/vnd.ims.lis.v2.resultcontainer+json",
            ags.RESULT_READ,
            id="results",
            marks=pytest.mark.case("A05"),
        ),
    ],
)
def test_each_call_has_its_media_type_a_bearer_token_and_its_scope(
    connector, service, call, reply, method, path, header, media, scope
):
    service.reply(data({"access_token": "granted", "expires_in": 3600}), data(reply))

    call(connector, service)

    token, asked = service.asked
    assert scope in parse_qs(token.body.decode())["scope"][0].split()
    assert (asked.method, asked.path) == (method, path)
    assert asked.headers[header] == media
    assert asked.headers["Authorization"] == "Bearer granted"


@pytest.mark.case("R07")
def test_a_roster_of_one_resource_link_keeps_to_it_on_every_page(connector, service):
    link = {"link": f'<{service.url}/m?rlid=7&page=2>; rel="next"'}
    service.reply(
        data({"access_token": "x", "expires_in": 3600}),
        data({"members": [{"user_id": "1", "roles": ["Learner"], "message": {}}]}, headers=link),
        data({"members": [{"user_id": "2", "roles": ["Learner"], "message": [{}]}]}),
    )

    found = nrps.read_members(connector, f"{service.url}/m?rlid=7")

    assert [member.user_id for member in found] == ["1", "2"]
    assert [asked.path for asked in service.asked[1:]] == ["/m?rlid=7", "/m?rlid=7&page=2"]


@pytest.mark.case("G16")
def test_results_are_read_page_by_page(connector, service):
    def result(user_id):
        return [{"userId": user_id, "resultScore": 5, "resultMaximum": 10}]

    link = {"link": f'<{service.url}/c/l/results?page=2>; rel="next"'}
    service.reply(
        data({"access_token": "x", "expires_in": 3600}),
        data(result("1"), headers=link),
        data(result("2")),
    )

    found = book(connector, service).read_results(f"{service.url}/c/l")

    assert [each.user_id for each in found] == ["1", "2"]
