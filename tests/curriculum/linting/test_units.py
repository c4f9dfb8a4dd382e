from pathlib import Path

import pytest

from curriculum.linting.findings import Finding, Weight, weighed
from curriculum.linting.units import RULES, lint_units
from tests.unit_folder import write_unit


def test_the_shipped_course_has_no_fault():
    assert [str(each) for each in lint_units() if not each.is_hint] == []


def test_a_program_s_own_folder_gets_the_house_s_rules_as_hints(tmp_path):
    write_unit(tmp_path, before_after=None)

    found = {each.place: each.is_hint for each in lint_units(tmp_path)}

    assert found["before_after"] is True
    assert found["length"] is True
    assert found["transcript"] is False  # readers meet that anywhere


def test_faults_of_the_reading_are_among_them_and_the_rules_go_on(tmp_path):
    home = write_unit(tmp_path, sections={"arriving": "# One"})
    (home / "opening.jpg").unlink()

    found = [(each.path.name, each.place) for each in lint_units(tmp_path) if not each.is_hint]

    assert ("unit.md", "videos[0].poster") in found
    assert ("arriving.md", "heading") in found


@pytest.mark.parametrize("name", ["unit.md", "checks.yaml", "sections/arriving.md"])
@pytest.mark.parametrize("text", ["", "---\n", "\xff\xfe", "---\ntitle: [\n---\n", "null\n"])
def test_no_file_is_so_broken_that_checking_breaks(tmp_path, name, text):
    home = write_unit(tmp_path)
    (home / name).write_bytes(text.encode("latin-1"))

    found = lint_units(tmp_path)

    assert [each for each in found if each.path == home / name and not each.is_hint]


def test_each_finding_comes_once_in_the_order_of_files_and_lines():
    def at(name, line):
        return Finding(Path(name), line, "place", "is wrong")

    found = weighed([at("b", 2), at("a", 9), at("b", 2), at("b", None), at("a", 10)], ours=True)

    assert [(each.path.name, each.line) for each in found] == [
        ("a", 9), ("a", 10), ("b", None), ("b", 2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("finding", "text"),
    [
        (
            Finding(Path("a"), 3, "length", "is wrong", "Mend it."),
            "a:3: length: is wrong. Mend it.",
        ),
        (Finding(Path("a"), None, "", "is it wrong?"), "a: is it wrong?"),
        (Finding(Path("a"), 3, "b", "c", weight=Weight.HINT), "a:3: hint: b: c."),
    ],
)
def test_a_finding_reads_as_a_line(finding, text):
    assert str(finding) == text


def test_every_rule_says_what_it_asks_for():
    assert all(rule.__doc__ and rule.__doc__.startswith(("Ask", "Look")) for rule in RULES)
