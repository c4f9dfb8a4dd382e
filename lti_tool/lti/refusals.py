"""Why a login or a launch is refused: one word for the page, one sentence for the log."""

import enum


class Reason(enum.Enum):
    """What the page tells the person. Several checks may lead to the same advice."""

    INCOMPLETE = "incomplete"
    """The request lacks something that every platform sends."""

    NOT_CONNECTED = "not connected"
    """No registration fits: an administrator must act."""

    AMBIGUOUS = "ambiguous"
    """The platform did not say which of its several registrations is meant."""

    NOT_APPROVED = "not approved"
    """The registration is known, this installation of it is not: it waits for approval."""

    BLOCKED = "blocked"
    """Registration, installation or person may not come in any more: somebody decided so."""

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

    NOT_REVIEWER = "not reviewer"
    """Only an instructor looks at somebody else's work."""

    REVIEW_INCOMPLETE = "review incomplete"
    """A submission review that does not say whose work, or for which gradebook column."""

    PLATFORM_ERROR = "platform error"
    """The platform itself said no, in place of a token."""


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


class Unapproved(Refused):
    """A launch from an installation that we do not know, though the token was the platform's own.

    :param deployment_id: the platform's word for the installation.
    :param seen_in: platform and course, to recognise it by.
    """

    registration_id: int

    def __init__(self, registration_id: int, deployment_id: str, seen_in: str) -> None:
        super().__init__(Reason.NOT_APPROVED, "deployment unknown", registration_id=registration_id)
        self.deployment_id = deployment_id
        self.seen_in = seen_in
