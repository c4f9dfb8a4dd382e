"""Moodle 4.5 and 5.x, as two live ones behaved (lti.md, sections 6 and 7).

Whatever is not FullyGraded erases the grade, a score without a comment erases the feedback,
and timestamps are compared in whole seconds.
"""

from datetime import timedelta

from lti_tool.lti.platforms.base import Policy
from lti_tool.lti.services.errors import ServiceRefused


class Moodle(Policy):
    """Sends nothing but final grades, always with their comment."""

    gap = timedelta(seconds=2)
    keeps_dates = False

    def is_not_gradable(self, error: ServiceRefused) -> bool:
        """Moodle says so in the status line, with all that was posted after it."""
        said = error.detail.lower()
        return error.status == 400 and ("incorrect score" in said or "student" in said)
