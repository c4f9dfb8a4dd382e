"""The sentences and numbers of a report, in its reader's language."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_time
from flask_babel import format_decimal, get_locale, ngettext
from flask_babel import gettext as _

from assignments.completion import Lack, Reason, Verdict
from assignments.evidence import TaskEvidence
from assignments.models.reflection import WorkState
from assignments.tasks import Grading
from curriculum.foundation.clock import today_in
from lti_tool.web.locale import as_day, as_minutes


def lack_name(lack: Lack) -> str:
    """Return what is missing, for the head of a list of tasks."""
    return {
        Lack.NOT_SUBMITTED: _("Not handed in"),
        Lack.RETURNED: _("Returned for revision"),
        Lack.WAITING: _("Waiting to be graded"),
        Lack.OUTSIDE: _("Done outside the cycle"),
        Lack.CONTACTS: _("Contacts short"),
        Lack.FAMILIES: _("Families short"),
        Lack.MINUTES: _("Minutes short"),
        Lack.COURSE_FAMILIES: _("Families short over the whole course"),
    }[lack]


def reason_sentence(reason: Reason) -> str:
    """Return one thing that is missing, with its numbers."""
    counted = {
        Lack.CONTACTS: _("%(have)s of %(need)s contacts", have=reason.have, need=reason.need),
        Lack.FAMILIES: _("%(have)s of %(need)s families", have=reason.have, need=reason.need),
        Lack.COURSE_FAMILIES: _(
            "%(have)s of %(need)s families over the whole course",
            have=reason.have,
            need=reason.need,
        ),
        Lack.MINUTES: _(
            "%(have)s of %(need)s",
            have=as_minutes(reason.have),
            need=as_minutes(reason.need),
        ),
    }
    said = counted.get(reason.lack) or lack_name(reason.lack)
    return f"{reason.task_id}: {said}" if reason.task_id else said


def missing_in_brief(verdict: Verdict, required: Iterable[str]) -> str:
    """Return all that is missing in one line of a list, tasks by their ids."""
    if verdict.complete:
        return _("Complete")
    unwritten = {each.task_id for each in verdict.reasons if each.lack is Lack.NOT_SUBMITTED}
    tasks: dict[Lack, list[str]] = {}
    for reason in verdict.reasons:
        # What is not handed in may lack its contacts too; told once is enough here.
        if reason.lack is Lack.NOT_SUBMITTED or reason.task_id not in unwritten:
            tasks.setdefault(reason.lack, []).append(reason.task_id or "")
    if unwritten:
        tasks.pop(Lack.COURSE_FAMILIES, None)
    everything = list(required)
    return ". ".join(_line(lack, tasks[lack], everything) for lack in Lack if lack in tasks)


def _line(lack: Lack, task_ids: list[str], required: list[str]) -> str:
    if lack is Lack.COURSE_FAMILIES:
        return lack_name(lack)
    named = ", ".join(task_ids)
    if lack is Lack.NOT_SUBMITTED and task_ids == required:
        named = _("all %(number)s", number=len(task_ids))
    return f"{lack_name(lack)}: {named}"


def standing(task: TaskEvidence) -> str:
    """Return where one candidate's work on a task stands."""
    if task.state is WorkState.GRADED and task.result is None:
        return lack_name(Lack.OUTSIDE)
    if task.grading is Grading.UNSCORED and task.state is WorkState.SUBMITTED:
        return _("Handed in")
    graded = {
        Grading.SCORED: _("Graded"),
        Grading.PASS_OR_RETURN: _("Passed"),
        Grading.UNSCORED: _("Read"),
    }
    return {
        None: _("Not begun"),
        WorkState.DRAFT: _("Begun"),
        WorkState.SUBMITTED: _("Waiting"),
        WorkState.RETURNED: _("Returned"),
        WorkState.GRADED: graded[task.grading],
    }[task.state]


def things_missing(count: int) -> str:
    """Return the heading over what is missing."""
    return ngettext("One thing is missing.", "%(num)d things are missing.", count)


def per_cent(part: float, whole: float) -> str:
    """Return a share in whole per cent, or a dash where there is no whole."""
    return _("%(number)s%%", number=format_decimal(round(100 * part / whole))) if whole else "–"


def plain_number(number: float | Decimal) -> str:
    """Return a number with one decimal at most."""
    return format_decimal(number, "#,##0.#")


def moment_in(moment: datetime, zone: str) -> str:
    """Return an instant in a course's zone, and which zone that is."""
    local = moment.astimezone(ZoneInfo(zone))
    clock = format_time(local, "short", locale=get_locale())
    return _("%(day)s, %(time)s (%(zone)s)", day=as_day(local.date()), time=clock, zone=zone)


def day_in(moment: datetime, zone: str) -> str:
    """Return the day of an instant in a course's zone."""
    return as_day(today_in(zone, moment))
