"""In Chromium: access that is closed while somebody writes, a visit that ended, another's eyes."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from curriculum.foundation.clock import utc_now
from curriculum.models.person import Person
from lti_tool.lti.models.launch import Launch
from tests.browser.test_in_the_frame import TASK, begin_writing, wait_until_saved
from tests.functional.test_main_path import add_everything

pytestmark = pytest.mark.browser


@pytest.fixture
def writer(house, person):
    """A candidate at 320 px with the editor open."""
    add_everything(house)
    candidate = person("candidate-1", width=360)
    candidate.open_activity(TASK)
    begin_writing(candidate.tool)
    return candidate


def change(house, statement):
    with house.session() as session:
        session.execute(statement)
        session.commit()


def assert_accessible(axe, page):
    found = axe.run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    assert found.response["violations"] == []


def test_what_was_typed_stays_when_access_is_closed(house, writer, axe):
    area = writer.tool.locator("textarea").first
    area.fill("Saved in time.")
    wait_until_saved(writer.tool)
    change(house, update(Person).values(blocked=True))

    area.fill("Typed after access was closed.")

    expect(writer.tool.locator("#save-state")).to_contain_text("access was closed", timeout=8000)
    expect(writer.tool.locator("#save-help")).to_contain_text("Copy your text")
    expect(area).to_have_value("Typed after access was closed.")

    # Another page of the visit says why, and leads back to the course.
    writer.page.on("dialog", lambda dialog: dialog.accept())
    writer.tool.get_by_role("link", name="Course home").click()
    expect(writer.tool.get_by_role("heading", name="Access was closed")).to_be_visible()
    expect(writer.tool.get_by_role("link", name="Back to your course")).to_be_visible()
    assert_accessible(axe, writer.page)


def test_an_ended_visit_leads_back_to_the_course(house, writer, axe):
    wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    change(house, update(Launch).values(ends_at=utc_now()))

    writer.tool.get_by_role("link", name="Course home").click()

    expect(writer.tool.get_by_role("heading", name="This visit has ended")).to_be_visible()
    frame = writer.page.frames[-1]
    assert not frame.evaluate(wider)
    assert_accessible(axe, writer.page)
    writer.tool.get_by_role("link", name="Back to your course").click()
    expect(writer.tool.get_by_role("heading", name="This visit has ended")).to_have_count(0)
    assert writer.page.frames[-1].url.startswith(house.lms_url)


def test_somebody_elses_eyes_are_told_so_on_the_page(house, person, axe):
    add_everything(house)
    candidate = person("candidate-1", width=360)
    candidate.open_home()
    expect(candidate.tool.get_by_text("You are here as")).to_be_visible()
    change(house, update(Launch).values(impersonated=True))

    candidate.tool.locator("main a[href*='/units/']").first.click()

    banner = candidate.tool.get_by_text("looking through this person's eyes")
    expect(banner).to_be_visible()
    assert_accessible(axe, candidate.page)
