"""Draft tickets: leave to save one draft, and nothing else, also after the launch has ended.

A draft page carries one, because a frame without storage has nowhere else to put what was
typed. It says whose draft it is; it cannot read anything, and is good for a week.
"""

from dataclasses import dataclass

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from lti_tool.lti.vault import known_secrets

LASTS = 7 * 24 * 60 * 60
"""Seconds."""


class TicketError(Exception):
    """The ticket is not one of ours, or too old."""

    def __init__(self, *, expired: bool) -> None:
        super().__init__("expired" if expired else "not ours")
        self.expired = expired


@dataclass(frozen=True, slots=True)
class Ticket:
    """One draft of one candidate."""

    reflection_id: int
    enrolment_id: int


def write_ticket(ticket: Ticket) -> str:
    """Return the ticket, signed."""
    return _signer().dumps([ticket.reflection_id, ticket.enrolment_id])


def read_ticket(text: str) -> Ticket:
    """Return the ticket that was signed.

    :raises TicketError: it was changed, or is older than a week.
    """
    try:
        reflection_id, enrolment_id = _signer().loads(text, max_age=LASTS)
    except SignatureExpired:
        raise TicketError(expired=True) from None
    except (BadSignature, ValueError, TypeError):
        raise TicketError(expired=False) from None
    return Ticket(reflection_id, enrolment_id)


def _signer() -> URLSafeTimedSerializer:
    # The last of a list signs; all of them are tried when reading.
    return URLSafeTimedSerializer(list(reversed(known_secrets())), salt="draft ticket")
