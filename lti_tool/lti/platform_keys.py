"""Platforms' public keys: read from their key set address, kept in the database, parsed once.

A key set is asked for again when it has aged, and once when a token names a key it lacks, at
most once a minute. While a platform does not answer, the keys from before go on serving.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from sqlalchemy import Connection, Engine, bindparam, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from lti_tool.lti.claims import LONGEST_ID, ClaimRefused, parse_json
from lti_tool.lti.models.registration import PlatformKeySet
from lti_tool.lti.refusals import Reason, Refused
from lti_tool.lti.services import http
from lti_tool.lti.services.errors import ServiceError
from lti_tool.lti.tool_config import KnownPlatform
from lti_tool.settings import Settings

ALGORITHM = "RS256"
"""The only one. A token's own word for it is never listened to (LTI Security, section 5.1.3)."""

MISS_FLOOR = timedelta(seconds=60)
"""Between two askings for keys that a key set lacked: anybody can make up key ids."""

FIRST_FLOOR = timedelta(seconds=10)
"""The same while there are no keys at all: a platform that was just connected may need a moment."""

ANSWER_EXPECTED = timedelta(seconds=5)
"""After an asking. Whoever needs the same keys waits for its answer that long."""

ASK_AGAIN = timedelta(seconds=60)
"""After a failure, while the keys from before go on serving."""

USUAL_AGE = timedelta(hours=1)
SHORTEST_AGE = timedelta(seconds=60)
LONGEST_AGE = timedelta(hours=24)
MEDIA = "application/jwk-set+json, application/json"
MOST_BYTES = 256 * 1024
MOST_KEYS = 100
WEAKEST, STRONGEST = 2048, 8192
"""Bits. Weaker keys can be broken; far longer ones cost more to use than they protect."""

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_MAX_AGE = re.compile(r"max-age\s*=\s*\"?(\d{1,9})")


class KeysNeeded(Exception):
    """The keys we have do not do: the key set should be asked for before the launch goes on."""

    def __init__(self, platform: KnownPlatform) -> None:
        super().__init__(platform.id)
        self.platform = platform


class KeySetUnusable(Exception):
    """The key set address answered with something that holds no usable key."""


@dataclass(frozen=True, slots=True)
class KeySet:
    """A key set as read."""

    document: dict[str, Any]
    fresh_for: timedelta


@dataclass(frozen=True, slots=True)
class _Parsed:
    address: str
    fetched_at: datetime
    keys: Mapping[str, RSAPublicKey]


_parsed: dict[int, _Parsed] = {}
"""By registration. Good only while the row's address and instant are the same."""

_KEYS = select(
    PlatformKeySet.__table__.c["keys"].label("document"), PlatformKeySet.__table__.c.fetched_at
).where(PlatformKeySet.__table__.c.registration_id == bindparam("id"))


def find_key(
    engine: Engine, platform: KnownPlatform, kid: str, *, now: datetime, final: bool
) -> RSAPublicKey:
    """Return the platform's key with this id.

    :param final: do not ask for the key set again, whatever is missing.
    :raises KeysNeeded: the key set should be fetched first.
    :raises Refused: there is no such key, or no key at all.
    """
    row = platform.row
    aged = row.fetched_at is None or now >= row.fresh_until
    if aged and not final:
        raise KeysNeeded(platform)
    keys = _keys_of(engine, platform)
    if kid in keys:
        return keys[kid]
    if not final and _may_ask(platform, now):
        raise KeysNeeded(platform)
    if not keys:
        raise Refused(Reason.KEYS_UNREADABLE, "no key set", registration_id=platform.id)
    raise Refused(Reason.UNTRUSTED, "kid unknown", registration_id=platform.id)


def _may_ask(platform: KnownPlatform, now: datetime) -> bool:
    last = platform.row.last_miss_at
    # Whoever asked a moment ago may still be waiting for the answer: join them.
    return last is None or now - last >= _floor(platform) or is_being_asked(platform, now)


def _floor(platform: KnownPlatform) -> timedelta:
    return FIRST_FLOOR if platform.row.fetched_at == NEVER else MISS_FLOOR


def is_being_asked(platform: KnownPlatform, now: datetime) -> bool:
    """Whether another request probably waits for this platform's answer right now."""
    row = platform.row
    if row.last_miss_at is None or row.fetched_at >= row.last_miss_at:
        return False
    moment: timedelta = now - row.last_miss_at
    return moment < ANSWER_EXPECTED


