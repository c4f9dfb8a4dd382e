"""The first step of a launch: the platform announces somebody, we ask it who that is.

OpenID Connect Core 1.0, section 4 (initiated by a third party); LTI Security Framework 1.0,
section 5.1.1. Nothing is written: everything that the launch must agree with is in the state.
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import msgspec
from pylti1p3.cookie import CookieService
from pylti1p3.exception import OIDCException
from pylti1p3.oidc_login import OIDCLogin
from pylti1p3.redirect import Redirect
from pylti1p3.request import Request
from pylti1p3.session import SessionService
from sqlalchemy import Engine

from lti_tool.lti import addresses
from lti_tool.lti.launch_record import browser_word
from lti_tool.lti.refusals import Reason, Refused
from lti_tool.lti.state import GOOD_FOR, LoginState, digest, seal_state
from lti_tool.lti.tool_config import KnownPlatform, ToolConf

LAUNCH_PATH = "/lti/launch"
LONGEST_HINT = 4000
"""Characters of a hint. Canvas puts a whole token into `lti_message_hint`."""

_FRAME_NAME = re.compile(r"[!-~]{1,100}")
"""What we take for the name of a frame: it travels in the state."""


class Parameters(Request):
    """The parameters of a request, as the library asks for them."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self._given = given

    def get_param(self, key: str) -> str:
        """Return a parameter, empty where it was not sent."""
        return self._given.get(key, "")

    def is_secure(self) -> bool:
        """Say yes: our cookies are always Secure."""
        return True


class NoCookies(CookieService):
    """The library's own cookies, one for each login, which we do without."""

    def get_cookie(self, name: str) -> None:
        """Return nothing."""

    def set_cookie(self, name: str, value: str | int, exp: int | None = 3600) -> None:
        """Set nothing: the page sets our one cookie."""


class NothingKept(SessionService):
    """The library's own session, which we do without: the signed state holds all of it."""

    def __init__(self) -> None:
        pass

    def save_nonce(self, nonce: str) -> None:
        """Keep nothing."""


class _Address(Redirect[str]):
    def __init__(self, address: str) -> None:
        self._address = address

    def do_redirect(self) -> str:
        return self._address

    def do_js_redirect(self) -> str:
        raise NotImplementedError("A redirect needs no script.")

    def set_redirect_url(self, location: str) -> None:
        self._address = location

    def get_redirect_url(self) -> str:
        return self._address


class _Login(OIDCLogin[Parameters, ToolConf, NothingKept, NoCookies, str]):
    """The library's login, with our state and nonce in place of its own."""

    def __init__(
        self, given: Parameters, tools: ToolConf, *, state: LoginState, secret: str
    ) -> None:
        super().__init__(given, tools, session_service=NothingKept(), cookie_service=NoCookies())
        self.state = state
        self._secret = secret

    def get_redirect(self, url: str) -> Redirect[str]:
        return _Address(url)

    def _generate_nonce(self) -> str:
        return self.state.nonce

    def _get_uuid(self) -> str:
        """Return what the library makes the state of, once it has found the registration."""
        platform = cast(KnownPlatform, self._registration)
        # A deployment that we do not know goes on: only a signed token may make it known to us.
        self.state = msgspec.structs.replace(self.state, registration_id=platform.id)
        return seal_state(self.state, secret=self._secret)


STATE_PREFIX = "state-"
"""What the library puts before every state."""


@dataclass(frozen=True, slots=True)
class LoginAnswer:
    """Where to send the browser, and the cookie it is to bring along."""

    address: str
    browser: str
    is_new_browser: bool
    state: LoginState


def begin_login(
    engine: Engine,
    given: Mapping[str, str],
    *,
    browser: str | None,
    framed: bool,
    public_url: str,
    secret: str,
    now: datetime,
) -> LoginAnswer:
    """Answer a platform that announces somebody.

    :param given: the parameters of the request.
    :param browser: our cookie, if the browser brought one. A sound one is kept, so that two
        tabs can log in at once.
    :param framed: the browser shows the request in a frame, so that it may keep no cookie, and
        the platform's storage is looked to.
    :raises Refused: something is missing, unknown or not ours.
    """
    _check(given, public_url)
    chosen = browser_word(browser)
    deployment = given.get("lti_deployment_id", "")
    is_new = chosen != browser
    state = LoginState(
        registration_id=0,
        deployment=deployment,
        target=digest(given["target_link_uri"]),
        nonce=secrets.token_urlsafe(24),
        browser=digest(chosen),
        expires=int((now + GOOD_FOR).timestamp()),
        storage=_storage(given) if framed and is_new else "",
    )
    tools = ToolConf(engine, deployment=deployment)
    login = _Login(Parameters(given), tools, state=state, secret=secret)
    try:
        address = login.redirect(public_url + LAUNCH_PATH)
    except OIDCException as error:
        raise Refused(Reason.INCOMPLETE, str(error)) from error
    return LoginAnswer(address, chosen, is_new, login.state)


def _storage(given: Mapping[str, str]) -> str:
    """Return the frame that the platform offers to keep things in (LTI Platform Storage)."""
    named = given.get("lti_storage_target", "")
    return named if _FRAME_NAME.fullmatch(named) else ""


def _check(given: Mapping[str, Any], public_url: str) -> None:
    for name in ("iss", "login_hint", "target_link_uri"):
        if not given.get(name):
            raise Refused(Reason.INCOMPLETE, f"{name} missing")
    for name, value in given.items():
        if len(value) > LONGEST_HINT or "\x00" in value:
            raise Refused(Reason.INCOMPLETE, f"a parameter is too long or unreadable: {name[:40]}")
    if not addresses.is_ours(given["target_link_uri"], public_url):
        raise Refused(Reason.WRONG_ADDRESS, "target_link_uri is not on our host")
