"""Canvas (lti.md, section 5): each place in it is asked for by name.

Of two messages for one place Canvas keeps the first, and it gives the place of the module
links to a message that names none. So every message names its place.
"""

from collections.abc import Iterator
from typing import Any

from curriculum.foundation.errors import N_
from lti_tool.lti import custom
from lti_tool.lti.registering.configuration import Configuration
from lti_tool.lti.registering.hosts import (
    CANVAS_SCHOOLS,
    HOSTED_CANVAS,
    framing_origin,
)
from lti_tool.lti.registering.offer import (
    CANVAS_PLACEMENTS,
    CANVAS_PRIVACY,
    CANVAS_TOOL_ID,
    SERVICES,
    TITLE,
    Placement,
    Service,
)
from lti_tool.lti.registering.profiles.base import Place, Profile, Tool
from lti_tool.lti.registering.registrar import REGISTRATION

EXTENSION = "https://canvas.instructure.com/lti/"
SPECIFIED = {"link_selection": "ContentArea"}
"""Canvas's own words and the specification's, where both mean one place."""

OWN_REGISTRATION = Service(
    REGISTRATION,
    N_("This registration: propose changes"),
    N_("To ask for a change of this registration, which an administrator then accepts or not."),
    is_needed=False,
)
IN_MENU = "course_navigation"
WIDTH, HEIGHT = 900, 640
"""Of the window in which an instructor chooses content, in pixels."""


class Canvas(Profile):
    """Names the places, and asks for names but no addresses of people."""

    name = "Canvas"
    asked_services = (*SERVICES, OWN_REGISTRATION)
    custom = custom.ASKED_OF_CANVAS
    left_to_do = (
        N_("Canvas now shows what was registered. Look it over there, and confirm."),
        N_("An administrator then switches it on: Admin › Apps, or Admin › Developer Keys."),
        N_("In a course, Settings › Navigation shows Reciprocal in the course's menu."),
    )
    after_update = (
        N_("Canvas asks an administrator to accept the change: Admin › Apps › Manage."),
    )

    def tool_configuration(self, found: Configuration, tool: Tool) -> dict[str, Any]:
        """Add Canvas's own entries."""
        return super().tool_configuration(found, tool) | {
            f"{EXTENSION}privacy_level": CANVAS_PRIVACY,
            f"{EXTENSION}tool_id": CANVAS_TOOL_ID,
            f"{EXTENSION}vendor": TITLE,
        }

    def messages(self, found: Configuration, tool: Tool) -> list[dict[str, Any]]:
        """Return one message for each place that Canvas offers."""
        return [self._placed(placement, listed, tool) for placement, listed in _offered(found)]

    def _placed(self, placement: Placement, listed: str, tool: Tool) -> dict[str, Any]:
        message: dict[str, Any] = {
            "type": placement.message_type,
            "target_link_uri": tool.addresses.launch_url,
            "label": placement.label,
            "icon_uri": tool.logo,
            "placements": [listed],
        }
        if placement.name == IN_MENU:
            # A course's teacher decides: the app may be there for the whole school.
            return message | {
                f"{EXTENSION}course_navigation/default_enabled": False,
                f"{EXTENSION}visibility": "members",
            }
        return message | {f"{EXTENSION}launch_width": WIDTH, f"{EXTENSION}launch_height": HEIGHT}

    def places(self, found: Configuration) -> tuple[Place, ...]:
        """Return the places that Canvas offers."""
        return tuple(
            Place(placement.label, placement.why) for placement, _listed in _offered(found)
        )

    def frame_origins(self, found: Configuration) -> list[str]:
        """Hosted schools frame us from their own hosts, whatever the issuer is called."""
        origins = super().frame_origins(found)
        if found.issuer in HOSTED_CANVAS:
            origins.append(CANVAS_SCHOOLS)
        for address in (found.registration_endpoint, found.token_endpoint):
            origins.append(framing_origin(address) or "")
        return list(dict.fromkeys(filter(None, origins)))

    def audience(self, found: Configuration) -> str | None:
        """Return nothing: Canvas names a bare host, but wants its token address (lti.md, 5)."""
        return None


def _offered(found: Configuration) -> Iterator[tuple[Placement, str]]:
    """Return our places that Canvas offers, each with Canvas's present word for it."""
    for placement in CANVAS_PLACEMENTS:
        message = found.message(placement.message_type)
        listed = (message.placements if message else None) or ()
        for name in (EXTENSION + placement.name, placement.name, SPECIFIED.get(placement.name, "")):
            if name and name in listed:
                yield placement, name
                break
