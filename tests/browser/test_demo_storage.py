"""The demonstration LMS keeps words for tools as the specification says, and nobody else's."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

ASK = """
(message) => new Promise((resolve) => {
  addEventListener("message", ({ data }) => {
    if (data.message_id === message.message_id) resolve(data);
  });
  setTimeout(() => resolve("silence"), 500);
  (window === top ? window : parent).frames.lms_storage.postMessage(message, "*");
})
"""


@pytest.fixture
def course(house, person):
    house.lms.traits = replace(house.lms.traits, storage_frame="lms_storage")
    someone = person("candidate-1")
    someone.open_home()
    expect(someone.tool.get_by_role("heading", name="School Climate")).to_be_visible()
    return someone


def tool_frame(course):
    return next(f for f in course.page.frames if f.url.startswith(course.house.tool_url))


def from_tool(course, message):
    return tool_frame(course).evaluate(ASK, message)


def put(key="k", value="v", **more):
    return {"subject": "lti.put_data", "message_id": "1", "key": key, "value": value, **more}


def get(key="k", **more):
    return {"subject": "lti.get_data", "message_id": "2", "key": key, **more}


def test_a_word_is_kept_found_replaced_and_taken_away(course):
    answer = {"subject": "lti.put_data.response", "message_id": "1", "key": "k"}

    assert from_tool(course, put()) == {**answer, "value": "v"}
    assert from_tool(course, get())["value"] == "v"
    assert from_tool(course, put(value="w"))["value"] == "w"
    assert from_tool(course, get()) == {
        "subject": "lti.get_data.response", "message_id": "2", "key": "k", "value": "w",
    }  # fmt: skip
    assert from_tool(course, put(value=None))["value"] is None
    assert from_tool(course, get())["value"] is None


def test_what_is_wrong_is_answered_with_an_error(course):
    def code(message):
        return from_tool(course, message)["error"]["code"]

    assert code(put(key="")) == "bad_request"
    assert code(get(message_id=None)) == "bad_request"
    assert code(put(value=7)) == "bad_request"
    assert code(put(value="x" * 5000)) == "storage_exhaustion"
    assert course.page.evaluate(ASK, get())["error"]["code"] == "wrong_origin"
    assert from_tool(course, {"subject": "something.else", "message_id": "3"}) == "silence"


def test_a_word_is_taken_from_the_platform_alone(course):
    """Our own script asks; an answer from another origin is not believed."""
    frame = tool_frame(course)
    impostor = """
    async (origin) => {
      crypto.getRandomValues = (numbers) => numbers;
      const { getWord } = await import("/static/js/storage.js");
      const asked = getWord({ origin, frame: "nobody", key: "k" }).catch((e) => e.message);
      const lie = { subject: "lti.get_data.response", message_id: "0-0-0-0", key: "k", value: "x" };
      window.postMessage(lie, "*");
      return asked;
    }
    """

    assert frame.evaluate(impostor, course.house.lms_url) == "no answer"
    assert frame.evaluate(impostor, course.house.tool_url) == "x"
