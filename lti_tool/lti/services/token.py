"""Access tokens: asked for with a signed assertion, kept encrypted until shortly before they end.

A token belongs to one registration, one token address and one set of scopes. The library
keeps tokens by issuer, so that one school's token would serve another (lti.md, section 1).
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from lti_tool.lti import vault
from lti_tool.lti.models.registration import AccessToken, Registration
from lti_tool.lti.services import http
from lti_tool.lti.services.errors import ServiceRefused, ServiceUnreachable
from lti_tool.settings import Settings

MARGIN = timedelta(seconds=60)
"""A token is not used in its last minute: it must outlive the request it goes with."""

UNSAID_LIFE = timedelta(minutes=5)
"""How long a token is taken to be good for where the platform does not say."""

LONGEST_LIFE = timedelta(days=1)

ASSERTION_LIFE = timedelta(minutes=3)
SKEW = timedelta(seconds=5)
"""The assertion is dated back by this much, for platforms whose clock is behind ours."""

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class TokenRefused(ServiceRefused):
    """The platform gives us no token: our key, client id or scopes are not what it knows."""


@dataclass(frozen=True, slots=True)
class ServiceClient:
    """Our client at one platform, as far as its services are concerned."""

    registration_id: int
    issuer: str
    client_id: str
    token_url: str
    audience: str
    """The `aud` of an assertion."""
    product: str
    """Chooses the platform's policy."""

    @classmethod
    def of(cls, registration: Registration) -> "ServiceClient":
        """Return what is needed of a registration once its session has gone."""
        return cls(
            registration.id,
            registration.issuer,
            registration.client_id,
            registration.auth_token_url,
            registration.auth_audience or registration.auth_token_url,
            registration.product,
        )


@dataclass(frozen=True, slots=True)
class Token:
    """An access token in use."""

    value: str
    granted: frozenset[str]
    """May be less than what was asked for."""
    expires_at: datetime

    def is_good(self, now: datetime) -> bool:
        """Whether it will outlive a request."""
        return self.expires_at > now + MARGIN


def joined(scopes: Iterable[str]) -> str:
    """Return scopes in the one form they are kept and asked for in."""
    return " ".join(sorted(set(scopes)))


_FIND = select(AccessToken.token, AccessToken.granted, AccessToken.expires_at).where(
    AccessToken.registration_id == bindparam("registration"),
    AccessToken.token_url == bindparam("url"),
    AccessToken.scopes == bindparam("scopes"),
    AccessToken.expires_at > bindparam("until"),
)


def find_token(
    session: Session,
    client: ServiceClient,
    scopes: Iterable[str],
    *,
    now: datetime,
) -> Token | None:
    """Return the kept token for these scopes, unless it is about to end."""
    asked = {
        "registration": client.registration_id,
        "url": client.token_url,
        "scopes": joined(scopes),
        "until": now + MARGIN,
    }
    row = session.execute(_FIND, asked).one_or_none()
    if row is None:
        return None
    try:
        value = vault.unseal(row.token, purpose=vault.ACCESS_TOKEN)
    except vault.SealBroken:  # `secret_key` was changed: ask for a new one
        return None
    return Token(value, frozenset(row.granted.split()), row.expires_at)


def keep_token(
    session: Session,
    client: ServiceClient,
    scopes: Iterable[str],
    token: Token,
) -> None:
    """Keep a token in the place of the one before."""
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    insert: Any = sqlite.insert if on_sqlite else postgresql.insert
    values = {
        "granted": joined(token.granted),
        "token": vault.seal(token.value, purpose=vault.ACCESS_TOKEN),
        "expires_at": token.expires_at,
    }
    key = {
        "registration_id": client.registration_id,
        "token_url": client.token_url,
        "scopes": joined(scopes),
    }
    session.execute(
        insert(AccessToken)
        .values(**key, **values)
        .on_conflict_do_update(index_elements=list(key), set_=values)
    )


def forget_token(session: Session, client: ServiceClient, scopes: Iterable[str]) -> None:
    """Forget a token that the platform no longer takes."""
    session.execute(
        delete(AccessToken).where(
            AccessToken.registration_id == client.registration_id,
            AccessToken.token_url == client.token_url,
            AccessToken.scopes == joined(scopes),
        )
    )


def assertion_claims(client: ServiceClient, now: datetime) -> dict[str, str | int]:
    """Return what an assertion says (LTI Security Framework 1.0, section 4.1.1)."""
    begins = now - SKEW
    return {
        "iss": client.client_id,
        "sub": client.client_id,
        "aud": client.audience,
        "iat": int(begins.timestamp()),
        "exp": int((begins + ASSERTION_LIFE).timestamp()),
        "jti": uuid.uuid4().hex,
    }


def fetch_token(
    settings: Settings,
    client: ServiceClient,
    assertion: str,
    scopes: Iterable[str],
    *,
    now: datetime,
) -> Token:
    """Ask the platform for a token. No transaction may be open meanwhile.

    :raises TokenRefused: the platform gives none.
    :raises ServiceUnreachable: no answer, or one that holds no token.
    """
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": ASSERTION_TYPE,
        "client_assertion": assertion,
        "scope": joined(scopes),
    }
    try:
        answer = http.post(
            settings,
            client.token_url,
            body=urlencode(form).encode(),
            media="application/x-www-form-urlencoded",
            accept="application/json",
        )
        return _read_token(answer.json(), scopes, now)
    except ServiceRefused as error:
        raise TokenRefused(
            error.status, error.sentence, retry_after=error.retry_after, detail=error.detail
        ) from error
    except ServiceUnreachable as error:
        # Whatever became of this request, the one that needs the token was not made yet.
        raise ServiceUnreachable(error.sentence, maybe_done=False) from error


def _read_token(body: Any, scopes: Iterable[str], now: datetime) -> Token:
    value = body.get("access_token") if isinstance(body, dict) else None
    if not isinstance(value, str) or not value.isascii() or not value.isprintable() or not value:
        raise ServiceUnreachable("The LMS's answer holds no access token.", maybe_done=False)
    granted = body.get("scope")
    given = granted.split() if isinstance(granted, str) and granted.strip() else scopes
    return Token(value, frozenset(given), now + _life(body.get("expires_in")))


def _life(seconds: Any) -> timedelta:
    try:
        return min(timedelta(seconds=max(float(seconds), 0)), LONGEST_LIFE)
    except (TypeError, ValueError, OverflowError):
        return UNSAID_LIFE
