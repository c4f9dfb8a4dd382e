import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import jwt
import pytest

from lti_tool.demo import faults, notices
from lti_tool.demo import vocabulary as v
from lti_tool.demo.app import Character, lms_of
from tests.lti_tool.demo.registrant import Registrant
from tests.lti_tool.demo.tool import Services, Visitor

COURSE = "/courses/edu-210"


@pytest.fixture
def ear():
    """A server that listens to notices, next to the tool's own."""

    class Ear(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.server.heard.append((self.path, dict(self.headers), json.loads(body)))
            self.send_response(self.server.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Ear)
    server.heard, server.status = [], 200
    server.url = f"http://localhost:{server.server_port}/notices"
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def at(make_lms, tool, ear):
    def at(character=Character.CANVAS):
        app = make_lms(character=character)
        lms = lms_of(app)
        visitor = Visitor(app, lms, tool).become("instructor-1")
        visitor.app = app
        visitor.services = Services(app, lms, tool)
        # A handler must be at the tool's own address, so that is where the ear is.
        addresses = lms.tool
        lms.tool = type(addresses)(**{**vars(addresses), "home_url": ear.url})
        return visitor

    return at


def subscribe(visitor, notice_type, handler, **options):
    url = visitor.lms.notices_url(visitor.lms.clients[0])
    body = {"notice_type": notice_type, "handler": handler}
    options = {"body": body, "media": "application/json", **options}
    return visitor.services.ask("PUT", url, **options)


def copy(visitor):
    answer = visitor.http.post(f"{COURSE}/copy")
    assert answer.status_code == 303
    visitor.lms.wait_for_errands()
    return answer.location.rpartition("/")[2]


def claims_of(visitor, heard):
    _path, _headers, body = heard
    (notice,) = body["notices"]
    assert set(notice) == {"jwt"}
    return visitor.read(notice["jwt"])


def test_a_copy_has_the_activities_and_columns_and_none_of_the_people(at, tool):
    visitor = at()
    lms = visitor.lms
    custom = {"task": "1A", "made_in": "abc", "history": "$Context.id.history"}
    old = lms.add_activity("edu-210", "Task", f"{tool.url}/x", custom=custom, score_maximum=9)
    lms.add_activity("edu-210", "Unit", f"{tool.url}/y")
    lms.grade_by_hand(lms.columns("edu-210")[0], "candidate-1", 5)
    before = lms.columns("edu-210")[0]

    course_id = copy(visitor)

    task, unit = lms.activities(course_id)
    assert (task.title, task.url, task.custom) == ("Task", f"{tool.url}/x", custom)
    assert unit.title == "Unit"
    assert task.id != old.id
    (column,) = lms.columns(course_id)
    assert column.activity_id == task.id
    assert column.id != before.id
    assert (column.resource_id, column.tag) == (before.resource_id, before.tag)
    assert [each.person.id for each in lms.members(course_id)] == ["instructor-1"]
    assert lms.result(column.id, "candidate-1") is None
    claims = visitor.launch(f"/courses/{course_id}/activities/{task.id}/launch")
    assert claims[v.CONTEXT]["id"] == course_id
    assert claims[v.CUSTOM] == {**custom, "history": "edu-210"}


def test_history_goes_back_to_the_first_course(at, tool):
    visitor = at()
    custom = {"history": "$Context.id.history"}
    visitor.lms.add_activity("edu-210", "Task", tool.url, custom=custom)
    first = copy(visitor)
    second = visitor.http.post(f"/courses/{first}/copy").location.rpartition("/")[2]
    (link,) = visitor.lms.activities(second)

    claims = visitor.launch(f"/courses/{second}/activities/{link.id}/launch")

    assert claims[v.CUSTOM]["history"] == f"{first},edu-210"
    assert first != second
    assert copy(visitor) not in {first, second}


def test_a_copy_keeps_the_other_tools_and_what_is_theirs(at, tool):
    visitor = at(Character.GENERIC)
    client_id = Registrant(visitor, tool).register()["client_id"]
    url = visitor.lms.service_url(visitor.lms.client(client_id), "edu-210/lineitems")
    services = Services(visitor.app, visitor.lms, tool, client_id)
    services.ask("POST", url, body={"label": "L", "scoreMaximum": 1}, media=v.MEDIA_LINE_ITEM)
    visitor.become("instructor-1")

    course_id = copy(visitor)

    assert "A registered tool" in visitor.http.get(f"/courses/{course_id}").text
    assert [each.client_id for each in visitor.lms.columns(course_id)] == [client_id]


@pytest.mark.parametrize("person_id", ["candidate-1", "coordinator-1"])
def test_only_instructors_copy(at, person_id):
    visitor = at().become(person_id)

    assert visitor.http.post(f"{COURSE}/copy").status_code == 403
    assert "Copy this course" not in visitor.http.get(COURSE).text
    foreign = {"Origin": "https://x.example"}
    visitor.become("instructor-1")
    assert visitor.http.post(f"{COURSE}/copy", headers=foreign).status_code == 403


def test_an_administrator_copies_without_a_place_in_the_copy(at):
    visitor = at().become("administrator-1")

    assert visitor.lms.members(copy(visitor)) == []


def test_canvas_tells_who_asked_to_be_told_of_copies(at, ear):
    visitor = at()
    answer = subscribe(visitor, notices.COPY, ear.url)

    course_id = copy(visitor)

    assert answer.get_json() == {
        "client_id": "demo-client",
        "deployment_id": "demo-deployment",
        "notice_handlers": [{"notice_type": "LtiContextCopyNotice", "handler": ear.url}],
    }
    (heard,) = ear.heard
    assert "Authorization" not in heard[1]
    assert heard[1]["User-Agent"]
    claims = claims_of(visitor, heard)
    assert (claims["aud"], claims["azp"]) == ("demo-client", "demo-client")
    assert claims[v.DEPLOYMENT_ID] == "demo-deployment"
    assert claims[v.VERSION] == "1.3.0"
    assert claims[v.NOTICE]["type"] == "LtiContextCopyNotice"
    assert set(claims[v.NOTICE]) == {"id", "timestamp", "type"}
    assert claims[v.CONTEXT]["id"] == course_id
    assert claims[v.ORIGIN_CONTEXTS] == ["edu-210"]
    assert claims["jti"]
    assert claims["nonce"]
    assert claims["exp"] - claims["iat"] == 3600


def test_a_notice_is_sent_once_whatever_the_answer(at, ear):
    visitor = at()
    subscribe(visitor, notices.COPY, ear.url)
    ear.status = 500
    copy(visitor)
    ear.shutdown()
    ear.server_close()
    copy(visitor)

    with visitor.lms.store.reading() as db:
        sent = notices.sent(db)

    assert [each.status for each in sent] == [500, notices.UNANSWERED]
    assert len({each.notice.jwt for each in sent}) == 2


def test_a_greeting_comes_at_once_and_ceases_with_the_wish(at, ear):
    visitor = at()

    subscribe(visitor, notices.HELLO, ear.url)
    visitor.lms.wait_for_errands()
    last = subscribe(visitor, notices.HELLO, "")
    visitor.lms.wait_for_errands()

    assert [claims_of(visitor, each)[v.NOTICE]["type"] for each in ear.heard] == [notices.HELLO]
    assert last.get_json()["notice_handlers"] == []
    copy(visitor)
    assert len(ear.heard) == 1


@pytest.mark.parametrize(
    ("notice_type", "handler"),
    [
        ("LtiNothingNotice", None),
        (notices.COPY, "https://elsewhere.example/notices"),
        (notices.COPY, 7),
        (None, None),
    ],
)
def test_wishes_that_cannot_be_followed_are_refused(at, ear, notice_type, handler):
    answer = subscribe(at(), notice_type, ear.url if handler is None else handler)

    assert answer.status_code == 400


def test_the_notice_service_is_named_in_the_launch_and_wants_its_scope(at, ear):
    visitor = at()
    path = f"{COURSE}/activities/{visitor.lms.navigation('edu-210').id}/launch"

    claim = visitor.launch(path)[v.NOTICE_SERVICE]

    assert claim["service_versions"] == ["1.0"]
    assert claim["scope"] == [v.SCOPE_NOTICES]
    assert notices.COPY in claim["notice_types_supported"]
    url = claim["platform_notification_service_url"]
    token = visitor.services.token(v.SCOPE_SCORE)
    assert subscribe(visitor, notices.COPY, ear.url, token=token).status_code == 403
    assert visitor.services.ask("GET", url).get_json()["notice_handlers"] == []
    assert visitor.http.get(url).status_code == 401


def test_moodle_sends_no_notices(at, ear):
    visitor = at(Character.MOODLE)
    path = f"{COURSE}/activities/{visitor.lms.navigation('edu-210').id}/launch"

    assert v.NOTICE_SERVICE not in visitor.launch(path)
    assert subscribe(visitor, notices.COPY, ear.url).status_code == 404
    copy(visitor)
    assert ear.heard == []


def test_the_notice_service_can_fail_as_well(at, ear):
    visitor = at()
    visitor.lms.faults.add("notices", faults.server_error())

    assert subscribe(visitor, notices.COPY, ear.url).status_code == 500


def test_a_notice_is_signed_with_the_newest_key(at, ear):
    visitor = at()
    subscribe(visitor, notices.COPY, ear.url)
    kid = visitor.lms.keys.rotate()

    copy(visitor)

    assert jwt.get_unverified_header(ear.heard[0][2]["notices"][0]["jwt"])["kid"] == kid
