"""What should stand in the gradebook for one reflection, read in one go as plain values.

Whoever talks to a platform has no transaction open, so nothing here is a row.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from assignments.models.marking import Marking, MarkingLevel, MarkingState
from assignments.models.reflection import Reflection, Submission
from assignments.rubric import Rubric
from assignments.tasks import Grading, Task
from curriculum.models.enrolment import Enrolment
from lti_tool.lti.closed import IS_OPEN
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


# Built once, and of columns: building statements and rows costs more than running them.
_RELEASED = (
    select(
        Marking.id,
        Marking.comment,
        Marking.revision,
        Marking.score,
        Marking.score_maximum,
        Submission.id.label("submission_id"),
        Submission.submitted_at,
        Submission.task,
        Submission.rubric,
    )
    .join(Submission, Submission.id == Marking.submission_id)
    .where(
        Submission.reflection_id == bindparam("reflection"),
        Marking.state == MarkingState.RELEASED,
    )
    .order_by(Submission.attempt.desc(), Marking.released_at.desc())
    .limit(1)
)
_LEVELS = select(MarkingLevel.criterion_id, MarkingLevel.level).where(
    MarkingLevel.marking_id == bindparam("marking"), MarkingLevel.level.is_not(None)
)
_PLACE = (
    select(
        Reflection.task_id,
        LtiContext.id.label("context_id"),
        LtiContext.line_items_url,
        LtiContext.ags_scopes,
        LtiIdentity.sub,
        Registration.id.label("registration_id"),
        Registration.issuer,
        Registration.client_id,
        Registration.auth_token_url,
        Registration.auth_audience,
        Registration.product,
    )
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
        IS_OPEN,
    )
)
_COLUMNS = (
    select(
        LineItem.id,
        LineItem.url,
        LineItem.resource_link_id,
        LineItem.score_maximum,
        LineItem.read_at,
        LineItem.gone_at,
    )
    .where(LineItem.context_id == bindparam("context"), LineItem.task_id == bindparam("task"))
    .order_by(LineItem.id)
)


def find_wanted(session: Session, reflection_id: int) -> WantedGrade | None:
    """Return the newest released marking of a reflection.

    :return: nothing where nothing is released, the task has no column, or the course is not
        one of a platform.
    """
    marking = session.execute(_RELEASED, {"reflection": reflection_id}).one_or_none()
    place = find_place(session, reflection_id) if marking else None
    if marking is None or place is None:
        return None
    task = Task.from_plain(marking.task)
    if not task.has_column:
        return None
    levels = {
        row.criterion_id: row.level for row in session.execute(_LEVELS, {"marking": marking.id})
    }
    scored = task.grading is Grading.SCORED
    return WantedGrade(
        place=place,
        submission_id=marking.submission_id,
        revision=marking.revision,
        submitted_at=marking.submitted_at,
        task=task,
        score=marking.score if scored else None,
        score_maximum=marking.score_maximum if scored else None,
        comment=comment_text(marking.comment, levels, Rubric.from_plain(marking.rubric)),
    )


def find_place(session: Session, reflection_id: int) -> Place | None:
    """Return where the platform keeps this candidate's grades for this task."""
    found = session.execute(_PLACE, {"reflection": reflection_id}).first()
    if found is None:
        return None
    asked = {"context": found.context_id, "task": found.task_id}
    rows = session.execute(_COLUMNS, asked).all()
    return Place(
        reflection_id=reflection_id,
        task_id=found.task_id,
        context_id=found.context_id,
        user_id=found.sub,
        client=ServiceClient(
            registration_id=found.registration_id,
            issuer=found.issuer,
            client_id=found.client_id,
            token_url=found.auth_token_url,
            audience=found.auth_audience or found.auth_token_url,
            product=found.product,
        ),
        scopes=frozenset(found.ags_scopes),
        line_items_url=found.line_items_url,
        columns=tuple(column_of(row) for row in rows if row.gone_at is None),
        had_column=bool(rows),
    )


def column_of(row: Any) -> Column:
    """Return a line item, as a row or an object, as plain values."""
    maximum = None if row.score_maximum is None else Decimal(str(row.score_maximum))
    return Column(row.id, row.url, row.resource_link_id or "", maximum, row.read_at)


def comment_text(comment: str, levels: Mapping[str, int], rubric: Rubric) -> str:
    """Return what goes beside the grade: the overall comment and the levels, as plain text.

    Comments on single criteria stay with us: they may quote the work, and with it a family.

    :param levels: by criterion id.
    """
    names = {level.number: level.name for level in rubric.levels}
    lines = [
        f"{criterion.name}: {names[levels[criterion.id]]}"
        for criterion in rubric.criteria
        if criterion.id in levels
    ]
    return _shortened([comment.strip(), "\n".join(lines)])


def _shortened(paragraphs: Iterable[str]) -> str:
    text = "\n\n".join(part for part in paragraphs if part)
    text = _CONTROLS.sub("", text)
    if len(text) <= LONGEST_COMMENT:
        return text
    return text[: LONGEST_COMMENT - 1].rstrip() + "…"
