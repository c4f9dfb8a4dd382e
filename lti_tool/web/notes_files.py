"""All notes of one person as one file, for reading or for another program."""

from itertools import groupby

import msgspec
from flask_babel import gettext as _

from lti_tool.web.locale import as_moment
from lti_tool.web.shown_notes import ShownNote


def as_markdown(course: str, notes: list[ShownNote]) -> str:
    """Return the notes under their units and sections."""
    lines = ["# " + _("Notes: %(course)s", course=course)]
    for unit, of_unit in groupby(notes, key=lambda note: note.unit):
        lines.append(f"## {unit}")
        for section, of_section in groupby(of_unit, key=lambda note: note.section):
            lines.append(f"### {section}")
            lines += [_as_paragraphs(note) for note in of_section]
    return "\n\n".join(lines) + "\n"


def _as_paragraphs(note: ShownNote) -> str:
    about = " ".join(part for part in (note.film, note.time) if part)
    when = as_moment(note.changed_at)
    return f"*{when}{f', {about}' if about else ''}*\n\n{note.words}"


def as_json(course: str, notes: list[ShownNote]) -> bytes:
    """Return the notes as a list, with everything that is known of each."""
    found = [
        {
            "unit": note.unit,
            "section": note.section,
            "film": note.film or None,
            "time": note.time or None,
            "words": note.words,
            "written_at": note.written_at,
            "changed_at": note.changed_at,
        }
        for note in notes
    ]
    return msgspec.json.format(msgspec.json.encode({"course": course, "notes": found}))
