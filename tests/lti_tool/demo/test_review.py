import json

import pytest

from lti_tool.demo import vocabulary as v
from lti_tool.demo.app import Character, lms_of
from tests.lti_tool.demo.tool import Services, Visitor

COURSE = "/courses/edu-210"


@pytest.fixture
def at(make_lms, tool):
    """Go to an LMS of one character that has one graded activity."""

    def at(character=Character.GENERIC):
        app = make_lms(character=character)
        lms = lms_of(app)
        visitor = Visitor(app, lms, tool).become("instructor-1")
        visitor.services = Services(app, lms, tool)
        custom = {"task": "1A", "who": "$User.id"}
        lms.add_activity("edu-210", "Task 1A", f"{tool.url}/1a", custom=custom, score_maximum=10)
        visitor.column = lms.columns("edu-210")[0]
        visitor.path = f"{COURSE}/grades/{visitor.column.id}/candidate-1"
        return visitor

    return at


def change_column(visitor, **members):
    url = visitor.lms.line_item_url(visitor.lms.clients[0], visitor.column)
    body = {"label": "Task 1A", "scoreMaximum": 10, **members}
    answer = visitor.services.ask("PUT", url, body=body, media=v.MEDIA_LINE_ITEM)
    assert answer.status_code == 200, answer.text
    return answer.get_json()


@pytest.mark.parametrize("character", [Character.GENERIC, Character.MOODLE])
def test_the_gradebook_opens_one_persons_submission(at, character, tool):
    visitor = at(character)
    page = visitor.http.get(visitor.path)

    claims = visitor.launch(f"{visitor.path}/launch")

    assert page.status_code == 200
    assert f'src="{visitor.path}/launch"' in page.text
    assert "Task 1A · Zoë Okafor" in page.text
    assert claims[v.MESSAGE_TYPE] == "LtiSubmissionReviewRequest"
    assert claims[v.FOR_USER] == {"user_id": "candidate-1"}
    assert claims["sub"] == "instructor-1"
    assert claims[v.RESOURCE_LINK]["title"] == "Task 1A"
    assert claims[v.AGS_ENDPOINT]["lineitem"]
    assert claims[v.TARGET_LINK_URI] == f"{tool.url}/1a"
    assert claims[v.CUSTOM] == {"task": "1A", "who": "instructor-1"}


def test_the_columns_own_review_page_and_parameters_go_before_the_activitys(at, tool):
    visitor = at(Character.MOODLE)
    review = {"url": f"{tool.url}/review", "custom": {"task": "review", "a": "b"}}

    assert change_column(visitor, submissionReview=review)["submissionReview"] == review
    fields = visitor.initiate(f"{visitor.path}/launch")
    claims = visitor.launch(f"{visitor.path}/launch")

    assert fields["target_link_uri"] == f"{tool.url}/review"
    assert claims[v.TARGET_LINK_URI] == f"{tool.url}/review"
    assert claims[v.CUSTOM] == {"task": "review", "a": "b", "who": "instructor-1"}
    plain = visitor.launch(f"{COURSE}/activities/{visitor.column.activity_id}/launch")
    assert plain[v.TARGET_LINK_URI] == f"{tool.url}/1a"
    assert plain[v.CUSTOM]["task"] == "1A"


def test_a_put_without_it_clears_the_review_page(at, tool):
    visitor = at(Character.MOODLE)
    change_column(visitor, submissionReview={"url": f"{tool.url}/review"})

    assert "submissionReview" not in change_column(visitor)

    claims = visitor.launch(f"{visitor.path}/launch")
    assert claims[v.TARGET_LINK_URI] == f"{tool.url}/1a"


