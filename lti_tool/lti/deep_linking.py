"""Deep linking: what an instructor picked, as a signed answer to the platform (LTI-DL 2.0)."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from assignments.tasks import Grading, Task
from curriculum.foundation.errors import N_, Conflict, Rejected
from curriculum.units import Unit
from lti_tool.lti import claims, keys
from lti_tool.lti.login import LAUNCH_PATH
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


def unit_item(unit: Unit, title: str, *, public_url: str) -> dict[str, Any]:
    """Return a unit as a content item."""
    return _item(title, unit.summary, {"unit": unit.id}, public_url)


def task_item(task: Task, title: str, terms: Terms, *, public_url: str) -> dict[str, Any]:
    """Return a task as a content item, with its gradebook column where it has one."""
    item = _item(title, task.summary, {"task": task.id}, public_url)
    if task.has_column and terms.columns:
        scored = task.grading is Grading.SCORED
        item["lineItem"] = {
            "label": title,
            "scoreMaximum": SCORE_MAXIMUM if scored else PASS_MAXIMUM,
            "resourceId": task.id,
            "tag": TAG,
        }
    return item


def _item(title: str, text: str, custom: dict[str, str], public_url: str) -> dict[str, Any]:
    return {
        "type": LINK,
        "title": title,
        "text": text,
        "url": public_url + LAUNCH_PATH,
        "custom": custom,
    }


def check_items(items: list[dict[str, Any]], terms: Terms) -> None:
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
) -> Answer:
    """Return the signed answer to a request that `take_request` took.

    :param items: none of them: the instructor cancelled.
    :param problem: for the instructor, shown by the platform, why nothing could be chosen.
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
    return Answer(terms.return_url, keys.signing_key(session, now).sign(message))
