import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from lti_tool.lti.services import ags
from lti_tool.lti.services.ags import Gradebook, LineItemData, Result, Score
from lti_tool.lti.services.errors import ServiceRefused, ServiceUnreachable
from tests.lti_tool.lti.services.recorded import recorded
from tests.lti_tool.lti.services.scripted import Reply, data

AT = datetime(2026, 11, 21, 18, 9, 22, 966000, tzinfo=UTC)
TOKEN = data({"access_token": "x", "expires_in": 3600})


def score(**changes):
    values = {
        "user_id": "6",
        "timestamp": AT,
        "activity": ags.COMPLETED,
        "grading": ags.FULLY_GRADED,
        "given": Decimal("8"),
        "maximum": Decimal("10"),
    }
    return Score(**values | changes)


@pytest.fixture
def book(connector, service):
    return Gradebook(connector, frozenset(ags.ALL_SCOPES), f"{service.url}/2/lineitems?type_id=1")


def said(service):
    return json.loads(service.asked[-1].body)


def test_a_score_is_what_moodle_took_in_the_recording(book, service):
    taken = recorded("score with plain comment")
    service.reply(TOKEN, Reply(taken.body, headers={}, media=taken.headers["Content-Type"]))

    book.post_score(
        f"{service.url}/mod/lti/services.php/2/lineitems/2/lineitem?type_id=1",
        score(comment="Good work,\nline two <b>bold</b> & é漢"),
    )

    asked = service.asked[-1]
    method, path, body = taken.request.split(" ", 2)
    assert (asked.method, asked.path) == (method, path)
    assert json.loads(asked.body) == json.loads(body)
    assert asked.headers["Content-Type"] == "application/vnd.ims.lis.v1.score+json"


@pytest.mark.parametrize(
    ("given", "written"),
    [("0", "0"), ("80", "80"), ("80.0000", "80"), ("63.5", "63.5"), ("8E+1", "80"),
     ("0.3333", "0.3333")],
)  # fmt: skip
def test_g03_points_are_plain_numbers_and_zero_is_one(given, written):
    body = score(given=Decimal(given), maximum=Decimal(100)).to_json()

    assert f'"scoreGiven":{written},"scoreMaximum":100'.encode() in body


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"maximum": None}, id="g04 no maximum"),
        pytest.param({"given": None}, id="no score"),
        pytest.param({"given": Decimal(-1)}, id="g05 negative"),
        pytest.param({"maximum": Decimal(0)}, id="out of nothing"),
        pytest.param({"given": Decimal("NaN")}, id="not a number"),
        pytest.param({"maximum": Decimal("Infinity")}, id="infinite"),
    ],
)
def test_g04_g05_what_no_platform_may_be_sent_is_refused_before(changes):
    with pytest.raises(ValueError):
        score(**changes)


def test_g05_more_than_the_maximum_passes():
    assert b'"scoreGiven":12' in score(given=Decimal(12)).to_json()


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (AT, "2026-11-21T18:09:22.966Z"),
        (AT.replace(microsecond=0), "2026-11-21T18:09:22.000Z"),
        (AT.astimezone(timezone(timedelta(hours=-5))), "2026-11-21T18:09:22.966Z"),
    ],
)
def test_g06_instants_have_milliseconds_and_a_zone(moment, text):
    assert ags.instant(moment) == text


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-21T19:09:42+00:00", datetime(2026, 11, 21, 19, 9, 42, tzinfo=UTC)),
        ("2026-11-21T19:09:42.5Z", datetime(2026, 11, 21, 19, 9, 42, 500000, tzinfo=UTC)),
        ("2026-11-21T14:09:42-05:00", datetime(2026, 11, 21, 19, 9, 42, tzinfo=UTC)),
        ("2026-11-21T19:09:42", datetime(2026, 11, 21, 19, 9, 42, tzinfo=UTC)),
        ("yesterday", None),
        ("0001-01-01T00:00:00+01:00", None),
        (None, None),
    ],
)
def test_a_platforms_instant_is_read_where_it_can_be(text, moment):
    assert ags.read_instant(text) == moment


def test_a_page_instead_of_an_answer_leaves_open_whether_it_arrived(book, service):
    service.reply(TOKEN, Reply(b" \n<!DOCTYPE html>", media="text/html"))

    with pytest.raises(ServiceUnreachable) as lost:
        book.post_score(f"{service.url}/item", score())

    assert lost.value.maybe_done


def test_one_persons_result_is_read_from_moodles_list(book, service):
    kept = recorded("results of one user")
    service.reply(TOKEN, Reply(kept.body, media=kept.headers["Content-Type"]))

    found = book.read_result(f"{service.url}/2/lineitems/2/lineitem?type_id=1", "6")

    assert service.asked[-1].path == "/2/lineitems/2/lineitem/results?type_id=1&user_id=6"
    accept = "application/vnd.ims.lis.v2.resultcontainer+json"
    assert service.asked[-1].headers["Accept"] == accept
    at = datetime(2026, 11, 21, 19, 9, 42, tzinfo=UTC)
    assert found == Result("6", Decimal(10), Decimal(100), at, "")


