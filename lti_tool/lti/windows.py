"""Spans of time that an instructor sets for an activity, in the course's own time zone."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from curriculum.foundation.errors import N_, Rejected


@dataclass(frozen=True, slots=True)
class Window:
    """A span of time. Either end may be open."""

    start: datetime | None
    end: datetime | None

    def to_plain(self) -> dict[str, str]:
        """Return it as a content item has it: ISO 8601 with the zone's offset."""
        named = {"startDateTime": self.start, "endDateTime": self.end}
        return {name: moment.isoformat() for name, moment in named.items() if moment is not None}


def read_window(
    start: str, end: str, *, zone: str, title: str, fields: tuple[str, str]
) -> Window | None:
    """Return the span between two local times as browsers write them; None where both are empty.

    :param title: of the activity, for the refusal.
    :param fields: the names of both fields.
    :raises Rejected: one cannot be read, or the end does not come after the start.
    """
    found = Window(
        _moment(start, zone, title, fields[0]),
        _moment(end, zone, title, fields[1]),
    )
    if found.start is None and found.end is None:
        return None
    # Two moments of one zone would be compared by the clock on the wall, twice the same in autumn.
    if found.start and found.end and found.end.astimezone(UTC) <= found.start.astimezone(UTC):
        raise Rejected(
            N_("“%(title)s”: the end must come after the start."), field=fields[1], title=title
        )
    return found


def _moment(text: str, zone: str, title: str, field: str) -> datetime | None:
    if not text.strip():
        return None
    try:
        found = datetime.fromisoformat(text.strip())
        if found.tzinfo is not None or not 2000 <= found.year < 2100:
            raise ValueError(text)
    except ValueError:
        raise Rejected(
            N_("“%(title)s”: write the date like 2026-09-01T08:00."), field=field, title=title
        ) from None
    return found.replace(tzinfo=ZoneInfo(zone))
