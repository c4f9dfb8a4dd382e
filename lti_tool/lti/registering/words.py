"""What a platform says when it refuses, as plain text of bounded length."""

import html
import json
import re
from typing import Any

LONGEST = 500
SPOKEN = ("error_description", "errorMessage", "message", "errors", "error", "title", "detail")
"""Where platforms put their sentence, the most telling first."""

_UNSEEN = re.compile(r"(?is)<(script|style|head)\b.*?(</\1\s*>|\Z)")
_TAG = re.compile(r"<[^>]{0,2000}>")


def plain_words(detail: str, *, secret: str = "") -> str:
    """Return the words of a refusal, or nothing where it has none.

    :param detail: the reason phrase, and from the second line on the body
        (`ServiceRefused.detail`).
    :param secret: is left out wherever the platform repeats it.
    """
    reason, _, body = detail.partition("\n")
    text = _words_of(body.strip()) or reason
    if secret:
        text = text.replace(secret, "…")
    text = "".join(letter if letter.isprintable() else " " for letter in text)
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[:LONGEST].rstrip() + "…"


def _words_of(body: str) -> str:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return _without_markup(body)
    return said if isinstance(said, str) else _spoken(said)


def _spoken(said: Any) -> str:
    if isinstance(said, dict):
        for name in SPOKEN:
            if said.get(name):
                told = said[name]
                return told if isinstance(told, str) else _written(told)
    return _written(said) if said else ""


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _without_markup(body: str) -> str:
    return html.unescape(_TAG.sub(" ", _UNSEEN.sub(" ", body)))
