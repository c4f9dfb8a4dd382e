import pytest

from lti_tool.demo import vocabulary as v
from lti_tool.demo.app import Character, lms_of
from tests.lti_tool.demo.tool import Services

SCORE = {
    "userId": "candidate-1",
    "timestamp": "2026-03-02T10:00:00.000Z",
    "activityProgress": "Completed",
    "gradingProgress": "FullyGraded",
    "scoreGiven": 8,
    "scoreMaximum": 10,
    "comment": "Good\nwork <b>",
}
LATER = "2026-03-02T10:00:01.000Z"


class Gradebook:
    """One column of an LMS with a certain character, and a tool that posts to it."""

    def __init__(self, app, tool):
        self.lms = lms_of(app)
        self.services = Services(app, self.lms, tool)
        self.lms.add_activity("edu-210", "Task", tool.url, score_maximum=100)
        self.column = self.lms.columns("edu-210")[0]
        self.url = self.lms.line_item_url(self.lms.clients[0], self.column)
        self.token = self.services.token()

    def address(self, service):
        path, mark, query = self.url.partition("?")
        return f"{path}/{service}{mark}{query}"

    def post(self, media=v.MEDIA_SCORE, **changes):
        body = {name: x for name, x in {**SCORE, **changes}.items() if x is not None}
        return self.services.ask(
            "POST", self.address("scores"), token=self.token, body=body, media=media
        )

    def results(self, query="", accept=v.MEDIA_RESULTS):
        mark = "&" if "?" in self.url else "?"
        address = self.address("results") + (mark + query if query else "")
        return self.services.ask("GET", address, token=self.token, accept=accept)

    @property
    def shown(self):
        result = self.lms.result(self.column.id, "candidate-1")
        return result and (result.score, result.comment)


@pytest.fixture
def book(app, tool):
    return Gradebook(app, tool)


@pytest.fixture
def canvas(make_lms, tool):
    return Gradebook(make_lms(character=Character.CANVAS), tool)


@pytest.fixture
def moodle(make_lms, tool):
    return Gradebook(make_lms(character=Character.MOODLE), tool)


def test_a_score_is_scaled_to_the_columns_maximum(book):
    answer = book.post()

    assert (answer.status_code, answer.data) == (200, b"")
    assert book.shown == (80, "Good\nwork <b>")
    post = book.lms.score_posts(book.column.id)[0]
    assert (post.person_id, post.body, post.status) == ("candidate-1", SCORE, 200)
    assert book.lms.requests_seen["scores"] == 1


def test_scores_goes_before_the_query(book):
    wrong = book.url + "/scores"

    assert book.services.ask("POST", wrong, body=SCORE, media=v.MEDIA_SCORE).status_code == 405


def test_a_later_score_replaces_the_earlier_and_erases_a_missing_comment(book):
    book.post()

    assert book.post(timestamp=LATER, scoreGiven=9, comment=None).status_code == 200

    assert book.shown == (90, None)


@pytest.mark.parametrize(
    "timestamp",
    [SCORE["timestamp"], "2026-03-02T10:00:00.900Z", "2026-03-02T11:00:00+01:00"],
)
def test_a_score_within_the_same_second_is_refused(book, timestamp):
    book.post()

    answer = book.post(timestamp=timestamp, scoreGiven=1)

    assert answer.status_code == 409
    assert book.shown == (80, "Good\nwork <b>")
    assert [post.status for post in book.lms.score_posts()] == [200, 409]


@pytest.mark.parametrize(
    "changes",
    [
        {"gradingProgress": "PendingManual"},
        {"gradingProgress": "Pending"},
        {"scoreGiven": None, "scoreMaximum": None},
    ],
)
def test_anything_but_a_final_score_clears_the_grade(book, changes):
    book.post()

    assert book.post(timestamp=LATER, **changes).status_code == 200

    assert book.shown == (None, None)


@pytest.mark.parametrize(
    "changes",
    [
        {"userId": None},
        {"userId": 7},
        {"timestamp": None},
        {"timestamp": "yesterday"},
        {"timestamp": "2026-03-02"},
        {"timestamp": "2026-03-02T10:00:00"},
        {"timestamp": "2026-13-02T10:00:00Z"},
        {"activityProgress": None},
        {"activityProgress": "Done"},
        {"gradingProgress": "Done"},
        {"scoreGiven": -1},
        {"scoreGiven": "8"},
        {"scoreGiven": True},
        {"scoreMaximum": None},
        {"scoreMaximum": 0},
        {"comment": 5},
        {"submission": "now"},
        {"submission": {"submittedAt": "now"}},
        {v.CANVAS_SUBMISSION: "x"},
    ],
)
def test_a_malformed_score_is_refused_and_noted(book, changes):
    assert book.post(**changes).status_code == 400
    assert book.shown is None
    assert book.lms.score_posts()[0].status == 400


def test_the_body_has_to_be_an_object(book):
    answer = book.services.ask(
        "POST", book.address("scores"), body="[1]", media=v.MEDIA_SCORE, token=book.token
    )

    assert answer.status_code == 400
    assert book.lms.score_posts()[0].body == {"": [1]}


@pytest.mark.parametrize("person_id", ["instructor-1", "coordinator-1", "nobody", "candidate-5"])
def test_only_candidates_in_the_course_are_graded(book, person_id):
    book.lms.enrol("edu-210", "candidate-5", v.LEARNER, status="Inactive")

    assert book.post(userId=person_id).status_code == 400


