"""The words in which a family is asked for its consent, and the sheet that it keeps.

Both are there in several languages. A contact keeps their version, which is one for all of them.
"""

from functools import cache
from pathlib import Path

import msgspec

from curriculum.content_files import fault, read_front_matter
from curriculum.unit import ENGLISH
from curriculum.unit_folders import in_language

FOLDER = Path(__file__).parent
SCRIPT_FILE = FOLDER / "consent.md"
SHEET_FILE = FOLDER / "family-sheet.md"


class FamilyText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is said to a family, or given to it to keep."""

    version: str
    title: str
    body: str = ""
    """Markdown."""
    language: str = ENGLISH


def read_text(path: Path, language: str = ENGLISH) -> FamilyText:
    """Read a text in a language, `name.es.md` beside `name.md`; in English where there is none.

    :raises ContentError: by file, line and field; also where a translation is of another version.
    """
    english = _read(path, ENGLISH)
    translated = in_language(path, language)
    if translated == path:
        return english
    found = _read(translated, language)
    if found.version != english.version:
        raise fault(translated, "version", f"{path.name} has the version “{english.version}”")
    return found


def _read(path: Path, language: str) -> FamilyText:
    text, body = read_front_matter(path, FamilyText)
    return msgspec.structs.replace(text, body=body, language=language)


@cache
def family_languages() -> tuple[str, ...]:
    """Return the languages that both texts are there in, English first."""
    both = (_translations(SCRIPT_FILE), _translations(SHEET_FILE))
    return (ENGLISH, *sorted(set.intersection(*both)))


def _translations(path: Path) -> set[str]:
    return {each.suffixes[-2].removeprefix(".") for each in path.parent.glob(f"{path.stem}.*.md")}


@cache
def load_script(language: str = ENGLISH) -> FamilyText:
    """Return what a candidate says before the first contact. Read once per process."""
    return read_text(SCRIPT_FILE, language)


@cache
def load_sheet(language: str = ENGLISH) -> FamilyText:
    """Return the sheet that a family keeps. Read once per process."""
    return read_text(SHEET_FILE, language)
