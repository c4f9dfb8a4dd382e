"""A note's form: its words, and the second of a film that it is about, if any."""

import re
from dataclasses import dataclass, field, replace

from werkzeug.datastructures import MultiDict

from curriculum.foundation.errors import N_, DomainError, Rejected
from curriculum.models.note import Note
from curriculum.notes import Spot
from lti_tool.web.errors import sentence_of
from lti_tool.web.locale import as_second

_TIME = re.compile(r"(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,5})", re.ASCII)
"""42, 0:42 or 1:02:03."""


@dataclass(frozen=True)
class NoteForm:
    """What a note's fields hold, just typed or as it was kept."""

    words: str = ""
    slot: str = ""
    """The film that it is about; empty for the section as a whole."""
    at: str = ""
    """The second of that film, as people write it."""
    errors: dict[str, str] = field(default_factory=dict)
    """Sentence by field."""

    @classmethod
    def typed(cls, sent: MultiDict[str, str]) -> "NoteForm":
        """Return the form with what was sent."""
        return cls(sent.get("words", ""), sent.get("slot", ""), sent.get("at", "")[:20])

    @classmethod
    def kept(cls, note: Note) -> "NoteForm":
        """Return the form with a note that is there."""
        second = "" if note.second is None else as_second(note.second)
        return cls(note.words, note.slot or "", second)

    def refused(self, error: DomainError) -> "NoteForm":
        """Return the form with a sentence beside the field it is about."""
        return replace(self, errors={error.field or "words": sentence_of(error)})

    def spot(self, section: str) -> Spot:
        """Return what the note is about.

        :raises Rejected: the time is none.
        """
        if not self.slot:
            return Spot(section)
        return Spot(section, self.slot, read_time(self.at))


def read_time(text: str) -> int | None:
    """Return the second that "0:42" means; None for nothing.

    :raises Rejected: it is no time.
    """
    text = text.strip()
    if not text:
        return None
    found = _TIME.fullmatch(text)
    if found is None:
        raise Rejected(N_("Write the time as minutes and seconds, for example 0:42."), field="at")
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds
