"""Names of languages as people write them, and the tags we keep (BCP 47)."""

from functools import lru_cache

from babel import Locale, UnknownLocaleError
from flask_babel import get_locale

COMMON = ("en", "es", "pt", "fr", "ht", "zh", "ar", "vi", "ru", "ase")
"""Offered as chips. Any other language can be written."""

WIDESPREAD = (
    "es", "pt", "fr", "ht", "zh", "ar", "vi", "ru", "ko", "ja", "de", "it", "pl", "uk", "tl",
    "hi", "ur", "bn", "pa", "gu", "ne", "fa", "ps", "so", "am", "ti", "sw", "my", "km", "th",
    "tr", "el", "he", "sq",
)  # fmt: skip
"""Understood by their names for themselves. Reading all of them would take seconds."""


def name_of(tag: str) -> str:
    """Return a language's name in the reader's language; the tag itself where it has none."""
    names = get_locale().languages
    base = tag.split("-", 1)[0].lower()
    return str(names.get(tag.replace("-", "_")) or names.get(base) or tag)


def names_of(tags: str) -> str:
    """Return the names of languages kept as tags with spaces between them."""
    return ", ".join(name_of(tag) for tag in tags.split())


def tag_of(written: str) -> str | None:
    """Return the tag of a language written as a name or as a tag; None if nobody knows it.

    Understood are the reader's own language, English, and a language's name for itself.
    """
    written = " ".join(written.split()).casefold()
    for locale in (str(get_locale()), "en"):
        if found := _by_name(locale).get(written):
            return found
    return _own_name(written)


@lru_cache(maxsize=16)
def _by_name(locale: str) -> dict[str, str]:
    names = Locale.parse(locale).languages
    return {str(name).casefold(): tag.replace("_", "-") for tag, name in names.items()}


def _own_name(written: str) -> str | None:
    try:
        locale = Locale.parse(written.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return _by_own_name().get(written)
    return str(locale).replace("_", "-")


@lru_cache(maxsize=1)
def _by_own_name() -> dict[str, str]:
    found = {}
    for tag in WIDESPREAD:
        own = Locale.parse(tag).get_language_name()
        if own:
            found[own.casefold()] = tag
    return found
