"""What an LMS asks of a registration; this character keeps to the specification."""

from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import urlsplit

from lti_tool.demo import vocabulary as v
from lti_tool.demo.clients import Registered, Terms
from lti_tool.demo.lms import Lms
from lti_tool.demo.registering.tokens import issue_token
from lti_tool.demo.settings import State

NAMES = {"name", "given_name", "family_name"}
VARIABLES = (
    "User.id",
    "Person.name.full",
    "Context.id",
    "Context.title",
    "Context.id.history",
    "ResourceLink.id",
    "ResourceLink.title",
)
"""The custom variables that every character fills in."""

FOREVER = 10 * 365 * 24 * 60 * 60
"""Seconds that the token for changing a registration is good for."""


class RegistrationRefusedError(Exception):
    """A registration that the LMS does not take, in the words that it answers with."""

    def __init__(self, status: int, body: Mapping[str, Any] | str) -> None:
        super().__init__(str(body))
        self.status = status
        self.body = body


class Rules:
    """The specification's rules (Dynamic Registration 1.0, section 3; RFC 7591)."""

    status = 201
    """The answer to a good registration."""

    first_state: State = "active"

    guards_configuration = False
    """Whether even the configuration is for holders of a registration token only."""

    takes_update_by_put = True
    """Whether a tool changes its registration at an address of its own (RFC 7592)."""

    asks_before_update = False
    """Whether a change waits until the administrator has agreed."""

    offers_update = False
    """Whether the administrator is asked first when a tool at the same host is there."""

    messages: ClassVar[list[dict[str, Any]]] = [
        {"type": v.RESOURCE_LINK_REQUEST, "placements": ["CourseNavigation"]},
        {"type": v.DEEP_LINKING_REQUEST, "placements": ["ContentArea"]},
        {"type": v.SUBMISSION_REVIEW_REQUEST},
        {"type": v.DATA_PRIVACY_REQUEST},
    ]
    variables: tuple[str, ...] = VARIABLES
    scopes: tuple[str, ...] = ("openid", *v.ALL_SCOPES)

    def configuration(self, lms: Lms) -> dict[str, Any]:
        """Return what the LMS says about itself (Dynamic Registration 1.0, section 2)."""
        return {
            "issuer": lms.issuer,
            "authorization_endpoint": lms.auth_url,
            "token_endpoint": lms.token_url,
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            "token_endpoint_auth_signing_alg_values_supported": ["RS256"],
            "jwks_uri": lms.jwks_url,
            "registration_endpoint": lms.registration_url,
            "scopes_supported": list(self.scopes),
            "response_types_supported": ["id_token"],
            "subject_types_supported": ["public", "pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "claims_supported": ["sub", "iss", "name", "given_name", "family_name", "email"],
            **self.authorization_server(lms),
            v.PLATFORM_CONFIGURATION: self.platform(lms),
        }

    def authorization_server(self, lms: Lms) -> dict[str, str]:
        """Return who issues access tokens, where the LMS says so."""
        return {"authorization_server": lms.token_url}

    def platform(self, lms: Lms) -> dict[str, Any]:
        """Return the part of the configuration that is LTI's own."""
        return {
            "product_family_code": lms.traits.family_code,
            "version": "1",
            "messages_supported": self.messages,
            "variables": list(self.variables),
        }

    def read(self, lms: Lms, body: object) -> Terms:
        """Check a registration.

        :raises RegistrationRefusedError: it breaks a rule of this LMS.
        """
        if not isinstance(body, dict):
            raise self.refused("The body is not a JSON object.")
        for name, value in (
            ("application_type", "web"),
            ("token_endpoint_auth_method", "private_key_jwt"),
        ):
            if body.get(name) != value:
                raise self.refused(f"{name} must be {value}.")
        for name, values in (
            ("response_types", {"id_token"}),
            ("grant_types", {"implicit", "client_credentials"}),
        ):
            if not values <= set(_texts(body.get(name))):
                raise self.refused(f"{name} must have {' and '.join(sorted(values))}.")
        return self.terms(lms, body)

    def terms(self, lms: Lms, body: Mapping[str, Any]) -> Terms:
        """Return what a registration says, once its fixed members are as they must be."""
        tool = body.get(v.TOOL_CONFIGURATION)
        if not isinstance(tool, dict):
            raise self.refused(f"{v.TOOL_CONFIGURATION} is missing.")
        claims = set(_texts(tool.get("claims")))
        domain = self.demand(tool, "domain")
        target = self.address(tool, "target_link_uri")
        self.check_host(domain, target)
        return Terms(
            name=self.demand(body, "client_name"),
            login_url=self.address(body, "initiate_login_uri"),
            redirect_urls=self.redirects(body),
            jwks_url=self.address(body, "jwks_uri"),
            target=target,
            domain=domain,
            scopes=self.granted(str(body.get("scope") or "").split()),
            description=str(tool.get("description") or ""),
            logo_url=str(body.get("logo_uri") or ""),
            messages=self.kept_messages(tool.get("messages")),
            custom=self.custom(tool.get("custom_parameters")),
            shares_names=bool(claims & NAMES),
            shares_email="email" in claims,
            sent=dict(body),
        )

    def granted(self, asked: list[str]) -> tuple[str, ...]:
        """Return the scopes that are given; what the LMS does not know is left out."""
        return tuple(scope for scope in dict.fromkeys(asked) if scope in self.scopes)

    def kept_messages(self, messages: object) -> tuple[dict[str, Any], ...]:
        """Return the kinds of message that the LMS will send."""
        if not isinstance(messages, list) or not all(isinstance(each, dict) for each in messages):
            raise self.refused("messages is not a list of objects.")
        known = {each["type"] for each in self.messages}
        return tuple(each for each in messages if each.get("type") in known)

    def custom(self, given: object) -> dict[str, str]:
        """Return the custom parameters that go with every message."""
        if given is None:
            return {}
        if not isinstance(given, dict) or not all(isinstance(each, str) for each in given.values()):
            raise self.refused("custom_parameters is not an object of texts.")
        return dict(given)

    def redirects(self, body: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the addresses that a token may be sent to."""
        found = _texts(body.get("redirect_uris"))
        if not found or not all(_is_address(each) for each in found):
            raise self.refused("redirect_uris is not a list of addresses.", "invalid_redirect_uri")
        return tuple(found)

    def check_host(self, domain: str, target: str) -> None:
        """Refuse a target outside of the tool's domain."""
        if urlsplit(target).netloc != domain:
            raise self.refused("target_link_uri is not at the domain.")

    def demand(self, body: Mapping[str, Any], name: str) -> str:
        """Return a text that has to be there."""
        value = body.get(name)
        if not isinstance(value, str) or not value.strip():
            raise self.refused(f"{name} is missing.")
        return value.strip()

    def address(self, body: Mapping[str, Any], name: str) -> str:
        """Return an address that has to be there."""
        value = self.demand(body, name)
        if not _is_address(value):
            raise self.refused(f"{name} is not an address.")
        return value

    def refused(
        self, reason: str, error: str = "invalid_client_metadata"
    ) -> RegistrationRefusedError:
        """Return a refusal in the LMS's own form (RFC 7591, section 3.2.2)."""
        return RegistrationRefusedError(400, {"error": error, "error_description": reason})

    def token_refused(self, reason: str) -> RegistrationRefusedError:
        """Return the refusal of a missing, strange or used registration token."""
        body = {"error": "invalid_token", "error_description": reason}
        return RegistrationRefusedError(401, body)

    def deployment_id(self, number: int) -> str:
        """Make the id of the deployment that comes with a registration."""
        return f"deployment-{number}"

    def answer(self, lms: Lms, registered: Registered) -> dict[str, Any]:
        """Return the registration as it now stands (RFC 7591, section 3.2.1)."""
        client_id = registered.client_id
        return {
            **self.as_stored(registered),
            "client_id": client_id,
            "registration_client_uri": f"{lms.registration_url}/{client_id}",
            "registration_access_token": issue_token(lms, client_id, update=True, lifetime=FOREVER),
        }

    def as_stored(self, registered: Registered) -> dict[str, Any]:
        """Return what the tool sent, with what the LMS made of it."""
        terms = registered.terms
        tool = terms.sent[v.TOOL_CONFIGURATION]
        return {
            **terms.sent,
            "client_name": terms.name,
            "scope": " ".join(terms.scopes),
            v.TOOL_CONFIGURATION: {
                **tool,
                "messages": list(terms.messages),
                "deployment_id": registered.deployment_id,
            },
        }


def _texts(value: object) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _is_address(value: str) -> bool:
    parts = urlsplit(value)
    return parts.scheme in {"https", "http"} and bool(parts.hostname)
