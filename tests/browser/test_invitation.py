"""Connecting an LMS in Chromium: few clicks, in the LMS's own frame, for everybody."""

import time

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from lti_tool.demo.settings import Character
from lti_tool.lti.models.launch import Launch
from lti_tool.lti.models.registration import Registration
from tests.functional.test_invitation import NAME, invite

pytestmark = pytest.mark.browser

MOST_CLICKS = 3
LONGEST = 10.0
"""Seconds, from the LMS's page about its tools to the course's page in the tool."""


class Clicks:
    """Presses buttons as a person does, and counts."""

    def __init__(self) -> None:
        self.count = 0

    def press(self, place: Page, name: str) -> None:
        place.get_by_role("button", name=name, exact=True).click()
        self.count += 1


def paste(page: Page, house, address: str) -> None:
    page.goto(f"{house.lms_url}/tools/")
    page.get_by_label("Registration address of a tool").fill(address)


@pytest.mark.parametrize("cookies", ["allowed", "partitioned"])
def test_an_lms_is_connected_with_three_clicks(house, person, cookies):
    admin = person("administrator-1", cookies=cookies)
    paste(admin.page, house, invite(house))
    clicks, began = Clicks(), time.monotonic()

    clicks.press(admin.page, "Add tool")
    clicks.press(admin.tool, "Connect")
    expect(admin.tool.get_by_role("heading", name="Connected")).to_be_visible()
    clicks.press(admin.tool, "Close")
    expect(admin.page.get_by_role("heading", name="Tools", exact=True)).to_be_visible()
    took = time.monotonic() - began

    assert clicks.count <= MOST_CLICKS
    admin.open_course()
    links = admin.page.get_by_role("navigation", name="Course").get_by_role(
        "link", name="Reciprocal"
    )
    began = time.monotonic()
    links.last.click()
    expect(admin.tool.get_by_role("button", name="Open in a new window")).to_be_visible()
    took += time.monotonic() - began
    assert took < LONGEST
    with house.session() as session:
        registration = session.scalars(select(Launch)).one().registration_id
        assert session.get(Registration, registration).name == NAME


@pytest.mark.parametrize("house", [Character.CANVAS, Character.MOODLE], indirect=True)
def test_what_is_left_to_do_is_read_before_the_frame_closes(house, person):
    admin = person("administrator-1")
    paste(admin.page, house, invite(house))
    admin.page.get_by_role("button", name="Add tool").click()
    admin.tool.get_by_role("button", name="Connect", exact=True).click()

    expect(admin.tool.get_by_role("heading", name="What is left to do")).to_be_visible()
    expect(admin.tool.get_by_text("You can close this window.")).to_have_count(0)
    admin.tool.get_by_role("button", name="Close").click()

    expect(
        admin.page.get_by_role("button", name="Activate").or_(
            admin.page.get_by_role("button", name="Switch on")
        )
    ).to_be_visible()


@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_are_for_everyone(house, person, axe, width):
    admin = person("administrator-1", width=width)
    trouble: list[str] = []
    admin.page.on("console", lambda m: trouble.append(m.text) if m.type == "error" else None)
    paste(admin.page, house, invite(house))
    admin.page.get_by_role("button", name="Add tool").click()
    expect(admin.tool.get_by_role("button", name="Connect", exact=True)).to_be_visible()
    frame = admin.page.frames[1]
    check(frame, admin.page, axe)

    frame.get_by_role("button", name="Connect", exact=True).press("Enter")
    expect(admin.tool.get_by_role("heading", name="Connected")).to_be_visible()
    check(admin.page.frames[1], admin.page, axe)

    paste(admin.page, house, invite(house, name="Another") + "x")
    admin.page.get_by_role("button", name="Add tool").click()
    expect(admin.tool.get_by_text("It is not known here")).to_be_visible()
    check(admin.page.frames[1], admin.page, axe)
    assert [line for line in trouble if "404" not in line] == []


def check(frame, page: Page, axe) -> None:
    """Axe finds nothing in the page and its frames, and the frame does not scroll sideways."""
    found = [
        violation["id"]
        for violation in axe.run(page, context={"include": [["iframe", "main"]]}).response[
            "violations"
        ]
    ]
    assert found == []
    sideways = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not frame.evaluate(sideways)
