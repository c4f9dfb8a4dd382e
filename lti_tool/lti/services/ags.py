"""Assignment and Grade Services 2.0: columns, scores and results of one course."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from assignments.words import clean_line
from lti_tool.lti.services.connector import Connector
from lti_tool.lti.services.errors import ServiceUnreachable
from lti_tool.lti.services.http import Answer
from lti_tool.lti.services.links import under, with_query

SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/"
LINE_ITEM = SCOPE + "lineitem"
LINE_ITEM_READ = SCOPE + "lineitem.readonly"
RESULT_READ = SCOPE + "result.readonly"
SCORE = SCOPE + "score"
ALL_SCOPES = (LINE_ITEM, LINE_ITEM_READ, RESULT_READ, SCORE)

# Moodle refuses any other words, application/json included.
LINE_ITEM_MEDIA = "application/vnd.ims.lis.v2.lineitem+json"
LINE_ITEMS_MEDIA = "application/vnd.ims.lis.v2.lineitemcontainer+json"
RESULTS_MEDIA = "application/vnd.ims.lis.v2.resultcontainer+json"
SCORE_MEDIA = "application/vnd.ims.lis.v1.score+json"

COMPLETED, SUBMITTED = "Completed", "Submitted"
FULLY_GRADED, PENDING_MANUAL = "FullyGraded", "PendingManual"

LARGEST = Decimal(99_999)
"""Points that our tables hold. A number beyond it is no gradebook's."""

_encode = msgspec.json.Encoder(decimal_format="number").encode


@dataclass(frozen=True, slots=True)
class Score:
    """One score as it will be posted (AGS 2.0, section 3.4)."""

    user_id: str
    timestamp: datetime
    activity: str
    grading: str
    given: Decimal | None = None
    maximum: Decimal | None = None
    comment: str = ""
    """Plain text. Left out where empty."""
    submitted_at: datetime | None = None
    extension: Mapping[str, Any] = field(default_factory=dict)
    """Members that only one platform knows."""

    def __post_init__(self) -> None:
        """Refuse what no platform may be sent."""
        if (self.given is None) != (self.maximum is None):
            raise ValueError("A score needs its maximum, and a maximum its score.")
        if self.given is None or self.maximum is None:
            return
        if not (self.given.is_finite() and self.maximum.is_finite()):
            raise ValueError("A score is a number.")
        if self.given < 0 or self.maximum <= 0:
            raise ValueError("A score is not below 0, and its maximum is above 0.")

    def to_json(self) -> bytes:
        """Return the body of the request."""
        body: dict[str, Any] = {
            "userId": self.user_id,
            "timestamp": instant(self.timestamp),
            "activityProgress": self.activity,
            "gradingProgress": self.grading,
        }
        if self.given is not None and self.maximum is not None:
            body |= {"scoreGiven": _number(self.given), "scoreMaximum": _number(self.maximum)}
        if self.comment:
            body["comment"] = self.comment
        if self.submitted_at is not None:
            body["submission"] = {"submittedAt": instant(self.submitted_at)}
        return _encode(body | dict(self.extension))


@dataclass(frozen=True, slots=True)
class Result:
    """What the gradebook holds for one person in one column."""

    user_id: str
    score: Decimal | None
    maximum: Decimal | None
    timestamp: datetime | None
    comment: str


