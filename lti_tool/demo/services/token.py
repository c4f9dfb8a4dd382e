"""The token service: an access token for a signed assertion (LTI Security 1.0, section 4.1)."""

import secrets
from http import HTTPStatus
from typing import Any

import jwt
from flask import Blueprint, Response, jsonify, request

from lti_tool.demo.keys import KeyUnknownError
from lti_tool.demo.lms import Lms, current_lms
from lti_tool.demo.replay import SeenBeforeError, remember_once
from lti_tool.demo.services.guard import ServiceError, demand_user_agent, digest, show_refusal
from lti_tool.demo.settings import Client

bp = Blueprint("token", __name__, url_prefix="/lti")
bp.before_request(demand_user_agent)
bp.register_error_handler(ServiceError, show_refusal)

LIFETIME = 3600
"""Seconds that an access token is good for."""

LONGEST_ASSERTION = 300
"""Seconds between `iat` and `exp` of an assertion, at most."""

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@bp.post("/token")
def issue() -> Response:
    """Give an access token for the scopes that are asked for and granted."""
    lms = current_lms()
    client = _authenticate(lms)
    scopes = _scopes(client)
    token = secrets.token_urlsafe(32)
    now = lms.seconds()
    with lms.store.writing() as db:
        db.execute("DELETE FROM access_token WHERE expires_at < ?", (now,))
        db.execute(
            "INSERT INTO access_token VALUES (?, ?, ?, ?)",
            (digest(token), client.client_id, scopes, now + LIFETIME),
        )
    given = {"access_token": token, "token_type": "Bearer", "expires_in": LIFETIME}
    answer = jsonify(given | {"scope": scopes})
    answer.content_type = lms.traits.grant_media
    answer.cache_control.no_store = True
    return answer


def _authenticate(lms: Lms) -> Client:
    """Return the client whose assertion the request carries."""
    if request.mimetype != "application/x-www-form-urlencoded":
        raise _bad("invalid_request", "The request is not form-encoded.")
    if request.form.get("grant_type") != "client_credentials":
        raise _bad("unsupported_grant_type", "grant_type must be client_credentials.")
    if request.form.get("client_assertion_type") != ASSERTION_TYPE:
        raise _bad("invalid_request", f"client_assertion_type must be {ASSERTION_TYPE}.")
    assertion = request.form.get("client_assertion", "")
    client = _client_named_in(lms, assertion)
    claims = _verify(lms, client, assertion)
    if claims["sub"] != client.client_id:
        raise _unknown("sub is not the client.")
    if not 0 < int(claims["exp"]) - int(claims["iat"]) <= LONGEST_ASSERTION:
        raise _unknown("The assertion is good for more than five minutes.")
    try:
        with lms.store.writing() as db:
            remember_once(db, client.client_id, claims["jti"], int(claims["exp"]), lms.seconds())
    except SeenBeforeError as error:
        raise _unknown(str(error)) from error
    return client


def _client_named_in(lms: Lms, assertion: str) -> Client:
    try:
        claims = jwt.decode(assertion, options={"verify_signature": False})
    except jwt.InvalidTokenError as error:
        raise _unknown(str(error)) from error
    client = lms.client(str(claims.get("iss")))
    if client is None:
        raise _unknown("iss is no client of this LMS.")
    if lms.traits.no_tokens_when_off and not client.is_active:
        raise _unknown("The developer key is switched off.")
    return client


def _verify(lms: Lms, client: Client, assertion: str) -> dict[str, Any]:
    try:
        return lms.tool_keys.verify(
            assertion,
            lms.tool_of(client).jwks_url,
            audience=client.token_audience or lms.token_url,
            issuer=client.client_id,
            require=("iss", "sub", "aud", "iat", "exp", "jti"),
        )
    except (jwt.InvalidTokenError, KeyUnknownError) as error:
        raise _unknown(str(error)) from error


def _scopes(client: Client) -> str:
    asked = request.form.get("scope", "").split()
    granted = [scope for scope in dict.fromkeys(asked) if scope in client.scopes]
    if not granted:
        raise _bad("invalid_scope", "None of the scopes is granted.")
    return " ".join(granted)


def _bad(error: str, reason: str) -> ServiceError:
    return ServiceError(HTTPStatus.BAD_REQUEST, reason, error)


def _unknown(reason: str) -> ServiceError:
    return ServiceError(HTTPStatus.UNAUTHORIZED, reason, "invalid_client")
