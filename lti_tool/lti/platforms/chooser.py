"""Which policy goes with which platform: the only place that knows their names."""

from lti_tool.lti.platforms.base import Policy
from lti_tool.lti.platforms.canvas import Canvas
from lti_tool.lti.platforms.generic import Generic
from lti_tool.lti.platforms.moodle import Moodle

POLICIES: dict[str, Policy] = {"canvas": Canvas(), "moodle": Moodle()}
GENERIC = Generic()


def policy_for(product: str) -> Policy:
    """Return the policy for a platform.

    :param product: `tool_platform.product_family_code` of its launches.
    """
    return POLICIES.get(product.strip().lower(), GENERIC)
