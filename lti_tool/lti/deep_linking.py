"""Deep linking: what an instructor picked, as a signed answer to the platform (LTI-DL 2.0)."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from curriculum.foundation.errors import N_, Conflict, Rejected
from lti_tool.lti import claims, keys
from lti_tool.lti.models.launch import Launch
from lti_tool.lti.models.registration import Deployment, Registration

GOOD_FOR = timedelta(minutes=5)
LINK = "ltiResourceLink"
TAG = "reciprocal"
SCORE_MAXIMUM = 100
PASS_MAXIMUM = 1
"""Of a column that only says done or not done."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What the platform's request for content allows."""

    return_url: str
    takes_links: bool
    several: bool
    columns: bool
    at_once: bool
    """What is sent stands in the course without another question to the instructor."""

    targets: frozenset[str]
    """Where the platform would show an activity: `iframe`, `window`, …"""

    title: str
    """What the instructor called the activity before they came here; mostly empty."""

    text: str
    data: str | None
    """To be given back unread. None where nothing was given."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the browser posts back to the platform."""

    return_url: str
    token: str


def terms_of(settings: Mapping[str, Any] | None) -> Terms:
    """Return the terms of the request that a launch came with.

    :raises Conflict: there was none, or it was answered before.
    """
    if not settings:
        raise Conflict(
            N_(
                "This request for content has been answered. "
                "To add more, choose Reciprocal in your course again."
            )
        )
    return Terms(
        return_url=settings["return_url"],
        takes_links=LINK in settings["accept_types"],
        several=settings["accept_multiple"],
        columns=settings["accept_lineitem"],
        at_once=settings.get("auto_create", False),
        targets=frozenset(settings.get("targets", ())),
        title=settings.get("title", ""),
        text=settings.get("text", ""),
        data=settings.get("data"),
    )


def take_request(session: Session, id_hash: str) -> Terms:
    """Return the terms of a launch's request, and empty it: it is answered once.

    :raises Conflict: somebody, perhaps the same person in another tab, was quicker.
    """
    row = select(Launch.deep_linking).where(Launch.id_hash == id_hash).with_for_update()
    terms = terms_of(session.execute(row).scalar_one())
    session.execute(update(Launch).where(Launch.id_hash == id_hash).values(deep_linking=None))
    return terms


def check_items(items: Sequence[object], terms: Terms) -> None:
    """Refuse a choice that the platform would refuse.

    :raises Rejected: nothing was chosen, or more than the place takes.
    """
    if not items:
        raise Rejected(N_("Choose at least one, or cancel."), field="items")
    if len(items) > 1 and not terms.several:
        raise Rejected(N_("This place takes one activity. Choose one."), field="items")


def sign_answer(
    session: Session,
    terms: Terms,
    items: Iterable[dict[str, Any]],
    *,
    registration_id: int,
    id_hash: str,
    now: datetime,
    problem: str = "",
    log: str = "",
) -> Answer:
    """Return the signed answer to a request that `take_request` took.

    :param items: none of them: the instructor cancelled.
    :param problem: for the instructor, shown by the platform, why nothing could be chosen.
    :param log: the same for whoever looks after the platform.
    """
    registration = session.get_one(Registration, registration_id)
    deployment_id = session.scalars(
        select(Deployment.deployment_id)
        .join(Launch, Launch.deployment_id == Deployment.id)
        .where(Launch.id_hash == id_hash)
    ).one()
    message: dict[str, Any] = {
        "iss": registration.client_id,
        "aud": registration.issuer,
        "iat": int(now.timestamp()),
        "exp": int((now + GOOD_FOR).timestamp()),
        "nonce": secrets.token_urlsafe(24),
        claims.DEPLOYMENT_ID: deployment_id,
        claims.MESSAGE_TYPE: claims.DEEP_LINKING_RESPONSE,
        claims.VERSION: claims.LTI_VERSION,
        claims.CONTENT_ITEMS: list(items),
    }
    if terms.data is not None:
        message[claims.DATA] = terms.data
    if problem:
        message[claims.ERRORMSG] = problem
    if log:
        message[claims.ERRORLOG] = log
    return Answer(terms.return_url, keys.signing_key(session, now).sign(message))
