"""The library's walk through a launch message, over our state, tables and keys.

Where the library is silent, too trusting or too strict, our own step stands in its place;
what no step of it looks at is left to `verify`.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

import requests
from pylti1p3.exception import LtiException
from pylti1p3.message_launch import MessageLaunch
from pylti1p3.message_validators.deep_link import DeepLinkMessageValidator
from pylti1p3.message_validators.submission_review import SubmissionReviewLaunchValidator
from sqlalchemy import Engine

from lti_tool.lti import claims
from lti_tool.lti.login import NoCookies, NothingKept, Parameters
from lti_tool.lti.models.registration import DeploymentState
from lti_tool.lti.platform_keys import find_key
from lti_tool.lti.refusals import Reason, Refused, Unapproved
from lti_tool.lti.signed_tokens import check_signature, client_of, read_token
from lti_tool.lti.state import LoginState
from lti_tool.lti.tool_config import KnownPlatform, ToolConf


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


class _SubmissionReview(SubmissionReviewLaunchValidator):
    """Names what is missing, so that the page can say it."""

    def validate(self, jwt_body: Any) -> bool:
        self.run_common_validators(jwt_body)
        endpoint, person = jwt_body.get(claims.AGS), jwt_body.get(claims.FOR_USER)
        if not _has_text(endpoint, "lineitem"):
            raise Refused(Reason.REVIEW_INCOMPLETE, "submission review without a lineitem")
        if not _has_text(person, "user_id"):
            raise Refused(Reason.REVIEW_INCOMPLETE, "submission review without for_user.user_id")
        return True


def _has_text(found: object, name: str) -> bool:
    return isinstance(found, dict) and isinstance(found.get(name), str) and bool(found[name])


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
        header, body = read_token(self._get_id_token())
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
        return client_of(self.body)

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
        check_signature(self._get_id_token(), key)
        return self

    def validate_deployment(self) -> "Message":
        """See that it is named. Whether it is approved decides last: see `check_approval`."""
        if not self.body.get(claims.DEPLOYMENT_ID):
            raise Refused(Reason.MALFORMED, "deployment_id missing")
        return self

    def validate_message(self) -> "Message":
        """Let the library judge launches from a link; where it is too strict, judge ourselves."""
        if self.body.get(claims.VERSION) != claims.LTI_VERSION:
            raise Refused(Reason.MALFORMED, "version is not 1.3.0")
        message_type = self.body.get(claims.MESSAGE_TYPE)
        if not message_type:
            raise Refused(Reason.MALFORMED, "message_type missing")
        if message_type not in claims.ANSWERED:
            raise Refused(Reason.UNSUPPORTED, f"message type {message_type[:60]}")
        if message_type in claims.DATA_PRIVACY_REQUESTS:
            return self  # may come without a person, and leads to no person's page
        if not self.body.get("sub"):
            raise Refused(Reason.NO_USER, "sub missing")
        if message_type == claims.DEEP_LINKING_REQUEST:
            _DeepLinking().validate(self.body)
        elif message_type == claims.SUBMISSION_REVIEW_REQUEST:
            _SubmissionReview().validate(self.body)
        else:
            super().validate_message()
        return self

    def check_approval(self) -> None:
        """See that this installation may be used. The last check: only a sound token gets here.

        :raises Unapproved: it is new to us.
        :raises Refused: it waits for approval, or was blocked.
        """
        row = self.platform.row
        if row.deployment_key is None:
            named = self.body[claims.DEPLOYMENT_ID]
            raise Unapproved(row.id, named, claims.seen_in(self.body))
        if row.deployment_state is DeploymentState.PENDING:
            raise Refused(Reason.NOT_APPROVED, "deployment pending", registration_id=row.id)
        if row.deployment_state is not DeploymentState.APPROVED:
            raise Refused(Reason.BLOCKED, "deployment blocked", registration_id=row.id)

    def save_launch_data(self) -> "Message":
        """Save nothing: what stays of a launch is written by `admit`."""
        return self
