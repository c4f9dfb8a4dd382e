"""Every word a reader sees goes through gettext."""

import re
from pathlib import Path

import pytest
from flask import render_template_string
from jinja2 import Environment

TEMPLATES = Path(__file__).parents[3] / "templates"
PAGES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
TAG = re.compile(r"<[^>]*>|<!DOCTYPE[^>]*>", re.IGNORECASE | re.DOTALL)
SPOKEN = re.compile(r"(?:aria-label|title|alt|placeholder|label)=\"([^\"]*[A-Za-z]{2}[^\"]*)\"")
LEFTOVER = re.compile(r"&\w+;|[\w-]+=\"[^\"]*\"|\0-\w+")
"""Entities, attributes that a block holds, and endings of ids."""

NAMES = {"Reciprocal", "PDF"}
"""Our own name, and words that are the same in every language."""


def bare_words(source: str) -> list[str]:
    """Return the words of a template that stand outside tags and expressions."""
    # Expressions become a letterless mark, so that a tag around one stays one tag.
    html = "".join(
        text if kind == "data" else ("\0" if kind.endswith("_end") else "")
        for _, kind, text in Environment().lex(source)
    )
    spoken = [match for match in SPOKEN.findall(html) if match.strip("\0 ") not in NAMES]
    shown = LEFTOVER.sub(" ", TAG.sub(" ", html))
    words = re.findall(r"[A-Za-zÀ-ɏ]{2,}", shown)
    return [word for word in words if word not in NAMES] + spoken


@pytest.mark.parametrize("page", PAGES)
def test_a_template_has_no_words_of_its_own(page):
    assert bare_words((TEMPLATES / page).read_text()) == []


def test_the_test_itself_finds_bare_words():
    assert bare_words('<p class="muted">Save {{ _("now") }}</p>') == ["Save"]
    assert bare_words('<nav aria-label="Pages"></nav>') == ["Pages"]


def test_dates_and_numbers_follow_the_locale_of_the_launch(app, browser, session):
    from datetime import date

    from flask import g

    from tests import factories

    german = browser(factories.candidate(session), locale="de-DE")
    with app.test_request_context(german.path("/")):
        g.viewer = type("Viewer", (), {"locale": "de-DE", "timezone": "UTC"})()
        shown = render_template_string(
            "{{ day | day }} {{ 1234.5 | number }} {{ 80 | minutes }}", day=date(2026, 3, 2)
        )

    assert shown == "2. März 2026 1.234,5 1 h 20"


@pytest.mark.parametrize("sent", ["", "xx-YY", "en_US.UTF-8", "../../etc", "e" * 500])
def test_a_locale_that_nobody_knows_becomes_english(sent):
    from lti_tool.web.locale import known_locale

    assert known_locale(sent).startswith("en")
