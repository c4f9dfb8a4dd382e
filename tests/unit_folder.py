"""A small unit in a folder, with everything a unit can have, for tests that need to know its words.

`write_unit` writes one; every part of it can be given by keyword. `teach` makes the application
teach the course as shipped with that unit in place of the shipped one of its name.
"""

import json
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from curriculum import units

SHIPPED = units.shipped()
FILM = Path(__file__).parent / "material"
"""A short film with captions and poster, which stays the same when the shipped ones change."""

CHECKS: list[dict[str, Any]] = [
    {
        "id": "one-of",
        "section": "arriving",
        "kind": "single",
        "question": "Who speaks first at the door?",
        "choices": [
            {"text": "Whoever works there", "right": True, "explanation": "It is your house."},
            {"text": "Whoever arrives", "right": False, "explanation": "They are still looking."},
            {"text": "Nobody", "right": False, "explanation": "Silence reads as a no."},
        ],
    },
    {
        "id": "some-of",
        "section": "arriving",
        "kind": "multiple",
        "question": "What does the wall say?",
        "choices": [
            {"text": "Whose languages count", "right": True, "explanation": "Signs show it."},
            {"text": "Who is expected", "right": True, "explanation": "Pictures show it."},
            {"text": "What lunch costs", "right": False, "explanation": "That is a price."},
        ],
    },
    {
        "id": "sorting",
        "section": "arriving",
        "kind": "sort",
        "question": "Climate or culture?",
        "groups": ["Climate", "Culture"],
        "items": [
            {"text": "It felt warm today", "group": "Climate", "explanation": "Felt, and soon."},
            {"text": "We always begin late", "group": "Culture", "explanation": "A habit."},
            {"text": "The office was loud", "group": "Climate", "explanation": "This week's mood."},
        ],
    },
    {
        "id": "ordering",
        "section": "staying",
        "kind": "order",
        "question": "Mend a broken promise.",
        "steps": [
            {"text": "Say what you promised", "explanation": "They need not guess."},
            {"text": "Say that you did not do it", "explanation": "Without a because."},
            {"text": "Ask what it cost them", "explanation": "You cannot know."},
            {"text": "Promise something smaller", "explanation": "And keep that."},
        ],
    },
    {
        "id": "rewriting",
        "section": "staying",
        "kind": "rewrite",
        "question": "Rewrite this note for a family that reads little English.",
        "text": "Non-attendance must be substantiated.",
        "ours": "Was your child ill? Please send us a short note.",
        "look_for": ["It asks one thing", "It uses everyday words"],
        "explanation": "One thing at a time is remembered.",
    },
]

BEFORE_AFTER: dict[str, Any] = {
    "question": "A parent stands in the hall and nobody looks up. What matters most now?",
    "positions": ["A rule", "A sign", "A greeting", "A form", "A lock"],
    "afterwards": "Look at who would have to act.",
}

SECTIONS = {"arriving": "The door is open.", "staying": "Somebody stays.", "leaving": "Come back."}


def write_unit(folder: Path, **changes: Any) -> Path:
    """Write a unit below a folder of units and return its own folder.

    :param changes: parts of `unit.md`'s front matter; and `sections` (text by slug), `checks`,
        `transcript`, `files` (more of them: text by name), `film` (what changes in the video).
    """
    files = changes.pop("files", {})
    head, checks, texts, transcript = _parts(changes)
    home = folder / f"{head['number']:02}-{head['id']}"
    (home / "sections").mkdir(parents=True)
    (home / "unit.md").write_text(_matter(head) + "How a house receives people.\n")
    for slug, text in texts.items():
        top = {"title": slug.capitalize(), "minutes": 2}
        (home / "sections" / f"{slug}.md").write_text(_matter(top) + text + "\n")
    (home / "checks.yaml").write_text(json.dumps(checks, indent=1))
    for name in ("opening.mp4", "opening.en.vtt", "opening.jpg"):
        shutil.copyfile(FILM / name, home / name)
    (home / "opening.transcript.md").write_text(transcript)
    for name, text in files.items():
        (home / name).write_text(text)
    return home


def _parts(changes: dict[str, Any]) -> tuple[dict[str, Any], Any, dict[str, str], str]:
    texts = changes.pop("sections", SECTIONS)
    checks = changes.pop("checks", CHECKS)
    transcript = changes.pop("transcript", "A door opens. Somebody comes in.\n")
    film = changes.pop("film", {})
    head = {
        "id": "school-climate",
        "number": 1,
        "title": "The open door",
        "summary": "How a school receives its families.",
        "objectives": ["Greet first."],
        "sections": list(texts),
        "videos": [
            {
                "id": "opening",
                "section": "arriving",
                "title": "Two arrivals",
                "purpose": "Two mornings at one door.",
                "seconds": 40,
                "source": "opening.mp4",
                "captions": "opening.en.vtt",
                "transcript": "opening.transcript.md",
                "poster": "opening.jpg",
                "watch_for": "Who moves first?",
                "question": "Who moved first where you are?",
                **film,
            }
        ],
        "discussion": ["Who is greeted where you work?"],
        "readings": [],
        "before_after": BEFORE_AFTER,
        "glossary": [{"term": "Climate", "meaning": "How it feels."}],
    }
    return head | changes, checks, texts, transcript


def _matter(front: dict[str, Any]) -> str:
    # JSON is YAML as well, and needs no care for colons and quotes. Each field has its line.
    return f"---\n{json.dumps(front, ensure_ascii=False, indent=1)}\n---\n\n"


def teach(monkeypatch: pytest.MonkeyPatch, folder: Path, **changes: Any) -> units.Curriculum:
    """Teach the shipped course with this unit in it, until the test ends; return the course."""
    home = write_unit(folder, **changes)
    for other in SHIPPED.iterdir():
        if other.is_dir() and other.name != home.name:
            (folder / other.name).symlink_to(other)
    read = cache(lambda language, _own: units.read_curriculum(folder, language))
    monkeypatch.setattr(units, "_load", read)
    return units.load_curriculum()
