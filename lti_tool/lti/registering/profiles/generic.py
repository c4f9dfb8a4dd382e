"""Any platform that we know nothing more about."""

from typing import Any

from lti_tool.lti import claims
from lti_tool.lti.registering.configuration import Message
from lti_tool.lti.registering.profiles.base import Profile, Tool

PLACEMENTS = {
    claims.DEEP_LINKING_REQUEST: ("ContentArea",),
    claims.RESOURCE_LINK_REQUEST: ("CourseNavigation",),
}
"""The specification's own words for where we fit (LTI Dynamic Registration 1.0, section 3.5.1)."""


class Generic(Profile):
    """Keeps to the specification's words."""

    def _message(self, message: Message, tool: Tool) -> dict[str, Any]:
        listed = message.placements or ()
        wanted = [name for name in PLACEMENTS.get(message.type, ()) if name in listed]
        found = super()._message(message, tool)
        return found | ({"placements": wanted} if wanted else {})
