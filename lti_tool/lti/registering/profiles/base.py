"""What a profile decides: how we introduce ourselves, and what is left to do afterwards.

Only what the platform lists is asked for: Canvas answers 422 to a scope that it does not know.
"""

from dataclasses import dataclass
from typing import Any

from curriculum.foundation.errors import N_
from lti_tool.lti import claims, custom
from lti_tool.lti.registering.configuration import PRIVATE_KEY_JWT, Configuration, Message
from lti_tool.lti.registering.hosts import framing_origin
from lti_tool.lti.registering.offer import DESCRIPTION, SERVICES, TITLE, Service
from lti_tool.lti.registrations import ToolAddresses

TOOL_CONFIGURATION = "https://purl.imsglobal.org/spec/lti-tool-configuration"
CLAIMS = ("iss", "sub", "name", "given_name", "family_name")
"""No e-mail address: we write to nobody."""

ALWAYS_SENT = frozenset({"iss", "sub"})

OTHER_MESSAGES = (claims.SUBMISSION_REVIEW_REQUEST, *sorted(claims.DATA_PRIVACY_REQUESTS))
"""What we answer besides launches and deep linking, where the platform sends it."""


@dataclass(frozen=True, slots=True)
class Tool:
    """Who we are."""

    addresses: ToolAddresses
    home: str
    logo: str
    contact: str
    """An e-mail address, or nothing."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where we shall stand in the platform, for the administrator."""

    label: str
    why: str


class Profile:
    """What the specification alone allows (LTI Dynamic Registration 1.0, section 3.5)."""

    name = ""
    """What people call the LMS; empty: by the code it gives itself."""

    asked_services: tuple[Service, ...] = SERVICES

    custom = custom.ASKED_OF_ALL
    """Custom parameters of every launch."""

    left_to_do: tuple[str, ...] = (
        N_("Switch Reciprocal on in your LMS, if it does not do so by itself."),
    )
    """What the administrator does next, one sentence each."""

    after_update: tuple[str, ...] = ()
    """The same, after a registration was changed."""

    def request(self, found: Configuration, tool: Tool) -> dict[str, Any]:
        """Return the registration that is posted to the platform."""
        body: dict[str, Any] = {
            "application_type": "web",
            "response_types": ["id_token"],
            "grant_types": ["client_credentials", "implicit"],
            "initiate_login_uri": tool.addresses.login_url,
            "redirect_uris": [tool.addresses.launch_url],
            "client_name": TITLE,
            "client_uri": tool.home,
            "logo_uri": tool.logo,
            "jwks_uri": tool.addresses.jwks_url,
            "token_endpoint_auth_method": PRIVATE_KEY_JWT,
            "scope": " ".join(service.scope for service in self.services(found)),
            TOOL_CONFIGURATION: self.tool_configuration(found, tool),
        }
        return body | ({"contacts": [tool.contact]} if tool.contact else {})

    def tool_configuration(self, found: Configuration, tool: Tool) -> dict[str, Any]:
        """Return the part of the registration that is LTI's own."""
        return {
            "domain": tool.addresses.domain,
            "description": DESCRIPTION,
            "target_link_uri": tool.addresses.launch_url,
            "custom_parameters": self.custom_parameters(found),
            "claims": [
                name
                for name in CLAIMS
                if not found.claims or name in found.claims or name in ALWAYS_SENT
            ],
            "messages": self.messages(found, tool),
        }

    def services(self, found: Configuration) -> tuple[Service, ...]:
        """Return the services that we ask for: those of ours that the platform offers."""
        return tuple(each for each in self.asked_services if each.scope in found.scopes)

    def missing(self, found: Configuration) -> tuple[Service, ...]:
        """Return the services that we need and the platform does not offer."""
        return tuple(
            service
            for service in SERVICES
            if service.is_needed and service.scope not in found.scopes
        )

    def custom_parameters(self, found: Configuration) -> dict[str, str]:
        """Return what each launch is to carry, as far as the platform knows the variables."""
        return {
            name: variable
            for name, variable in self.custom.items()
            if not found.variables or variable.removeprefix("$") in found.variables
        }

    def messages(self, found: Configuration, tool: Tool) -> list[dict[str, Any]]:
        """Return the kinds of launch that we answer, where the platform sends them."""
        kinds = (claims.DEEP_LINKING_REQUEST, claims.RESOURCE_LINK_REQUEST, *OTHER_MESSAGES)
        return [
            self._message(message, tool)
            for message in (found.message(kind) for kind in kinds)
            if message is not None
        ]

    def _message(self, message: Message, tool: Tool) -> dict[str, Any]:
        return {"type": message.type, "target_link_uri": tool.addresses.launch_url, "label": TITLE}

    def places(self, found: Configuration) -> tuple[Place, ...]:
        """Return where we shall stand."""
        places = [Place(TITLE, N_("Everybody opens it from the links in their course."))]
        if found.message(claims.DEEP_LINKING_REQUEST):
            places.insert(0, Place(TITLE, N_("An instructor adds units and tasks to a course.")))
        return tuple(places)

    def frame_origins(self, found: Configuration) -> list[str]:
        """Return who frames our pages."""
        origin = framing_origin(found.issuer)
        return [origin] if origin else []

    def audience(self, found: Configuration) -> str | None:
        """Return the `aud` of token requests, where the token address is not it."""
        return found.authorization_server or None
