"""Launch records: made at a launch, found again on every page that follows.

A launch lasts two hours without a request and twelve at most. Its id is 256 random bits,
kept only as a hash; where a cookie came with the launch, the cookie is demanded as well.
"""

import enum
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.orm import Session

from curriculum.foundation.tables import table_of
from curriculum.models.course import Course
from curriculum.models.enrolment import Enrolment, Role
from curriculum.models.person import Person
from lti_tool.lti.addresses import frame_origins_of
from lti_tool.lti.models.identity import LtiContext
from lti_tool.lti.models.launch import Launch
from lti_tool.lti.models.registration import Deployment, DeploymentState, Registration

IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=12)
TOUCH_EVERY = timedelta(minutes=1)

_BROWSER_WORD = re.compile(r"[A-Za-z0-9_-]{43}")


class Gone(enum.Enum):
    """Why a page does not open."""

    UNKNOWN = "unknown"
    """There is no such launch, or it belongs to another browser."""

    ENDED = "ended"
    CLOSED = "closed"
    """Platform, installation or person were blocked since."""


class LaunchGone(Exception):
    """A launch that opens no page any more, or never did for this browser.

    :param return_url: the way back to the course; only for the browser whose launch it was.
    :param frame_origins: who may frame the page that says so.
    """

    def __init__(
        self, why: Gone, *, return_url: str = "", frame_origins: tuple[str, ...] = ()
    ) -> None:
        super().__init__(why.value)
        self.why = why
        self.return_url = return_url
        self.frame_origins = frame_origins


@dataclass(frozen=True, slots=True)
class OpenLaunch:
    """What every page needs to know of the launch it belongs to, read in one statement."""

    launch_id: str
    id_hash: str
    registration_id: int
    frame_origins: tuple[str, ...]
    person_id: int
    person_name: str
    enrolment_id: int | None
    role: Role
    """VISITOR outside a course."""
    course_id: int | None
    course_title: str
    program_id: int | None
    timezone: str
    locale: str
    deep_linking: dict[str, Any] | None
    impersonated: bool
    """Somebody else looks through this person's eyes: nothing may be written."""

    last_seen_at: datetime

    def needs_touch(self, now: datetime) -> bool:
        """Whether the last visit is long enough ago to be written down."""
        return now - self.last_seen_at >= TOUCH_EVERY


def hash_of(secret: str) -> str:
    """Return the SHA-256 of an opaque value, in hex. Plain hashing is enough for 256 bits."""
    return hashlib.sha256(secret.encode()).hexdigest()


# Prebuilt: the launch is the one path that every visit takes.
_INSERT = insert(table_of(Launch))


def browser_word(sent: str | None) -> str:
    """Return the browser's word as its cookie had it, or a new one where it had no sound one.

    A sound one is kept, so that two windows can launch at the same time.
    """
    return sent if sent and _BROWSER_WORD.fullmatch(sent) else secrets.token_urlsafe(32)


def create_launch(
    connection: Connection,
    *,
    now: datetime,
    browser: str | None,
    registration_id: int,
    deployment_id: int,
    context_id: int | None,
    person_id: int,
    enrolment_id: int | None,
    locale: str,
    return_url: str | None,
    deep_linking: dict[str, Any] | None,
    impersonated: bool = False,
    nonce: str | None = None,
) -> str:
    """Write a launch record and return its id.

    :param browser: the value of the browser's cookie; None where the browser keeps none.
    :param impersonated: an administrator looks through this person's eyes.
    :param nonce: of the login, which this uses up.
    :raises IntegrityError: the nonce was used up before.
    """
    launch_id = secrets.token_urlsafe(32)
    row = {
        "id_hash": hash_of(launch_id),
        "nonce": nonce,
        "browser_hash": hash_of(browser) if browser else None,
        "registration_id": registration_id,
        "deployment_id": deployment_id,
        "context_id": context_id,
        "person_id": person_id,
        "enrolment_id": enrolment_id,
        "locale": locale,
        "return_url": return_url,
        "deep_linking": deep_linking,
        "impersonated": impersonated,
        "created_at": now,
        "last_seen_at": now,
        "ends_at": now + LONGEST,
    }
    connection.execute(_INSERT, row)
    return launch_id


_launch = Launch.__table__.c
_registration = Registration.__table__.c
_deployment = Deployment.__table__.c
_person = Person.__table__.c
_context = LtiContext.__table__.c
_course = Course.__table__.c
_enrolment = Enrolment.__table__.c

