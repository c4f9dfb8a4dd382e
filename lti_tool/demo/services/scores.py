"""The score and result services (AGS 2.0, sections 3.3 and 3.4)."""

from collections.abc import Mapping
from http import HTTPStatus
from sqlite3 import Connection
from typing import Any

from flask import Blueprint, Response, abort, request

from lti_tool.demo.gradebook import (
    Column,
    Result,
    ScorePost,
    record_post,
    results_in,
)
from lti_tool.demo.lms import Lms, current_lms
from lti_tool.demo.scoring import ScoreRefusedError, read_score, take_score
from lti_tool.demo.services.guard import (
    ServiceError,
    demand_accept,
    demand_access,
    page_asked_for,
    posted,
    reply,
    with_next_link,
)
from lti_tool.demo.services.line_items import demand_column
from lti_tool.demo.settings import Client
from lti_tool.demo.vocabulary import (
    MEDIA_RESULTS,
    MEDIA_SCORE,
    SCOPE_RESULT_READ,
    SCOPE_SCORE,
)

bp = Blueprint("scores", __name__)


@bp.post("/<course_id>/lineitems/<int:column_id>/lineitem/scores")
def post(course_id: str, column_id: int) -> Response:
    """Take a score, or keep a note of why not."""
    lms = current_lms()
    with lms.store.writing() as db:
        caller = demand_access(lms, db, course_id, SCOPE_SCORE)
        column = demand_column(db, caller, column_id)
        body = posted(lms, MEDIA_SCORE)
        refusal = _take(lms, db, column, body)
        _record(lms, db, column, body, refusal)
    if refusal:
        raise ServiceError(refusal.status, refusal.reason)
    return Response(status=HTTPStatus.OK, content_type=f"{MEDIA_SCORE}; charset=utf-8")


def _take(lms: Lms, db: Connection, column: Column, body: object) -> ScoreRefusedError | None:
    try:
        take_score(db, lms.traits, column, read_score(body), now=lms.now())
    except ScoreRefusedError as refusal:
        return refusal
    return None


def _record(
    lms: Lms, db: Connection, column: Column, body: object, refusal: ScoreRefusedError | None
) -> None:
    read = body if isinstance(body, Mapping) else {"": body}
    person_id = read.get("userId")
    record_post(
        db,
        ScorePost(
            column.id,
            person_id if isinstance(person_id, str) else None,
            lms.now().isoformat(),
            dict(read),
            refusal.status if refusal else HTTPStatus.OK,
            refusal.reason if refusal else "taken",
        ),
    )


@bp.get("/<course_id>/lineitems/<int:column_id>/lineitem/results")
def results(course_id: str, column_id: int) -> Response:
    """Show the grades that one column holds."""
    lms = current_lms()
    page = page_asked_for(lms)
    if "limit" in request.args and not lms.traits.pages_results:
        abort(HTTPStatus.NOT_FOUND)
    with lms.store.reading() as db:
        caller = demand_access(lms, db, course_id, SCOPE_RESULT_READ)
        demand_accept(lms, MEDIA_RESULTS)
        column = demand_column(db, caller, column_id)
        graded = results_in(db, column_id, person_id=request.args.get("user_id"))
    found = [result for result in graded if _is_listed(lms, result)][page.offset :]
    shown = found if page.limit < 0 else found[: page.limit]
    answer = reply([_shown(lms, caller.client, column, item) for item in shown], MEDIA_RESULTS)
    return with_next_link(lms, answer, page, more=len(found) > len(shown), curly=False)


def _is_listed(lms: Lms, result: Result) -> bool:
    return result.score is not None and not (lms.traits.hides_zero_results and result.score == 0)


def _shown(lms: Lms, client: Client, column: Column, result: Result) -> dict[str, Any]:
    path = f"{column.course_id}/lineitems/{column.id}/lineitem/results"
    item: dict[str, Any] = {
        "id": lms.service_url(client, path, user_id=result.person_id),
        "scoreOf": lms.line_item_url(client, column),
        "userId": result.person_id,
        "resultScore": result.score,
        "resultMaximum": result.maximum,
        "timestamp": result.timestamp,
    }
    return item | ({"comment": result.comment} if result.comment else {})
