"""Reading a platform's keys in the middle of a request that needs them."""

import time

import structlog

from curriculum.foundation.clock import utc_now
from lti_tool.extensions import current_settings, db, writing
from lti_tool.lti import platform_keys
from lti_tool.lti.tool_config import KnownPlatform, platform_of

PATIENCE = 5.0
"""Seconds to wait for another request that is asking for the same platform's keys."""


def ask_for_keys(platform: KnownPlatform) -> bool:
    """Read a platform's key set again; False where another request was already at it."""
    with writing(), db.engine.begin() as connection:
        claimed = platform_keys.claim_asking(connection, platform, now=utc_now())
    if not claimed:
        _wait_for_keys(platform)
        return False
    try:
        found = platform_keys.fetch_key_set(current_settings(), platform.row.key_set_url)
    except platform_keys.KeySetUnusable as error:
        _log().warning("key set unusable", registration_id=platform.id, problem=str(error))
        return True
    with writing(), db.engine.begin() as connection:
        platform_keys.store_key_set(connection, platform, found, now=utc_now())
    return True


def _wait_for_keys(platform: KnownPlatform) -> None:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        present = platform_of(db.engine, platform.id)
        if present is None or not platform_keys.is_being_asked(present, utc_now()):
            return
        time.sleep(0.1)


def _log() -> structlog.typing.FilteringBoundLogger:
    logger: structlog.typing.FilteringBoundLogger = structlog.get_logger("lti")
    return logger
