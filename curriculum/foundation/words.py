"""People's words on their way in: made storable, and never changed in meaning."""

import unicodedata

_KEPT_CONTROLS = "\n\t"


def clean(text: str) -> str:
    """Return text as it is stored: one kind of line end, no control characters.

    PostgreSQL refuses NUL, and half of a surrogate pair cannot be written at all.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in text if not _is_junk(letter))


def _is_junk(letter: str) -> bool:
    return letter not in _KEPT_CONTROLS and unicodedata.category(letter) in {"Cc", "Cs"}


def folded(text: str) -> str:
    """Return text for comparing: without case, accents, or space that does not matter.

    Databases differ in what they take for the same letter; this does not.
    """
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(each for each in apart if not unicodedata.combining(each)).split())
