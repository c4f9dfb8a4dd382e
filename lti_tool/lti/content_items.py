"""What an instructor picked, as the content items of an answer (LTI-DL 2.0, section 3)."""

from dataclasses import dataclass
from typing import Any

from assignments.tasks import Grading, Task
from curriculum.unit import Unit
from lti_tool.lti.custom import MADE_IN, TASK, UNIT
from lti_tool.lti.deep_linking import LINK, PASS_MAXIMUM, SCORE_MAXIMUM, TAG, Terms
from lti_tool.lti.login import LAUNCH_PATH
from lti_tool.lti.services.ags import COMPLETED, SUBMITTED
from lti_tool.lti.windows import Window

FRAME_HEIGHT = 800
"""Pixels that suit our pages. The width is the platform's affair."""


@dataclass(frozen=True, slots=True)
class Pick:
    """One thing that goes into a course."""

    thing: Unit | Task
    title: str
    text: str
    available: Window | None = None
    """When it is to be seen."""

    submission: Window | None = None
    """When work on a task is taken."""

    @property
    def content(self) -> str:
        """Return what a link to it opens, as `resource_links` names it."""
        kind = TASK if isinstance(self.thing, Task) else UNIT
        return f"{kind}:{self.thing.id}"


@dataclass(frozen=True, slots=True)
class Maker:
    """What all items of one answer have in common."""

    public_url: str
    """Without a slash at its end."""

    terms: Terms
    mark: str
    """Of the course that they are made for (`course_marks`)."""

    review_label: str
    """What a gradebook calls the way to the work of one candidate."""

    keeps_dates: bool

    def item_of(self, pick: Pick) -> dict[str, Any]:
        """Return one content item."""
        kind = TASK if isinstance(pick.thing, Task) else UNIT
        item: dict[str, Any] = {
            "type": LINK,
            "title": pick.title,
            "text": pick.text,
            "url": self.public_url + LAUNCH_PATH,
            "custom": {kind: pick.thing.id, MADE_IN: self.mark},
            **self._presentation(),
        }
        if isinstance(pick.thing, Task) and pick.thing.has_column and self.terms.columns:
            item["lineItem"] = self._column(pick.thing, pick.title)
        if self.keeps_dates:
            windows = {"available": pick.available, "submission": pick.submission}
            item |= {name: window.to_plain() for name, window in windows.items() if window}
        return item

    def _presentation(self) -> dict[str, Any]:
        if "iframe" in self.terms.targets:
            return {"iframe": {"height": FRAME_HEIGHT}}
        return {"window": {"targetName": "_blank"}} if "window" in self.terms.targets else {}

    def _column(self, task: Task, title: str) -> dict[str, Any]:
        return {
            "label": title,
            "scoreMaximum": SCORE_MAXIMUM if task.grading is Grading.SCORED else PASS_MAXIMUM,
            "resourceId": task.id,
            "tag": TAG,
            "submissionReview": {
                "reviewableStatus": [SUBMITTED, COMPLETED],
                "label": self.review_label,
                "url": self.public_url + LAUNCH_PATH,
                "custom": {TASK: task.id},
            },
        }
