"""Why a login or a launch is refused: one word for the page, one sentence for the log."""

import enum


class Reason(enum.Enum):
    """What the page tells the person. Several checks may lead to the same advice."""

    INCOMPLETE = "incomplete"
    """The request lacks something that every platform sends."""

    NOT_CONNECTED = "not connected"
    """No registration fits, or it is blocked: an administrator must act."""

    AMBIGUOUS = "ambiguous"
    """The platform did not say which of its several registrations is meant."""

    NOT_APPROVED = "not approved"
    """The registration is known, this installation of it is not: it waits for approval."""

    WRONG_ADDRESS = "wrong address"
    """The link leads somewhere that is not ours, or changed on the way."""

    NO_COOKIE = "no cookie"
    """The browser did not keep the cookie that binds the login to it."""

    OTHER_BROWSER = "other browser"
    EXPIRED = "expired"
    USED = "used"
    """The same token came a second time: a reload, a step back, or a theft."""

    CLOCK = "clock"
    """The platform's clock and ours differ by more than the leeway."""

    KEYS_UNREADABLE = "keys unreadable"
    """The platform's keys cannot be fetched, and none are left from before."""

    UNTRUSTED = "untrusted"
    """The token is not the platform's, or was changed."""

    MALFORMED = "malformed"
    """The token is the platform's own, and breaks the specification."""

    NO_USER = "no user"
    UNSUPPORTED = "unsupported"
    """A kind of message that we do not answer."""

    NOT_INSTRUCTOR = "not instructor"
    """Only an instructor chooses content."""


class Refused(Exception):
    """A login or a launch that goes no further.

    :param reason: chooses the page.
    :param check: which check failed, for the log. Never holds a token or a person's words.
    :param registration_id: the registration, where it is known for certain.
    """

    def __init__(self, reason: Reason, check: str, *, registration_id: int | None = None) -> None:
        super().__init__(check)
        self.reason = reason
        self.check = check
        self.registration_id = registration_id
