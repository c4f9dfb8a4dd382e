import base64
import json

import pytest

from lti_tool.lti.registering.intent import makes_new_client
from lti_tool.lti.registering.words import LONGEST, plain_words


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("token_already_used", "token_already_used"),
        (
            '{"errorMessage": "Specified account does not exist"}',
            "Specified account does not exist",
        ),
        (
            '{"error": "invalid_client_metadata", "error_description": "domain is missing."}',
            "domain is missing.",
        ),
        ('{"error": {"code": 7}}', '{"code": 7}'),
        ('{"errors": {"scopes": ["Invalid scopes: x"]}}', '{"scopes": ["Invalid scopes: x"]}'),
        ('"just a word"', "just a word"),
        ('["one", "two"]', '["one", "two"]'),
        ('{"other": 1}', '{"other": 1}'),
        ("[]", "Bad Request"),
        ("", "Bad Request"),
        (
            "<html><head><title>T</title></head><style>p {}</style><h1>Not&nbsp;here</h1>"
            "<script>alert(1)</script><p>Ask &lt;us&gt;</p>",
            "Not here Ask <us>",
        ),
        ("two\r\nlines\x00\x1b[31m\u202ered", "two lines [31m red"),
        ("[" * 100_000, "[" * LONGEST + "…"),
    ],
)
def test_a_platforms_words_become_one_plain_line(body, words):
    assert plain_words(f"Bad Request\n{body}") == words


def test_words_are_cut_to_a_length():
    assert len(plain_words(f"\n{'x' * 9000}")) == LONGEST + 1


def test_the_registration_token_is_left_out():
    said = plain_words('Bad\n{"error": "ey.secret is bad"}', secret="ey.secret")

    assert said == "… is bad"


def token(payload):
    part = base64.urlsafe_b64encode(json.dumps(payload).encode()).decode().rstrip("=")
    return f"header.{part}.signature"


@pytest.mark.parametrize(
    ("given", "new"),
    [
        pytest.param(token({"scope": "reg", "sub": "AbC"}), True, id="Moodle, new"),
        pytest.param(token({"scope": "reg-update", "sub": "1"}), False, id="Moodle, update"),
        pytest.param(token({"uuid": "u", "registration_url": "r"}), True, id="Canvas, new"),
        pytest.param(
            token({"registration_url": "r", "existing_registration": 7}), False, id="Canvas, update"
        ),
        pytest.param(token({"sub": "x"}), False, id="another's"),
        pytest.param(token([]), False, id="a list"),
        pytest.param("opaque", False, id="opaque"),
        pytest.param("a.!!!.c", False, id="no base64"),
        pytest.param(None, False, id="none"),
    ],
)
def test_a_token_seems_to_make_a_new_client_or_not(given, new):
    assert makes_new_client(given) is new
