"""What a rule found: where, what is wrong, and what to do about it."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from curriculum.content_files import ContentError, line_of


class Weight(enum.Enum):
    """How much a finding weighs."""

    FAULT = "fault"
    """Readers would meet it."""
    HOUSE = "house"
    """A rule of the course as we ship it. A program's own folder may do otherwise."""
    HINT = "hint"
    """Worth a look; there may be a good reason for it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Reads "file:line: place: what is wrong. What to do."."""

    path: Path
    line: int | None
    """Counted from 1; None where the file as a whole is meant."""
    place: str
    """The field, e.g. "videos[0].captions", or what of the text is meant, e.g. "heading"."""
    what: str
    suggestion: str = ""
    weight: Weight = Weight.FAULT

    @property
    def is_hint(self) -> bool:
        """Whether all is well without mending it."""
        return self.weight is Weight.HINT

    @property
    def words(self) -> str:
        """What is wrong and what to do, in sentences."""
        what = self.what if self.what.endswith((".", "?")) else f"{self.what}."
        return f"{what} {self.suggestion}".rstrip()

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else f"{self.path}"
        mark = "hint: " if self.is_hint else ""
        return f"{place}: {mark}{f'{self.place}: ' if self.place else ''}{self.words}"


def of_error(error: ContentError) -> Finding:
    """Return a fault that the reading of a file has found."""
    return Finding(error.path, error.line, error.field, error.problem)


def at_field(
    path: Path, field: str, what: str, suggestion: str = "", weight: Weight = Weight.FAULT
) -> Finding:
    """Return a finding about a field; its line is looked up in the file."""
    return Finding(path, line_of(path, field), field, what, suggestion, weight)


def weighed(findings: Iterable[Finding], *, ours: bool) -> list[Finding]:
    """Return the findings as faults and hints, in the order of files and lines, each once.

    :param ours: whether the house's own rules bind here.
    """
    house = Weight.FAULT if ours else Weight.HINT
    decided = (
        replace(each, weight=house) if each.weight is Weight.HOUSE else each for each in findings
    )
    return sorted(dict.fromkeys(decided), key=lambda each: (str(each.path), each.line or 0))