def _keys_of(engine: Engine, platform: KnownPlatform) -> Mapping[str, RSAPublicKey]:
    fetched_at = platform.row.fetched_at
    if fetched_at is None:
        return {}
    known = _parsed.get(platform.id)
    if known and known.fetched_at == fetched_at and known.address == platform.row.key_set_url:
        return known.keys
    with engine.connect() as connection:
        row = connection.execute(_KEYS, {"id": platform.id}).one_or_none()
    if row is None or row.fetched_at != fetched_at:
        raise KeysNeeded(platform)  # it was read anew in this very moment
    keys = usable_keys(row.document)
    _parsed[platform.id] = _Parsed(platform.row.key_set_url, fetched_at, keys)
    return keys


def usable_keys(document: Mapping[str, Any]) -> dict[str, RSAPublicKey]:
    """Return the keys of a key set that can verify a launch, by their id."""
    found: dict[str, RSAPublicKey] = {}
    listed = document.get("keys")
    for entry in listed[:MOST_KEYS] if isinstance(listed, list) else []:
        key = _read_key(entry) if isinstance(entry, dict) else None
        if key is not None:
            found.setdefault(entry["kid"], key)
    return found


def _read_key(entry: Mapping[str, Any]) -> RSAPublicKey | None:
    kid, operations = entry.get("kid"), entry.get("key_ops", ["verify"])
    if not isinstance(kid, str) or not 0 < len(kid) <= LONGEST_ID:
        return None
    if entry.get("kty") != "RSA" or entry.get("alg", ALGORITHM) != ALGORITHM:
        return None
    if entry.get("use", "sig") != "sig" or not isinstance(operations, list):
        return None
    if "verify" not in operations:
        return None
    try:
        # Only the public members: with the others the library would make a private key of it.
        public = {name: entry[name] for name in ("kty", "n", "e")}
        key = jwt.PyJWK(public, ALGORITHM).key
    except (KeyError, TypeError, ValueError, jwt.PyJWTError):
        return None
    return key if isinstance(key, RSAPublicKey) and _is_strong(key) else None


def _is_strong(key: RSAPublicKey) -> bool:
    return WEAKEST <= key.key_size <= STRONGEST


def fetch_key_set(settings: Settings, address: str) -> KeySet:
    """Ask a platform for its keys. No transaction may be open meanwhile.

    :raises KeySetUnusable: the address may not be asked, does not answer, or has no usable key.
    """
    try:
        answer = http.get(settings, address, accept=MEDIA, tries=2, largest=MOST_BYTES)
    except ServiceError as error:
        raise KeySetUnusable(str(error)) from error
    try:
        document = parse_json(answer.body)
    except ClaimRefused as error:
        raise KeySetUnusable(f"The key set is {error}.") from error
    if not usable_keys(document):
        raise KeySetUnusable("The key set holds no RS256 key for signatures.")
    return KeySet(document, _fresh_for(answer.headers.get("Cache-Control", "")))


def _fresh_for(cache_control: str) -> timedelta:
    found = _MAX_AGE.search(cache_control.lower())
    if found is None:
        return SHORTEST_AGE if "no-" in cache_control.lower() else USUAL_AGE
    return min(max(timedelta(seconds=int(found[1])), SHORTEST_AGE), LONGEST_AGE)


def claim_asking(connection: Connection, platform: KnownPlatform, *, now: datetime) -> bool:
    """Note that the key set is about to be asked for; False where somebody else just did."""
    row = platform.row
    if row.fetched_at is None:
        return _claim_first(connection, platform.id, now)
    last = PlatformKeySet.last_miss_at
    due = or_(last.is_(None), last <= now - _floor(platform))
    values: dict[str, Any] = {"last_miss_at": now}
    if now >= row.fresh_until:
        # The keys from before serve everybody else until the answer is there.
        due, values = PlatformKeySet.fresh_until <= now, {"fresh_until": now + ASK_AGAIN}
    mine = update(PlatformKeySet).where(PlatformKeySet.registration_id == platform.id, due)
    return connection.execute(mine.values(values)).rowcount == 1


def _claim_first(connection: Connection, registration_id: int, now: datetime) -> bool:
    try:
        with connection.begin_nested():
            connection.execute(
                insert(PlatformKeySet).values(
                    registration_id=registration_id,
                    keys={"keys": []},
                    fetched_at=NEVER,
                    fresh_until=now + LONGEST_AGE,
                    last_miss_at=now,
                )
            )
    except IntegrityError:
        return False
    return True


def store_key_set(
    connection: Connection, platform: KnownPlatform, found: KeySet, *, now: datetime
) -> None:
    """Keep a key set that was just read."""
    values = {"keys": found.document, "fetched_at": now, "fresh_until": now + found.fresh_for}
    if platform.row.fetched_at in {None, NEVER}:
        values["last_miss_at"] = None  # the first reading was nobody's miss
    mine = update(PlatformKeySet).where(PlatformKeySet.registration_id == platform.id)
    connection.execute(mine.values(values))