def test_a_platform_that_ignores_the_filter_is_read_to_the_right_person(book, service):
    link = {"Link": f'<{service.url}/r?page=2>; rel="next"'}
    service.reply(
        TOKEN,
        data([{"userId": "1", "resultScore": 1}], headers=link),
        data([{"userId": 6, "resultScore": 2.5, "resultMaximum": 10, "comment": "so"}]),
    )

    found = book.read_result(f"{service.url}/r", "6")

    assert found == Result("6", Decimal("2.5"), Decimal(10), None, "so")


def test_no_result_is_nothing(book, service):
    service.reply(TOKEN, data([]))

    assert book.read_result(f"{service.url}/r", "6") is None


@pytest.mark.parametrize("body", [{"error": "x"}, [1, 2], "text", None])
def test_a_list_that_is_none_is_said_so(book, service, body):
    service.reply(TOKEN, data(body))

    with pytest.raises(ServiceUnreachable):
        book.line_items()


def test_moodles_columns_are_read(book, service):
    kept = recorded("line items")
    service.reply(TOKEN, Reply(kept.body, media=kept.headers["Content-Type"]))

    found = book.line_items(resource_id="1A", tag="reciprocal")

    assert service.asked[-1].path == "/2/lineitems?type_id=1&resource_id=1A&tag=reciprocal"
    assert [item.label for item in found] == ["Breakout game", "Score", "Time Taken"]
    assert found[0].resource_link_id == "1"
    assert (found[2].resource_id, found[2].tag) == ("1", "time")
    assert found[2].score_maximum == 999


def test_g16_columns_are_read_page_by_page(book, service):
    first, second = recorded("line items limit 1"), recorded("line items")
    link = first.headers["Link"].replace("http://localhost:8081", service.url)
    service.reply(TOKEN, Reply(first.body, headers={"Link": link}), Reply(second.body))

    assert len(book.line_items()) == 4


def test_one_column_is_read_under_the_address_it_is_known_by(book, service):
    kept = recorded("the coupled line item")
    service.reply(TOKEN, Reply(kept.body))
    url = f"{service.url}/2/lineitems/2/lineitem?type_id=1"

    found = book.read_line_item(url)

    assert (found.url, found.score_maximum) == (url, Decimal(100))
    assert service.asked[-1].headers["Accept"] == "application/vnd.ims.lis.v2.lineitem+json"


def test_a_deleted_column_is_a_404(book, service):
    kept = recorded("get deleted")
    service.reply(TOKEN, Reply(kept.body, status=kept.status, reason=kept.reason))

    with pytest.raises(ServiceRefused) as refused:
        book.read_line_item(f"{service.url}/gone")

    assert refused.value.status == 404


def test_a_column_is_made_as_moodle_takes_it(book, service):
    kept = recorded("create a line item")
    service.reply(TOKEN, Reply(kept.body, status=201))
    wanted = LineItemData("", "Extra", Decimal(20), resource_id="r-9", tag="xt")

    made = book.create_line_item(wanted)

    assert said(service) == {"label": "Extra", "scoreMaximum": 20, "resourceId": "r-9", "tag": "xt"}
    assert service.asked[-1].path == "/2/lineitems?type_id=1"
    media = "application/vnd.ims.lis.v2.lineitem+json"
    assert service.asked[-1].headers["Content-Type"] == media
    assert made.url == "http://localhost:8081/mod/lti/services.php/2/lineitems/5/lineitem?type_id=1"


def test_a_column_is_tied_to_an_activity_only_where_that_is_wanted(book, service):
    service.reply(TOKEN, data({"id": "https://x/1", "scoreMaximum": 1, "label": "a"}, status=201))

    book.create_line_item(LineItemData("", "a", Decimal(1), resource_link_id="link-1"))

    assert said(service)["resourceLinkId"] == "link-1"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"id": "https://x/1"},
        {"id": "https://x/1", "scoreMaximum": 0},
        {"id": "https://x/1", "scoreMaximum": 1e30},
        [],
        "x",
    ],
)
def test_a_column_without_address_or_maximum_is_none(book, service, body):
    service.reply(TOKEN, data(body))

    with pytest.raises(ServiceUnreachable):
        book.create_line_item(LineItemData("", "a", Decimal(1)))


def test_what_no_database_keeps_is_left_out_of_a_columns_words(book, service):
    service.reply(TOKEN, data({"id": "https://x/1", "scoreMaximum": 1, "label": "a\x00b\ud800c"}))

    assert book.create_line_item(LineItemData("", "a", Decimal(1))).label == "abc"


@pytest.mark.parametrize(
    ("scopes", "results", "reading", "listing", "creating"),
    [
        (ags.ALL_SCOPES, True, True, True, True),
        ([ags.SCORE], False, False, False, False),
        ([ags.SCORE, ags.LINE_ITEM_READ], False, True, True, False),
        ([ags.SCORE, ags.LINE_ITEM], False, True, True, True),
    ],
)
def test_what_may_be_done_depends_on_the_scopes(
    connector, scopes, results, reading, listing, creating
):
    book = Gradebook(connector, frozenset(scopes), "https://lms.example.edu/items")

    assert book.can_read_results is results
    assert book.can_read_columns is reading
    assert (book.can_list, book.can_create) == (listing, creating)


def test_a_course_without_a_list_of_columns_has_none(connector):
    book = Gradebook(connector, frozenset(ags.ALL_SCOPES), None)

    assert (book.can_list, book.can_create, book.line_items()) == (False, False, [])
    with pytest.raises(ValueError):
        book.create_line_item(LineItemData("", "a", Decimal(1)))
