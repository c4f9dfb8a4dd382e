"""What a posted score does to the gradebook (AGS 2.0, section 3.4, "Score publish service")."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from http import HTTPStatus
from sqlite3 import Connection
from typing import Any

from lti_tool.demo.gradebook import Column, Result, find_result, save_result
from lti_tool.demo.people import member
from lti_tool.demo.settings import Traits
from lti_tool.demo.vocabulary import ACTIVITY_PROGRESS, CANVAS_SUBMISSION, GRADING_PROGRESS

ISO_8601 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
AHEAD = timedelta(minutes=1)
"""How far in the future a submission may have been handed in, before it is refused."""


class ScoreRefusedError(Exception):
    """A score that the gradebook does not take."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


@dataclass(frozen=True)
class Score:
    """A score as it was posted, once its shape has been checked."""

    person_id: str
    timestamp: datetime
    grading: str
    given: float | None
    maximum: float
    """Meaningless where nothing is given."""
    comment: str | None
    preserve: bool
    is_attempt: bool
    yields_to_hand: bool
    """Asks that a grade typed by the instructor stays."""
    submitted_at: datetime | None
    work_url: str
    """Where the submission is looked at, in the tool."""


def read_score(body: object) -> Score:
    """Check the shape of a posted score.

    :raises ScoreRefusedError: 400, something is missing or is of the wrong kind.
    """
    if not isinstance(body, dict):
        raise _malformed("The body is not a JSON object.")
    canvas = _object(body, CANVAS_SUBMISSION)
    given, maximum = _points(body)
    _word(body, "activityProgress", ACTIVITY_PROGRESS)
    return Score(
        person_id=_text(body, "userId"),
        timestamp=_instant(_text(body, "timestamp"), "timestamp"),
        grading=_word(body, "gradingProgress", GRADING_PROGRESS),
        given=given,
        maximum=maximum,
        comment=_optional_text(body, "comment"),
        preserve=canvas.get("preserve_score") is True,
        is_attempt=canvas.get("new_submission", True) is True,
        yields_to_hand=canvas.get("prioritize_non_tool_grade") is True,
        submitted_at=_submitted_at(body, canvas),
        work_url=_work_url(canvas),
    )


def take_score(
    db: Connection, traits: Traits, column: Column, score: Score, *, now: datetime
) -> Result:
    """Put a score into the gradebook, as the LMS's character would.

    :raises ScoreRefusedError: the person cannot be graded, or the score is not newer than the
        one that is there.
    """
    _check_gradable(db, traits, column, score)
    if traits.can_preserve and score.submitted_at and score.submitted_at > now + AHEAD:
        raise _malformed("submittedAt lies in the future.")
    before = find_result(db, column.id, score.person_id)
    if before:
        _check_newer(traits, before, score)
    result = _next(traits, column, before, score)
    save_result(db, result)
    return result


def _next(traits: Traits, column: Column, before: Result | None, score: Score) -> Result:
    """Work out what the gradebook shows after a score."""
    attempts = (before.attempts if before else 0) + (1 if score.is_attempt else 0)
    timestamp = score.timestamp.isoformat()
    # A new attempt that says nothing of where its work is takes the old address away.
    work_url = score.work_url or (before.work_url if before and not score.is_attempt else "")
    if before and _hand_stays(traits, before, score):
        return replace(before, timestamp=timestamp, attempts=attempts, work_url=work_url)
    points = _scaled(traits, column, score)
    if before and points is None and traits.can_preserve and score.preserve:
        return replace(before, timestamp=timestamp, attempts=attempts, work_url=work_url)
    return Result(
        column_id=column.id,
        person_id=score.person_id,
        score=points,
        maximum=column.score_maximum,
        comment=None if points is None else _comment(traits, before, score),
        timestamp=timestamp,
        by_hand=False,
        attempts=attempts,
        work_url=work_url,
    )


def _hand_stays(traits: Traits, before: Result, score: Score) -> bool:
    return before.by_hand and (traits.hand_grade_wins or score.yields_to_hand)


def _scaled(traits: Traits, column: Column, score: Score) -> float | None:
    """Return the points on the column's scale, or None where the score clears the grade."""
    if score.given is None or score.grading not in traits.grading:
        return None
    points = score.given * column.score_maximum / score.maximum
    return min(points, column.score_maximum) if traits.caps_scores else points


def _comment(traits: Traits, before: Result | None, score: Score) -> str | None:
    if not traits.collects_comments:
        return score.comment
    lines = [before.comment if before else None, score.comment]
    return "\n".join(line for line in lines if line) or None


def _check_gradable(db: Connection, traits: Traits, column: Column, score: Score) -> None:
    person = member(db, column.course_id, score.person_id)
    if person is None or not person.is_candidate or not person.is_active:
        raise ScoreRefusedError(
            traits.not_gradable_status, "The user is not in this course or is not a student."
        )


def _check_newer(traits: Traits, before: Result, score: Score) -> None:
    stored = datetime.fromisoformat(before.timestamp).replace(microsecond=0)
    posted = score.timestamp.replace(microsecond=0)
    if posted < stored or (posted == stored and traits.refuses_same_second):
        raise ScoreRefusedError(
            traits.stale_status, "Refusing a score that is not newer than the stored one."
        )


def _points(body: Mapping[str, Any]) -> tuple[float | None, float]:
    if "scoreGiven" not in body:
        return None, 0
    given, maximum = _number(body, "scoreGiven"), _number(body, "scoreMaximum")
    if given < 0 or maximum <= 0:
        raise _malformed("scoreGiven is negative, or scoreMaximum is not above zero.")
    return given, maximum


def _number(body: Mapping[str, Any], name: str) -> float:
    value = body.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _malformed(f"{name} is missing or not a number.")
    return float(value)


def _text(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise _malformed(f"{name} is missing or not a text.")
    return value


def _optional_text(body: Mapping[str, Any], name: str) -> str | None:
    value = body.get(name)
    if value is not None and not isinstance(value, str):
        raise _malformed(f"{name} is not a text.")
    return value or None


def _word(body: Mapping[str, Any], name: str, words: set[str]) -> str:
    value = _text(body, name)
    if value not in words:
        raise _malformed(f"{name} is none of {', '.join(sorted(words))}.")
    return value


def _object(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = body.get(name, {})
    if not isinstance(value, dict):
        raise _malformed(f"{name} is not an object.")
    return value


def _submitted_at(body: Mapping[str, Any], canvas: Mapping[str, Any]) -> datetime | None:
    text = _object(body, "submission").get("submittedAt") or canvas.get("submitted_at")
    return None if text is None else _instant(str(text), "submittedAt")


def _work_url(canvas: Mapping[str, Any]) -> str:
    """Return a submission's address in the tool, which Canvas calls a basic LTI launch."""
    if canvas.get("submission_type") != "basic_lti_launch":
        return ""
    return str(canvas.get("submission_data") or "")


def _instant(text: str, name: str) -> datetime:
    if not ISO_8601.fullmatch(text):
        raise _malformed(f"{name} is not an ISO 8601 instant with a zone.")
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise _malformed(f"{name} is not an instant.") from error


def _malformed(reason: str) -> ScoreRefusedError:
    return ScoreRefusedError(HTTPStatus.BAD_REQUEST, reason)
