"""The library's walk through a launch message, over our state, tables and keys.

Where the library is silent, too trusting or too strict, our own step stands in its place;
what no step of it looks at is left to `verify`.
"""

import re
from base64 import urlsafe_b64decode
from binascii import Error as NotBase64
from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

import requests
from jwt.algorithms import RSAAlgorithm
from pylti1p3.exception import LtiException
from pylti1p3.message_launch import MessageLaunch
from pylti1p3.message_validators.abstract import MessageValidatorAbstract
from pylti1p3.message_validators.deep_link import DeepLinkMessageValidator
from sqlalchemy import Engine

from lti_tool.lti import claims
from lti_tool.lti.login import NoCookies, NothingKept, Parameters
from lti_tool.lti.platform_keys import ALGORITHM, find_key
from lti_tool.lti.refusals import Reason, Refused
from lti_tool.lti.state import LoginState
from lti_tool.lti.tool_config import KnownPlatform, ToolConf

LONGEST_TOKEN = 64 * 1024
"""Bytes. A launch with every claim there is has about six thousand."""

_TOKEN = re.compile(r"([\w-]+)\.([\w-]+)\.([\w-]+)", re.ASCII)
_RS256 = RSAAlgorithm(RSAAlgorithm.SHA256)


class _NoCalls(requests.Session):
    """What the library gets to call out with. It never has to: we read the keys ourselves."""

    def request(self, *args: Any, **options: Any) -> requests.Response:
        raise RuntimeError("The library must not call out by itself.")


_NO_CALLS = _NoCalls()


class _DeepLinking(DeepLinkMessageValidator):
    """Lets through what the picker itself explains: a place that takes no links of our kind."""

    def validate(self, jwt_body: Any) -> bool:
        self.run_common_validators(jwt_body)
        if not jwt_body.get(claims.DEEP_LINKING_SETTINGS):
            raise LtiException("Missing Deep Linking Settings")
        return True


class Message(MessageLaunch[Parameters, ToolConf, NothingKept, NoCookies]):
    """The library's launch, over our tables, state and keys."""

    def __init__(
        self,
        engine: Engine,
        given: Parameters,
        state: LoginState,
        now: datetime,
        *,
        final: bool,
    ) -> None:
        super().__init__(
            given,
            ToolConf(engine),
            session_service=NothingKept(),
            cookie_service=NoCookies(),
            requests_session=_NO_CALLS,
        )
        self._engine = engine
        self._state = state
        self._now = now
        self._final = final

    @property
    def body(self) -> Mapping[str, Any]:
        """The claims, once validated."""
        return self._jwt["body"]

    @property
    def platform(self) -> KnownPlatform:
        """The registration, once validated."""
        return cast(KnownPlatform, self._registration)

    def _get_request_param(self, key: str) -> str:
        return self._request.get_param(key)

    def validate_state(self) -> "Message":
        """Nothing left to do: `receive` opened the state before it made this."""
        return self

    def validate_jwt_format(self) -> "Message":
        """Read header and claims strictly, before anything looks into them."""
        found = _TOKEN.fullmatch(self._get_id_token()[: LONGEST_TOKEN + 1])
        if found is None or found.end() > LONGEST_TOKEN:
            raise Refused(Reason.UNTRUSTED, "not a token of three parts")
        try:
            header, body = (claims.parse_json(_decoded(part)) for part in found.group(1, 2))
            claims.check_shapes(body)
        except claims.ClaimRefused as error:
            raise Refused(Reason.MALFORMED, str(error)) from error
        if header.get("alg") != ALGORITHM:
            raise Refused(Reason.UNTRUSTED, "alg is not RS256")
        if not isinstance(header.get("kid"), str):
            raise Refused(Reason.UNTRUSTED, "kid missing")
        if "crit" in header or "b64" in header:
            # It demands that we understand more than we do (RFC 7515, section 4.1.11).
            raise Refused(Reason.UNTRUSTED, "crit in the header")
        # Claims as they came: the library's types promise more of them than a token does.
        self._jwt = {"header": header, "body": body}  # type: ignore[typeddict-item]
        return self

    def validate_nonce(self) -> "Message":
        """Compare with the one we chose. It is used up later, when the signature is verified."""
        nonce = self.body.get("nonce")
        if not nonce:
            raise Refused(Reason.MALFORMED, "nonce missing")
        if nonce != self._state.nonce:
            raise Refused(Reason.UNTRUSTED, "nonce is not the one of the login")
        return self

    def get_client_id(self) -> str:
        """Return the client that the token is for, wherever in a list it stands."""
        audience = self.body.get("aud")
        listed = audience if isinstance(audience, list) else [audience]
        if not listed or not all(isinstance(name, str) and name for name in listed):
            raise Refused(Reason.UNTRUSTED, "aud missing")
        authorised = self.body.get("azp")
        # Both were checked to be strings (`claims.check_shapes`, `verify`).
        return authorised if authorised in listed else listed[0]  # type: ignore[return-value]

    def validate_registration(self) -> "Message":
        """Find it, and see that it is the one the login was for."""
        super().validate_registration()
        if self.platform.id != self._state.registration_id:
            raise Refused(Reason.UNTRUSTED, "registration is not the one of the login")
        return self

    def validate_jwt_signature(self) -> "Message":
        """Verify the signature over the very bytes that were read, by the one algorithm.

        The library would choose the algorithm by the token's and the key's own words, and
        read the token a second time, by other rules.
        """
        kid = self._jwt["header"]["kid"]
        key = find_key(self._engine, self.platform, kid, now=self._now, final=self._final)
        signed, _dot, signature = self._get_id_token().rpartition(".")
        if not _RS256.verify(signed.encode(), key, _decoded(signature)):
            raise Refused(Reason.UNTRUSTED, "signature is not the platform's")
        return self

    def validate_deployment(self) -> "Message":
        """Tell an installation that nobody approved yet from a faulty token."""
        if self.body.get(claims.DEPLOYMENT_ID) and self.platform.deployment_key is None:
            raise Refused(Reason.NOT_APPROVED, "deployment unknown")
        super().validate_deployment()
        return self

    def validate_message(self) -> "Message":
        """Let the library judge every kind of message but deep linking, where it is too strict."""
        if not self.body.get("sub"):
            raise Refused(Reason.NO_USER, "sub missing")
        ours: MessageValidatorAbstract = _DeepLinking()
        if ours.can_validate(self.body):
            ours.validate(self.body)
        else:
            super().validate_message()
        return self

    def save_launch_data(self) -> "Message":
        """Save nothing: what stays of a launch is written by `admit`."""
        return self


def _decoded(part: str) -> bytes:
    try:
        return urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except (NotBase64, ValueError) as error:
        raise claims.ClaimRefused("not base64url") from error
