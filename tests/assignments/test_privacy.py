import time

import pytest

from assignments.privacy import ALIASES, HitKind, Names, mask, next_alias, scan

ROSTER = Names(
    [
        ("María José García", "María José", "García"),
        ("Jonas Lindqvist", "Jonas", "Lindqvist"),
        ("Will Young", "Will", "Young"),
        ("An Li", "An", "Li"),
        ("Siobhán O'Brien", "Siobhán", "O'Brien"),
        ("Anne-Marie de la Cruz", "Anne-Marie", "de la Cruz"),
        ("王小明", "小明", "王"),
        ("Petra Vogel", "", ""),
    ]
)
NOBODY = Names([])


def found(text, names=ROSTER):
    return [(hit.kind.value, hit.text) for hit in scan(text, names)]


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        pytest.param("Write to ana.m+1@mail.example.org, she said.", "ana.m+1@mail.example.org"),
        pytest.param("(o'neil@school.k12.ct.us)", "neil@school.k12.ct.us"),
        pytest.param("josé@correo.example", "josé@correo.example"),
    ],
)
def test_an_e_mail_address_is_found(text, hit):
    assert found(text, NOBODY) == [("email", hit)]


@pytest.mark.parametrize(
    "number",
    [
        "(203) 555-0142",
        "203-555-0142",
        "203.555.0142",
        "2035550142",
        "555-0142",
        "+1 203 555 0142",
        "+49 (0)30 901820",
        "020 7946 0958",
        "+٩٦٦ ٥٥ ١٢٣ ٤٥٦٧",
    ],
)
def test_a_phone_number_is_found(number):
    assert found(f"Call {number} after six.", NOBODY) == [("phone", number)]


@pytest.mark.parametrize(
    "text",
    [
        "on 2026-03-02 at 10.30-11.45",
        "03/02/2026",
        "2.3.2026",
        "2025-2026 and 2025/26",
        "10 000 000 people",
        "pages 112-118",
        "room 1204",
        "ISBN-like 12",
        "an @ sign, a@b",
    ],
)
def test_dates_years_and_counts_are_no_phone_numbers(text):
    assert found(text, NOBODY) == []


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        pytest.param("I met jonas there", "jonas", id="case"),
        pytest.param("I met Maria Jose there", "Maria Jose", id="accents"),
        pytest.param("MARÍA JOSÉ GARCÍA spoke", "MARÍA JOSÉ GARCÍA", id="full name, once"),
        pytest.param("the garcía's dog", "garcía", id="possessive"),
        pytest.param("Mrs O’Brien", "O’Brien", id="another apostrophe"),
        pytest.param("Anne Marie came", "Anne Marie", id="without the hyphen"),
        pytest.param("with Will yesterday", "Will", id="an ordinary word with a capital"),
        pytest.param("An said no", "An", id="two letters with a capital"),
        pytest.param("今天小明来了", "小明", id="no spaces between words"),
        pytest.param("petra and I", "petra", id="a name without given and family name"),
        pytest.param("Mari\u0301a Jose\u0301 said", "Mari\u0301a Jose\u0301", id="decomposed"),
    ],
)
def test_a_name_from_the_roster_is_found(text, hit):
    assert found(text) == [("name", hit)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("garcíamarquez and lindqvistson", id="inside a longer word"),
        pytest.param("you will see a young child, an hour", id="ordinary words"),
        pytest.param("de la escuela", id="particles alone"),
        pytest.param("Maria. Jose", id="half a name"),
    ],
)
def test_what_only_looks_like_a_name_is_left_alone(text):
    assert found(text) == []


def test_an_address_that_holds_a_name_is_one_hit():
    assert found("jonas@example.org") == [("email", "jonas@example.org")]


def test_hits_come_in_the_order_of_the_text_with_what_stands_around_them():
    first, second = scan("Ask Jonas, or call 203-555-0142 now", ROSTER)

    assert (first.kind, second.kind) == (HitKind.NAME, HitKind.PHONE)
    assert (first.before, first.after[:4]) == ("Ask ", ", or")
    assert second.start == 19


def test_masking_replaces_each_hit_by_a_neutral_word():
    text = "Jonas (jonas@example.org, 203-555-0142) and Will"

    assert mask(text, scan(text, ROSTER)) == "[name] ([email], [phone]) and [name]"
    assert scan(mask(text, scan(text, ROSTER)), ROSTER) == []


def test_a_decision_about_a_hit_holds_while_its_surroundings_stay():
    (before,) = scan("On Friday it rained, and then Jonas came along with us", ROSTER)
    (after,) = scan("One day on Friday it rained, AND then Jonas came along with us again", ROSTER)
    (elsewhere,) = scan("Nobody asked whether Jonas came along with us", ROSTER)

    assert after.key == before.key
    assert elsewhere.key != before.key


def test_a_decision_about_a_hit_holds_whatever_becomes_of_its_neighbours():
    text = "Jonas 203-555-0142 Will"
    first, number, last = scan(text, ROSTER)

    assert [hit.key for hit in scan(mask(text, [number]), ROSTER)] == [first.key, last.key]


def test_a_long_hostile_text_is_scanned_quickly():
    texts = [
        "a" * 20_000,
        "a." * 10_000,
        "1 " * 10_000,
        "a@" * 10_000,
        "(" * 20_000,
        "Jonas " * 3_000,
    ]

    began = time.perf_counter()
    for text in texts:
        scan(text, ROSTER)

    assert time.perf_counter() - began < 2


def test_a_family_gets_the_next_free_neutral_word():
    assert next_alias([]) == ALIASES[0]
    assert next_alias(ALIASES[:2]) == ALIASES[2]
    assert next_alias(ALIASES) == f"{ALIASES[0]} 2"


def test_aliases_are_unlike_one_another():
    assert len({alias.casefold() for alias in ALIASES}) == len(ALIASES)
