"""Where a button leads that says "go on"."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from curriculum.standing import UnitStanding
from curriculum.unit import Section, Unit
from curriculum.videos import Video


@dataclass(frozen=True)
class Onward:
    """A page, and what it is called there."""

    title: str
    address: str


def after_section(unit: Unit, section: Section) -> Onward:
    """Return what comes after a section: the next one, the unit's check, or the unit's page."""
    _before, after = unit.neighbours(section.id)
    if after is not None:
        return _to_section(unit, after)
    return _to_check(unit) if unit.checks else Onward(unit.title, _page_of(unit))


def next_step(unit: Unit, standing: UnitStanding) -> Onward:
    """Return where to go on in a unit: unread sections, then unseen videos, then the check.

    In a section whose film was left in its middle, at that film: its player resumes there.
    """
    here = standing.resume_at(unit)
    left = [video for video in unit.videos_of(here.id) if _was_left(standing, video)]
    if not standing.has_read(here.id):
        return _to_video(unit, left[0], here.title) if left else _to_section(unit, here)
    for video in unit.videos:
        if not standing.has_seen(video):
            return _to_video(unit, video, video.title)
    if not standing.progress(unit).complete:
        return _to_check(unit)
    return _to_section(unit, here)


def _was_left(standing: UnitStanding, video: Video) -> bool:
    seen = standing.watched.get(video.id)
    return seen is not None and seen.position > 0 and not standing.has_seen(video)


def _to_section(unit: Unit, section: Section) -> Onward:
    return Onward(section.title, url_for("sections.show", unit=unit.id, section=section.id))


def _to_video(unit: Unit, video: Video, title: str) -> Onward:
    address = url_for("sections.show", unit=unit.id, section=video.section)
    return Onward(title, f"{address}#video-{video.id}")


def _to_check(unit: Unit) -> Onward:
    return Onward(_("Check yourself"), url_for("checks.show", unit=unit.id))


def _page_of(unit: Unit) -> str:
    return url_for("units.show", unit=unit.id)
