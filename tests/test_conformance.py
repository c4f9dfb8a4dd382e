"""Every case has its test, every test's case exists, and the document names them as they are."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conformance import groups
from tests.conformance_table import TABLE, listed, names, result, table

ROOT = Path(__file__).parents[1]
CASES = {case: what for group in groups() for case, what in group.cases.items()}


def collected(file: Path) -> dict[str, dict[str, list[str]]]:
    """Return the tests of each case, without running them."""
    asked = ["--collect-only", "-q", "-m", "case", f"--cases={file}", "tests"]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *asked], cwd=ROOT, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-1000:]
    return json.loads(file.read_text())


def test_cases_tests_and_the_document_are_of_one_mind(tmp_path):
    """One test for three things: collecting them all costs seconds."""
    found = collected(tmp_path / "cases.json")
    present = {case: (what, names(found.get(case, {}))) for case, what in CASES.items()}

    assert sorted(CASES.keys() - found.keys()) == [], "These cases have no test"
    unknown = {case: list(found[case]) for case in found.keys() - CASES.keys()}
    assert unknown == {}, "These tests name cases that do not exist"
    assert listed(TABLE.read_text(encoding="utf-8")) == present, "Run: script/conformance"


def test_the_document_says_that_every_case_holds():
    document = TABLE.read_text(encoding="utf-8")

    assert "**fails**" not in document
    assert "**not proven**" not in document


@pytest.mark.parametrize(
    ("outcomes", "word"),
    [
        ({"a": ["passed"], "b": ["passed", "skipped"]}, "holds"),
        ({"a": ["passed"], "b": ["passed", "failed"]}, "**fails**"),
        ({"a": ["skipped"]}, "**not proven**"),
        ({}, "**not proven**"),
    ],
)
def test_one_failure_is_enough_to_fail_a_case(outcomes, word):
    assert result(outcomes) == word


def test_a_document_is_read_as_it_was_written():
    found = {"T01": {"tests/a.py::test_b": ["passed"], "tests/a.py::test_a": ["passed"]}}

    said = listed(table(found))

    assert said["T01"] == (CASES["T01"], ["`a.py::test_a`", "`a.py::test_b`"])
    assert said["T02"] == (CASES["T02"], [])
    assert said.keys() == CASES.keys()