@dataclass(frozen=True, slots=True)
class LineItemData:
    """A column as the platform describes it."""

    url: str
    label: str
    score_maximum: Decimal
    resource_link_id: str = ""
    resource_id: str = ""
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Gradebook:
    """The services that a platform offers for one course."""

    connector: Connector
    scopes: frozenset[str]
    """What the launch said we may use."""

    line_items_url: str | None

    @property
    def can_read_results(self) -> bool:
        """Whether we may see what the gradebook holds."""
        return RESULT_READ in self.scopes

    @property
    def can_read_columns(self) -> bool:
        """Whether we may see the columns' maxima."""
        return not self.scopes.isdisjoint({LINE_ITEM, LINE_ITEM_READ})

    @property
    def can_list(self) -> bool:
        """Whether we may look for a column."""
        return bool(self.line_items_url) and self.can_read_columns

    @property
    def can_create(self) -> bool:
        """Whether we may add a column."""
        return bool(self.line_items_url) and LINE_ITEM in self.scopes

    def post_score(self, line_item_url: str, score: Score) -> None:
        """Post a score.

        :raises ServiceUnreachable: `maybe_done` says whether it may have arrived.
        :raises ServiceRefused: it was not taken.
        """
        answer = self.connector.send(
            under(line_item_url, "scores"),
            score.to_json(),
            media=SCORE_MEDIA,
            accept="*/*",
            scopes=self.scopes,
            needs=[SCORE],
        )
        if answer.is_page:
            raise ServiceUnreachable("The LMS answered with a page.", maybe_done=True)

    def read_result(self, line_item_url: str, user_id: str) -> Result | None:
        """Return what the gradebook holds for one person, if it says.

        Nothing may also mean a score of zero: Moodle leaves those out.
        """
        pages = self._list(
            with_query(under(line_item_url, "results"), user_id=user_id), RESULTS_MEDIA, RESULT_READ
        )
        found = (_result(item) for item in pages)
        return next((result for result in found if result.user_id == user_id), None)

    def read_results(self, line_item_url: str) -> list[Result]:
        """Return what the gradebook holds in one column, page after page.

        Who is missing may have a score of zero: see `read_result`.
        """
        listed = self._list(under(line_item_url, "results"), RESULTS_MEDIA, RESULT_READ)
        return [_result(item) for item in listed]

    def read_line_item(self, line_item_url: str) -> LineItemData:
        """Return a column."""
        answer = self.connector.ask(
            line_item_url,
            accept=LINE_ITEM_MEDIA,
            scopes=self.scopes,
            needs=[LINE_ITEM, LINE_ITEM_READ],
        )
        return _line_item(answer.json(), line_item_url)

    def line_items(self, **filters: str) -> list[LineItemData]:
        """Return the course's columns.

        :param filters: `resource_link_id`, `resource_id`, `tag`; a platform may ignore them.
        """
        if self.line_items_url is None:
            return []
        url = with_query(self.line_items_url, **filters)
        listed = self._list(url, LINE_ITEMS_MEDIA, LINE_ITEM, LINE_ITEM_READ)
        return [_line_item(item) for item in listed]

    def create_line_item(self, wanted: LineItemData) -> LineItemData:
        """Add a column. Look for it first: an answer may have been lost."""
        if self.line_items_url is None:
            raise ValueError("The course offers no columns.")
        body: dict[str, Any] = {
            "label": wanted.label,
            "scoreMaximum": _number(wanted.score_maximum),
            "resourceId": wanted.resource_id,
            "tag": wanted.tag,
        }
        if wanted.resource_link_id:
            body["resourceLinkId"] = wanted.resource_link_id
        answer = self.connector.send(
            self.line_items_url,
            _encode(body),
            media=LINE_ITEM_MEDIA,
            accept=LINE_ITEM_MEDIA,
            scopes=self.scopes,
            needs=[LINE_ITEM],
        )
        return _line_item(answer.json())

    def _list(self, url: str, media: str, *needs: str) -> Iterable[Mapping[str, Any]]:
        for answer in self.connector.pages(url, accept=media, scopes=self.scopes, needs=needs):
            yield from _items(answer)


def instant(moment: datetime) -> str:
    """Return an instant as AGS wants it: ISO 8601 with milliseconds and a zone."""
    text = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def read_instant(text: object) -> datetime | None:
    """Return a platform's instant; None where it is missing or cannot be read."""
    try:
        found = datetime.fromisoformat(str(text))
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):  # the year 1 with an offset lies before all time
        return None


def _number(value: Decimal) -> Decimal | int:
    """Return 80 rather than 80.0000 or 8E+1."""
    return int(value) if value == value.to_integral_value() else value.normalize()


def _items(answer: Answer) -> list[Mapping[str, Any]]:
    listed = answer.json()
    if not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
        raise ServiceUnreachable("The LMS's list is not a list.", maybe_done=False)
    return listed


def _result(item: Mapping[str, Any]) -> Result:
    comment = item.get("comment")
    return Result(
        str(item.get("userId", "")),
        _decimal(item.get("resultScore")),
        _decimal(item.get("resultMaximum")),
        read_instant(item.get("timestamp")),
        comment if isinstance(comment, str) else "",
    )


def _line_item(item: Any, url: str = "") -> LineItemData:
    if not isinstance(item, dict):
        raise ServiceUnreachable("The LMS's column cannot be read.", maybe_done=False)
    maximum = _decimal(item.get("scoreMaximum"))
    found = url or clean_line(str(item.get("id") or ""))
    if not found or maximum is None or maximum <= 0:
        raise ServiceUnreachable("The LMS's column has no address or maximum.", maybe_done=False)
    texts = (item.get(name) for name in ("label", "resourceLinkId", "resourceId", "tag"))
    label, link, resource, tag = ("" if text is None else clean_line(str(text)) for text in texts)
    return LineItemData(found, label, maximum, link, resource, tag)


def _decimal(value: object) -> Decimal | None:
    if value is None or isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) <= LARGEST else None
