"""Notices: what the LMS tells tools by itself (LTI Platform Notification Service 1.0)."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from sqlite3 import Connection
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import requests

from lti_tool.demo import vocabulary as v
from lti_tool.demo.courses import Course, Placing, tools_in
from lti_tool.demo.keys import TIMEOUT, USER_AGENT
from lti_tool.demo.lms import Lms
from lti_tool.demo.settings import Client

HELLO = "LtiHelloWorldNotice"
COPY = "LtiContextCopyNotice"
TYPES = (HELLO, COPY)

LIFETIME = 60 * 60
"""Seconds that a notice is good for."""

UNANSWERED = 0
"""Stands for the status of a notice that nobody has answered."""


class HandlerRefusedError(Exception):
    """A wish to be told that the LMS does not follow."""


@dataclass(frozen=True)
class Notice:
    """A signed notice on its way to one tool."""

    client_id: str
    notice_type: str
    handler: str
    jwt: str


@dataclass(frozen=True)
class Sent:
    """A notice that was sent, and the status of the answer."""

    notice: Notice
    status: int


def handlers_of(db: Connection, client_id: str) -> dict[str, str]:
    """Return the addresses at which a tool wants to be told, by type of notice."""
    rows = db.execute("SELECT * FROM notice_handler WHERE client_id = ?", (client_id,))
    return {row["notice_type"]: row["handler"] for row in rows}


def set_handler(lms: Lms, db: Connection, client: Client, notice_type: str, handler: str) -> None:
    """Keep where a tool wants to be told; nowhere if the address is empty.

    :raises HandlerRefusedError: there are no such notices, or the address is not the tool's.
    """
    if notice_type not in TYPES:
        raise HandlerRefusedError(f"There is no notice of type {notice_type!r}.")
    home = urlsplit(lms.tool_of(client).home_url)
    if handler and urlsplit(handler)[:2] != home[:2]:
        raise HandlerRefusedError("The handler's address is not at the tool's domain.")
    db.execute(
        "DELETE FROM notice_handler WHERE client_id = ? AND notice_type = ?",
        (client.client_id, notice_type),
    )
    if handler:
        row = (client.client_id, notice_type, handler)
        db.execute("INSERT INTO notice_handler VALUES (?, ?, ?)", row)


def hello(lms: Lms, placing: Placing, handler: str) -> Notice:
    """Write the notice that greets a tool which has just asked to be greeted."""
    return _write(lms, placing, HELLO, handler, {})


def copy_notices(lms: Lms, db: Connection, course: Course) -> list[Notice]:
    """Write to every tool in a copied course that asked to be told of copies."""
    claims = {
        v.CONTEXT: {
            "id": course.id,
            "label": course.label,
            "title": course.title,
            "type": [v.COURSE_SECTION],
        },
        v.ORIGIN_CONTEXTS: [course.copied_from],
    }
    wanted = [(each, handlers_of(db, each.client_id)) for each in tools_in(db, course)]
    return [_write(lms, each, COPY, found[COPY], claims) for each, found in wanted if COPY in found]


def send_later(lms: Lms, notices: list[Notice]) -> None:
    """Send notices without waiting for the answers. None is sent again."""
    lms.errands = [each for each in lms.errands if each.is_alive()]
    for notice in notices:
        thread = Thread(target=_send, args=(lms, notice), daemon=True)
        lms.errands.append(thread)
        thread.start()


def sent(db: Connection) -> list[Sent]:
    """List the notices that were sent, oldest first."""
    rows = db.execute("SELECT * FROM notice_sent ORDER BY id")
    return [
        Sent(
            Notice(row["client_id"], row["notice_type"], row["handler"], row["jwt"]), row["status"]
        )
        for row in rows
    ]


def _write(
    lms: Lms, placing: Placing, notice_type: str, handler: str, claims: Mapping[str, Any]
) -> Notice:
    now = lms.seconds()
    token = lms.keys.sign(
        {
            "iss": lms.issuer,
            "aud": placing.client_id,
            "azp": placing.client_id,
            "iat": now,
            "exp": now + LIFETIME,
            "jti": secrets.token_hex(16),
            "nonce": secrets.token_hex(16),
            v.VERSION: v.LTI_VERSION,
            v.DEPLOYMENT_ID: placing.deployment_id,
            v.NOTICE: {
                "id": secrets.token_hex(16),
                "timestamp": lms.now().isoformat(),
                "type": notice_type,
            },
            **claims,
        }
    )
    return Notice(placing.client_id, notice_type, handler, token)


def _send(lms: Lms, notice: Notice) -> None:
    try:
        answer = requests.post(
            notice.handler,
            json={"notices": [{"jwt": notice.jwt}]},
            headers={"User-Agent": USER_AGENT},
            timeout=TIMEOUT,
            allow_redirects=False,
        )
        status = answer.status_code
    except requests.RequestException:
        status = UNANSWERED
    with lms.store.writing() as db:
        db.execute(
            "INSERT INTO notice_sent (client_id, notice_type, handler, jwt, status) "
            "VALUES (?, ?, ?, ?, ?)",
            (notice.client_id, notice.notice_type, notice.handler, notice.jwt, status),
        )
