"""The picker and "What is connected", as an instructor sees them in the LMS's frame."""

import re

import pytest
from playwright.sync_api import Frame, Page, expect

from tests.functional.test_main_path import add_everything

pytestmark = pytest.mark.browser

SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def look_at(window: Page | Frame, axe) -> None:
    """See that everybody can use a page: no violation, nothing to scroll sideways."""
    found = [violation["id"] for violation in axe.run(window).response["violations"]]
    assert found == []
    assert not window.evaluate(SIDEWAYS)


@pytest.mark.parametrize("width", [320, 1280])
def test_the_picker_is_for_everyone(house, person, axe, width):
    add_everything(house)
    teacher = person("instructor-1", width=width)
    teacher.open_activity("Walk in as a family")
    expect(teacher.tool.get_by_role("heading", name="Walk in as a family")).to_be_visible()
    teacher.open_course()
    teacher.page.get_by_role("link", name="Add content").click()

    expect(teacher.tool.get_by_text("Already in this course")).to_have_count(1)
    teacher.tool.locator("summary").nth(1).click()
    look_at(teacher.page.frames[-1], axe)


def test_dates_are_set_with_the_keyboard_and_a_slip_loses_nothing(house, person):
    teacher = person("instructor-1")
    teacher.open_course()
    teacher.page.get_by_role("link", name="Add content").click()
    tool = teacher.tool
    box = tool.get_by_label("1A · Walk in as a family")
    box.focus()
    teacher.page.keyboard.press("Space")
    teacher.page.keyboard.press("Tab")
    teacher.page.keyboard.press("Enter")
    dates = tool.locator("details[open]")
    dates.get_by_label("Work is taken from").fill("2026-09-10T08:00")
    dates.get_by_label("Work is due").fill("2026-09-01T08:00")
    tool.get_by_role("button", name="Add what I chose").click()

    expect(tool.get_by_role("alert")).to_contain_text("the end must come after the start")
    expect(tool.get_by_label("1A · Walk in as a family")).to_be_checked()
    tool.get_by_role("alert").get_by_role("link").click()
    expect(tool.locator("details[open]").get_by_label("Work is due")).to_be_focused()
    teacher.tool.locator("details[open]").get_by_label("Work is due").fill("2026-09-20T08:00")
    tool.get_by_role("button", name="Add what I chose").click()
    expect(tool.get_by_text(re.compile("1 activity added"))).to_be_visible()


@pytest.mark.parametrize("width", [320, 1280])
def test_what_is_connected_is_for_everyone(house, person, axe, width):
    add_everything(house)
    teacher = person("instructor-1", width=width)
    teacher.open_activity("Walk in as a family")
    expect(teacher.tool.get_by_role("heading", name="Walk in as a family")).to_be_visible()
    teacher.open_home()
    teacher.tool.get_by_role("link", name="What is connected").click()
    expect(teacher.tool.get_by_role("heading", name="What is connected")).to_be_visible()
    window = teacher.open_window()

    expect(window.get_by_text("First opened")).to_have_count(2)  # the task, and the course home
    look_at(window, axe)
