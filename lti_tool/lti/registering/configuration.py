"""A platform's own configuration, read and judged before anything in it is used.

LTI Dynamic Registration 1.0, section 3.4 (OpenID Connect Discovery 1.0, section 3). The
address comes from whoever opens our page, so nothing is believed that the issuer's own host
does not say.
"""

import json
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec

from lti_tool.lti import claims, keys
from lti_tool.lti.addresses import is_usable, origin_of
from lti_tool.lti.registering.hosts import belongs_to, speaks_for_schools
from lti_tool.lti.registering.problems import CannotRegister, Problem
from lti_tool.lti.registering.words import plain_words
from lti_tool.lti.services import http
from lti_tool.lti.services.errors import ServiceRefused, ServiceUnreachable
from lti_tool.settings import Settings

LARGEST = 256 * 1024
"""Bytes. Canvas's configuration, the longest known, has 20 thousand."""

PRIVATE_KEY_JWT = "private_key_jwt"

_Address = Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]
_Word = Annotated[str, msgspec.Meta(max_length=400)]
_Words = Annotated[list[_Word], msgspec.Meta(max_length=1000)]


class Message(msgspec.Struct, frozen=True):
    """A kind of launch, and where in the platform it can begin."""

    type: _Word
    placements: _Words | None = None


class _LtiPart(msgspec.Struct, frozen=True):
    product_family_code: _Word | None = None
    messages_supported: list[Message | _Word] = []
    variables: _Words | None = None
    account: Any = msgspec.field(
        name="https://canvas.instructure.com/lti/account_name", default=None
    )


class _Document(msgspec.Struct, frozen=True):
    issuer: _Address
    authorization_endpoint: _Address
    token_endpoint: _Address
    jwks_uri: _Address
    registration_endpoint: _Address
    lti: _LtiPart = msgspec.field(name="https://purl.imsglobal.org/spec/lti-platform-configuration")
    scopes_supported: _Words = []
    claims_supported: _Words | None = None
    authorization_server: _Word | None = None
    token_endpoint_auth_methods_supported: _Words | None = None
    token_endpoint_auth_signing_alg_values_supported: _Words | None = None
    id_token_signing_alg_values_supported: _Words | None = None


@dataclass(frozen=True, slots=True)
class Configuration:
    """What a platform says of itself; every address in it may be used."""

    address: str
    """Where it was read. May hold the registration token: not for a page or the log."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    registration_endpoint: str
    authorization_server: str
    """The `aud` of our token requests, where the platform wants a special one."""

    product: str
    """`product_family_code`: chooses the profile."""

    account: str
    """The school's name, where the platform says it."""

    scopes: frozenset[str]
    claims: frozenset[str]
    """Empty where the platform does not list them."""

    variables: frozenset[str]
    """Without their `$`; empty where the platform does not list them."""

    messages: tuple[Message, ...]

    def message(self, kind: str) -> Message | None:
        """Return what the platform says of one kind of message, if it sends it."""
        return next((message for message in self.messages if message.type == kind), None)

    @property
    def origin(self) -> str:
        """The origin of the configuration's address."""
        return origin_of(self.address)


def read_configuration(settings: Settings, address: str, token: str | None) -> Configuration:
    """Read a platform's configuration. No transaction may be open meanwhile.

    :param address: `openid_configuration`, as the platform gave it.
    :param token: `registration_token`, as the platform gave it; Canvas wants it here too.
    :raises CannotRegister: it cannot be read, or something in it cannot be used.
    """
    if not is_usable(address, allow_loopback=settings.lti.allow_loopback):
        raise CannotRegister(Problem.ADDRESS, field="openid_configuration")
    try:
        with http.hurrying():
            answer = http.get(
                settings, address, accept="application/json", bearer=token, largest=LARGEST
            )
    except ServiceUnreachable as error:
        raise CannotRegister(Problem.UNREACHABLE) from error
    except ServiceRefused as error:
        raise _refused(error, token) from error
    found = _configuration(address, _document(answer.body))
    check_places(found, allow_loopback=settings.lti.allow_loopback)
    return found


