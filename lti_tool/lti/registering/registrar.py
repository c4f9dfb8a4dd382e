"""The request that registers us with a platform, and its answer.

LTI Dynamic Registration 1.0, section 3.5 (OpenID Connect Dynamic Client Registration 1.0,
section 3). Whether it makes a new client or changes the one that is there is said by the
platform's token: Moodle's and Canvas's administrators choose it before they send us here.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import msgspec

from lti_tool.lti.addresses import is_usable
from lti_tool.lti.claims import LONGEST_ID
from lti_tool.lti.registering.configuration import Configuration
from lti_tool.lti.registering.hosts import belongs_to
from lti_tool.lti.registering.problems import CannotRegister, Problem
from lti_tool.lti.registering.words import plain_words
from lti_tool.lti.services import http
from lti_tool.lti.services.connector import Connector
from lti_tool.lti.services.errors import ServiceRefused, ServiceUnreachable
from lti_tool.lti.services.token import ServiceClient
from lti_tool.own_sessions import OwnSessions
from lti_tool.settings import Settings

MEDIA = "application/json"
REGISTRATION = "https://purl.imsglobal.org/spec/lti-reg/scope/registration"
"""The scope for changing our own registration (LTI Dynamic Registration 1.0, section 3.7)."""


class _ToolPart(msgspec.Struct, frozen=True):
    deployment_id: str | int | None = None


class _Answer(msgspec.Struct, frozen=True):
    client_id: str | int
    deployment_id: str | int | None = None
    scope: str | None = None
    registration_client_uri: str | None = None
    tool: _ToolPart | None = msgspec.field(
        name="https://purl.imsglobal.org/spec/lti-tool-configuration", default=None
    )


@dataclass(frozen=True, slots=True)
class Registered:
    """What a platform made of our request."""

    client_id: str
    deployment_id: str | None
    """Of the installation that came with it; None where the platform names none yet."""

    scopes: tuple[str, ...]
    """The services granted, of those asked for."""

    client_url: str | None
    """Where the registration can be read and changed later."""


@dataclass(frozen=True, slots=True)
class OwnRegistration:
    """A registration that we can change ourselves."""

    url: str
    """`registration_client_uri`."""

    client: ServiceClient


def register(
    settings: Settings,
    found: Configuration,
    body: dict[str, Any],
    token: str | None,
    *,
    is_change: bool = False,
) -> Registered:
    """Post a registration to a platform. No transaction may be open meanwhile.

    :param body: what a profile made (`profiles.base.Profile.request`).
    :param token: goes to the registration address and nowhere else.
    :param is_change: we have a registration there, and expect it to be changed.
    :raises CannotRegister: the platform refused, or its answer cannot be used.
    """
    lost = Problem.CHANGE_LOST if is_change else Problem.LOST
    unknown = Problem.TOKEN_USED if token else Problem.NO_TOKEN
    with _explained(lost=lost, unknown=unknown, secret=token or ""):
        answer = http.post(
            settings,
            found.registration_endpoint,
            body=json.dumps(body).encode(),
            media=MEDIA,
            accept=MEDIA,
            bearer=token,
        )
    asked = str(body["scope"]).split()
    allow_loopback = settings.lti.allow_loopback
    return _read(answer, asked, found, allow_loopback=allow_loopback, is_change=is_change)


def change(
    settings: Settings, found: Configuration, body: dict[str, Any], own: OwnRegistration
) -> Registered:
    """Put a registration in the place of the one that we have. Errors as `register`.

    The platform knows us by an access token of our own: no administrator need have begun it,
    though one may have to agree (Canvas).
    """
    with _explained(lost=Problem.CHANGE_LOST, unknown=Problem.REFUSED):
        token = Connector(own.client, OwnSessions(settings)).get_access_token([REGISTRATION])
        answer = http.post(
            settings,
            own.url,
            method="PUT",
            body=json.dumps(body).encode(),
            media=MEDIA,
            accept=MEDIA,
            bearer=token,
        )
    asked = str(body["scope"]).split()
    allow_loopback = settings.lti.allow_loopback
    return _read(answer, asked, found, allow_loopback=allow_loopback, is_change=True)


@contextmanager
def _explained(*, lost: Problem, unknown: Problem, secret: str = "") -> Iterator[None]:
    """Turn what goes wrong into something for the administrator.

    In no hurry: an answer that is given up on leaves a client behind that nobody knows.

    :param lost: where the answer does not come.
    :param unknown: where the platform does not let us in.
    """
    try:
        yield
    except ServiceUnreachable as error:
        raise CannotRegister(lost if error.maybe_done else Problem.NOT_SENT) from error
    except ServiceRefused as error:
        problem = unknown if error.status in {401, 403} else Problem.REFUSED
        if error.is_passing:
            problem = Problem.IN_TROUBLE
        said = plain_words(error.detail, secret=secret)
        raise CannotRegister(problem, said=said, status=error.status) from error


def _read(
    received: http.Answer,
    asked: list[str],
    found: Configuration,
    *,
    allow_loopback: bool,
    is_change: bool,
) -> Registered:
    unreadable = Problem.CHANGE_UNREADABLE if is_change else Problem.NO_CLIENT
    try:
        answer = msgspec.convert(json.loads(received.body), _Answer)
        deployment = answer.deployment_id
        if deployment is None and answer.tool is not None:
            deployment = answer.tool.deployment_id
        client_id = _identifier("client_id", answer.client_id)
        named = _identifier("deployment_id", deployment) if deployment not in {None, ""} else None
    except (_UnusableError, msgspec.ValidationError) as error:
        raise CannotRegister(unreadable, field=str(error)[:300]) from error
    except (ValueError, RecursionError) as error:
        raise CannotRegister(unreadable, field="client_id") from error
    granted = answer.scope.split() if answer.scope and answer.scope.strip() else asked
    url = answer.registration_client_uri
    is_good = url and is_usable(url, allow_loopback=allow_loopback) and _is_theirs(found, url)
    return Registered(
        client_id=client_id,
        deployment_id=named,
        scopes=tuple(scope for scope in asked if scope in granted),
        client_url=url if is_good else None,
    )


def _is_theirs(found: Configuration, url: str) -> bool:
    return belongs_to(found.issuer, url) or belongs_to(found.registration_endpoint, url)


class _UnusableError(ValueError):
    """An identifier that could not be kept. The message names it."""


def _identifier(field: str, value: object) -> str:
    text = str(value)
    is_plain = text.isprintable() and text.strip() == text
    if not text or not is_plain or len(text) > LONGEST_ID:
        raise _UnusableError(field)
    return text
