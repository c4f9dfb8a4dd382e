"""Levels given on each criterion, and the standards that it is aligned to."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from assignments.cohort import Aligned, AlignmentRow, CriterionRow
from assignments.evidence_records import Result
from assignments.evidence_rows import Rubrics
from assignments.rubric import LEVELS, Criterion, Rubric, load_rubric
from assignments.standards import find_standard


@dataclass(slots=True)
class _Tally:
    levels: Counter[int] = field(default_factory=Counter)
    candidates: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class CriteriaEvidence:
    """What the released work says about every criterion that was marked."""

    rows: tuple[CriterionRow, ...]
    alignment: tuple[AlignmentRow, ...]
    unverified: int
    versions: frozenset[str]


def criteria_evidence(results: Iterable[tuple[int, Result]], rubrics: Rubrics) -> CriteriaEvidence:
    """Count levels, each version of the rubric by itself.

    :param results: the candidate's enrolment id and a result, one for each task at most.
    """
    tallies: dict[tuple[str, str], _Tally] = {}
    for enrolment_id, result in results:
        for criterion_id, level in result.levels.items():
            tally = tallies.setdefault((result.rubric_version, criterion_id), _Tally())
            tally.levels[level] += 1
            tally.candidates.add(enrolment_id)
    known = {key: found for key, found in _known(rubrics).items() if key in tallies}
    alignment, unverified = _alignment(
        [criterion for _rubric, criterion in known.values()] or load_rubric().criteria
    )
    return CriteriaEvidence(
        rows=tuple(_row(*found, tallies[key]) for key, found in known.items()),
        alignment=alignment,
        unverified=unverified,
        versions=frozenset(version for version, _criterion_id in tallies),
    )


def _known(rubrics: Rubrics) -> dict[tuple[str, str], tuple[Rubric, Criterion]]:
    """Return every criterion by version and id: the common ones first, then those of tasks."""
    found = {
        (rubric.version, criterion.id): (rubric, criterion)
        for rubric in rubrics.values()
        for criterion in rubric.criteria
    }
    return dict(
        sorted(found.items(), key=lambda each: (each[0][0], each[1][1].task or "", each[0]))
    )


def _row(rubric: Rubric, criterion: Criterion, tally: _Tally) -> CriterionRow:
    one, two, three, four = (tally.levels[level] for level in range(1, LEVELS + 1))
    return CriterionRow(
        rubric_version=rubric.version,
        id=criterion.id,
        name=criterion.name,
        common=criterion.task is None,
        gate=criterion.gate,
        candidates=len(tally.candidates),
        counts=(one, two, three, four),
        target=rubric.target,
    )


def _alignment(criteria: Iterable[Criterion]) -> tuple[tuple[AlignmentRow, ...], int]:
    """Return the alignments whose codes were checked, and how many were left out."""
    rows: dict[tuple[str, tuple[str, ...]], AlignmentRow] = {}
    left_out = 0
    for criterion in criteria:
        if (criterion.id, criterion.standards) in rows:
            continue  # another version of the rubric says the same
        sets: dict[str, list[str]] = {}
        for reference in criterion.standards:
            found = find_standard(reference)
            if found is None or not found[1].verified:
                left_out += 1
                continue
            sets.setdefault(f"{found[0].name} {found[0].version}", []).append(found[1].code)
        aligned = tuple(Aligned(name, tuple(codes)) for name, codes in sets.items())
        row = AlignmentRow(criterion.id, criterion.name, aligned)
        rows[criterion.id, criterion.standards] = row
    return tuple(rows.values()), left_out
