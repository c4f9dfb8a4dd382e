from decimal import Decimal
from pathlib import Path

import pytest

from assignments import linting, tasks
from assignments.content import all_addresses, check_content
from assignments.linting import lint_family_text, lint_task, lint_work, task_pages
from assignments.rubric import RUBRIC_FILE, Criterion, Level, Rubric
from assignments.rubric_linting import (
    aligned,
    lint_rubric,
    no_ladder,
    one_claim,
    strong_verbs,
)
from curriculum.linting.findings import Weight
from curriculum.linting.texts import read_page
from tests.unit_folder import write_unit

PLACE = "criterion[0]"
OBSERVABLE = (
    "Names no strength of the family.",
    "Names good qualities, tied to nothing that was seen.",
    "Ties two particular strengths to a moment in the log.",
    "Also shows which of them the family itself put into words.",
)


@pytest.fixture
def rules():
    """Ask one rule about a criterion with these levels, from the lowest that is given."""

    def ask(rule, *levels, standards=("intasc-2013:1(k)",)):
        whole = (*levels, *OBSERVABLE[len(levels) :])
        criterion = Criterion("C1", "One", whole, standards)
        return list(rule(RUBRIC_FILE, PLACE, criterion))

    return ask


def test_a_criterion_without_a_standard_is_found(rules):
    (found,) = rules(aligned, standards=())

    assert (found.place, found.weight) == ("criterion[0].standards", Weight.FAULT)
    assert rules(aligned) == []


@pytest.mark.parametrize(
    ("lower", "upper", "words"),
    [
        pytest.param(
            "Somewhat describes the family’s routine.",
            "Thoroughly describes the family’s routine.",
            "“Somewhat”, “thoroughly”",
            id="adverbs",
        ),
        pytest.param(
            "Describes the family’s routine.",
            "Clearly describes the family’s routine.",
            "“clearly”",
            id="only the upper",
        ),
        pytest.param(
            "Sometimes asks the family first.",
            "Always asks the family first.",
            "“sometimes”, “always”",
            id="how often",
        ),
        pytest.param("Limited.", "Excellent.", "“limited”, “excellent”", id="nothing else"),
        pytest.param(
            "Gives adequate evidence for the reading of the event.",
            "Gives strong evidence for the reading of the event.",
            "“adequate”, “strong”",
            id="adjectives",
        ),
    ],
)
def test_a_ladder_of_adverbs_is_a_fault(rules, lower, upper, words):
    found = [each for each in rules(no_ladder, lower, upper) if not each.is_hint]

    assert len(found) == 1
    assert words.casefold() in found[0].what
    assert found[0].place == "criterion[0].levels[1]"


def test_levels_that_are_nearly_the_same_are_a_hint(rules):
    (found,) = rules(
        no_ladder,
        "Shows a moment when the other person set the topic of the talk.",
        "Shows a moment when the other person set the tone of the talk.",
    )

    assert found.is_hint
    assert "levels 1 and 2 are nearly the same words" in found.what


@pytest.mark.parametrize(
    "levels",
    [
        pytest.param(OBSERVABLE, id="something else is done"),
        pytest.param(("Offers no change.", "Offers a change of one’s own."), id="or not at all"),
    ],
)
def test_levels_that_differ_in_what_is_done_are_left_alone(rules, levels):
    assert rules(no_ladder, *levels) == []


@pytest.mark.parametrize(
    "level",
    [
        "Describes one lesson idea and reports asking for permission.",
        "Names two strengths, and writes to the principal.",
        "Also lists rights and/or explains roles.",
    ],
)
def test_two_claims_in_one_level_are_found(rules, level):
    (found,) = rules(one_claim, level)

    assert found.is_hint
    assert "C1: level 1 makes two claims" in found.what


@pytest.mark.parametrize(
    "level",
    [
        pytest.param("Names two strengths and ties each to a moment.", id="leans on the first"),
        pytest.param("Names a decision, and gives the reason.", id="the reason for it"),
        pytest.param("Names rights and roles.", id="one verb"),
        pytest.param("Offers a link, or shows that none was wanted.", id="either will do"),
        pytest.param("Shows a time when somebody asked and gave way.", id="somebody else’s verbs"),
    ],
)
def test_one_claim_is_left_alone(rules, level):
    assert rules(one_claim, level) == []


@pytest.mark.parametrize(
    ("level", "verb"),
    [
        ("Understands the family’s view.", "Understands"),
        ("Demonstrates a deep understanding of culture.", "Demonstrates a deep understanding"),
        ("The candidate knows the law.", "knows"),
        ("Also is aware of bias.", "is aware of"),
    ],
)
def test_verbs_that_nobody_can_see_are_found(rules, level, verb):
    (found,) = rules(strong_verbs, level)

    assert f"“{verb}”" in found.what


