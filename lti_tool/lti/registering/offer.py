"""What we ask of a platform, and where we stand in it: one list for every way of connecting."""

from dataclasses import dataclass

from curriculum.foundation.errors import N_
from lti_tool.lti import claims
from lti_tool.lti.services import ags, nrps

TITLE = "Reciprocal"
DESCRIPTION = N_(
    "Units, contact logs, reflections and grades for learning to work with families, "
    "inside your course."
)

NOTICE_HANDLERS = "https://purl.imsglobal.org/spec/lti/scope/noticehandlers"
"""Platform Notification Service 1.0."""


@dataclass(frozen=True, slots=True)
class Service:
    """One scope that we ask for."""

    scope: str
    name: str
    """For the administrator."""
    why: str
    """What it is for, in one sentence."""
    is_needed: bool = True
    """Whether something stops working without it. The others only make things easier."""


SERVICES = (
    Service(
        ags.LINE_ITEM,
        N_("Gradebook columns: create and change"),
        N_("To make the gradebook column of a task, and to find it again in a copied course."),
    ),
    Service(
        ags.LINE_ITEM_READ,
        N_("Gradebook columns: read"),
        N_("To see which columns belong to our tasks, and how many points they are out of."),
        is_needed=False,
    ),
    Service(
        ags.SCORE,
        N_("Scores: send"),
        N_("To put a grade into the gradebook once an instructor has released it."),
    ),
    Service(
        ags.RESULT_READ,
        N_("Results: read"),
        N_("To compare the gradebook with our records, so that nobody's mark is overwritten."),
    ),
    Service(
        nrps.MEMBERS,
        N_("Course members: read"),
        N_("To show an instructor who has not started yet, and to notice who has left."),
    ),
    Service(
        NOTICE_HANDLERS,
        N_("Notices: receive"),
        N_("To be told when a course is copied, so that its columns are bound afresh."),
        is_needed=False,
    ),
)

SCOPES = tuple(service.scope for service in SERVICES)


@dataclass(frozen=True, slots=True)
class Placement:
    """A place in Canvas where we stand, by Canvas's own word for it."""

    name: str
    message_type: str
    label: str
    """What people read there."""
    why: str


CANVAS_PLACEMENTS = (
    Placement(
        "link_selection",
        claims.DEEP_LINKING_REQUEST,
        TITLE,
        N_("An instructor adds a unit or a task to a module."),
    ),
    Placement(
        "assignment_selection",
        claims.DEEP_LINKING_REQUEST,
        TITLE,
        N_("An instructor makes an assignment of a task."),
    ),
    Placement(
        "module_index_menu_modal",
        claims.DEEP_LINKING_REQUEST,
        N_("Add Reciprocal’s units and tasks"),
        N_("An instructor adds many units and tasks at once."),
    ),
    Placement(
        "course_navigation",
        claims.RESOURCE_LINK_REQUEST,
        TITLE,
        N_("Everybody in the course reaches it from the course's menu."),
    ),
)

CANVAS_TOOL_ID = "reciprocal"
CANVAS_PRIVACY = "name_only"
"""Names and no addresses: we write to nobody."""