# Prebuilt, since every page begins with it: one statement, all that pages need to know.
_FIND = (
    select(
        _launch.id_hash,
        _launch.browser_hash,
        _launch.registration_id,
        _launch.person_id,
        _launch.enrolment_id,
        _launch.locale,
        _launch.deep_linking,
        _launch.impersonated,
        _launch.return_url,
        _launch.last_seen_at,
        _launch.ends_at,
        _registration.issuer,
        _registration.frame_origins,
        _registration.blocked.label("registration_blocked"),
        _deployment.state.label("deployment_state"),
        _person.blocked.label("person_blocked"),
        _person.name.label("person_name"),
        _enrolment.role,
        _course.id.label("course_id"),
        _course.title.label("course_title"),
        _course.program_id,
        _course.timezone,
    )
    .select_from(Launch.__table__)
    .join(Registration.__table__, _registration.id == _launch.registration_id)
    .join(Deployment.__table__, _deployment.id == _launch.deployment_id)
    .join(Person.__table__, _person.id == _launch.person_id)
    .outerjoin(LtiContext.__table__, _context.id == _launch.context_id)
    .outerjoin(Course.__table__, _course.id == _context.course_id)
    .outerjoin(Enrolment.__table__, _enrolment.id == _launch.enrolment_id)
    .where(_launch.id_hash == bindparam("id_hash"))
)


def find_launch(
    session: Session, launch_id: str, *, browser: str | None, now: datetime
) -> OpenLaunch:
    """Return the open launch with this id.

    :param browser: the value of the browser's cookie, if it sent one.
    :raises LaunchGone: unknown, ended, blocked, or another browser's.
    """
    asked = {"id_hash": hash_of(launch_id)}
    row = session.connection().execute(_FIND, asked).one_or_none()
    if row is None:
        raise LaunchGone(Gone.UNKNOWN)
    frame_origins = frame_origins_of(row.frame_origins, row.issuer)
    if row.browser_hash is not None and not _same_browser(row.browser_hash, browser):
        raise LaunchGone(Gone.UNKNOWN, frame_origins=frame_origins)
    why = _why_gone(row, now)
    if why is not None:
        raise LaunchGone(why, return_url=row.return_url or "", frame_origins=frame_origins)
    return OpenLaunch(
        launch_id=launch_id,
        id_hash=row.id_hash,
        registration_id=row.registration_id,
        frame_origins=frame_origins,
        person_id=row.person_id,
        person_name=row.person_name,
        enrolment_id=row.enrolment_id,
        role=row.role or Role.VISITOR,
        course_id=row.course_id,
        course_title=row.course_title or "",
        program_id=row.program_id,
        timezone=row.timezone or "UTC",
        locale=row.locale,
        deep_linking=row.deep_linking,
        impersonated=row.impersonated,
        last_seen_at=row.last_seen_at,
    )


def _why_gone(row: Any, now: datetime) -> Gone | None:
    if row.registration_blocked or row.person_blocked:
        return Gone.CLOSED
    if row.deployment_state is not DeploymentState.APPROVED:
        return Gone.CLOSED
    return Gone.ENDED if now >= row.ends_at or now - row.last_seen_at >= IDLE else None


_COPIED = tuple(
    column
    for column in Launch.__table__.columns
    if column.name not in {"id_hash", "browser_hash", "nonce", "deep_linking", "last_seen_at"}
)


def copy_launch(
    session: Session, launch_id: str, *, browser: str, is_kept: bool, now: datetime
) -> str:
    """Give another window of the same person a launch of its own, and return its id.

    A window outside the frame has other cookies than the frame, so the first launch would
    not know it. The copy ends when the first one does.

    :param browser: the value of the new window's cookie. The caller has made sure that the
        request comes from a page of the first launch.
    :param is_kept: the window brought that cookie itself. A browser that keeps none in the
        frame may keep none in the window either; then the copy demands none.
    :raises LaunchGone: there is no such launch, or it has ended.
    """
    known = Launch.id_hash == hash_of(launch_id)
    row = session.execute(
        select(Launch.last_seen_at, Launch.browser_hash, *_COPIED).where(known)
    ).one_or_none()
    if row is None:
        raise LaunchGone(Gone.UNKNOWN)
    if now >= row.ends_at or now - row.last_seen_at >= IDLE:
        raise LaunchGone(Gone.ENDED)
    copy_id = secrets.token_urlsafe(32)
    browser_hash = hash_of(browser) if is_kept or row.browser_hash is not None else None
    values = {column.name: getattr(row, column.name) for column in _COPIED}
    session.execute(
        insert(Launch).values(
            **values, id_hash=hash_of(copy_id), browser_hash=browser_hash, last_seen_at=now
        )
    )
    return copy_id


def touch_launch(session: Session, id_hash: str, now: datetime) -> None:
    """Note that the launch is in use."""
    session.execute(update(Launch).where(Launch.id_hash == id_hash).values(last_seen_at=now))


def set_locale(session: Session, id_hash: str, locale: str) -> None:
    """Let the rest of a launch speak another language than the platform asked for."""
    session.execute(update(Launch).where(Launch.id_hash == id_hash).values(locale=locale))


def _same_browser(expected_hash: str, browser: str | None) -> bool:
    return browser is not None and hmac.compare_digest(expected_hash, hash_of(browser))
