"""The rubric: its criteria at four levels, what each level is worth, and the score they make."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec

from curriculum.content_files import fault, read_toml

RUBRIC_FILE = Path(str(files("assignments"))) / "rubrics" / "rubric.toml"
LEVELS = 4


class Level(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of the four levels that every criterion has."""

    number: int
    """1 to 4."""

    name: str
    points: Decimal
    """What the level is worth on a scored criterion."""


class Criterion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One row of the rubric."""

    id: str
    name: str
    levels: tuple[str, str, str, str]
    """What a reader can point to, from level 1 to level 4."""

    standards: tuple[str, ...] = ()
    """What it is aligned to, as "set:code", e.g. "intasc-2013:1(k)"."""

    gate: bool = False
    """Not scored. At level 1 the work can only be returned."""

    task: str | None = None
    """The one task it belongs to; nothing for a criterion common to all."""


@dataclass(frozen=True)
class Score:
    """Points given out of points possible. Not a percentage: the column decides the scale."""

    given: Decimal
    maximum: Decimal


class Rubric(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One version of the rubric, whole or only the criteria of one task."""

    version: str
    target: int
    """The level that counts as good enough."""

    levels: tuple[Level, ...] = msgspec.field(name="level")
    criteria: tuple[Criterion, ...] = msgspec.field(name="criterion")

    def only(self, criterion_ids: tuple[str, ...]) -> "Rubric":
        """Return the rubric with just these criteria, in this order.

        :raises KeyError: there is no such criterion.
        """
        by_id = {criterion.id: criterion for criterion in self.criteria}
        chosen = tuple(by_id[criterion_id] for criterion_id in criterion_ids)
        return msgspec.structs.replace(self, criteria=chosen)

    @property
    def scored(self) -> tuple[Criterion, ...]:
        """The criteria that add to the score: all but the gates."""
        return tuple(criterion for criterion in self.criteria if not criterion.gate)

    def score(self, levels: Mapping[str, int]) -> Score:
        """Add up the points of the scored criteria.

        :param levels: the level given, 1 to 4, by criterion id; every scored criterion.
        :raises ValueError: a scored criterion has no level, or one outside 1 to 4.
        """
        points = {level.number: level.points for level in self.levels}
        given = Decimal(0)
        for criterion in self.scored:
            level = levels.get(criterion.id)
            if level not in points:
                raise ValueError(f"{criterion.id} has no level between 1 and {LEVELS}")
            given += points[level]
        return Score(given, max(points.values()) * len(self.scored))

    def shut_gate(self, levels: Mapping[str, int]) -> Criterion | None:
        """Return the gate that stands at level 1, if one does."""
        return next((c for c in self.criteria if c.gate and levels.get(c.id) == 1), None)

    def to_plain(self) -> dict[str, Any]:
        """Return plain values, as a submission keeps them."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        return plain

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "Rubric":
        """Return the rubric that a submission has kept."""
        return msgspec.convert(plain, cls)


def read_rubric(path: Path) -> Rubric:
    """Read and check a rubric file.

    :raises ContentError: by file, line and field.
    """
    rubric = read_toml(path, Rubric)
    numbers = [level.number for level in rubric.levels]
    if numbers != list(range(1, LEVELS + 1)):
        raise fault(path, "level[0]", f"levels must be numbered 1 to {LEVELS}, in this order")
    if rubric.target not in numbers:
        raise fault(path, "target", f"must be a level from 1 to {LEVELS}")
    seen = set[str]()
    for position, criterion in enumerate(rubric.criteria):
        if criterion.id in seen:
            raise fault(path, f"criterion[{position}].id", f"“{criterion.id}” is used twice")
        seen.add(criterion.id)
    return rubric


@cache
def load_rubric() -> Rubric:
    """Return the rubric in force. Read once per process."""
    return read_rubric(RUBRIC_FILE)
