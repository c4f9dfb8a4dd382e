import copy

import pytest

from curriculum.linting import questions
from curriculum.linting.drafts import drafts_of
from curriculum.linting.findings import Weight
from tests.unit_folder import CHECKS


def single(number, right="Yes", wrong="Not quite"):
    return {
        "id": f"question-{number}",
        "section": "arriving",
        "kind": "single",
        "question": "Which?",
        "choices": [
            {"text": right, "right": True, "explanation": f"Because of {number}."},
            {"text": wrong, "right": False, "explanation": f"In spite of {number}."},
        ],
    }


@pytest.mark.parametrize(("count", "found"), [(7, 1), (8, 0), (12, 0), (13, 1)])
def test_a_check_has_some_questions(draft, count, found):
    read = draft(checks=[single(number) for number in range(count)])

    findings = list(questions.enough_questions(read))

    assert len(findings) == found
    assert all(each.weight is Weight.HOUSE for each in findings)


def test_missing_kinds_are_named(draft):
    (found,) = questions.every_kind(draft(checks=[single(1)]))

    assert found.what == "no question is of the kind multiple or sort or order or rewrite"
    assert found.weight is Weight.HINT


def test_a_check_of_every_kind_is_left_alone(draft):
    read = draft(checks=CHECKS)

    assert list(questions.every_kind(read)) == []
    assert list(questions.own_explanations(read)) == []


def test_an_explanation_that_is_there_twice_is_found_at_its_line(draft):
    checks = copy.deepcopy(CHECKS)
    checks[3]["steps"][2]["explanation"] = "it is your  house"

    (found,) = questions.own_explanations(read := draft(checks=checks))

    assert found.place == "[3].steps[2].explanation"
    assert found.what == "is the same as at [0].choices[0].explanation"
    line = read.checks_path.read_text().splitlines()[found.line - 1]
    assert "it is your  house" in line


def test_an_explanation_of_blanks_is_found(draft):
    checks = copy.deepcopy(CHECKS)
    checks[4]["explanation"] = " "

    (found,) = questions.own_explanations(draft(checks=checks))

    assert (found.place, found.what) == ("[4].explanation", "is empty")


LONG = "Whatever somebody has written out at length because it is right"


def test_right_choices_that_are_mostly_the_longest_are_found(draft):
    checks = [single(1, LONG), single(2, LONG), single(3)]

    (found,) = questions.lengths_give_nothing_away(draft(checks=checks))

    assert "in 2 of 3 questions" in found.what
    assert "question-1, question-2" in found.suggestion


@pytest.mark.parametrize(
    "checks",
    [
        pytest.param([single(1, LONG), single(2), single(3)], id="one of three"),
        pytest.param([single(1, LONG), single(2, LONG)], id="too few to tell"),
        pytest.param([single(n, "A bit long", "A bit less") for n in range(4)], id="hardly longer"),
    ],
)
def test_other_lengths_are_left_alone(draft, checks):
    assert list(questions.lengths_give_nothing_away(draft(checks=checks))) == []


@pytest.fixture
def translated(drafts):
    """Return a unit's translation and the unit, with these questions in it."""
    import json

    def written(checks):
        (english,) = drafts(files={"checks.es.yaml": json.dumps(checks)})
        english.path.with_name("unit.es.md").write_text(english.path.read_text())
        english, spanish = drafts_of(english.folder)
        return spanish, english

    return written


def test_a_translation_with_other_words_is_left_alone(translated):
    checks = copy.deepcopy(CHECKS)
    checks[0]["question"] = "¿Quién habla primero?"
    checks[2]["groups"] = ["Clima", "Cultura"]
    for item, group in zip(checks[2]["items"], ("Clima", "Cultura", "Clima"), strict=True):
        item["group"] = group

    assert list(questions.translated_questions_match(*translated(checks))) == []


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda c: c[0]["choices"].reverse(), id="choices in another order"),
        pytest.param(lambda c: c[1]["choices"].pop(), id="a choice fewer"),
        pytest.param(lambda c: c[2]["items"][0].update(group="Culture"), id="another group"),
        pytest.param(lambda c: c[3]["steps"].pop(), id="a step fewer"),
        pytest.param(lambda c: c[4]["look_for"].append("More"), id="a point more"),
        pytest.param(lambda c: c[0].update(section="staying"), id="another section"),
    ],
)
def test_a_translation_that_asks_something_else_is_found(translated, change):
    checks = copy.deepcopy(CHECKS)
    change(checks)

    (found,) = questions.translated_questions_match(*translated(checks))

    assert "differs from checks.yaml in more than its words" in found.what


def test_a_translation_without_a_question_is_found(translated):
    (found,) = questions.translated_questions_match(*translated(CHECKS[:-1]))

    assert found.suggestion == "See rewriting."
