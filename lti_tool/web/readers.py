"""Whose reading, watching and answering a page shows, and whose it keeps."""

from curriculum import progress
from curriculum.models.enrolment import Role
from curriculum.standing import UnitStanding
from curriculum.unit import Unit
from lti_tool.extensions import db
from lti_tool.web.viewer import viewer

RECORDED = frozenset({Role.CANDIDATE, Role.INSTRUCTOR})
"""Whose reading is remembered. Others read the same pages and leave no trace."""


def shown_id() -> int | None:
    """Return whose progress to show, if anybody's."""
    return viewer().enrolment_id if viewer().role in RECORDED else None


def recorded_id() -> int | None:
    """Return whose progress to keep, if anybody's."""
    return None if viewer().impersonated else shown_id()


def shown_standing(unit: Unit) -> UnitStanding:
    """Return what the viewer has done in a unit; nothing where nothing is remembered."""
    enrolment_id = shown_id()
    if enrolment_id is None:
        return UnitStanding()
    return progress.unit_standing(db.session(), enrolment_id, unit)