def test_a_review_page_comes_with_deep_linking_too(at, tool):
    visitor = at()
    asked = visitor.launch(f"{COURSE}/content/launch")
    review = {"url": f"{tool.url}/review", "reviewableStatus": ["Submitted"]}
    item = {
        "type": "ltiResourceLink",
        "title": "Task 2A",
        "lineItem": {"scoreMaximum": 5, "submissionReview": review},
    }
    claims = tool.deep_link_claims(visitor.lms, asked, [item])
    path = asked[v.DEEP_LINKING_SETTINGS]["deep_link_return_url"]
    visitor.http.post(path, data={"JWT": tool.sign(claims)})

    column = visitor.lms.columns("edu-210")[1]

    assert column.extra == {"submissionReview": review}
    launched = visitor.launch(f"{COURSE}/grades/{column.id}/candidate-2/launch")
    assert launched[v.TARGET_LINK_URI] == f"{tool.url}/review"


def score(visitor, *, second, **canvas):
    body = {
        "userId": "candidate-1",
        "timestamp": f"2026-03-02T10:00:{second:02}Z",
        "activityProgress": "Submitted",
        "gradingProgress": "PendingManual",
        v.CANVAS_SUBMISSION: {"preserve_score": True, **canvas},
    }
    url = visitor.lms.line_item_url(visitor.lms.clients[0], visitor.column) + "/scores"
    answer = visitor.services.ask("POST", url, body=json.dumps(body), media=v.MEDIA_SCORE)
    assert answer.status_code == 200, answer.text


def test_canvas_opens_the_address_that_came_with_the_submission(at, tool):
    visitor = at(Character.CANVAS)
    assert "/candidate-1" not in visitor.http.get(f"{COURSE}/grades").text
    assert visitor.http.get(visitor.path).status_code == 404
    launch = {"submission_type": "basic_lti_launch", "submission_data": f"{tool.url}/work/1"}

    score(visitor, second=1, **launch)
    claims = visitor.launch(f"{visitor.path}/launch")
    score(visitor, second=2, new_submission=False)
    later = visitor.launch(f"{visitor.path}/launch")

    assert claims[v.MESSAGE_TYPE] == "LtiResourceLinkRequest"
    assert claims[v.TARGET_LINK_URI] == f"{tool.url}/work/1"
    assert v.FOR_USER not in claims
    assert later[v.TARGET_LINK_URI] == f"{tool.url}/work/1"
    assert visitor.path in visitor.http.get(f"{COURSE}/grades").text
    score(visitor, second=3)
    assert visitor.http.get(visitor.path).status_code == 404


def test_each_cell_of_an_activity_leads_to_its_submission(at):
    visitor = at()

    page = visitor.http.get(f"{COURSE}/grades").text

    assert page.count(f"/grades/{visitor.column.id}/candidate-") == 5
    assert "Review: Task 1A, Zoë Okafor" in page
    assert "/grades/" not in visitor.become("candidate-1").http.get(f"{COURSE}/grades").text


@pytest.mark.parametrize(
    ("person_id", "path", "status"),
    [
        ("candidate-1", "candidate-1", 403),
        ("coordinator-1", "candidate-1", 403),
        ("instructor-1", "nobody", 404),
        ("instructor-1", "candidate-1", 200),
        ("administrator-1", "candidate-1", 200),
    ],
)
def test_only_instructors_review_and_only_members_are_reviewed(at, person_id, path, status):
    visitor = at().become(person_id)
    address = f"{COURSE}/grades/{visitor.column.id}/{path}"

    assert visitor.http.get(address).status_code == status
    assert visitor.http.get(f"{address}/launch").status_code == status


def test_a_column_without_an_activity_has_no_submissions(at):
    visitor = at()
    url = visitor.lms.service_url(visitor.lms.clients[0], "edu-210/lineitems")
    body = {"label": "Loose", "scoreMaximum": 5}
    visitor.services.ask("POST", url, body=body, media=v.MEDIA_LINE_ITEM)
    loose = visitor.lms.columns("edu-210")[1]

    assert f"/grades/{loose.id}/" not in visitor.http.get(f"{COURSE}/grades").text
    assert visitor.http.get(f"{COURSE}/grades/{loose.id}/candidate-1").status_code == 404
