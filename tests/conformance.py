"""Which test proves which case: read from marks and names, and told with how it went.

A pytest plugin, taken in by `conftest.py`. `--cases FILE` writes what was found.
"""

import json
import re
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

LISTED = Path(__file__).with_name("conformance_cases.toml")

IN_FUNCTION = re.compile(r"test((?:_[bvdnaltjkgrpsi]\d\d)+)_")
IN_PARAMETER = re.compile(r"(?:^|-)((?:[BVDNALTJKGRPSI]\d\d(?= |$) ?)+)")


@dataclass(frozen=True)
class Group:
    """Cases that begin with one letter."""

    letter: str
    title: str
    cases: dict[str, str]
    """What each is about, by its id."""


def groups() -> list[Group]:
    """Return every case there is."""
    found = tomllib.loads(LISTED.read_text(encoding="utf-8"))
    return [
        Group(letter, each.pop("title"), {f"{letter}{number}": each[number] for number in each})
        for letter, each in found.items()
    ]


def cases_of(item: pytest.Item) -> list[str]:
    """Return the cases that a test names."""
    marked = [case for mark in item.iter_markers("case") for case in mark.args]
    plain = getattr(item, "originalname", None) or item.name
    by_name = IN_FUNCTION.match(plain)
    parameters = getattr(getattr(item, "callspec", None), "id", "")
    by_parameter = " ".join(IN_PARAMETER.findall(parameters)).split()
    named = by_name[1].upper().strip("_").split("_") if by_name else []
    return list(dict.fromkeys([*marked, *named, *by_parameter]))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the name of the file to write."""
    parser.addoption("--cases", help="write the cases that tests prove, and how it went, to a file")


def pytest_configure(config: pytest.Config) -> None:
    """Listen where somebody wants to know: in the process that xdist's workers report to."""
    if config.option.cases and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Recorder(config.option.cases))


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark a test by what its name says, so that `-m case` finds it, and remember its cases."""
    cases = cases_of(item)
    if cases:
        item.add_marker(pytest.mark.case(*cases))
        item.user_properties += [("case", case) for case in cases]


class Recorder:
    """Tests by case, each with its outcomes."""

    def __init__(self, file: str) -> None:
        self.file = Path(file)
        self.found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))

    def note(self, node: str, properties: list[tuple[str, Any]], outcome: str) -> None:
        """Add one test's outcome to each of its cases."""
        for name, case in properties:
            if name == "case":
                self.found[case][node.partition("[")[0]].append(outcome)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take down how a test went: its call, or whatever came instead of it."""
        if report.when == "call" or report.outcome != "passed":
            self.note(report.nodeid, report.user_properties, report.outcome)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Without running, collecting is all there is to tell."""
        if session.config.option.collectonly:
            for item in session.items:
                self.note(item.nodeid, item.user_properties, "")

    def pytest_sessionfinish(self) -> None:
        """Write it all down."""
        self.file.write_text(json.dumps(self.found, indent=1, sort_keys=True), encoding="utf-8")
