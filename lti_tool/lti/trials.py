"""Trying a connection out: its keys, its clock, its tokens. Asks the platform, stores nothing.

Everything that is asked is bounded to seconds (`http.hurrying`), since a person waits for it.
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from curriculum.foundation.errors import N_
from lti_tool.lti import platform_keys
from lti_tool.lti.claims import ClaimRefused, parse_json
from lti_tool.lti.findings import Finding, Outcome, Sentence
from lti_tool.lti.keys import Signer, signing_key
from lti_tool.lti.registering.offer import SCOPES, SERVICES, Service
from lti_tool.lti.services import ags, http
from lti_tool.lti.services.connector import Database
from lti_tool.lti.services.errors import ServiceError, ServiceRefused, ServiceUnreachable
from lti_tool.lti.services.http import Answer
from lti_tool.lti.services.token import (
    ServiceClient,
    TokenRefused,
    assertion_claims,
    fetch_token,
)

PATIENCE = 8.0
"""Seconds after which services are no longer asked about one by one."""

KEYS, CLOCK, TOKEN = N_("The LMS's keys"), N_("Clocks"), N_("Access to services")

CANVAS, MOODLE = "canvas", "moodle"

_SWITCH_ON = {
    CANVAS: N_("Canvas: switch it on in the developer key, Admin › Developer Keys."),
    MOODLE: N_(
        "Moodle: Manage tools › this tool › Services, allow grades with column management, and "
        "the list of members."
    ),
    "": N_("Allow this service for Reciprocal in the tool's settings in the LMS."),
}  # fmt: skip

_OAUTH_WORDS = (
    "invalid_client", "unauthorized_client", "invalid_scope", "invalid_grant",
    "unsupported_grant_type", "invalid_request",
)  # fmt: skip
"""What a token endpoint may answer (RFC 6749, section 5.2)."""


@dataclass(frozen=True, slots=True)
class TriedPlatform:
    """The connection that is tried out."""

    client: ServiceClient
    key_set_url: str
    product: str

    @property
    def dialect(self) -> str:
        """Return whose words an administrator there knows; empty where it is none of those."""
        hints = f"{self.product} {self.client.issuer} {self.client.token_url}".lower()
        if "canvas" in hints or "instructure" in hints:
            return CANVAS
        return MOODLE if "moodle" in hints or "/mod/lti/" in hints else ""


def try_connection(database: Database, platform: TriedPlatform) -> list[Finding]:
    """Ask the platform for its keys and for tokens, and say what came of it.

    No session may be open meanwhile; keys of ours that are missing are made.
    """
    with http.hurrying():
        return [*_try_keys(database, platform), *_try_tokens(database, platform)]


# Keys, and the clock that their answer shows


def _try_keys(database: Database, platform: TriedPlatform) -> list[Finding]:
    address = platform.key_set_url
    asked_at = database.now()
    try:
        answer = http.get(
            database.settings,
            address,
            accept=platform_keys.MEDIA,
            tries=1,
            largest=platform_keys.MOST_BYTES,
        )
    except ServiceError as error:
        return [_no_keys(_said(error, address)), _no_clock()]
    leeway = database.settings.lti.clock_leeway
    midway = asked_at + (database.now() - asked_at) / 2
    return [_judge_keys(answer, address), _judge_clock(answer, midway, leeway)]


def _judge_keys(answer: Answer, address: str) -> Finding:
    try:
        usable = platform_keys.usable_keys(parse_json(answer.body))
    except ClaimRefused:
        return _no_keys(Sentence.of(N_("What %(address)s answers is no key set."), address=address))
    if not usable:
        return _no_keys(
            Sentence.of(N_("%(address)s holds no key for RS256 signatures."), address=address)
        )
    found = Sentence.of(N_("Readable. Usable keys: %(count)s."), count=len(usable))
    return Finding(Sentence(KEYS), Outcome.OK, found)


def _no_keys(sentence: Sentence) -> Finding:
    remedy = N_(
        "Compare the key set (JWKS) address with the one that the LMS shows, and let Reciprocal's "
        "machine reach it through firewall and bot protection."
    )
    return Finding(Sentence(KEYS), Outcome.FAILED, sentence, Sentence(remedy))


def _judge_clock(answer: Answer, asked_at: datetime, leeway: int) -> Finding:
    theirs = _date_of(answer)
    if theirs is None:
        return _no_clock()
    ahead = round((theirs - asked_at).total_seconds())
    if abs(ahead) <= leeway:
        sentence = Sentence.of(
            N_("Apart by %(seconds)s s. Up to %(leeway)s s are allowed."),
            seconds=abs(ahead),
            leeway=leeway,
        )
        return Finding(Sentence(CLOCK), Outcome.OK, sentence)
    off = (
        N_("The LMS's clock is %(time)s ahead of ours.")
        if ahead > 0
        else N_("The LMS's clock is %(time)s behind ours.")
    )
    remedy = N_(
        "Set the LMS's clock by a time server (NTP). Where it is right, have the same done on "
        "Reciprocal's machine. Moodle's launches are good for only 60 seconds."
    )
    return Finding(
        Sentence(CLOCK),
        Outcome.FAILED,
        Sentence.of(off, time=_length(abs(ahead))),
        Sentence(remedy),
    )


def _date_of(answer: Answer) -> datetime | None:
    """Return the platform's own time as it answered; where a cache did, as far as that says."""
    if "Age" in answer.headers:
        return None  # a cache on the way answered: its clock is not the LMS's
    try:
        found = parsedate_to_datetime(answer.headers.get("Date", ""))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _no_clock() -> Finding:
    unknown = N_("The LMS's answer did not say what time it is there.")
    return Finding(Sentence(CLOCK), Outcome.UNKNOWN, Sentence(unknown))


