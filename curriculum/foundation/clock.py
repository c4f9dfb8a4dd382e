"""The clock. Services are handed the time; only the outermost callers ask for it here."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def utc_now() -> datetime:
    """Return this instant, aware, in UTC."""
    return datetime.now(UTC)


def today_in(zone: str, now: datetime) -> date:
    """Return the calendar day that `now` falls on in the IANA zone `zone`."""
    return now.astimezone(ZoneInfo(zone)).date()
