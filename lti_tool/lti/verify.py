"""What a verified signature does not say: whether a token is fresh, for us, and asked for by us.

The library leaves these to the tool (LTI Security Framework 1.0, section 5.1.3; OpenID Connect
Core 1.0, section 3.1.3.7). Pure: everything comes in, nothing is looked up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from lti_tool.lti import addresses, claims
from lti_tool.lti.refusals import Reason, Refused
from lti_tool.lti.state import LoginState, digest

OLDEST = timedelta(minutes=10)
"""Since `iat`. No honest launch takes longer from the platform to us."""

LONGEST = timedelta(hours=24)
"""From now to `exp`. Canvas gives an hour, Moodle a minute; a token for years is a mistake."""


@dataclass(frozen=True, slots=True)
class LaunchVerifier:
    """Holds a token to what its login promised.

    :param leeway: by how much the platform's clock may be off.
    """

    state: LoginState
    client_id: str
    public_url: str
    leeway: timedelta
    allow_loopback: bool

    def verify(self, body: Mapping[str, Any], *, now: datetime) -> None:
        """Check everything that the library does not.

        :raises Refused: with the first check that failed.
        """
        check_times(body, now, leeway=self.leeway)
        check_audience(body, self.client_id)
        self._check_deployment(body)
        self._check_target(body)
        self._check_message(body)

    def _check_deployment(self, body: Mapping[str, Any]) -> None:
        if self.state.deployment and body[claims.DEPLOYMENT_ID] != self.state.deployment:
            raise Refused(Reason.UNTRUSTED, "deployment is not the one of the login")

    def _check_target(self, body: Mapping[str, Any]) -> None:
        target = body.get(claims.TARGET_LINK_URI)
        if not target:
            raise Refused(Reason.MALFORMED, "target_link_uri missing")
        if not addresses.is_ours(target, self.public_url):
            raise Refused(Reason.WRONG_ADDRESS, "target_link_uri is not on our host")
        if digest(target) != self.state.target:
            raise Refused(Reason.WRONG_ADDRESS, "target_link_uri is not the one of the login")

    def _check_message(self, body: Mapping[str, Any]) -> None:
        if body[claims.MESSAGE_TYPE] == claims.DEEP_LINKING_REQUEST:
            address = body[claims.DEEP_LINKING_SETTINGS].get("deep_link_return_url")
            # A hostile platform could otherwise make our form a script: javascript:…
            if not addresses.is_usable(address, allow_loopback=self.allow_loopback):
                raise Refused(Reason.MALFORMED, "deep_link_return_url missing or unusable")


def check_times(
    body: Mapping[str, Any], now: datetime, *, leeway: timedelta, oldest: timedelta = OLDEST
) -> None:
    """Check that a token is fresh.

    :param leeway: by how much the platform's clock may be off.
    :param oldest: since `iat`.
    :raises Refused: with the first check that failed.
    """
    present, off = now.timestamp(), leeway.total_seconds()
    expires, issued = _seconds(body, "exp"), _seconds(body, "iat")
    if issued > present + off:
        raise Refused(Reason.CLOCK, "iat in the future")
    if "nbf" in body and _seconds(body, "nbf") > present + off:
        raise Refused(Reason.CLOCK, "nbf in the future")
    if expires <= present - off:
        raise Refused(Reason.EXPIRED, "exp passed")
    if issued < present - oldest.total_seconds() - off:
        raise Refused(Reason.EXPIRED, "iat too old")
    if expires > present + LONGEST.total_seconds():
        raise Refused(Reason.MALFORMED, "exp too far away")


def check_audience(body: Mapping[str, Any], client_id: str) -> None:
    """Check that a token is for us.

    :raises Refused: with the first check that failed.
    """
    audience = body["aud"]
    listed = audience if isinstance(audience, list) else [audience]
    if client_id not in listed:
        raise Refused(Reason.UNTRUSTED, "aud is another client")
    if "azp" in body and body["azp"] != client_id:
        raise Refused(Reason.UNTRUSTED, "azp is another client")
    if len(set(listed)) > 1 and "azp" not in body:
        raise Refused(Reason.UNTRUSTED, "several audiences and no azp")


def _seconds(body: Mapping[str, Any], name: str) -> float:
    found = body.get(name)
    if found is None:
        raise Refused(Reason.MALFORMED, f"{name} missing")
    if isinstance(found, bool) or not isinstance(found, int | float) or not 0 <= found < 1e11:
        raise Refused(Reason.MALFORMED, f"{name} is not a time")
    return found
