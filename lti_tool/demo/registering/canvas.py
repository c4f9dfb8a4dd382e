"""Registration as Canvas does it: by token from the first request, and by the letter."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from lti_tool.demo import vocabulary as v
from lti_tool.demo.clients import Registered, Terms
from lti_tool.demo.lms import Lms
from lti_tool.demo.notices import TYPES
from lti_tool.demo.registering.rules import VARIABLES, RegistrationRefusedError, Rules
from lti_tool.demo.settings import State

CANVAS = "https://canvas.instructure.com/lti/"
PRIVACY = {
    "public": (True, True),
    "name_only": (True, False),
    "email_only": (False, True),
    "anonymous": (False, False),
}
"""Whether names and whether addresses are sent, by privacy level."""

LINKED = ("link_selection", "course_navigation", "assignment_selection", "homework_submission")
CHOOSING = (
    "assignment_selection",
    "link_selection",
    "module_index_menu_modal",
    "module_menu_modal",
    "editor_button",
    "course_assignments_menu",
    "submission_type_selection",
)
STANDARD = {"ContentArea": "link_selection", "RichTextEditor": "editor_button"}


class CanvasRules(Rules):
    """A key that stays off until it is switched on; 422 for everything that is not by the book."""

    status = 200
    first_state: State = "off"
    guards_configuration = True
    asks_before_update = True
    messages: ClassVar[list[dict[str, Any]]] = [
        {"type": v.RESOURCE_LINK_REQUEST, "placements": [CANVAS + each for each in LINKED]},
        {
            "type": v.DEEP_LINKING_REQUEST,
            "placements": [*STANDARD, *(CANVAS + each for each in CHOOSING)],
        },
    ]
    variables: tuple[str, ...] = (
        *VARIABLES,
        "Canvas.masqueradingUser.userId",
        "Canvas.assignment.id",
        "Canvas.course.sectionIds",
        "Message.locale",
        "com.instructure.User.allRoles",
    )
    scopes: tuple[str, ...] = (
        *v.ALL_SCOPES,
        v.SCOPE_REGISTRATION,
        f"{CANVAS}public_jwk/scope/update",
    )

    def platform(self, lms: Lms) -> dict[str, Any]:
        """Return LTI's part of the configuration, with Canvas's own members."""
        return {
            **super().platform(lms),
            "version": "cloud",
            "notice_types_supported": list(TYPES),
            f"{CANVAS}account_name": "Demonstration College",
            f"{CANVAS}account_lti_guid": lms.guid,
        }

    def read(self, lms: Lms, body: object) -> Terms:
        """Check a registration, and say everything that is wrong with it at once."""
        given = body if isinstance(body, dict) else {}
        if problems := {**_missing(given), **_wrong(given), **self._unknown(given)}:
            raise _refusal(problems)
        return self.terms(lms, given)

    def terms(self, lms: Lms, body: Mapping[str, Any]) -> Terms:
        """Return what a registration says; the privacy level goes before the claims."""
        terms = super().terms(lms, body)
        level = PRIVACY.get(str(body[v.TOOL_CONFIGURATION].get(f"{CANVAS}privacy_level")))
        if level is None:
            return terms
        return replace(terms, shares_names=level[0], shares_email=level[1])

    def kept_messages(self, messages: object) -> tuple[dict[str, Any], ...]:
        """Keep the messages with the placements that Canvas has, by its own names."""
        kept = super().kept_messages(messages)
        return tuple({**each, "placements": _placements(each)} for each in kept)

    def refused(self, reason: str, error: str = "") -> RegistrationRefusedError:
        """Return a refusal of the tool's configuration."""
        return _refusal({"lti_tool_configuration": reason})

    def token_refused(self, reason: str) -> RegistrationRefusedError:
        """Return the refusal of a registration token."""
        return RegistrationRefusedError(401, {"errorMessage": reason})

    def deployment_id(self, number: int) -> str:
        """Return a number and a hash, as Canvas writes them."""
        return f"{number}:{hashlib.sha256(str(number).encode()).hexdigest()[:40]}"

    def answer(self, lms: Lms, registered: Registered) -> dict[str, Any]:
        """Return the registration with the addresses of it."""
        stored = self.as_stored(registered)
        address = f"{lms.registration_url}/{registered.client_id}"
        tool = stored[v.TOOL_CONFIGURATION]
        return {
            **stored,
            "client_id": registered.client_id,
            "deployment_id": registered.deployment_id,
            "registration_client_uri": address,
            v.TOOL_CONFIGURATION: {
                **tool,
                f"{CANVAS}registration_config_url": f"{lms.issuer}/tools",
            },
        }

    def _unknown(self, body: Mapping[str, Any]) -> dict[str, str]:
        unknown = [x for x in str(body.get("scope") or "").split() if x not in self.scopes]
        return {"scopes": f"Invalid scopes: {', '.join(unknown)}"} if unknown else {}


DEMANDED = (
    "application_type",
    "grant_types",
    "response_types",
    "redirect_uris",
    "initiate_login_uri",
    "client_name",
    "jwks_uri",
    "token_endpoint_auth_method",
    v.TOOL_CONFIGURATION,
)


def _missing(body: Mapping[str, Any]) -> dict[str, str]:
    return {_short(name): "can't be blank" for name in DEMANDED if not body.get(name)}


def _wrong(body: Mapping[str, Any]) -> dict[str, str]:
    """Say which fixed members are there but not as they must be."""
    wrong = {}
    for name, values in (
        ("grant_types", ("client_credentials", "implicit")),
        ("response_types", ("id_token",)),
    ):
        found = body.get(name)
        if found and not (isinstance(found, list) and set(values) <= set(map(str, found))):
            wrong[name] = f"Must include {', '.join(values)}"
    for name, value in (
        ("token_endpoint_auth_method", "private_key_jwt"),
        ("application_type", "web"),
    ):
        if body.get(name) not in {None, "", value}:
            wrong[name] = f"Must be '{value}'"
    tool = body.get(v.TOOL_CONFIGURATION)
    if tool and not isinstance(tool, dict):
        wrong["lti_tool_configuration"] = "is not an object"
    elif tool and (lacking := [x for x in ("domain", "messages", "claims") if x not in tool]):
        wrong["lti_tool_configuration"] = f"is missing required properties: {', '.join(lacking)}"
    return wrong


def _placements(message: Mapping[str, Any]) -> list[str]:
    asked = [str(each) for each in message.get("placements") or ["link_selection"]]
    names = [STANDARD.get(each, each.removeprefix(CANVAS)) for each in asked]
    return [each for each in dict.fromkeys(names) if each in {*LINKED, *CHOOSING}]


def _short(name: str) -> str:
    return "lti_tool_configuration" if name == v.TOOL_CONFIGURATION else name


def _refusal(problems: Mapping[str, str]) -> RegistrationRefusedError:
    errors = {
        name: [{"attribute": name, "message": message, "type": message}]
        for name, message in problems.items()
    }
    return RegistrationRefusedError(422, {"errors": errors})
