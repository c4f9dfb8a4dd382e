"""The grade board in Chromium: it reads the gradebook by itself, and asks before it replaces."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from curriculum.foundation.clock import utc_now
from lti_tool.extensions import db, writing
from lti_tool.lti.models.identity import LtiContext
from tests.functional.test_main_path import CANDIDATE, add_everything, hand_in, mark_and
from tests.house import COURSE

pytestmark = pytest.mark.browser


@pytest.fixture
def graded(house):
    """A course with one released grade that has arrived."""
    add_everything(house)
    hand_in(house)
    mark_and(house, "Release grade")
    house.work()
    return house


def let_the_reading_age(house):
    """Have the gradebook be read eleven minutes ago."""
    with house.app.app_context(), writing():
        long_ago = utc_now() - timedelta(minutes=11)
        db.session.execute(update(LtiContext).values(results_read_at=long_ago))
        db.session.commit()


def test_a_mark_changed_in_the_lms_shows_by_itself_and_is_kept_on_request(
    graded, person, worker, axe
):
    column = next(each for each in graded.lms.columns(COURSE) if each.resource_id == "1A")
    sent = graded.lms.result(column.id, CANDIDATE).score
    graded.lms.grade_by_hand(column, CANDIDATE, 42)
    let_the_reading_age(graded)
    desk = person("instructor-1", width=320)
    desk.open_home()

    desk.tool.get_by_role("link", name="Grades sent").click()

    tool = desk.tool
    table = tool.get_by_role("table")
    expect(table.get_by_text("Changed in the LMS", exact=True)).to_be_visible(timeout=20_000)
    expect(table.get_by_text("42 of 100")).to_be_visible()
    expect(table.get_by_text(f"{sent:g} of 100")).to_be_visible()
    assert axe.run(desk.page).violations_count == 0
    tool.get_by_role("button", name=re.compile("Keep the LMS's")).click()
    expect(tool.get_by_text("The LMS's grade stays.")).to_be_visible()
    assert graded.lms.result(column.id, CANDIDATE).score == 42
