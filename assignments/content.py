"""All content files, checked together: units, tasks, the rubric and the standards."""

from assignments import standards
from assignments.rubric import RUBRIC_FILE, read_rubric
from assignments.tasks import check_tasks
from curriculum.content_files import ContentError, Problems, fault
from curriculum.units import check_all


def check_content() -> list[ContentError]:
    """Return every fault found, by file, line and field; an empty list where all is well."""
    problems = Problems()
    problems.found += check_all()
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
