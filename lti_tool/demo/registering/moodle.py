"""Registration as Moodle does it; answers and words are those that a live Moodle gave."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from lti_tool.demo import vocabulary as v
from lti_tool.demo.clients import Registered, Terms
from lti_tool.demo.lms import Lms
from lti_tool.demo.registering.rules import VARIABLES, RegistrationRefusedError, Rules
from lti_tool.demo.settings import State

TAG = re.compile(r"<[^>]*>")
BASIC = (v.SCOPE_SCORE, v.SCOPE_RESULT_READ, v.SCOPE_LINE_ITEM_READ)
"""The grade services that come together, whichever of them is asked for."""

DEMANDED = (
    "response_types",
    "initiate_login_uri",
    "redirect_uris",
    "client_name",
    "jwks_uri",
    "token_endpoint_auth_method",
    v.TOOL_CONFIGURATION,
)


class MoodleRules(Rules):
    """Pending until activated; keeps the deep linking message only; refuses in one word."""

    status = 200
    first_state: State = "pending"
    takes_update_by_put = False
    offers_update = True
    messages: ClassVar[list[dict[str, Any]]] = [
        {"type": v.RESOURCE_LINK_REQUEST},
        {"type": v.DEEP_LINKING_REQUEST, "placements": ["ContentArea"]},
    ]
    variables: tuple[str, ...] = (
        *VARIABLES,
        "Context.label",
        "Person.email.primary",
        "Moodle.Person.userGroupIds",
    )
    scopes: tuple[str, ...] = (
        "https://purl.imsglobal.org/spec/lti-bo/scope/basicoutcome",
        *v.AGS_SCOPES,
        v.SCOPE_ROSTER,
        "https://purl.imsglobal.org/spec/lti-ts/scope/toolsetting",
        "openid",
    )

    def authorization_server(self, lms: Lms) -> dict[str, str]:
        """Return nothing."""
        return {}

    def read(self, lms: Lms, body: object) -> Terms:
        """Check a registration."""
        if not isinstance(body, dict):
            raise self.refused("invalid_registration")
        for name in DEMANDED:
            if not body.get(name):
                raise self.refused(f"missing required attribute {name}")
        if "id_token" not in body["response_types"]:
            raise self.refused("invalid_response_types")
        if not isinstance(body["redirect_uris"], list):
            raise self.refused("invalid_redirect_uris")
        if body["token_endpoint_auth_method"] != "private_key_jwt":  # noqa: S105  how, not with what
            raise self.refused("invalid_token_endpoint_auth_method")
        if body.get("application_type", "web") != "web":
            raise self.refused("invalid_application_type")
        return self.terms(lms, body)

    def demand(self, body: Mapping[str, Any], name: str) -> str:
        """Return a text that has to be there, without its tags."""
        value = TAG.sub("", str(body.get(name) or "")).strip()
        if not value:
            raise self.refused(f"missing required attribute {name}")
        return value

    def check_host(self, domain: str, target: str) -> None:
        """Refuse a target outside of the tool's domain, the port included."""
        try:
            super().check_host(domain, target)
        except RegistrationRefusedError:
            raise self.refused("domain_targetlinkuri_mismatch") from None

    def granted(self, asked: list[str]) -> tuple[str, ...]:
        """Give services rather than scopes: one scope of a service brings its fellows."""
        grades = set(asked) & {*BASIC, v.SCOPE_LINE_ITEM}
        return (
            *(BASIC if grades else ()),
            *((v.SCOPE_LINE_ITEM,) if v.SCOPE_LINE_ITEM in grades else ()),
            *((v.SCOPE_ROSTER,) if v.SCOPE_ROSTER in asked else ()),
        )

    def kept_messages(self, messages: object) -> tuple[dict[str, Any], ...]:
        """Keep the target of the deep linking message and drop everything else."""
        found = messages if isinstance(messages, list) else []
        return tuple(
            {name: each[name] for name in ("type", "target_link_uri") if name in each}
            for each in found
            if isinstance(each, dict) and each.get("type") == v.DEEP_LINKING_REQUEST
        )

    def custom(self, given: object) -> dict[str, str]:
        """Take every custom parameter as a line of text."""
        found = given if isinstance(given, dict) else {}
        return {str(name): str(value).partition("\n")[0] for name, value in found.items()}

    def refused(self, reason: str, error: str = "") -> RegistrationRefusedError:
        """Return a refusal: a bare word under a status."""
        return RegistrationRefusedError(400, reason)

    def token_refused(self, reason: str) -> RegistrationRefusedError:
        """Return the refusal of a registration token."""
        return RegistrationRefusedError(401, reason)

    def deployment_id(self, number: int) -> str:
        """Return the number of the tool's type, which Moodle uses for both."""
        return str(number)

    def answer(self, lms: Lms, registered: Registered) -> dict[str, Any]:
        """Return the registration as Moodle has understood it."""
        terms = registered.terms
        tool: dict[str, Any] = {
            "deployment_id": registered.deployment_id,
            "target_link_uri": terms.target,
            "domain": terms.domain,
            "description": terms.description,
            "claims": self._claims(terms),
        }
        if terms.messages:
            tool["messages"] = list(terms.messages)
        if terms.custom:
            tool["custom_parameters"] = {
                name: value.partition("=")[0] for name, value in terms.custom.items()
            }
        return {
            "client_id": registered.client_id,
            "response_types": ["id_token"],
            "jwks_uri": terms.jwks_url,
            "initiate_login_uri": terms.login_url,
            "grant_types": ["client_credentials", "implicit"],
            "redirect_uris": list(terms.redirect_urls),
            "application_type": ["web"],
            "token_endpoint_auth_method": "private_key_jwt",
            "client_name": terms.name,
            "logo_uri": terms.logo_url,
            "scope": " ".join(terms.scopes),
            v.TOOL_CONFIGURATION: tool,
        }

    def _claims(self, terms: Terms) -> list[str]:
        names = ["name", "family_name", "given_name"] if terms.shares_names else []
        return ["sub", "iss", *names, *(["email"] if terms.shares_email else [])]
