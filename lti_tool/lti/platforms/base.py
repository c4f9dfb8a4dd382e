"""What a policy decides: what is posted to a gradebook, and what an answer means.

Every platform makes something else of the same score, and some of it destroys grades. So no
code outside this package asks which platform it talks to; it asks the platform's policy.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from curriculum.foundation.errors import N_
from lti_tool.lti.services.ags import COMPLETED, FULLY_GRADED, Score
from lti_tool.lti.services.connector import NOT_GRANTED
from lti_tool.lti.services.errors import ServiceError, ServiceRefused
from lti_tool.lti.services.token import TokenRefused

NO_ANSWER = N_("The LMS does not answer. Reciprocal keeps trying.")
BUSY = N_("The LMS asks for a pause. Reciprocal keeps trying.")
IN_TROUBLE = N_("The LMS has a fault of its own (%(status)s). Reciprocal keeps trying.")
NO_TOKEN = N_(
    "The LMS does not let Reciprocal in (%(status)s). "
    "Ask your LMS administrator to check Reciprocal's registration."
)
SCOPE_MISSING = N_(
    "The LMS does not let Reciprocal write grades. "
    "Ask your LMS administrator to allow it the grade services, then open Reciprocal again."
)
NOT_ALLOWED = N_(
    "The LMS does not allow this grade (%(status)s). The course may have ended, "
    "or the gradebook may be closed."
)
NOT_GRADABLE = N_(
    "The LMS does not list this person as a student of the course, so it takes no grade for them."
)
NOT_NEWER = N_("The gradebook already holds something as new as this. Reciprocal looks again.")
NOT_THERE = N_(
    "The LMS does not know this gradebook column, or this person in the course, any more "
    "(%(status)s)."
)
REFUSED = N_("The LMS refused the grade (%(status)s).")
GAVE_UP = {
    NO_ANSWER: N_("The LMS did not answer, and Reciprocal no longer tries by itself."),
    BUSY: N_("The LMS kept asking for a pause, and Reciprocal no longer tries by itself."),
    IN_TROUBLE: N_(
        "The LMS had a fault of its own (%(status)s), and Reciprocal no longer tries by itself."
    ),
    NOT_NEWER: N_("The gradebook already holds something as new as this."),
}
"""What is said of a passing trouble after the last try."""


@dataclass(frozen=True, slots=True)
class FinalGrade:
    """A released grade on the column's scale."""

    user_id: str
    given: Decimal
    maximum: Decimal
    comment: str
    submitted_at: datetime
    address: str
    """Where an instructor opens the work: one of our launch addresses."""

    replaces: bool = False
    """An instructor wants it in the place of a grade that was typed in."""

    comment_is_known: bool = False
    """The platform confirmed this very comment before."""


@dataclass(frozen=True, slots=True)
class HandedIn:
    """An attempt that waits for its grade."""

    user_id: str
    submitted_at: datetime
    address: str

    is_new: bool
    """The platform was not told of it yet, as far as we know."""


class Policy:
    """What the specification alone allows one to rely on."""

    gap = timedelta(seconds=2)
    """Between the timestamps of two scores for one person: some compare whole seconds."""

    keeps_dates = True
    """Whether it keeps the dates that come with a content item (LTI-DL 2.0, section 3.2)."""

    def on_release(self, grade: FinalGrade, timestamp: datetime) -> Score:
        """Return the score that carries a released grade."""
        return Score(
            user_id=grade.user_id,
            timestamp=timestamp,
            activity=COMPLETED,
            grading=FULLY_GRADED,
            given=grade.given,
            maximum=grade.maximum,
            comment=grade.comment,
            submitted_at=grade.submitted_at,
        )

    def on_submission(self, handed_in: HandedIn, timestamp: datetime) -> Score | None:
        """Return the score that says "waits to be graded", or None: nothing is sent.

        A score without points clears the grade that is there (AGS 2.0, section 3.4.8), so
        nothing is the rule.
        """
        return None

    def on_repeat_after_lost_answer(self, score: Score) -> Score:
        """Return what to post again when nobody knows whether it arrived the first time.

        By the specification a score replaces the one before, comment included.
        """
        return score

    def is_stale(self, error: ServiceRefused) -> bool:
        """Whether a refusal says that the gradebook holds something as new."""
        return error.status == 409

    def is_not_gradable(self, error: ServiceRefused) -> bool:
        """Whether a refusal says that this person gets no grades in this course."""
        return False

    def explain(self, error: ServiceError) -> str:
        """Return a translatable sentence for the instructor; it may have a place `status`."""
        if not isinstance(error, ServiceRefused):
            return NO_ANSWER
        if error.is_throttling:
            return BUSY
        if error.is_passing:
            return IN_TROUBLE
        if error.detail == NOT_GRANTED:
            return SCOPE_MISSING
        if isinstance(error, TokenRefused) or error.status == 401:
            return NO_TOKEN
        if self.is_stale(error):
            return NOT_NEWER
        if self.is_not_gradable(error):
            return NOT_GRADABLE
        return {403: NOT_ALLOWED, 404: NOT_THERE}.get(error.status, REFUSED)
