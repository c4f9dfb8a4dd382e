"""What should stand in the gradebook for one reflection, read in one go as plain values.

Whoever talks to a platform has no transaction open, so nothing here is a row.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from assignments.models.marking import Marking, MarkingState
from assignments.models.reflection import Reflection, Submission
from assignments.rubric import Rubric
from assignments.tasks import Grading, Task
from curriculum.models.enrolment import Enrolment
from lti_tool.lti.models.identity import LineItem, LtiContext, LtiIdentity
from lti_tool.lti.models.registration import Deployment, Registration
from lti_tool.lti.services.token import ServiceClient

FINEST = Decimal("0.0001")
"""Of a column's point."""

LONGEST_COMMENT = 2000
"""Characters. Gradebooks show a comment in a small box."""

FULL = Decimal(1)
_CONTROLS = re.compile(r"[^\n\t -~\u00a0-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Column:
    """A gradebook column as we last knew it."""

    id: int
    url: str
    resource_link_id: str
    maximum: Decimal | None
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Place:
    """One candidate in one platform's course, and the columns of one task there."""

    reflection_id: int
    task_id: str
    context_id: int
    user_id: str
    client: ServiceClient
    scopes: frozenset[str]
    line_items_url: str | None
    columns: tuple[Column, ...]
    had_column: bool
    """There was one, and the platform said it is gone."""


@dataclass(frozen=True, slots=True)
class WantedGrade:
    """A released marking on its way."""

    place: Place
    submission_id: int
    revision: int
    submitted_at: datetime
    task: Task
    score: Decimal | None
    """Nothing for a task that is passed: that is the full score."""
    score_maximum: Decimal | None
    comment: str

    def on_scale(self, column: Column) -> tuple[Decimal, Decimal]:
        """Return points given and points possible, in the column's points.

        Where the column's maximum is unknown, in our own: the platform does the scaling.
        """
        if self.score is None or not self.score_maximum:
            full = column.maximum or FULL
            return full, full
        if column.maximum is None:
            return self.score, self.score_maximum
        given = self.score * column.maximum / self.score_maximum
        return given.quantize(FINEST, ROUND_HALF_UP), column.maximum


# Built once: building a statement costs more than running it.
_RELEASED = (
    select(Marking)
    .join(Marking.submission)
    .where(
        Submission.reflection_id == bindparam("reflection"),
        Marking.state == MarkingState.RELEASED,
    )
    .options(selectinload(Marking.levels), contains_eager(Marking.submission))
    .order_by(Submission.attempt.desc(), Marking.released_at.desc())
    .limit(1)
)
_PLACE = (
    select(Reflection.task_id, LtiContext, Registration, LtiIdentity.sub)
    .select_from(Reflection)
    .join(Enrolment, Enrolment.id == Reflection.enrolment_id)
    .join(LtiContext, LtiContext.course_id == Enrolment.course_id)
    .join(Deployment, Deployment.id == LtiContext.deployment_id)
    .join(Registration, Registration.id == Deployment.registration_id)
    .join(
        LtiIdentity,
        and_(
            LtiIdentity.registration_id == Registration.id,
            LtiIdentity.person_id == Enrolment.person_id,
        ),
    )
    .where(
        Reflection.id == bindparam("reflection"),
        Registration.blocked.is_(False),
        Deployment.blocked.is_(False),
    )
)
_COLUMNS = (
    select(LineItem)
    .where(LineItem.context_id == bindparam("context"), LineItem.task_id == bindparam("task"))
    .order_by(LineItem.id)
)


def find_wanted(session: Session, reflection_id: int) -> WantedGrade | None:
    """Return the newest released marking of a reflection.

    :return: nothing where nothing is released, the task has no column, or the course is not
        one of a platform.
    """
    marking = session.scalar(_RELEASED, {"reflection": reflection_id})
    place = find_place(session, reflection_id) if marking else None
    if marking is None or place is None:
        return None
    task = Task.from_plain(marking.submission.task)
    if not task.has_column:
        return None
    scored = task.grading is Grading.SCORED
    return WantedGrade(
        place=place,
        submission_id=marking.submission_id,
        revision=marking.revision,
        submitted_at=marking.submission.submitted_at,
        task=task,
        score=marking.score if scored else None,
        score_maximum=marking.score_maximum if scored else None,
        comment=comment_text(marking, Rubric.from_plain(marking.submission.rubric)),
    )


def find_place(session: Session, reflection_id: int) -> Place | None:
    """Return where the platform keeps this candidate's grades for this task."""
    found = session.execute(_PLACE, {"reflection": reflection_id}).first()
    if found is None:
        return None
    task_id, context, registration, sub = found
    rows = session.scalars(_COLUMNS, {"context": context.id, "task": task_id}).all()
    return Place(
        reflection_id=reflection_id,
        task_id=task_id,
        context_id=context.id,
        user_id=sub,
        client=ServiceClient.of(registration),
        scopes=frozenset(context.ags_scopes),
        line_items_url=context.line_items_url,
        columns=tuple(column_of(row) for row in rows if row.gone_at is None),
        had_column=bool(rows),
    )


def column_of(row: LineItem) -> Column:
    """Return a column as plain values."""
    maximum = None if row.score_maximum is None else Decimal(str(row.score_maximum))
    return Column(row.id, row.url, row.resource_link_id or "", maximum, row.read_at)


def comment_text(marking: Marking, rubric: Rubric) -> str:
    """Return what goes beside the grade: the overall comment and the levels, as plain text.

    Comments on single criteria stay with us: they may quote the work, and with it a family.
    """
    names = {level.number: level.name for level in rubric.levels}
    given = {row.criterion_id: row.level for row in marking.levels if row.level}
    levels = [
        f"{criterion.name}: {names[given[criterion.id]]}"
        for criterion in rubric.criteria
        if criterion.id in given
    ]
    return _shortened([marking.comment.strip(), "\n".join(levels)])


def _shortened(paragraphs: Iterable[str]) -> str:
    text = "\n\n".join(part for part in paragraphs if part)
    text = _CONTROLS.sub("", text)
    if len(text) <= LONGEST_COMMENT:
        return text
    return text[: LONGEST_COMMENT - 1].rstrip() + "…"
