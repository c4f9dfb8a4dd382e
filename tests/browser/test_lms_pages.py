"""The demonstration LMS's own pages: for everybody, and with manners towards tools."""

import pytest
from playwright.sync_api import expect

from lti_tool.demo.settings import Character
from tests.functional.test_main_path import add_everything

pytestmark = pytest.mark.browser

ASK = """
(message) => new Promise((resolve) => {
  addEventListener("message", (event) => resolve(event.data), { once: true });
  setTimeout(() => resolve("silence"), 400);
  parent.postMessage(message, "*");
})
"""
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
HEIGHT = "document.querySelector('main iframe').clientHeight"


def tool_frame(someone):
    return next(f for f in someone.page.frames if f.url.startswith(someone.house.tool_url))


def resize(someone, height, **more):
    message = {"subject": "lti.frameResize", "height": height, "message_id": "m", **more}
    return tool_frame(someone).evaluate(ASK, message)


@pytest.fixture
def home(house, person):
    someone = person("candidate-1")
    someone.open_home()
    expect(someone.tool.get_by_role("heading", name="School Climate")).to_be_visible()
    someone.page.wait_for_timeout(300)  # the tool's own wish for height comes first
    return someone


def test_a_tools_frame_is_as_high_as_it_asks_within_bounds(home):
    assert resize(home, 1234) == {"subject": "lti.frameResize.response", "message_id": "m"}
    assert home.page.evaluate(HEIGHT) == 1234
    resize(home, 10**9)
    assert home.page.evaluate(HEIGHT) == 8000
    resize(home, 1)
    assert home.page.evaluate(HEIGHT) == 150
    assert resize(home, "tall")["error"]["code"] == "bad_request"
    assert home.page.evaluate(HEIGHT) == 150


def test_nobody_but_the_tool_in_the_frame_is_heard(home):
    before = home.page.evaluate(HEIGHT)

    ours = home.page.evaluate(ASK, {"subject": "lti.frameResize", "height": 999})

    assert ours == {"subject": "lti.frameResize", "height": 999}  # itself, and no answer
    assert home.page.evaluate(HEIGHT) == before


def test_what_the_page_can_do_is_said_and_done(home):
    frame = tool_frame(home)
    able = frame.evaluate(ASK, {"subject": "lti.capabilities", "message_id": "c"})
    subjects = {each["subject"] for each in able["supported_messages"]}
    assert {"lti.frameResize", "lti.scrollToTop", "lti.setUnloadMessage"} <= subjects
    resize(home, 3000)
    home.page.evaluate("window.scrollTo(0, 500)")

    frame.evaluate(ASK, {"subject": "lti.scrollToTop"})

    assert home.page.evaluate("window.scrollY") == 0


def test_leaving_is_asked_about_while_the_tool_wants_it(home):
    asked = []
    home.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    frame = tool_frame(home)
    home.page.get_by_role("heading").first.click()  # browsers ask only whom somebody has used
    frame.evaluate(ASK, {"subject": "lti.setUnloadMessage", "message": "Stay"})
    home.open_course()
    assert asked == ["beforeunload"]

    home.open_home()
    expect(home.tool.get_by_role("heading", name="School Climate")).to_be_visible()
    home.page.get_by_role("heading").first.click()
    frame = tool_frame(home)
    frame.evaluate(ASK, {"subject": "lti.setUnloadMessage", "message": "Stay"})
    frame.evaluate(ASK, {"subject": "lti.removeUnloadMessage"})
    home.open_course()
    assert asked == ["beforeunload"]


@pytest.mark.parametrize("house", [Character.MOODLE], indirect=True)
def test_moodles_page_hears_nothing(home):
    assert resize(home, 1234) == "silence"


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("house", [Character.CANVAS], indirect=True)
def test_the_administrators_and_instructors_pages_are_for_everyone(house, person, axe, width):
    add_everything(house)
    column = house.lms.columns("edu-210")[0]
    house.lms.grade_by_hand(column, "candidate-1", 5, "Said who it was for.")
    someone = person("administrator-1", width=width)

    for path in ("/", "/tools/", "/courses/edu-210", "/courses/edu-210/people",
                 "/courses/edu-210/grades"):  # fmt: skip
        someone.page.goto(house.lms_url + path)
        found = axe.run(someone.page).response["violations"]
        assert [each["id"] for each in found] == [], path
        assert not someone.page.evaluate(SIDEWAYS), path


def test_a_grade_leads_to_the_work_it_is_for(house, person):
    add_everything(house)
    teacher = person("instructor-1")
    teacher.page.goto(f"{house.lms_url}/courses/edu-210/grades")

    teacher.page.get_by_role("link", name="Review: 1A").first.click()

    expect(teacher.tool.get_by_text("You are here as Dana Whitfield")).to_be_visible()
    assert "/l/" in tool_frame(teacher).url
