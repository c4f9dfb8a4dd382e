"""Who may open which page. A page that is not in the table is open to nobody.

Objects are guarded once more where they are looked up: within the viewer's course or program.
"""

import enum
from functools import partial

from flask import Flask, Response, abort, g, request

from curriculum.foundation.errors import N_, NotAllowed
from curriculum.models.enrolment import Role
from lti_tool.extensions import begin_reading, begin_writing
from lti_tool.lti.launch_record import OpenLaunch
from lti_tool.web import csrf
from lti_tool.web.viewer import coordinated_programs, load_viewer


class Who(enum.Flag):
    """Kinds of people, as one page sees them."""

    ANYBODY = enum.auto()
    """No launch is asked for. Not combined with the others."""

    VISITOR = enum.auto()
    CANDIDATE = enum.auto()
    INSTRUCTOR = enum.auto()
    COORDINATOR = enum.auto()
    IN_COURSE = VISITOR | CANDIDATE | INSTRUCTOR
    LAUNCHED = VISITOR | CANDIDATE | INSTRUCTOR | COORDINATOR


ROLE_IS = {
    Role.VISITOR: Who.VISITOR,
    Role.CANDIDATE: Who.CANDIDATE,
    Role.INSTRUCTOR: Who.INSTRUCTOR,
}

PAGES: dict[str, Who] = {
    "static": Who.ANYBODY,
    "health.health": Who.ANYBODY,
    "health.ready": Who.ANYBODY,
    "lti.login": Who.ANYBODY,
    "lti.launch": Who.ANYBODY,
    "lti.jwks": Who.ANYBODY,
    "lti_notices.take": Who.ANYBODY,  # each notice proves itself
    "ladder.cookie": Who.ANYBODY,
    "register.show": Who.ANYBODY,  # the invitation in its address is what lets somebody in
    "register.connect": Who.ANYBODY,
    "register.connected": Who.ANYBODY,
    "setup.canvas": Who.ANYBODY,
    "setup.connect": Who.ANYBODY,  # as register.connect
    "setup.check": Who.ANYBODY,
    "window.show": Who.ANYBODY,  # checks the token itself: the new window has no cookie yet
    "home.index": Who.LAUNCHED,
    "content.pick": Who.INSTRUCTOR,
    "content.answer": Who.INSTRUCTOR,
    "bindings.index": Who.INSTRUCTOR,
    "bindings.look": Who.INSTRUCTOR,
    "media.show": Who.ANYBODY,
    "units.show": Who.LAUNCHED,
    "units.print": Who.LAUNCHED,
    "units.discussion": Who.INSTRUCTOR,
    "units.speak": Who.LAUNCHED,
    "course_progress.show": Who.INSTRUCTOR,
    "program_videos.index": Who.INSTRUCTOR | Who.COORDINATOR,  # and a grant: see _edited_program
    "program_videos.edit": Who.INSTRUCTOR | Who.COORDINATOR,
    "program_videos.save": Who.INSTRUCTOR | Who.COORDINATOR,
    "program_videos.preview": Who.INSTRUCTOR | Who.COORDINATOR,
    "program_videos.live": Who.INSTRUCTOR | Who.COORDINATOR,
    "program_videos.remove": Who.INSTRUCTOR | Who.COORDINATOR,
    "program_videos.captions": Who.LAUNCHED,
    "sections.show": Who.LAUNCHED,
    "sections.read": Who.LAUNCHED,
    "sections.elsewhere": Who.LAUNCHED,
    "sections.report": Who.LAUNCHED,
    "videos.transcript": Who.LAUNCHED,
    "videos.said": Who.LAUNCHED,
    "checks.show": Who.LAUNCHED,
    "checks.answer": Who.LAUNCHED,
    "before_after.show": Who.LAUNCHED,
    "before_after.answer": Who.CANDIDATE | Who.INSTRUCTOR,
    "before_after.spread": Who.INSTRUCTOR,
    "notes.index": Who.CANDIDATE | Who.INSTRUCTOR,  # one's own, whoever one is
    "notes.create": Who.CANDIDATE | Who.INSTRUCTOR,
    "notes.change": Who.CANDIDATE | Who.INSTRUCTOR,
    "notes.remove": Who.CANDIDATE | Who.INSTRUCTOR,
    "notes.export": Who.CANDIDATE | Who.INSTRUCTOR,
    "grading.board": Who.INSTRUCTOR,
    "grading.next_one": Who.INSTRUCTOR,
    "grading.submission": Who.INSTRUCTOR,
    "grading.show": Who.INSTRUCTOR,
    "grading.mark": Who.INSTRUCTOR,
    "grading.exempt": Who.INSTRUCTOR,
    "grades.index": Who.INSTRUCTOR,
    "grades.send": Who.INSTRUCTOR,
    "grades.read": Who.INSTRUCTOR,
    "grades.state": Who.INSTRUCTOR,
    "tasks.show": Who.CANDIDATE | Who.INSTRUCTOR,
    "contact_log.index": Who.CANDIDATE,
    "contact_log.new": Who.CANDIDATE,
    "contact_log.edit": Who.CANDIDATE,
    "contact_log.remove": Who.CANDIDATE,
    "contact_log.withdraw": Who.CANDIDATE,
    "contact_log.script": Who.IN_COURSE,
    "contact_log.sheet": Who.IN_COURSE,
    "contact_log.verify": Who.INSTRUCTOR,
    "contact_log.unverify": Who.INSTRUCTOR,
    "reflections.edit": Who.CANDIDATE,
    "reflections.save": Who.CANDIDATE,
    "reflections.review": Who.CANDIDATE,
    "reflections.decide": Who.CANDIDATE,
    "reflections.submit": Who.CANDIDATE,
    "reflections.receipt": Who.CANDIDATE,
    "reflections.submission": Who.CANDIDATE,
    "reflections.history": Who.CANDIDATE,
    "reflections.version": Who.CANDIDATE,
    "reflections.restore": Who.CANDIDATE,
    "drafts.save": Who.ANYBODY,
    "reports.index": Who.INSTRUCTOR | Who.COORDINATOR,
    "reports.preview": Who.INSTRUCTOR | Who.COORDINATOR,
    "reports.create": Who.INSTRUCTOR | Who.COORDINATOR,
    "reports.show": Who.INSTRUCTOR | Who.COORDINATOR,
    "reports.state": Who.INSTRUCTOR | Who.COORDINATOR,
    "reports.again": Who.INSTRUCTOR | Who.COORDINATOR,
    "reports.file": Who.INSTRUCTOR | Who.COORDINATOR,
}
"""By endpoint."""

