"""When a section's page was sent, in the page's own hands: signed, so that it cannot be set back.

It says how long a visit can have lasted, by our clock, also after the launch has ended.
"""

import secrets
from datetime import UTC, datetime

from itsdangerous import BadSignature, URLSafeSerializer

from curriculum.foundation.errors import N_, Rejected
from curriculum.reading import Visit
from lti_tool.lti.vault import known_secrets


def open_visit(enrolment_id: int, unit_id: str, section_id: str, *, now: datetime) -> str:
    """Return a word for a page of one section that is sent to one person now."""
    opened = int(now.timestamp() * 1000)
    signer = _signer(enrolment_id, unit_id, section_id)
    return str(signer.dumps([secrets.token_urlsafe(6), opened]))


def read_visit(word: str, enrolment_id: int, unit_id: str, section_id: str) -> Visit:
    """Return the visit that a page tells of.

    :raises Rejected: the word is not ours, or another person's or section's.
    """
    try:
        name, opened = _signer(enrolment_id, unit_id, section_id).loads(word)
        return Visit(str(name), datetime.fromtimestamp(opened / 1000, UTC))
    except (BadSignature, ValueError, TypeError) as error:
        raise Rejected(N_("That is not what a page of this section reports.")) from error


def _signer(enrolment_id: int, unit_id: str, section_id: str) -> URLSafeSerializer:
    # The last of a list signs; all of them are tried when reading.
    salt = f"visit {enrolment_id} {unit_id} {section_id}"
    return URLSafeSerializer(list(reversed(known_secrets())), salt=salt)
