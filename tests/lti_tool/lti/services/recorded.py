"""The answers of a live Moodle, read from the recording."""

import ast
import json
import re
from dataclasses import dataclass
from pathlib import Path

RECORDINGS = Path(__file__).parent / "recordings"
_ANSWER = re.compile(r"^  -> (\d+) ('.*?'|\".*?\") (\{.*?\}) ?(.*)", re.MULTILINE | re.DOTALL)


@dataclass
class Recorded:
    """One request and its answer."""

    request: str
    status: int
    reason: str
    headers: dict[str, str]
    body: bytes


def recorded(title: str) -> Recorded:
    """Return the exchange under a heading of the recording."""
    text = (RECORDINGS / "moodle_services.txt").read_text(encoding="utf-8")
    section = next(part for part in text.split("\n## ") if part.startswith(title + "\n"))
    request = section.splitlines()[1]
    found = _ANSWER.search(section)
    assert found, title
    body = found[4].split("\n   DB")[0].strip()
    return Recorded(
        request,
        int(found[1]),
        ast.literal_eval(found[2]),
        ast.literal_eval(found[3]),
        body.encode(),
    )


def recorded_token(label: str) -> dict[str, object]:
    """Return what Moodle's token address answered: status, content type and body."""
    text = (RECORDINGS / "moodle_services.txt").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith(f"{label} {{"))
    found: dict[str, object] = json.loads(line.removeprefix(label))
    return found
