"""Notes in Chromium: on a film's second, kept while they are not saved, put into a reflection."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from curriculum.models.enrolment import Enrolment
from curriculum.models.note import Note
from lti_tool.extensions import db, writing
from lti_tool.lti.models.launch import Launch
from tests import factories
from tests.browser.reading_room import Room, enter

__all__ = ["enter"]

pytestmark = pytest.mark.browser

WORDS = "She looks up before she has finished typing."


@pytest.fixture
def room(enter) -> Room:
    return enter()


def kept(room: Room) -> list[Note]:
    with room.app.app_context(), Session(db.engine) as session:
        return list(session.scalars(select(Note)))


def launch_again(room: Room) -> None:
    """End the visit and begin another, of the same person."""
    with room.app.app_context(), writing(), Session(db.engine) as session:
        session.execute(delete(Launch))
        session.commit()
        room.launch = factories.launch_of(session, session.scalars(select(Enrolment)).one())
        session.commit()


def test_a_note_is_on_the_film_s_second_and_the_film_plays_on(room, axe):
    reading = room.open()
    reading.ready()
    page = reading.page
    reading.play()
    reading.wait(lambda: reading.second() > 2.2)

    page.get_by_role("textbox", name="Your note").click()
    button = page.get_by_role("button", name=re.compile(r"Save note at 0:0\d"))
    expect(button).to_be_visible()
    page.keyboard.type(WORDS)
    button.click()

    expect(page.locator(".note")).to_contain_text(WORDS)
    expect(page.locator("[data-note-said]")).to_have_text("Note saved.")
    assert not reading.video("video => video.paused")
    (note,) = kept(room)
    assert note.slot == "opening"
    assert 2 <= note.second <= 6
    expect(page.get_by_role("textbox", name="Your note")).to_have_value("")
    assert axe.run(page).violations_count == 0

    page.locator(".note").get_by_role("link", name=re.compile("Two arrivals")).click()

    reading.ready()
    reading.wait(lambda: abs(reading.second() - note.second) < 1)
    assert room.problems == []


def test_a_note_in_quiet_is_on_the_section(room):
    page = room.open().page

    page.get_by_role("textbox", name="Your note").fill(WORDS)
    page.get_by_role("button", name="Save note", exact=True).click()

    expect(page.locator(".note")).to_contain_text(WORDS)
    assert [note.slot for note in kept(room)] == [None]


def test_a_visit_that_ended_loses_no_word(room):
    page = room.open().page
    page.get_by_role("textbox", name="Your note").press_sequentially(WORDS)
    launch_again(room)
    page.get_by_role("button", name="Save note").click()
    expect(page.locator("[data-note-said]")).not_to_be_empty()
    expect(page.get_by_role("textbox", name="Your note")).to_have_value(WORDS)

    page.goto(room.address())

    expect(page.get_by_role("textbox", name="Your note")).to_have_value(WORDS)
    page.get_by_role("button", name="Save note").click()
    expect(page.locator(".note")).to_contain_text(WORDS)
    page.reload()
    expect(page.get_by_role("textbox", name="Your note")).to_have_value("")
    assert len(kept(room)) == 1


def test_a_refused_note_says_so_beside_the_field(room):
    page = room.open().page
    page.get_by_role("button", name="Save note").click()

    expect(page.get_by_text("Write something first.")).to_be_visible()
    expect(page.get_by_role("textbox", name="Your note")).to_be_focused()


def test_without_scripts_a_note_is_saved_all_the_same(room):
    page = room.open(java_script_enabled=False).page
    page.get_by_role("textbox", name="Your note").fill(WORDS)
    page.get_by_label("About").select_option("opening")
    page.get_by_label("At (minutes:seconds)").fill("0:07")

    page.get_by_role("button", name="Save note").click()

    expect(page.locator(".note")).to_contain_text(WORDS)
    assert [note.second for note in kept(room)] == [7]


def test_a_note_is_put_where_the_cursor_was(room, axe):
    page = room.open().page
    page.get_by_role("textbox", name="Your note").fill(WORDS)
    page.get_by_role("button", name="Save note").click()
    expect(page.locator(".note")).to_be_visible()
    page.goto(f"{room.url}/l/{room.launch}/tasks/1A/reflection", wait_until="load")
    part = page.locator("textarea").nth(1)
    part.fill("Before. After.")
    part.evaluate("field => field.setSelectionRange(7, 7)")

    page.get_by_text("Your note on this unit").click()
    page.get_by_role("button", name="Put into the text").click()

    expect(part).to_have_value(f"Before. {WORDS} After.")
    expect(page.locator("[data-quoted]")).to_contain_text("Put into")
    expect(page.locator("#save-state")).to_contain_text("Saved")
    expect(page.locator("[data-quote-words]")).to_have_text(WORDS)
    assert axe.run(page).violations_count == 0
