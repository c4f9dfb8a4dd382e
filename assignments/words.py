"""People's words: what fits one line, and how many they are."""

import re

from curriculum.foundation.words import clean

_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")


def clean_line(text: str) -> str:
    """Return text for a field of one line: cleaned, without space around it."""
    return " ".join(clean(text).split())


def count_words(text: str) -> int:
    """Return how many words a text has. "don't" and "well-lit" are one each."""
    return len(_WORD.findall(text))
