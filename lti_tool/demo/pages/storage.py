"""Platform storage: the LMS's own window keeps a few words for a tool whose frame keeps no cookie.

LTI Platform Storage 0.1; LTI Client Side postMessages 0.1.
"""

from dataclasses import dataclass

from flask import Blueprint, render_template

from lti_tool.demo.lms import current_lms

PARENT = "_parent"
"""The page around the tool's frame itself, instead of a frame beside it."""

bp = Blueprint("storage", __name__)


@dataclass(frozen=True)
class Storage:
    """What a page with a tool's frame must hold."""

    frame: str
    answers: bool
    origins: str

    @property
    def is_here(self) -> bool:
        """Whether the page itself keeps the words."""
        return self.frame == PARENT


@bp.get("/storage")
def frame() -> str:
    """Show nothing: this page stands beside the tool's frame and keeps its words."""
    return render_template("demo/storage.html")


@bp.app_template_global()
def platform_storage() -> Storage:
    """Return how this LMS stores."""
    lms = current_lms()
    return Storage(lms.traits.storage_frame, lms.traits.storage_answers, " ".join(lms.origins()))
