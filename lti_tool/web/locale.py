"""Language of the page, and dates and numbers as its readers write them.

Texts come in the languages we have; dates and numbers follow the locale that the LMS
sent, also where the texts stay English. Where no LMS has said anything, on the pages before a
launch, for administrators, and in an LMS that names no locale, the browser's languages decide.
"""

from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError, negotiate_locale
from flask import current_app, g, has_request_context, request
from flask_babel import (
    format_date,
    format_decimal,
    format_time,
    get_locale,
    get_translations,
)
from flask_babel import gettext as _

from lti_tool.web.page_context import drawn_once

FALLBACK = "en"


def choose_locale() -> str:
    """Return the locale of the launch if it is one we can write dates in, else the browser's."""
    sent = g.viewer.locale if "viewer" in g else ""
    return known_locale(sent or _browsers_own())


def _browsers_own() -> str:
    """Return the language of ours that the browser likes best, English where it names none."""
    if not has_request_context():
        return FALLBACK
    # Not the request's own best_match: that takes "en;q=0.1" for better than "es-MX".
    liked = [tag for tag, weight in request.accept_languages if weight]
    return negotiate_locale(liked, _spoken(), sep="-") or FALLBACK


def _spoken() -> tuple[str, ...]:
    return (FALLBACK, *translated_into(current_app.config["BABEL_TRANSLATION_DIRECTORIES"]))


@cache
def translated_into(folder: str) -> tuple[str, ...]:
    """Return the languages besides English that the interface has been translated into."""
    found = Path(folder).glob("*/LC_MESSAGES/messages.mo")
    return tuple(sorted(path.parts[-3] for path in found))


@lru_cache(maxsize=1000)  # every page asks, and a school has few of them
def known_locale(sent: str) -> str:
    """Return `sent` in Babel's form, or English where nobody knows it."""
    try:
        return str(Locale.parse(sent.replace("-", "_"), sep="_"))
    except (ValueError, UnknownLocaleError, TypeError):
        return FALLBACK


def choose_timezone() -> str:
    """Return the zone of the course."""
    return g.viewer.timezone if "viewer" in g else "UTC"


def text_language() -> str:
    """Return the language that the page's own sentences are in, as HTML's `lang` wants it.

    English where we have no catalogue for the reader's locale, though its dates follow it.
    """
    return str(get_locale()).replace("_", "-") if _is_translated() else FALLBACK


def text_direction() -> str:
    """Return "ltr" or "rtl", for those same sentences."""
    return get_locale().text_direction if _is_translated() else "ltr"


def _is_translated() -> bool:
    return bool(get_translations().files)


def as_day(day: date) -> str:
    """Return a calendar day as people say it."""
    return format_date(day, "long")


def as_moment(moment: datetime) -> str:
    """Return an instant in the course's zone: day and time."""
    day = format_date(moment, "medium")
    return _("%(day)s, %(time)s", day=day, time=format_time(moment, "short"))


def as_clock(moment: datetime) -> str:
    """Return the time of day in the course's zone."""
    return format_time(moment, "short")


def as_second(seconds: int) -> str:
    """Return a place in a film, "1:05"."""
    return f"{seconds // 60}:{seconds % 60:02}"


def as_minutes(minutes: int) -> str:
    """Return a length of time: "45 min", "1 h 20"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)s min", minutes=rest)
    return (
        _("%(hours)s h %(minutes)02d", hours=hours, minutes=rest)
        if rest
        else _("%(hours)s h", hours=hours)
    )


def as_number(number: float) -> str:
    """Return a number with the locale's own marks."""
    return format_decimal(number)


FILTERS = {
    "day": as_day,
    "moment": as_moment,
    "clock": as_clock,
    "second": as_second,
    "minutes": drawn_once(as_minutes),
    "number": drawn_once(as_number),
}