WRITING_GETS: frozenset[str] = frozenset({"reflections.edit"})
"""Endpoints that write although they are read with GET."""


def guard(app: Flask) -> None:
    """Put the table in front of every request."""
    app.url_value_preprocessor(_take_launch_id)
    app.url_defaults(partial(_add_launch_id, app))
    app.before_request(_admit)


def _take_launch_id(endpoint: str | None, values: dict[str, object] | None) -> None:
    g.launch_id = values.pop("launch", None) if values else None


def _add_launch_id(app: Flask, endpoint: str, values: dict[str, object]) -> None:
    if "launch" not in values and g.get("launch_id") and _needs_launch(app, endpoint):
        values["launch"] = g.launch_id


def _needs_launch(app: Flask, endpoint: str) -> bool:
    return app.url_map.is_endpoint_expecting(endpoint, "launch")


def _admit() -> Response | None:
    if request.endpoint is None:
        return None  # no such address: the 404 page follows
    if request.method in {"GET", "HEAD", "OPTIONS"} and request.endpoint not in WRITING_GETS:
        begin_reading()
    else:
        begin_writing()
    allowed = PAGES.get(request.endpoint)
    if allowed is Who.ANYBODY:
        return None
    if allowed is None:
        abort(403)
    launch = load_viewer(g.launch_id or "")
    if not _may_open(allowed, launch):
        abort(403)
    csrf.check(launch.launch_id)
    if launch.impersonated and request.method not in csrf.SAFE:
        raise NotAllowed(
            N_(
                "You are looking as this person, in their place. Nothing can be changed that way, "
                "and nothing was."
            )
        )
    return None


def _may_open(allowed: Who, launch: OpenLaunch) -> bool:
    if allowed & ROLE_IS[launch.role]:
        return True
    return bool(allowed & Who.COORDINATOR and coordinated_programs())
