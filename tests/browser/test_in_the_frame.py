"""The main path as people see it: in Chromium, inside the LMS's frame, with scripts running."""

import re

import pytest
from playwright.sync_api import FrameLocator, expect
from sqlalchemy import update

from assignments.models.reflection import Reflection
from curriculum.foundation.clock import utc_now
from lti_tool.lti.models.launch import Launch
from tests.functional.test_main_path import add_everything
from tests.house import COURSE

pytestmark = pytest.mark.browser

TASK = "Walk in as a family"
WORDS = "My guide read the sign twice and said who it was written for."


@pytest.fixture
def full(house):
    add_everything(house)
    return house


def log_a_contact(tool: FrameLocator) -> None:
    tool.get_by_role("link", name="Log a contact").first.click()
    expect(tool.get_by_role("heading", name="Log a contact")).to_be_visible()
    tool.get_by_label("How many minutes?").fill("60")
    for details in tool.locator("details:not([open]) > summary").all():
        details.click()
    for group in tool.get_by_role("radiogroup").all():
        if not group.locator("input:checked").count():
            group.get_by_role("radio").first.check()
    tool.get_by_label("Notes in this log").check()
    tool.get_by_label("Talking with me for my course").check()
    tool.get_by_role("checkbox", name="English").check()
    tool.get_by_role("button", name="Save contact").click()
    expect(tool.get_by_text("Contact saved.")).to_be_visible()


def begin_writing(tool: FrameLocator) -> None:
    tool.get_by_role("link", name=re.compile("Begin writing|Continue writing")).first.click()
    expect(tool.locator("textarea").first).to_be_visible()


def wait_until_saved(tool: FrameLocator) -> None:
    expect(tool.locator("#save-state")).to_contain_text("Saved", timeout=5000)


@pytest.mark.parametrize("cookies", ["allowed", "partitioned"])
def test_from_contact_to_gradebook_in_the_frame(full, person, worker, axe, cookies):
    candidate = person("candidate-1", cookies=cookies)
    candidate.open_activity(TASK)
    log_a_contact(candidate.tool)
    candidate.open_activity(TASK)
    begin_writing(candidate.tool)
    for area in candidate.tool.locator("textarea").all():
        area.fill(WORDS)
    for box in candidate.tool.locator('input[name="contacts"]').all():
        box.check()
    wait_until_saved(candidate.tool)
    candidate.tool.get_by_role("button", name="Look it over").click()
    candidate.tool.get_by_role("button", name="Submit", exact=True).click()
    expect(candidate.tool.get_by_text("Receipt").first).to_be_visible()

    teacher = person("instructor-1", cookies=cookies)
    teacher.open_activity(TASK)
    teacher.tool.get_by_role("link", name="Grade the one that waits").click()
    expect(teacher.tool.get_by_label("Overall comment")).to_be_visible()
    teacher.wait_for_scripts()
    teacher.tool.get_by_role("radio").first.focus()
    for _ in range(8):
        teacher.page.keyboard.press("3")  # sets the level and goes on to the next criterion
    teacher.tool.get_by_label("Overall comment").fill("You saw who the sign was for.")
    teacher.tool.get_by_role("button", name="Release grade").click()
    expect(teacher.tool.get_by_text("Released. The candidate sees it now.")).to_be_visible()

    column = next(c for c in full.lms.columns(COURSE) if c.resource_id == "1A")
    candidate.page.wait_for_timeout(2000)
    assert full.lms.result(column.id, "candidate-1").score == pytest.approx(90)
    candidate.open_activity(TASK)
    expect(candidate.tool.get_by_text("You saw who the sign was for.").first).to_be_visible()


def test_a_draft_outlives_its_launch_and_a_reload(full, person):
    candidate = person("candidate-2")
    candidate.open_activity(TASK)
    begin_writing(candidate.tool)
    area = candidate.tool.locator("textarea").first
    area.fill("Before the launch ended.")
    wait_until_saved(candidate.tool)

    with full.session() as session:
        session.execute(update(Launch).values(ends_at=utc_now()))
        session.commit()
    area.fill("Written after the launch had ended.")
    expect(candidate.tool.locator("#save-state")).not_to_contain_text("Not saved", timeout=5000)
    wait_until_saved(candidate.tool)

    candidate.open_activity(TASK)
    begin_writing(candidate.tool)
    expect(candidate.tool.locator("textarea").first).to_have_value(
        "Written after the launch had ended."
    )


