"""The Moodle character beside a live Moodle: what was posted there is posted here."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lti_tool.demo import vocabulary as v
from lti_tool.demo.app import Character, lms_of
from lti_tool.demo.people import Person
from tests.lti_tool.demo.tool import Services

RECORDING = Path(__file__).parents[1] / "lti" / "services" / "recordings" / "moodle_services.txt"
SCORE = re.compile(
    r"^POST \S+/scores\?type_id=1 (?P<body>\{.*\})\n  -> (?P<status>\d+) .*?(?=\n   DB|\n## |\Z)"
    r"(?:\n   DB: (?P<rows>[^\n]*))?",
    re.MULTILINE | re.DOTALL,
)
MEDIA = {"content type application/json": "application/json", "no content type": None}
STRICTER = {"negative", "scoreMaximum 0", "scoreGiven as string", "userId as number"}
"""What breaks AGS 2.0 is refused here though Moodle shrugs: a tool's mistake is to be seen."""

WATCHED = "6"
"""Whose grade was looked up in Moodle's database after each post."""


def sections():
    text = RECORDING.read_text(encoding="utf-8")
    for part in text.split("\n## ")[1:]:
        title = part.partition("\n")[0]
        found = SCORE.search(part)
        if found:
            yield title, found


@pytest.fixture
def book(make_lms, tool):
    app = make_lms(character=Character.MOODLE)
    lms = lms_of(app)
    for person_id, role in (("3", v.INSTRUCTOR), *((who, v.LEARNER) for who in "678")):
        person = Person(person_id, "A", person_id, f"A {person_id}", "a@example.org")
        lms.add_person(person)
        lms.enrol("edu-210", person_id, role)
    lms.add_activity("edu-210", "Breakout game", tool.url, score_maximum=100)
    lms.now = lambda: datetime(2026, 11, 21, 18, 30, tzinfo=UTC)
    return Services(app, lms, tool)


def test_every_score_that_moodle_was_sent_ends_as_it_did_there(book):
    lms = book.lms
    column = lms.columns("edu-210")[0]
    path, _, query = lms.line_item_url(lms.clients[0], column).partition("?")
    token = book.token()
    differences, posted = {}, 0
    for title, found in sections():
        media = MEDIA.get(title, f"{v.MEDIA_SCORE}; charset=utf-8")
        answer = book.ask(
            "POST", f"{path}/scores?{query}", body=found["body"], media=media, token=token
        )
        posted += 1
        there = {"status": int(found["status"]), **_grade_there(found["rows"])}
        here = {"status": answer.status_code, **_grade_here(lms, column, there)}
        if title in STRICTER:
            assert answer.status_code == 400, title
        elif here != there:
            differences[title] = (there, here)

    assert posted >= 25
    assert differences == {}


def _grade_there(rows):
    """What Moodle's own database held afterwards, where the recording looked."""
    shown = json.loads(rows) if rows and rows.strip().startswith("[{") else []
    return {"grade": shown[0]["finalgrade"], "comment": shown[0]["feedback"]} if shown else {}


def _grade_here(lms, column, there):
    if "grade" not in there:
        return {}
    result = lms.result(column.id, WATCHED)
    return {
        "grade": result.score if result else None,
        "comment": (result.comment if result else None) or None,
    }


def test_results_are_not_paged_and_tokens_come_as_a_page_as_in_moodle(book):
    column = book.lms.columns("edu-210")[0]
    path, _, query = book.lms.line_item_url(book.lms.clients[0], column).partition("?")

    limited = book.ask("GET", f"{path}/results?{query}&limit=1")
    token = book.http.post("/lti/token", data=book.tool.token_form(book.lms))

    assert limited.status_code == 404
    assert limited.content_type.startswith("text/html")
    assert token.content_type == "text/html; charset=utf-8"
    assert book.ask("GET", f"{path}/results?{query}").status_code == 200
