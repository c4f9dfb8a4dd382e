"""Which profile goes with which platform: the only place that knows their names."""

from lti_tool.lti.registering.profiles.base import Profile
from lti_tool.lti.registering.profiles.canvas import Canvas
from lti_tool.lti.registering.profiles.generic import Generic
from lti_tool.lti.registering.profiles.moodle import Moodle

PROFILES: dict[str, Profile] = {"canvas": Canvas(), "moodle": Moodle()}
GENERIC = Generic()

NAMES = {
    "blackboardlearn": "Blackboard",
    "desire2learn": "Brightspace",
    "sakai": "Sakai",
}


def profile_for(product: str) -> Profile:
    """Return the profile for a platform.

    :param product: `product_family_code` of its configuration, or of its launches.
    """
    return PROFILES.get(product.strip().lower(), GENERIC)


def name_of(product: str) -> str:
    """Return what people call a platform; its own word for itself where we know none."""
    return profile_for(product).name or NAMES.get(product.strip().lower(), product)
