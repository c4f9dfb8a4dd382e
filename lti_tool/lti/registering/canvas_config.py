"""The configuration that a Canvas developer key reads from an address (lti.md, section 5).

Canvas calls the format `lti_dev_key_config`: what dynamic registration says in the words of
OpenID Connect stands here in Canvas's own.
"""

from typing import Any

from lti_tool.lti.custom import ASKED_OF_CANVAS
from lti_tool.lti.registering.offer import (
    CANVAS_PLACEMENTS,
    CANVAS_PRIVACY,
    CANVAS_TOOL_ID,
    DESCRIPTION,
    SCOPES,
    TITLE,
    Placement,
)
from lti_tool.lti.registering.profiles.canvas import HEIGHT, IN_MENU, WIDTH
from lti_tool.lti.registrations import ToolAddresses

PLATFORM = "canvas.instructure.com"


def canvas_configuration(tool: ToolAddresses, icon: str) -> dict[str, Any]:
    """Return the whole configuration.

    :param icon: the address of our picture.
    """
    return {
        "title": TITLE,
        "description": DESCRIPTION,
        "oidc_initiation_url": tool.login_url,
        "target_link_uri": tool.launch_url,
        "scopes": list(SCOPES),
        "public_jwk_url": tool.jwks_url,
        "custom_fields": dict(ASKED_OF_CANVAS),
        "extensions": [
            {
                "domain": tool.domain,
                "tool_id": CANVAS_TOOL_ID,
                "platform": PLATFORM,
                "privacy_level": CANVAS_PRIVACY,
                "settings": {
                    "text": TITLE,
                    "icon_url": icon,
                    "selection_width": WIDTH,
                    "selection_height": HEIGHT,
                    "placements": [_placement(each, tool, icon) for each in CANVAS_PLACEMENTS],
                },
            }
        ],
    }


def _placement(place: Placement, tool: ToolAddresses, icon: str) -> dict[str, Any]:
    values: dict[str, Any] = {
        "placement": place.name,
        "message_type": place.message_type,
        "target_link_uri": tool.launch_url,
        "text": place.label,
        "enabled": True,
        "icon_url": icon,
    }
    if place.name == IN_MENU:
        # A course's teacher decides: the app may be there for the whole school.
        return values | {"default": "disabled", "visibility": "members"}
    return values | {"selection_width": WIDTH, "selection_height": HEIGHT}
