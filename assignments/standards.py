"""Standards as data: codes with short labels of our own, in versioned sets."""

from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec

from curriculum.content_files import fault, read_toml

FOLDER = Path(str(files("assignments"))) / "standards"


class Standard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One standard of a set."""

    code: str
    label: str
    verified: bool
    """Whether the code was checked against its source. One that was not is never printed."""


class StandardSet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One version of one organisation's standards."""

    id: str
    name: str
    version: str
    standards: tuple[Standard, ...] = msgspec.field(name="standard")


def read_standards(path: Path) -> StandardSet:
    """Read and check one set.

    :raises ContentError: by file, line and field.
    """
    found = read_toml(path, StandardSet)
    if found.id != path.stem:
        raise fault(path, "id", f"must be “{path.stem}”, as the file is called")
    seen = set[str]()
    for position, standard in enumerate(found.standards):
        if standard.code in seen:
            raise fault(path, f"standard[{position}].code", f"“{standard.code}” is used twice")
        seen.add(standard.code)
    return found


@cache
def load_standards() -> dict[str, StandardSet]:
    """Return all sets by id. Read once per process."""
    return {path.stem: read_standards(path) for path in sorted(FOLDER.glob("*.toml"))}


def find_standard(reference: str) -> tuple[StandardSet, Standard] | None:
    """Return what "set:code" refers to, or nothing."""
    set_id, _, code = reference.partition(":")
    found = load_standards().get(set_id)
    if found is None:
        return None
    standard = next((each for each in found.standards if each.code == code), None)
    return (found, standard) if standard else None