def _refused(error: ServiceRefused, token: str | None) -> CannotRegister:
    said = plain_words(error.detail, secret=token or "")
    if error.status in {401, 403}:
        problem = Problem.TOKEN_USED if token else Problem.NO_TOKEN
    else:
        problem = Problem.NO_CONFIGURATION
    return CannotRegister(problem, said=said, status=error.status)


def _document(body: bytes) -> _Document:
    try:
        return msgspec.convert(json.loads(body), _Document)
    except msgspec.ValidationError as error:
        raise CannotRegister(Problem.INCOMPLETE, field=_field_of(error)) from error
    except (ValueError, RecursionError) as error:
        raise CannotRegister(Problem.NOT_DATA) from error


def _field_of(error: msgspec.ValidationError) -> str:
    """Return which field is wrong: the library's sentence holds names of ours and no values."""
    return str(error)[:300]


def _configuration(address: str, document: _Document) -> Configuration:
    _check_methods(document)
    lti = document.lti
    messages = tuple(
        Message(each) if isinstance(each, str) else each for each in lti.messages_supported
    )
    if not any(message.type == claims.RESOURCE_LINK_REQUEST for message in messages):
        raise CannotRegister(Problem.UNFIT, field=claims.RESOURCE_LINK_REQUEST)
    return Configuration(
        address=address,
        issuer=document.issuer,
        authorization_endpoint=document.authorization_endpoint,
        token_endpoint=document.token_endpoint,
        jwks_uri=document.jwks_uri,
        registration_endpoint=document.registration_endpoint,
        authorization_server=_word(document.authorization_server),
        product=_shown(lti.product_family_code),
        account=_shown(lti.account),
        scopes=frozenset(document.scopes_supported),
        claims=frozenset(document.claims_supported or ()),
        variables=frozenset(name.removeprefix("$") for name in lti.variables or ()),
        messages=messages,
    )


def _check_methods(document: _Document) -> None:
    """Refuse a platform that neither signs nor verifies as LTI demands.

    What is not listed is taken as kept: LTI allows nothing else (Security Framework 1.0,
    sections 4.1.1 and 5.1.1).
    """
    for field, needed in (
        ("id_token_signing_alg_values_supported", keys.ALGORITHM),
        ("token_endpoint_auth_signing_alg_values_supported", keys.ALGORITHM),
        ("token_endpoint_auth_methods_supported", PRIVATE_KEY_JWT),
    ):
        listed = getattr(document, field)
        if listed is not None and needed not in listed:
            raise CannotRegister(Problem.UNFIT, field=f"{field}: {needed}")


def check_places(found: Configuration, *, allow_loopback: bool) -> None:
    """Refuse addresses that may not be opened, or that the issuer has no say over.

    :raises CannotRegister: names the address.
    """
    for field in (
        "issuer",
        "authorization_endpoint",
        "token_endpoint",
        "jwks_uri",
        "registration_endpoint",
    ):
        address = getattr(found, field)
        if not is_usable(address, allow_loopback=allow_loopback) or not address.isascii():
            raise CannotRegister(Problem.ADDRESS, field=field)
    if "?" in found.issuer:
        raise CannotRegister(Problem.INCOMPLETE, field="issuer")
    if not belongs_to(found.issuer, found.address):
        raise _elsewhere(found, found.address)
    if belongs_to(found.issuer, found.registration_endpoint):
        return
    if not (speaks_for_schools(found.address) and speaks_for_schools(found.issuer)):
        raise _elsewhere(found, found.registration_endpoint)


def _elsewhere(found: Configuration, address: str) -> CannotRegister:
    return CannotRegister(
        Problem.OTHER_HOST, issuer=origin_of(found.issuer), host=origin_of(address)
    )


def _word(text: str | None) -> str:
    """Return a word that may stand in a token, or nothing."""
    return text if text and text.isprintable() and text == text.strip() else ""


def _shown(text: Any) -> str:
    """Return a platform's name for itself, as one short line."""
    line = "".join(letter if letter.isprintable() else " " for letter in str(text or ""))
    return " ".join(line.split())[:100]
