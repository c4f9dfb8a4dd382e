"""`docs/lti-conformance.md`: each case, the tests that prove it, and how they went.

Run by `script/conformance` with the file that `--cases` wrote. Holds no date and no count of
parameters, so it changes only when a case, a test's name or a result does.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.conformance import Group, groups

TABLE = Path(__file__).parents[1] / "docs" / "lti-conformance.md"

BEGINNING = """# What Reciprocal stands up to

The cases of the LTI Advantage certification and our own beyond it, each with the tests that prove
it. Made by `script/conformance` from a run of those tests; do not edit it by hand. Tests are named
from `tests/` on.
"""

Found = Mapping[str, Mapping[str, list[str]]]
"""Outcomes by test by case."""


def table(found: Found) -> str:
    """Return the whole document."""
    parts = [BEGINNING, summary(found)]
    parts += ["\n".join(section(group, found)) for group in groups()]
    return "\n".join(parts)


def summary(found: Found) -> str:
    """Return how many cases of each group hold."""
    lines = ["| group | cases | hold |", "|---|---:|---:|"]
    cases = hold = 0
    for group in groups():
        good = sum(result(found.get(case, {})) == "holds" for case in group.cases)
        lines.append(f"| {group.letter}: {group.title} | {len(group.cases)} | {good} |")
        cases, hold = cases + len(group.cases), hold + good
    return "\n".join([*lines, f"| all | {cases} | {hold} |", ""])


def section(group: Group, found: Found) -> Iterator[str]:
    """Return one group's table, line by line."""
    yield f"## {group.letter}: {group.title}\n"
    yield "| case | what | result | tests |"
    yield "|---|---|---|---|"
    for case, what in group.cases.items():
        tests = found.get(case, {})
        yield f"| {case} | {what} | {result(tests)} | {'<br>'.join(names(tests))} |"
    yield ""


def names(tests: Mapping[str, object]) -> list[str]:
    """Return tests as the document names them."""
    return sorted(f"`{test.removeprefix('tests/')}`" for test in tests)


def result(tests: Mapping[str, list[str]]) -> str:
    """Return one word for all that proves a case."""
    outcomes = [outcome for each in tests.values() for outcome in each]
    if "failed" in outcomes:
        return "**fails**"
    return "holds" if "passed" in outcomes else "**not proven**"


def listed(document: str) -> dict[str, tuple[str, list[str]]]:
    """Return what a document says of each case: what it is about, and its tests."""
    lines = (line[1:-1].split("|") for line in document.splitlines() if line[:1] == "|")
    rows = ([cell.strip() for cell in line] for line in lines)
    known = {case for group in groups() for case in group.cases}
    return {
        case: (what, [test for test in tests.split("<br>") if test])
        for case, what, _result, tests in (row for row in rows if row[0] in known)
    }


if __name__ == "__main__":
    written = table(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    TABLE.write_text(written, encoding="utf-8")
    print(summary(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
