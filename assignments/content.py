"""All content files, checked together: units, tasks, the rubric and the standards."""

from pathlib import Path

from assignments import standards
from assignments.linting import lint_work, task_pages
from assignments.rubric import RUBRIC_FILE, read_rubric
from assignments.tasks import check_tasks
from curriculum.content_files import ContentError, Problems, fault
from curriculum.linting.addresses import Address, addresses_in, outside_addresses
from curriculum.linting.drafts import read_drafts
from curriculum.linting.findings import Finding, of_error, weighed
from curriculum.linting.units import lint_units
from curriculum.units import shipped


def check_content(units: Path | None = None) -> list[Finding]:
    """Return everything to mend, faults and hints; an empty list where all is well.

    :param units: a program's own folder of units; nothing else is looked at then.
    """
    if units is not None:
        return lint_units(units)
    return weighed([*lint_units(), *map(of_error, _faults_of_work()), *lint_work()], ours=True)


def all_addresses(units: Path | None = None) -> list[Address]:
    """Return every address on other sites that the same files name, with its place."""
    found = [each for draft in read_drafts(units or shipped()) for each in outside_addresses(draft)]
    pages = task_pages() if units is None else []
    return found + [each for page in pages for each in addresses_in(page)]


def _faults_of_work() -> list[ContentError]:
    problems = Problems()
    problems.found += check_tasks()
    known = _known_standards(problems)
    with problems.caught():
        problems.found += _unaligned(known)
    return problems.found


def _known_standards(problems: Problems) -> set[str]:
    known = set[str]()
    for path in sorted(standards.FOLDER.glob("*.toml")):
        with problems.caught():
            found = standards.read_standards(path)
            known |= {f"{found.id}:{standard.code}" for standard in found.standards}
    return known


def _unaligned(known: set[str]) -> list[ContentError]:
    return [
        fault(RUBRIC_FILE, f"criterion[{number}].standards", f"no standard “{reference}”")
        for number, criterion in enumerate(read_rubric(RUBRIC_FILE).criteria)
        for reference in criterion.standards
        if reference not in known
    ]