def _length(seconds: int) -> Sentence:
    if seconds < 120:
        return Sentence.of(N_("%(seconds)s seconds"), seconds=seconds)
    return Sentence.of(N_("%(minutes)s minutes"), minutes=round(seconds / 60))


# Tokens, and the services that they open


def _try_tokens(database: Database, platform: TriedPlatform) -> list[Finding]:
    with database.writing() as session:  # it may be the first key
        signer = signing_key(session, database.now())
    try:
        granted = _granted(database, signer, platform.client)
    except ServiceError as error:
        return [_no_token(database, platform, error)]
    given = Finding(Sentence(TOKEN), Outcome.OK, Sentence(N_("The LMS gave an access token.")))
    return [given, *(_judge_service(each, granted, platform) for each in SERVICES)]


def _granted(database: Database, signer: Signer, client: ServiceClient) -> frozenset[str]:
    """Ask for everything at once; where that is refused, one by one, to see what is the matter."""
    try:
        return _ask(database, signer, client, SCOPES)
    except TokenRefused as error:
        if not _may_be_a_scope(error):
            raise
        refused = error
    granted: set[str] = set()
    ends = time.monotonic() + PATIENCE
    for scope in SCOPES:
        if time.monotonic() > ends:
            raise refused
        try:
            granted |= _ask(database, signer, client, (scope,))
        except TokenRefused as error:
            if not _may_be_a_scope(error):
                raise
    if not granted:
        raise refused
    return frozenset(granted)


def _ask(
    database: Database, signer: Signer, client: ServiceClient, scopes: tuple[str, ...]
) -> frozenset[str]:
    now = database.now()
    assertion = signer.sign(assertion_claims(client, now))
    return fetch_token(database.settings, client, assertion, scopes, now=now).granted


def _may_be_a_scope(error: TokenRefused) -> bool:
    return error.status in {400, 403, 422} and _oauth_word(error) in {"invalid_scope", ""}


def _oauth_word(error: ServiceRefused) -> str:
    return next((word for word in _OAUTH_WORDS if word in error.detail), "")


def _judge_service(service: Service, granted: frozenset[str], platform: TriedPlatform) -> Finding:
    name, why = Sentence(service.name), Sentence(service.why)
    # Who may change columns may read them.
    implied = service.scope == ags.LINE_ITEM_READ and ags.LINE_ITEM in granted
    if service.scope in granted or implied:
        return Finding(name, Outcome.OK, Sentence(N_("Granted.")))
    if not service.is_needed:
        left_out = N_("Not granted, and not needed: without it some things take longer.")
        return Finding(name, Outcome.OK, Sentence(left_out))
    missing = Sentence.of(N_("Not granted. What it is for: %(why)s"), why=why)
    return Finding(name, Outcome.FAILED, missing, Sentence(_SWITCH_ON[platform.dialect]))


def _no_token(database: Database, platform: TriedPlatform, error: ServiceError) -> Finding:
    sentence = _said(error, platform.client.token_url)
    return Finding(Sentence(TOKEN), Outcome.FAILED, sentence, _token_remedy(database, error))


def _token_remedy(database: Database, error: ServiceError) -> Sentence:
    jwks = database.settings.public_url.rstrip("/") + "/lti/jwks"
    if isinstance(error, ServiceUnreachable) or (
        isinstance(error, ServiceRefused) and (error.status == 404 or error.status >= 500)
    ):
        return Sentence(
            N_(
                "Compare the token address with the one that the LMS shows, and let Reciprocal's "
                "machine reach it. In Canvas it lies on the school's own host."
            )
        )
    if isinstance(error, ServiceRefused) and _oauth_word(error) == "invalid_scope":
        return Sentence(N_("Allow Reciprocal's services in the tool's settings in the LMS."))
    if isinstance(error, ServiceRefused) and error.status == 403:
        return Sentence(
            N_("A firewall or bot protection refuses us: let Reciprocal's machine through.")
        )
    return Sentence.of(
        N_(
            "Compare the client id, see that the tool is switched on in the LMS, and that the LMS "
            "can read our keys at %(jwks)s."
        ),
        jwks=jwks,
    )


def _said(error: ServiceError, address: str) -> Sentence:
    """Return what came back, with the platform's own word for it where it is a known one."""
    if not isinstance(error, ServiceRefused):
        return Sentence.of(
            N_("%(address)s could not be asked. %(why)s"),
            address=address,
            why=Sentence(str(error)),
        )
    word = _oauth_word(error)
    if word:
        return Sentence.of(
            N_("%(address)s answered %(status)s: %(word)s."),
            address=address,
            status=error.status,
            word=word,
        )
    return Sentence.of(N_("%(address)s answered %(status)s."), address=address, status=error.status)
