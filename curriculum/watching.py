"""What of a film somebody has taken in: seconds seen, its transcript read, or said to be watched.

A slot's film can be exchanged. Seconds belong to one film and go with it; that the slot was once
done stays.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session

from curriculum.films import film_id
from curriculum.foundation.errors import N_, Rejected
from curriculum.foundation.upsert import upsert
from curriculum.models.progress import VideoWatch
from curriculum.standing import Watched
from curriculum.unit import Unit
from curriculum.videos import ENOUGH, LONGEST_FILM, Video

MOST_SPANS = 500
"""More stretches than this in one report come from no player."""

PACE = 4
"""Seconds of a film that a page can tell of for each second since it was sent: twice as fast as
spoken, of a film half as long as its unit says, which counts whole when it is over."""

BREATH = 10
"""Seconds more: two servers' clocks, and what rounding adds."""

Spans = list[list[int]]
"""Stretches of a film, [[from, to], …] in whole seconds; `to` is not part of the stretch."""


def record_watch(
    session: Session,
    enrolment_id: int,
    unit: Unit,
    slot: str,
    film: str,
    spans: Sequence[Sequence[int]],
    position: int,
    *,
    now: datetime,
) -> Watched:
    """Add stretches of a film to those already seen.

    :param film: which film the page showed; told of another one than the slot's, nothing changes.
    :param spans: (from, to) in whole seconds. Told again, they count once.
    :param position: the second to resume at.
    :raises Missing: the unit has no such video.
    :raises Rejected: no player reports that.
    """
    video = unit.video(slot)
    if len(spans) > MOST_SPANS or any(len(span) != 2 for span in spans):
        raise Rejected(N_("That is not what a video player reports."))
    key = _key(enrolment_id, unit, video)
    row = _locked(session, key, now)
    if not film or film != film_id(unit, video):
        return _watched(row)
    seen = row.spans if row.film in {"", film} else []
    merged = merge([*seen, *spans], video.seconds)
    found = _with(_watched(row), video, film, seconds_in(merged), position)
    values = {"spans": merged, "seen_at": now, **{name: getattr(found, name) for name in _TOLD}}
    session.execute(update(VideoWatch).filter_by(**key).values(**values))
    return found


_TOLD = ("film", "seconds", "position", "done")
"""What a report changes, besides the stretches."""


def _with(before: Watched, video: Video, film: str, seconds: int, position: int) -> Watched:
    return replace(
        before,
        film=film,
        seconds=seconds,
        position=min(max(0, position), video.seconds),
        done=before.done or seconds >= ENOUGH * video.seconds,
    )


def record_transcript(
    session: Session, enrolment_id: int, unit: Unit, slot: str, *, now: datetime
) -> None:
    """Note that a film's transcript was read, which counts like watching all of it.

    :raises Missing: the unit has no such video.
    """
    _note(session, enrolment_id, unit, slot, "transcript_read", now)


def record_said(
    session: Session, enrolment_id: int, unit: Unit, slot: str, *, now: datetime
) -> None:
    """Note that somebody says they watched a film whose player tells us nothing.

    :raises Missing: the unit has no such video.
    """
    _note(session, enrolment_id, unit, slot, "said", now)


def _note(
    session: Session, enrolment_id: int, unit: Unit, slot: str, column: str, now: datetime
) -> None:
    key = _key(enrolment_id, unit, unit.video(slot))
    told = {column: True, "seen_at": now}
    upsert(session, VideoWatch, key, {**_NOTHING_SEEN, **told}, told)


def merge(spans: Iterable[Iterable[int]], length: int) -> Spans:
    """Return the same seconds, sorted, apart from one another, and within the film.

    :param length: of the film, in seconds. What lies outside is cut off.
    """
    merged: Spans = []
    for start, end in sorted((max(0, start), min(length, end)) for start, end in spans):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    return merged


def possible(spans: Iterable[Iterable[int]], lasted: int) -> Spans:
    """Return as much of what a page tells as can have run by since it was sent.

    :param lasted: seconds since then, by the server's clock.
    """
    left, found = PACE * lasted + BREATH, Spans()
    for start, end in merge(spans, LONGEST_FILM):
        if left > 0:
            found.append([start, min(end, start + left)])
        left -= end - start
    return found


def seconds_in(spans: Spans) -> int:
    """Return how many seconds merged spans hold."""
    return sum(end - start for start, end in spans)


_NOTHING_SEEN = {
    "spans": [],
    "seconds": 0,
    "position": 0,
    "transcript_read": False,
    "said": False,
    "film": "",
    "done": False,
}
_COLUMNS = (
    VideoWatch.spans,
    VideoWatch.seconds,
    VideoWatch.position,
    VideoWatch.transcript_read,
    VideoWatch.said,
    VideoWatch.film,
    VideoWatch.done,
)


def _key(enrolment_id: int, unit: Unit, video: Video) -> dict[str, Any]:
    return {"enrolment_id": enrolment_id, "unit_id": unit.id, "slot": video.id}


def _locked(session: Session, key: dict[str, Any], now: datetime) -> Row[Any]:
    """Return the row, made if need be, locked against the other tab's report."""
    query = select(*_COLUMNS).filter_by(**key).with_for_update()
    row = session.execute(query).one_or_none()
    if row is None:
        upsert(session, VideoWatch, key, {**_NOTHING_SEEN, "seen_at": now}, {})
        row = session.execute(query).one()
    return row


def _watched(row: Row[Any]) -> Watched:
    return Watched(
        seconds=row.seconds,
        position=row.position,
        transcript_read=row.transcript_read,
        film=row.film,
        done=row.done,
        said=row.said,
    )
