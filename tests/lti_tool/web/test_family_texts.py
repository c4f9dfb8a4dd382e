"""What is said to a family and what it keeps: in the reader's language, or the family's."""

import pytest

from tests import factories


@pytest.fixture
def candidate(session, browser):
    return browser(factories.candidate(session))


@pytest.mark.parametrize(
    ("address", "english", "spanish"),
    [
        ("/contacts/consent", "What to say before you begin", "Qué decir antes de empezar"),
        ("/contacts/consent/sheet", "For your family", "Para su familia"),
    ],
)
def test_a_text_is_there_in_both_languages(candidate, address, english, spanish):
    first = candidate.get(address)
    second = candidate.get(f"{address}?in=es")

    assert f"<h1>{english}</h1>" in first.text
    assert f'href="{candidate.path(address)}?in=es" lang="es"' in first.text
    assert f"<h1>{spanish}</h1>" in second.text
    assert '<article class="prose" lang="es" dir="ltr">' in second.text


def test_a_language_that_is_not_there_falls_back(candidate):
    assert "For your family" in candidate.get("/contacts/consent/sheet?in=%22%3E").text


def test_who_reads_spanish_gets_spanish_first(session, browser):
    reader = browser(factories.candidate(session), locale="es")

    assert "Para su familia" in reader.get("/contacts/consent/sheet").text


def test_the_contact_form_leads_to_both(candidate):
    page = candidate.get("/contacts/new").text

    assert candidate.path("/contacts/consent") in page
    assert candidate.path("/contacts/consent/sheet") in page
