from dataclasses import replace

import pytest

from lti_tool.demo.app import Character, lms_of
from tests.lti_tool.demo.tool import Visitor, form_in


@pytest.fixture
def path(lms, tool):
    activity = lms.add_activity("edu-210", "Meeting families", f"{tool.url}/units/1")
    return f"/courses/edu-210/activities/{activity.id}"


def offer(lms, frame, **more):
    lms.traits = replace(lms.traits, storage_frame=frame, **more)


@pytest.mark.parametrize("frame", ["lms_storage", "_parent"])
def test_login_and_launch_name_the_frame(visitor, lms, path, frame):
    offer(lms, frame)
    visitor.become("candidate-1")

    initiation = visitor.initiate(f"{path}/launch")
    _action, launch = form_in(visitor.authenticate(initiation))

    assert initiation["lti_storage_target"] == launch["lti_storage_target"] == frame


@pytest.mark.parametrize("character", [Character.GENERIC, Character.MOODLE])
def test_without_storage_nothing_is_said_of_it(make_lms, tool, character):
    app = make_lms(character=character)
    lms = lms_of(app)
    visitor = Visitor(app, lms, tool).become("candidate-1")
    path = f"/courses/edu-210/activities/{lms.navigation('edu-210').id}"

    assert "lti_storage_target" not in visitor.initiate(f"{path}/launch")
    assert "storage" not in visitor.http.get(path).text


def test_canvas_keeps_words_in_a_frame_beside_the_tool(make_lms, tool):
    app = make_lms(character=Character.CANVAS)
    visitor = Visitor(app, lms_of(app), tool).become("candidate-1")

    page = visitor.http.get("/courses/edu-210/tool").text

    assert 'name="lms_storage"' in page
    assert f'data-origins="{tool.url}"' in visitor.http.get("/storage").text


def test_the_page_itself_may_keep_them(visitor, lms, tool, path):
    offer(lms, "_parent")

    page = visitor.http.get(path).text

    assert "static/storage.js" in page
    assert "hidden></iframe>" not in page


def test_a_silent_lms_offers_what_it_never_answers(visitor, lms, path):
    offer(lms, "lms_storage", storage_answers=False)

    assert 'name="lms_storage"' in visitor.http.get(path).text
    assert "storage.js" not in visitor.http.get("/storage").text
