"""Questions in Chromium, by keyboard alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.reading_room import Room, enter

__all__ = ["enter"]

pytestmark = pytest.mark.browser

SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def room(enter) -> Room:
    return enter()


@pytest.fixture
def page(room) -> Page:
    page = room.open().page
    page.goto(room.address().replace("/sections/arriving", "/check"), wait_until="load")
    return page


def order_of(page: Page) -> list[str]:
    return page.locator("#ordering [data-text]").all_text_contents()


def move_to(page: Page, step: str, place: int) -> None:
    """Move a step as the keyboard does: reach one of its buttons, then press arrows."""
    page.get_by_role("button", name=f"Up: {step}").focus()
    while (at := order_of(page).index(step)) != place:
        page.keyboard.press("ArrowUp" if at > place else "ArrowDown")
        expect(page.locator("#ordering [data-order-said]")).to_contain_text(step)
    expect(page.get_by_role("button", name=f"Up: {step}")).to_be_focused()


def test_steps_are_put_in_order_by_keyboard_and_said_aloud(room, page, axe):
    steps = [
        "Say what you promised",
        "Say that you did not do it",
        "Ask what it cost them",
        "Promise something smaller",
    ]
    assert order_of(page) != steps
    for place, step in enumerate(steps):
        move_to(page, step, place)

    page.get_by_role("button", name=f"Down: {steps[0]}").focus()
    page.keyboard.press("Enter")

    expect(page.locator("#ordering [data-order-said]")).to_have_text(
        "Place 2 of 4: Say what you promised"
    )
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")  # at the top already: nothing moves, the focus stays
    expect(page.get_by_role("button", name=f"Down: {steps[0]}")).to_be_focused()
    assert order_of(page) == steps
    page.locator("#ordering").get_by_role("button", name="Answer").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#ordering-outcome")).to_contain_text("Right")
    expect(page.locator("#ordering")).to_be_focused()
    assert axe.run(page).violations_count == 0
    assert room.problems == []


def test_things_are_sorted_with_digits(page, axe):
    card = page.locator("#sorting")
    card.locator("[data-sort] input").first.focus()
    names = card.locator("[data-sort] legend").all_text_contents()
    groups = {"It felt warm today": "1", "We always begin late": "2", "The office was loud": "1"}

    for name in names:
        page.keyboard.press(groups[name])

    assert card.locator("input:checked").count() == 3
    card.get_by_role("button", name="Answer").click()
    expect(page.locator("#sorting-outcome")).to_contain_text("Right")
    assert axe.run(page).violations_count == 0


def test_a_rewriting_that_was_not_sent_is_put_back(page):
    area = page.locator("#rewriting textarea")
    area.press_sequentially("Was she ill?")

    page.reload()

    expect(area).to_have_value("Was she ill?")
    expect(page.locator("#rewriting").get_by_role("status")).to_contain_text("Put back")
    page.get_by_role("button", name="Keep it and compare").click()
    expect(page.locator("#rewriting-outcome")).to_contain_text("Kept. Now compare.")
    page.reload()
    expect(page.locator("#rewriting textarea")).to_have_value("Was she ill?")
    expect(page.locator("#rewriting").get_by_role("status")).to_have_count(0)


@pytest.mark.parametrize("options", [{"viewport": {"width": 320, "height": 600}}, {}])
def test_the_page_works_without_scripts_and_on_a_narrow_screen(room, options):
    page = room.open(java_script_enabled=False, **options).page
    page.goto(room.address().replace("/sections/arriving", "/check"))

    for select in page.locator("#ordering select").all():
        number = select.get_attribute("name").removeprefix("step-")
        select.select_option(index=int(number))
    page.locator("#ordering").get_by_role("button", name="Answer").click()

    expect(page.locator("#ordering-outcome")).to_contain_text("Right")
    expect(page.get_by_role("button", name=re.compile("^Up"))).to_have_count(0)


def test_nothing_is_wider_than_a_narrow_screen(room):
    page = room.open(viewport={"width": 320, "height": 600}).page
    page.goto(room.address().replace("/sections/arriving", "/check"), wait_until="load")

    assert not page.evaluate(SIDEWAYS)