def test_verbs_that_can_be_seen_are_left_alone(rules):
    assert rules(strong_verbs, "Shows what the family knows how to do.") != []
    assert rules(strong_verbs, "Describes the knowledge that a practice needs.") == []


def test_every_criterion_is_asked_by_every_rule():
    bad = Criterion("C1", "One", ("Good.", "Excellent.", "Understands it.", OBSERVABLE[3]))
    levels = tuple(Level(number, "a", Decimal(number)) for number in (1, 2, 3, 4))
    rubric = Rubric("1", 3, levels, (Criterion("C0", "None", OBSERVABLE, ("a:b",)), bad))

    found = list(lint_rubric(RUBRIC_FILE, rubric))

    assert {each.place for each in found} == {
        "criterion[1].standards",
        "criterion[1].levels[1]",
        "criterion[1].levels[2]",
    }


def test_a_level_s_finding_names_its_own_line(tmp_path):
    path = tmp_path / "rubric.toml"
    path.write_text('[[criterion]]\nlevels = [\n  "a, \\"b\\"",\n  "Understands it.",\n]\n')
    criterion = Criterion("C1", "One", ("a", "Understands it.", "c", "d"))

    (found,) = strong_verbs(path, PLACE, criterion)

    assert found.line == 4


@pytest.fixture
def family_text(tmp_path):
    def written(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(f"---\ntitle: One\n---\n{text}\n")
        return path

    return written


BUREAUCRATIC = (
    "Participation presupposes that the undersigned authorizes institutional representatives "
    "to document conversational information for educational purposes. "
)
BUREAUCRATIC_ES = (
    "La participación presupone que la persona responsable autoriza expresamente a los "
    "representantes institucionales a documentar informaciones conversacionales. "
)


@pytest.mark.parametrize(
    ("name", "text"), [("consent.md", BUREAUCRATIC), ("consent.es.md", BUREAUCRATIC_ES)]
)
def test_a_text_that_families_could_not_read_is_a_fault(family_text, name, text):
    (found,) = lint_family_text(family_text(name, text))

    assert found.place == "reading level"
    assert "above 6" in found.what
    assert "line 4" in found.suggestion
    assert not found.is_hint


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("consent.md", "I would like to talk with you. You can say no."),
        ("consent.es.md", "Quiero hablar con usted. Usted puede decir que no."),
    ],
)
def test_a_plain_text_for_families_is_left_alone(family_text, name, text):
    assert list(lint_family_text(family_text(name, text))) == []


def test_a_task_s_text_is_looked_at(tmp_path):
    path = tmp_path / "1A.md"
    path.write_text("---\nid: 1A\n---\n### Why\n\n![A door](door.svg) [b](c.md)\n")

    found = {each.place for each in lint_task(read_page(path))}

    assert found == {"heading", "link", "picture"}


def test_the_work_s_own_files_are_all_looked_at(monkeypatch, tmp_path, family_text):
    family_text("sheet.md", BUREAUCRATIC)
    folder = tmp_path / "tasks"
    folder.mkdir()
    (folder / "9Z.md").write_text("---\nid: 9Z\n---\n# Why\n")
    monkeypatch.setattr(linting, "FAMILY_TEXTS", tmp_path)
    monkeypatch.setattr(tasks, "FOLDER", folder)

    found = {each.path.name for each in lint_work() if not each.is_hint}

    assert found == {"sheet.md", "9Z.md"}


def test_what_we_ship_has_no_fault():
    assert [str(each) for each in lint_work() if not each.is_hint] == []


def test_a_program_s_folder_is_looked_at_alone(tmp_path):
    write_unit(tmp_path)

    assert all(each.path.is_relative_to(tmp_path) for each in check_content(tmp_path))


def test_addresses_are_those_of_the_folder_or_of_everything(tmp_path, monkeypatch):
    folder = tmp_path / "tasks"
    folder.mkdir()
    (folder / "9Z.md").write_text("---\nid: 9Z\n---\n[a](https://task.example/)\n")
    monkeypatch.setattr(tasks, "FOLDER", folder)
    reading = {"title": "A", "url": "https://unit.example/", "minutes": 1, "why": "B"}
    write_unit(tmp_path / "units", readings=[reading])

    assert [each.url for each in all_addresses(tmp_path / "units")] == ["https://unit.example/"]
    assert "https://task.example/" in {each.url for each in all_addresses()}
    assert len(task_pages()) == 1