def test_the_content_type_and_the_scope_are_checked(book):
    assert book.post(media="application/json").status_code == 415
    assert book.post(media=v.MEDIA_SCORE + "; charset=utf-8").status_code == 200
    book.token = book.services.token(v.SCOPE_LINE_ITEM)
    assert book.post(timestamp=LATER).status_code == 403


def test_more_than_the_maximum_passes_and_zero_is_a_score(book):
    book.post(scoreGiven=12)
    assert book.shown[0] == 120
    book.post(scoreGiven=0, timestamp=LATER)
    assert book.shown[0] == 0
    assert book.results().get_json()[0]["resultScore"] == 0


def test_a_new_maximum_rescales(book):
    book.post()
    body = {"label": "Task", "scoreMaximum": 20}
    book.services.ask("PUT", book.url, body=body, media=v.MEDIA_LINE_ITEM)

    assert book.lms.result(book.column.id, "candidate-1").score == 16


def test_results_are_read_back(book):
    book.post()
    book.post(userId="candidate-2", scoreGiven=5, comment=None)
    book.post(userId="candidate-3", gradingProgress="Pending")

    answer = book.results()

    assert answer.mimetype == v.MEDIA_RESULTS
    assert answer.get_json()[0] == {
        "id": book.address("results") + "&user_id=candidate-1",
        "scoreOf": book.url,
        "userId": "candidate-1",
        "resultScore": 80,
        "resultMaximum": 100,
        "comment": "Good\nwork <b>",
        "timestamp": "2026-03-02T10:00:00+00:00",
    }
    assert [item["userId"] for item in answer.get_json()] == ["candidate-1", "candidate-2"]
    assert "comment" not in answer.get_json()[1]
    one = book.results("user_id=candidate-2").get_json()
    assert [item["resultScore"] for item in one] == [50]
    assert book.results("user_id=candidate-4").get_json() == []
    page = book.results("limit=1")
    assert len(page.get_json()) == 1
    assert "from=1" in page.headers["Link"]
    assert len(book.results("limit=1&from=1").get_json()) == 1


def test_results_want_their_type_and_scope(book):
    assert book.results(accept="application/json").status_code == 406
    book.token = book.services.token(v.SCOPE_SCORE)
    assert book.results().status_code == 403


def test_a_column_of_another_course_is_not_there(book):
    url = book.address("scores").replace("edu-210", "edu-340")

    answer = book.services.ask("POST", url, token=book.token, body=SCORE, media=v.MEDIA_SCORE)

    assert answer.status_code == 404


def test_a_grade_typed_by_the_instructor_stays(book):
    book.lms.grade_by_hand(book.column, "candidate-1", 70, "In person")
    later = "2099-01-01T00:00:00.000Z"

    assert book.post(timestamp=later).status_code == 200

    result = book.lms.result(book.column.id, "candidate-1")
    assert (result.score, result.comment, result.by_hand) == (70, "In person", True)


def test_posts_are_counted_as_attempts(book):
    book.post()
    book.post(timestamp=LATER, **{v.CANVAS_SUBMISSION: {"new_submission": False}})
    assert book.lms.result(book.column.id, "candidate-1").attempts == 1


def test_canvas_takes_a_pending_manual_score_and_collects_comments(canvas):
    canvas.post(gradingProgress="PendingManual", comment="First")

    assert canvas.post(comment="Second").status_code == 200

    assert canvas.shown == (80, "First\nSecond")
    assert canvas.lms.result(canvas.column.id, "candidate-1").attempts == 2


def test_canvas_keeps_a_grade_only_when_asked(canvas):
    canvas.post()
    pending = {"gradingProgress": "Pending", "scoreGiven": None, "scoreMaximum": None}

    canvas.post(timestamp=LATER, **pending, **{v.CANVAS_SUBMISSION: {"preserve_score": True}})
    assert canvas.shown == (80, "Good\nwork <b>")

    canvas.post(timestamp="2026-03-02T10:00:02Z", **pending)
    assert canvas.shown == (None, None)


def test_canvas_refuses_in_its_own_ways(canvas):
    canvas.post()

    assert canvas.post(timestamp="2026-03-02T09:00:00Z").status_code == 400
    assert canvas.post(userId="instructor-1").status_code == 422
    future = {"submission": {"submittedAt": "2999-01-01T00:00:00Z"}}
    assert canvas.post(timestamp=LATER, **future).status_code == 400
    past = {v.CANVAS_SUBMISSION: {"submitted_at": "2026-03-01T00:00:00Z"}}
    assert canvas.post(timestamp=LATER, **past).status_code == 200


@pytest.mark.parametrize(("prioritise", "shown"), [(True, 70), (False, 80)])
def test_canvas_overwrites_a_typed_grade_unless_told_to_yield(canvas, prioritise, shown):
    canvas.lms.grade_by_hand(canvas.column, "candidate-1", 70)
    extension = {v.CANVAS_SUBMISSION: {"prioritize_non_tool_grade": prioritise}}

    canvas.post(timestamp="2099-01-01T00:00:00Z", **extension)

    assert canvas.shown[0] == shown


def test_moodle_caps_scores_and_hides_zeros(moodle):
    moodle.post(scoreGiven=12)
    assert moodle.shown[0] == 100
    moodle.post(scoreGiven=0, timestamp=LATER)
    assert moodle.shown[0] == 0

    assert moodle.results().get_json() == []
    assert moodle.results(accept="application/json").status_code == 400
    assert moodle.post(media="application/json").status_code == 400
