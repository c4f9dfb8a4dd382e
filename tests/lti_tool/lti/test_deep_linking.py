"""The signed answer, on its own; the picker's pages are in `tests/lti_tool/web/test_content`."""

from datetime import UTC, datetime, timedelta

import jwt
import pytest
from sqlalchemy import select

from assignments.tasks import load_tasks
from curriculum.foundation.errors import Conflict, Rejected
from curriculum.units import load_curriculum
from lti_tool.lti import claims as c
from lti_tool.lti import deep_linking, keys
from lti_tool.lti.content_items import Maker, Pick
from lti_tool.lti.launch_record import hash_of
from lti_tool.lti.models.launch import Launch
from lti_tool.lti.windows import Window
from tests import factories

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
PUBLIC_URL = "https://reciprocal.school.edu"
REQUEST = {
    "return_url": "https://lms.example.edu/return?x=1",
    "accept_types": ["ltiResourceLink"],
    "accept_multiple": True,
    "accept_lineitem": True,
    "data": "keep this",
}


@pytest.fixture
def launch(app, session):
    """An instructor's request for content."""
    with app.app_context():
        who = factories.instructor(session)
        yield factories.launch_of(session, who, deep_linking=REQUEST)


def answer(session, launch, items=(), **request):
    terms = deep_linking.terms_of(REQUEST | request)
    row = session.scalars(select(Launch)).one()
    return deep_linking.sign_answer(
        session,
        terms,
        items,
        registration_id=row.registration_id,
        id_hash=hash_of(launch),
        now=NOW,
    )


def read(session, signed):
    published = jwt.PyJWKSet.from_dict(keys.public_set(session, NOW))
    key = published[jwt.get_unverified_header(signed.token)["kid"]]
    return jwt.decode(
        signed.token,
        key,
        ["RS256"],
        audience="https://lms.example.edu",
        options={"verify_exp": False},
    )


@pytest.mark.case("D03", "D04", "D05", "D06")
def test_d03_to_d06_the_answer_is_a_signed_message_with_every_required_claim(session, launch):
    body = read(session, answer(session, launch))

    nonce = body.pop("nonce")
    assert len(nonce) >= 22
    client_id = body.pop("iss")
    assert client_id.startswith("client-")
    assert body == {
        "aud": "https://lms.example.edu",
        "iat": int(NOW.timestamp()),
        "exp": int((NOW + timedelta(minutes=5)).timestamp()),
        c.DEPLOYMENT_ID: "1",
        c.MESSAGE_TYPE: "LtiDeepLinkingResponse",
        c.VERSION: "1.3.0",
        c.CONTENT_ITEMS: [],
        c.DATA: "keep this",
    }


@pytest.mark.case("D06")
def test_every_answer_has_a_nonce_of_its_own(session, launch):
    nonces = {read(session, answer(session, launch))["nonce"] for _ in range(3)}

    assert len(nonces) == 3


@pytest.mark.parametrize(
    ("request_data", "expected"),
    [pytest.param("", "", id="P04 empty data"), pytest.param("abc", "abc", id="P04 data")],
)
def test_data_comes_back_as_it_was_given(session, launch, request_data, expected):
    assert read(session, answer(session, launch, data=request_data))[c.DATA] == expected


@pytest.mark.case("P04")
def test_p04_without_data_none_comes_back(session, launch):
    assert c.DATA not in read(session, answer(session, launch, data=None))


@pytest.mark.case("P08")
def test_p08_a_request_is_taken_once(session, launch):
    assert deep_linking.take_request(session, hash_of(launch)).data == "keep this"

    with pytest.raises(Conflict, match="has been answered"):
        deep_linking.take_request(session, hash_of(launch))


def maker(**changes):
    values = {
        "public_url": PUBLIC_URL,
        "terms": deep_linking.terms_of(REQUEST),
        "mark": "7.mark",
        "review_label": "Open the work",
        "keeps_dates": True,
    }
    return Maker(**values | changes)


@pytest.mark.case("P12")
def test_a_unit_is_a_link_that_names_it():
    unit = load_curriculum().units[0]

    item = maker().item_of(Pick(unit, "A title", unit.summary))

    assert item == {
        "type": "ltiResourceLink",
        "title": "A title",
        "text": unit.summary,
        "url": "https://reciprocal.school.edu/lti/launch",
        "custom": {"unit": unit.id, "made_in": "7.mark"},
    }


@pytest.mark.parametrize(
    ("task_id", "column"),
    [
        ("1A", {"label": "T", "scoreMaximum": 100, "resourceId": "1A", "tag": "reciprocal"}),
        ("I-1", {"label": "T", "scoreMaximum": 1, "resourceId": "I-1", "tag": "reciprocal"}),
        ("I-2", None),
    ],
)
def test_a_task_brings_its_gradebook_column(task_id, column):
    item = maker().item_of(Pick(load_tasks().task(task_id), "T", ""))

    found = item.get("lineItem")
    if found is not None:
        assert found.pop("submissionReview")["custom"] == {"task": task_id}
    assert found == column
    assert item["custom"] == {"task": task_id, "made_in": "7.mark"}


@pytest.mark.case("P03")
def test_p03_where_columns_are_not_taken_none_is_sent():
    terms = deep_linking.terms_of(REQUEST | {"accept_lineitem": False})

    item = maker(terms=terms).item_of(Pick(load_tasks().task("1A"), "T", ""))

    assert "lineItem" not in item


@pytest.mark.case("P13")
def test_p13_every_custom_value_is_a_string():
    items = [maker().item_of(Pick(task, task.title, "")) for task in load_tasks()]

    assert all(isinstance(value, str) for item in items for value in item["custom"].values())


def test_where_dates_are_not_kept_none_are_sent():
    window = Window(NOW, None)

    item = maker(keeps_dates=False).item_of(Pick(load_tasks().task("1A"), "T", "", window, window))

    assert not {"available", "submission"} & item.keys()


@pytest.mark.case("P02")
def test_p02_one_place_takes_one():
    one, two = {"title": "1"}, {"title": "2"}
    terms = deep_linking.terms_of(REQUEST | {"accept_multiple": False})

    deep_linking.check_items([one], terms)
    with pytest.raises(Rejected, match="takes one"):
        deep_linking.check_items([one, two], terms)


@pytest.mark.case("P05")
def test_choosing_nothing_is_not_an_answer():
    with pytest.raises(Rejected, match="at least one"):
        deep_linking.check_items([], deep_linking.terms_of(REQUEST))
