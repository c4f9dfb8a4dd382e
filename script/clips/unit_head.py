"""The video slots in a unit's front matter, read and changed as lines so that all else stays."""

import re
from pathlib import Path

from clips import ClipError


def slots_of(unit: Path) -> list[str]:
    """Return the ids of a unit's video slots, in order."""
    head = _head(unit)
    block = re.search(r"(?m)^videos:\n((?:[ ].*\n)*)", head)
    return re.findall(r"(?m)^  - id: (\S+)$", block[1]) if block else []


def note_film(unit: Path, slot: str, seconds: int) -> None:
    """Write down how long a slot's film is, and which text tracks were made with it."""
    path = unit / "unit.md"
    text = path.read_text(encoding="utf-8")
    found = re.search(rf"(?m)^  - id: {re.escape(slot)}\n(?:    .*\n)*", _head(unit))
    if not found or "\n    seconds: " not in found[0]:
        raise ClipError(f"{path} has no video slot `{slot}` with a length")
    entry = re.sub(r"(?m)^    seconds: .*$", f"    seconds: {seconds}", found[0])
    for kind in ("chapters", "descriptions"):
        if f"\n    {kind}: " not in entry:
            own = f"    {kind}: {slot}.{kind}.en.vtt\n"
            entry = re.sub(r"(?m)^    captions: .*\n", rf"\g<0>{own}", entry)
    if entry != found[0]:
        path.write_text(text.replace(found[0], entry, 1), encoding="utf-8")


def _head(unit: Path) -> str:
    """Return the front matter."""
    text = (unit / "unit.md").read_text(encoding="utf-8")
    return text.split("\n---", 1)[0] + "\n"
