"""A film's transcript in Chromium: it leads, it follows, it is searched."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.reading_room import Reading, Room, enter

__all__ = ["enter"]

pytestmark = pytest.mark.browser


@pytest.fixture
def room(enter) -> Room:
    return enter()


@pytest.fixture
def reading(room) -> Reading:
    opened = room.open()
    opened.ready()
    return opened


def texts(locator) -> list[str]:
    return [" ".join(text.split()) for text in locator.all_text_contents()]


def test_every_line_leads_to_its_second_and_arrows_from_line_to_line(reading):
    page = reading.page
    reading.transcript.locator("summary").click()

    reading.transcript.get_by_role("link", name="The gate is locked.").click()
    reading.wait(lambda: abs(reading.second() - 11.657) < 0.3)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    reading.wait(lambda: abs(reading.second() - 13.425) < 0.3)
    expect(reading.transcript.locator("[aria-current]")).to_contain_text("three bells")
    assert "?" not in page.url  # nothing was loaded anew


def test_the_box_follows_until_the_reader_takes_it_away(reading):
    page = reading.page
    reading.transcript.locator("summary").click()
    box = reading.transcript.locator(".said-lines")
    box.evaluate("box => box.style.setProperty('max-height', '8rem')")

    reading.video("video => { video.currentTime = 33; }")
    reading.wait(lambda: box.evaluate("box => box.scrollTop") > 20)
    box.hover()
    page.mouse.wheel(0, -2000)
    expect(reading.button("Follow the film again")).to_be_visible()
    reading.video("video => { video.currentTime = 36; }")
    reading.wait(
        lambda: "something else" in reading.transcript.locator("[aria-current]").inner_text()
    )
    assert box.evaluate("box => box.scrollTop") == 0

    reading.button("Follow the film again").click()
    reading.wait(lambda: box.evaluate("box => box.scrollTop") > 20)
    expect(reading.button("Follow the film again")).to_be_hidden()


def test_searching_marks_counts_walks_and_clears(reading):
    page = reading.page
    reading.transcript.locator("summary").click()
    field = reading.film.get_by_label("Search in the transcript")

    field.fill("THE ")
    marks = reading.transcript.locator("mark")
    count = reading.transcript.locator(".find [role=status]")
    expect(count).to_have_text(re.compile("^1 of [0-9]+$"))
    many = marks.count()
    page.keyboard.press("Enter")
    expect(count).to_have_text(re.compile("^2 of "))
    reading.button("Previous").click()
    reading.button("Previous").click()
    expect(count).to_have_text(re.compile(f"^({many}) of {many}$"))

    field.fill("locked. there")  # over the end of a line
    expect(marks).to_have_count(3)  # its end, the space between, the next one's beginning
    expect(count).to_have_text("1 of 1")
    field.fill("zebra")
    expect(count).to_have_text("Not found")
    page.keyboard.press("Escape")
    expect(field).to_have_value("")
    expect(marks).to_have_count(0)
    assert texts(reading.transcript.get_by_role("link", name="The gate is locked.")) == (
        ["The gate is locked."]
    )


def test_nothing_moves_where_motion_is_not_wanted(room):
    reading = room.open(reduced_motion="reduce")
    reading.ready()
    reading.transcript.locator("summary").click()
    box = reading.transcript.locator(".said-lines")
    box.evaluate("box => box.style.setProperty('max-height', '8rem')")
    box.evaluate(
        "box => { window.asked = []; const to = box.scrollTo.bind(box);"
        " box.scrollTo = (how) => { window.asked.push(how.behavior); to(how); }; }"
    )

    reading.video("video => { video.currentTime = 36; }")

    reading.wait(lambda: box.evaluate("box => box.scrollTop") > 20)
    assert set(reading.page.evaluate("window.asked")) == {"instant"}
