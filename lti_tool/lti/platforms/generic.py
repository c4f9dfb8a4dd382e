"""Any platform that we know nothing more about."""

from lti_tool.lti.platforms.base import Policy
from lti_tool.lti.services.errors import ServiceRefused


class Generic(Policy):
    """Keeps to what the specification says."""

    def is_not_gradable(self, error: ServiceRefused) -> bool:
        """Guess from the usual words: 400 and 422 are said about many things."""
        return error.status in {400, 404, 422} and "student" in error.detail.lower()
