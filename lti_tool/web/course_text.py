"""Which text of the course the viewer reads: whose units and films, and in which language.

The language is the launch's: what the LMS sent, or what the reader chose since on a unit's page.
A choice is kept with the launch, because there is no cookie to keep it in and links would have to
carry it; it lasts as long as the visit does, and the pages around the text follow it.
"""

from functools import cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from flask import g
from flask_babel import get_locale
from markupsafe import Markup

from curriculum.editions import curriculum_for, programs_with_units
from curriculum.models.program import Program
from curriculum.models.program_video import VideoState
from curriculum.program_videos import films_of, with_films
from curriculum.unit import ENGLISH, Unit
from curriculum.unit_folders import languages_of
from curriculum.units import Curriculum
from lti_tool.extensions import db
from lti_tool.web.locale import known_locale, text_language
from lti_tool.web.viewer import viewer


def current_curriculum() -> Curriculum:
    """Return the course as the viewer's program teaches it, its own films included."""
    if "course" not in g:
        program_id = viewer().program_id
        films = films_of(db.session(), program_id, VideoState.LIVE) if program_id else ()
        g.course = with_films(program_curriculum(), films)
    found: Curriculum = g.course
    return found


def program_curriculum() -> Curriculum:
    """Return the viewer's program's units in the viewer's language, as far as translated.

    The films are those of the units' folders.
    """
    program = _program_name() if programs_with_units() else None
    english, wanted = curriculum_for(program), get_locale().language
    # Not every language that an LMS may send: each one would be read and kept.
    there = any(wanted in _translations(unit.folder) for unit in english.units)
    return curriculum_for(program, wanted) if there else english


def _program_name() -> str | None:
    program_id = viewer().program_id
    program = db.session.get(Program, program_id) if program_id else None
    return program.name if program else None


@cache
def _translations(folder: Path) -> frozenset[str]:
    return frozenset(languages_of(folder))


def other_languages(unit: Unit) -> dict[str, str]:
    """Return the languages that a unit can be read in besides the present one: their own names."""
    others = {ENGLISH, *_translations(unit.folder)} - {unit.language}
    return {language: own_name(language) for language in sorted(others)}


def own_name(language: str) -> str:
    """Return what a language calls itself, as a button says it, e.g. "Español"."""
    known = _known(language)
    name = (known.get_display_name(known) if known else "") or language
    return name[:1].upper() + name[1:]


@cache
def _known(language: str) -> Locale | None:
    """Return a language as Babel knows it; a file may name one that nobody speaks."""
    try:
        return Locale.parse(language)
    except UnknownLocaleError:
        return None


def locale_in(language: str, before: str) -> str:
    """Return a locale for a language, with the region that the reader had, if there is such a one.

    So that somebody in Canada who reads Spanish keeps Canada's dates, where Babel has them.
    """
    region = before.replace("-", "_").partition("_")[2]
    wanted = f"{language}_{region}"
    return wanted if region and known_locale(wanted) == wanted else language


def said_in(language: str) -> Markup:
    """Return the attributes of a text that may be in another language than its page."""
    if language == text_language().partition("-")[0]:
        return Markup()
    known = _known(language)
    direction = known.text_direction if known else "auto"
    return Markup(' lang="{}" dir="{}"').format(language, direction)
