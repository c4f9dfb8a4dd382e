"""Which rules an LMS follows."""

from lti_tool.demo.lms import Lms
from lti_tool.demo.registering.canvas import CanvasRules
from lti_tool.demo.registering.moodle import MoodleRules
from lti_tool.demo.registering.rules import Rules
from lti_tool.demo.settings import Character

RULES: dict[Character, Rules] = {
    Character.GENERIC: Rules(),
    Character.CANVAS: CanvasRules(),
    Character.MOODLE: MoodleRules(),
}


def rules_of(lms: Lms) -> Rules:
    """Return the rules of an LMS's character."""
    return RULES[lms.character]
