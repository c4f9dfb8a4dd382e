"""The course: its units, read once per process from `curriculum/units/`, checked, then frozen."""

import hashlib
from functools import cache
from importlib import resources
from pathlib import Path

import msgspec

from curriculum.content_files import ContentError, Problems, fault
from curriculum.foundation.errors import N_, Missing
from curriculum.unit import ENGLISH, Unit
from curriculum.unit_files import twice
from curriculum.unit_folders import read_unit

EDITION = "2026.1"
"""Raised by hand when the course is taught anew; the hash behind it follows every change."""


class Curriculum(msgspec.Struct, frozen=True):
    """All units, in order, and the version a report names."""

    units: tuple[Unit, ...]
    version: str
    """Edition and short hash of every word, e.g. "2026.1-3fa2c1"."""

    def unit(self, unit_id: str) -> Unit:
        """Return one unit.

        :raises Missing: there is none with this id.
        """
        for unit in self.units:
            if unit.id == unit_id:
                return unit
        raise Missing(N_("There is no unit “%(unit)s” in this course."), unit=unit_id)

    def with_units_of(self, own: "Curriculum") -> "Curriculum":
        """Return this course with a program's own units in the place of those they replace.

        :raises ContentError: one of them replaces none. Tasks belong to units, so no unit can be
            added by a folder alone.
        """
        replaced = {unit.id: unit for unit in own.units}
        for unit in own.units:
            if unit.id not in {mine.id for mine in self.units}:
                known = ", ".join(mine.id for mine in self.units)
                raise fault(unit.folder / "unit.md", "id", f"the course has no such unit: {known}")
        units = tuple(replaced.get(unit.id, unit) for unit in self.units)
        return Curriculum(units, f"{self.version}+{own.version.rpartition('-')[2]}")


def load_curriculum(language: str = ENGLISH, own: Path | None = None) -> Curriculum:
    """Return the course, each unit in this language if it has been translated.

    Read once per process and language; `forget_curriculum()` makes it read anew.

    :param own: a program's folder, whose units take the place of the shipped ones.
    :raises ContentError: a file cannot be used.
    """
    return _load(language, own)


def forget_curriculum() -> None:
    """Make the next reader read the files again."""
    _load.cache_clear()


@cache
def _load(language: str, own: Path | None) -> Curriculum:
    if own is None:
        return read_curriculum(shipped(), language)
    return _load(language, None).with_units_of(read_curriculum(own, language))


def read_curriculum(folder: Path, language: str = ENGLISH) -> Curriculum:
    """Read a folder of units.

    :raises ContentError: names the first file that cannot be used.
    """
    problems = Problems()
    units = _read_all(folder, language, problems)
    problems.raise_first()
    return Curriculum(units, f"{EDITION}-{_fingerprint(folder)}")


def shipped() -> Path:
    """Return the folder of the units that come with Reciprocal."""
    return Path(str(resources.files("curriculum"))) / "units"


def _read_all(folder: Path, language: str, problems: Problems) -> tuple[Unit, ...]:
    homes = sorted(path.parent for path in folder.glob("*/unit.md"))
    units = [unit for home in homes if (unit := read_unit(home, language, problems))]
    if not homes:
        problems.found.append(ContentError(folder, None, "", "there are no units here"))
    for name in twice(unit.id for unit in units):
        path = next(unit.folder for unit in reversed(units) if unit.id == name) / "unit.md"
        problems.found.append(fault(path, "id", f"another unit is called {name!r} as well"))
    return tuple(sorted(units, key=lambda unit: unit.number))


def _fingerprint(folder: Path) -> str:
    words = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".md", ".yaml", ".vtt"}:
            words.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return words.hexdigest()[:6]
