"""Moodle 4.5 and 5.x, as two live ones behaved (lti.md, section 7).

It demands `domain`, keeps the deep linking message alone, and cuts custom values at an
equals sign. The tool waits until the administrator activates it.
"""

from typing import Any

from curriculum.foundation.errors import N_
from lti_tool.lti import claims
from lti_tool.lti.registering.configuration import Configuration
from lti_tool.lti.registering.profiles.base import Profile, Tool

KEPT = frozenset({claims.DEEP_LINKING_REQUEST, claims.RESOURCE_LINK_REQUEST})


class Moodle(Profile):
    """Sends what Moodle keeps."""

    name = "Moodle"
    left_to_do = (
        N_(
            "Activate it: Site administration › Plugins › Activity modules › External tool › "
            "Manage tools, “Activate” on Reciprocal's card."
        ),
        N_(
            "In each course a teacher then shows it in the activity chooser: "
            "More › LTI External tools."
        ),
    )
    after_update = (
        N_("If Reciprocal's card on “Manage tools” offers “Activate”, press it there."),
    )

    def messages(self, found: Configuration, tool: Tool) -> list[dict[str, Any]]:
        """Leave out what Moodle ignores: it sends submission reviews to every tool anyway."""
        return [each for each in super().messages(found, tool) if each["type"] in KEPT]

    def custom_parameters(self, found: Configuration) -> dict[str, str]:
        """Leave out what Moodle would cut."""
        kept = super().custom_parameters(found).items()
        return {name: value for name, value in kept if "=" not in value and "\n" not in value}
