"""What binds a launch to the browser that began its login: a cookie, or the platform's storage.

LTI Security Framework 1.0, section 5.1.1.5; LTI OIDC Login with LTI Client Side postMessages.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lti_tool.lti.login import STATE_PREFIX
from lti_tool.lti.refusals import Reason, Refused
from lti_tool.lti.state import LoginState, StateForged, open_state


@dataclass(frozen=True, slots=True)
class BrowserProof:
    """What a browser showed to prove that the login was its own."""

    cookie: str | None
    """Our cookie, if it came. Then nothing else counts."""

    stored: str | None
    """The word from the platform's storage; None before it was asked, empty where it had none.

    Taken from a page of our own only: whoever could post it from elsewhere would launch a
    stranger's browser as himself.
    """


class StorageNeeded(Exception):
    """No cookie came; the platform's storage may have the word and was not asked yet."""

    def __init__(self, state: LoginState) -> None:
        super().__init__("the platform's storage must be asked")
        self.state = state


def read_state(given: Mapping[str, str], *, secrets: Sequence[str]) -> LoginState | None:
    """Return the state that came back, however old, if it is one of ours."""
    sealed = given.get("state", "")
    if not sealed.startswith(STATE_PREFIX):
        return None
    try:
        return open_state(sealed.removeprefix(STATE_PREFIX), secrets=secrets)
    except StateForged:
        return None


def agreed_state(
    given: Mapping[str, str], proof: BrowserProof, *, secrets: Sequence[str], now: datetime
) -> LoginState:
    """Return the state of a login that this browser began.

    :raises Refused: it is another browser's, too old, or there is nothing to know it by.
    :raises StorageNeeded: a page must ask the platform's storage first.
    """
    state = read_state(given, secrets=secrets)
    if state is None:
        raise Refused(Reason.EXPIRED, "state missing or not ours")
    if state.has_expired(now):
        raise _refused(state, Reason.EXPIRED, "state expired")
    if proof.cookie is not None:
        if not state.is_of(proof.cookie):
            raise _refused(state, Reason.OTHER_BROWSER, "cookie of another browser")
    elif not state.storage:
        raise _refused(state, Reason.NO_COOKIE, "no cookie")
    elif proof.stored is None:
        raise StorageNeeded(state)
    elif not proof.stored:
        raise _refused(state, Reason.NO_COOKIE, "no cookie, and nothing in the platform's storage")
    elif not state.is_of(proof.stored):
        raise _refused(state, Reason.OTHER_BROWSER, "stored word of another login")
    return state


def _refused(state: LoginState, reason: Reason, check: str) -> Refused:
    return Refused(reason, check, registration_id=state.registration_id)
