"""Who is looking: the launch behind a page, loaded once per request."""

from datetime import datetime

from flask import g, request
from sqlalchemy import select

from curriculum.foundation.clock import utc_now
from curriculum.foundation.errors import N_, Missing
from curriculum.models.enrolment import Enrolment
from curriculum.models.program import CoordinatorGrant
from lti_tool.extensions import db, writing
from lti_tool.lti.launch_record import OpenLaunch, find_launch, touch_launch
from lti_tool.web.browser_cookie import BROWSER_COOKIE


def load_viewer(launch_id: str) -> OpenLaunch:
    """Find the launch that the address names, and keep it for this request.

    :raises LaunchGone: see `find_launch`.
    """
    now = utc_now()
    browser = request.cookies.get(BROWSER_COOKIE)
    launch = find_launch(db.session(), launch_id, browser=browser, now=now)
    if launch.needs_touch(now):
        _touch(launch, now)
    g.viewer = launch
    return launch


def _touch(launch: OpenLaunch, now: datetime) -> None:
    # A reader cannot become a writer on SQLite, so the reading transaction ends first.
    db.session.rollback()
    with writing():
        touch_launch(db.session(), launch.id_hash, now)
        db.session.commit()


def viewer() -> OpenLaunch:
    """Return the launch behind this page. Only on pages that demand one."""
    found: OpenLaunch = g.viewer
    return found


def is_impersonated() -> bool:
    """Whether somebody else looks through the viewer's eyes."""
    return "viewer" in g and viewer().impersonated


def viewer_name() -> str:
    """Return what the viewer is called, or a neutral label where the LMS keeps names to itself."""
    return viewer().person_name or f"#{viewer().person_id}"


def current_enrolment() -> Enrolment:
    """Return the viewer's own place in the course.

    :raises Missing: the launch came from outside a course.
    """
    enrolment_id = viewer().enrolment_id
    found = db.session.get(Enrolment, enrolment_id) if enrolment_id is not None else None
    if found is None:
        raise Missing(N_("This page belongs to a course. Open it from an activity in a course."))
    return found


def coordinated_programs() -> frozenset[int]:
    """Return the ids of the programs that the viewer coordinates. One query per request."""
    if "coordinated" not in g:
        mine = select(CoordinatorGrant.program_id).where(
            CoordinatorGrant.person_id == viewer().person_id
        )
        g.coordinated = frozenset(db.session.scalars(mine))
    found: frozenset[int] = g.coordinated
    return found


def has_viewer() -> bool:
    """Whether a launch was found for this request."""
    return "viewer" in g
