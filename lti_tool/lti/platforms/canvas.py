"""Canvas: a score can make a submission, and each comment stays (lti.md, section 5).

Anything that is not final sets the grade to nothing unless `preserve_score` is sent; a new
submission is counted unless `new_submission` is false; a score without the address of the
work drops the address that was there.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from lti_tool.lti.platforms.base import FinalGrade, HandedIn, Policy
from lti_tool.lti.services.ags import PENDING_MANUAL, SUBMITTED, Score
from lti_tool.lti.services.errors import ServiceRefused

SUBMISSION = "https://canvas.instructure.com/lti/submission"


class Canvas(Policy):
    """Tells Canvas of each attempt once, and of each comment once."""

    gap = timedelta(seconds=1)

    def on_release(self, grade: FinalGrade, timestamp: datetime) -> Score:
        """Send the grade to the attempt that is there; leave an instructor's own grade alone."""
        extension = _work(grade.address) | {
            "new_submission": False,
            "prioritize_non_tool_grade": not grade.replaces,
        }
        score = super().on_release(grade, timestamp)
        comment = "" if grade.comment_is_known else grade.comment
        return replace(score, comment=comment, extension={SUBMISSION: extension})

    def on_submission(self, handed_in: HandedIn, timestamp: datetime) -> Score | None:
        """Say that the work waits, keeping whatever grade there is."""
        extension = _work(handed_in.address) | {
            "new_submission": handed_in.is_new,
            "preserve_score": True,
        }
        return Score(
            user_id=handed_in.user_id,
            timestamp=timestamp,
            activity=SUBMITTED,
            grading=PENDING_MANUAL,
            submitted_at=handed_in.submitted_at,
            extension={SUBMISSION: extension},
        )

    def on_repeat_after_lost_answer(self, score: Score) -> Score:
        """Repeat neither the comment nor the attempt: Canvas would show both twice."""
        extension = {**score.extension[SUBMISSION], "new_submission": False}
        return replace(score, comment="", extension={SUBMISSION: extension})

    def is_stale(self, error: ServiceRefused) -> bool:
        """Canvas says 400 where others say 409; only its words tell what it means."""
        said = error.detail.lower()
        return error.status == 400 and ("timestamp" in said or "newer" in said)

    def is_not_gradable(self, error: ServiceRefused) -> bool:
        """Canvas: "User not found in course or is not a student"."""
        return error.status == 422 and "student" in error.detail.lower()


def _work(address: str) -> dict[str, Any]:
    return {"submission_type": "basic_lti_launch", "submission_data": address}
