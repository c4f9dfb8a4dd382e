"""People's words on their way in: made storable, counted, and never changed in meaning."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_KEPT_CONTROLS = "\n\t"


def clean(text: str) -> str:
    """Return text as it is stored: one kind of line end, no control characters.

    PostgreSQL refuses NUL, and half of a surrogate pair cannot be written at all.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in text if not _is_junk(letter))


def clean_line(text: str) -> str:
    """Return text for a field of one line: cleaned, without space around it."""
    return " ".join(clean(text).split())


def count_words(text: str) -> int:
    """Return how many words a text has. "don't" and "well-lit" are one each."""
    return len(_WORD.findall(text))


def _is_junk(letter: str) -> bool:
    return letter not in _KEPT_CONTROLS and unicodedata.category(letter) in {"Cc", "Cs"}