def test_of_two_tabs_the_older_is_told_and_nothing_is_lost(full, person):
    candidate = person("candidate-3")
    candidate.open_activity(TASK)
    begin_writing(candidate.tool)
    older = candidate.tool.locator("textarea").first
    newer_tab = candidate.open_window()
    newer_tab.locator("textarea").first.fill("From the newer tab.")
    expect(newer_tab.locator("#save-state")).to_contain_text("Saved", timeout=5000)

    older.fill("From the older tab.")

    expect(candidate.tool.locator("#save-state")).to_contain_text(
        "Another window is newer", timeout=6000
    )
    expect(older).to_have_value("From the older tab.")
    with full.session() as session:
        draft = session.query(Reflection).one()
        assert "From the newer tab." in draft.parts.values()


def test_watched_seconds_and_the_place_are_remembered(full, person):
    candidate = person("candidate-1")
    candidate.open_activity("School Climate and Culture")
    candidate.tool.get_by_role("link", name=re.compile("Begin")).first.click()
    video = candidate.tool.locator("video").first
    video.evaluate("async (v) => { v.muted = true; await v.play(); }")
    candidate.page.wait_for_timeout(3500)
    video.evaluate("(v) => v.pause()")
    candidate.page.wait_for_timeout(1000)

    candidate.open_activity("School Climate and Culture")
    candidate.tool.get_by_role("link", name=re.compile("Continue")).first.click()

    resumed = candidate.tool.locator("video").first
    expect(resumed).to_be_visible()
    candidate.page.wait_for_timeout(1000)
    assert resumed.evaluate("(v) => v.currentTime") >= 2


PAGES = {
    "candidate-1": (
        "/", "/units/school-climate", "/units/school-climate/sections/first-ten-seconds",
        "/units/school-climate/check", "/tasks/1A", "/tasks/1A/reflection", "/contacts/",
        "/contacts/new?task=1A",
    ),
    "instructor-1": ("/", "/tasks/1A", "/grading/1A", "/grades/", "/reports/"),
    "coordinator-1": ("/", "/reports/"),
}  # fmt: skip


@pytest.mark.parametrize("who", PAGES)
@pytest.mark.parametrize("width", [320, 1280])
def test_pages_are_for_everyone(full, person, axe, who, width):
    """Axe finds nothing, nothing scrolls sideways, nothing breaks the policy."""
    viewer = person(who, width=width)
    viewer.open_home()
    window = viewer.open_window()
    launch = window.url.split("?")[0].rstrip("/")
    trouble: list[str] = []
    window.on("console", lambda m: trouble.append(m.text) if m.type == "error" else None)
    hosts = set()
    window.on("request", lambda r: hosts.add(r.url.split("/")[2]))
    for path in PAGES[who]:
        answer = window.goto(launch + path)
        assert answer.status == 200, path
        found = [violation["id"] for violation in axe.run(window).response["violations"]]
        assert found == [], path
        sideways = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not window.evaluate(sideways), path
    assert trouble == []
    assert hosts == {full.tool_url.split("/")[2]}


def test_a_report_is_made_and_downloaded_in_the_frame(full, person, worker):
    """A `download` attribute would ask without the frame's partitioned cookie, and get nothing."""
    teacher = person("instructor-1")
    teacher.open_home()
    teacher.tool.get_by_role("link", name="Reports").click()
    teacher.tool.get_by_role("button", name="Look at the numbers").click()
    teacher.tool.get_by_role("button", name="Make the PDF").click()
    link = teacher.tool.get_by_role("link", name="Download the PDF")
    expect(link).to_be_visible(timeout=30_000)

    with teacher.page.expect_download() as download:
        link.click()

    assert download.value.path().read_bytes().startswith(b"%PDF-")


@pytest.mark.case("D07")
def test_the_curriculum_is_added_with_the_mouse(house, person):
    teacher = person("instructor-1")
    teacher.open_course()
    teacher.page.get_by_role("link", name="Add content").click()
    teacher.tool.get_by_role("button", name="Add all").click()

    expect(teacher.tool.get_by_text(re.compile("20 activities added"))).to_be_visible()
