"""The player in Chromium: what is pressed, heard, shown and remembered."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import films
from tests.browser.reading_room import Reading, Room, enter

__all__ = ["enter"]

pytestmark = pytest.mark.browser

SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
CHAPTERS = ".chapters a[aria-current]"


@pytest.fixture
def room(enter) -> Room:
    return enter()


@pytest.fixture
def reading(room) -> Reading:
    opened = room.open()
    opened.ready()
    return opened


def mode(reading: Reading, kind: str) -> str:
    return reading.video(
        f"video => [...video.textTracks].find((track) => track.kind === '{kind}').mode"
    )


def test_the_first_view_is_light_and_nothing_plays(room, reading):
    assert reading.video("video => [video.paused, video.controls, video.preload]") == (
        [True, False, "metadata"]
    )
    assert mode(reading, "captions") == "showing"
    assert mode(reading, "descriptions") == "disabled"
    assert reading.second() == 0
    assert room.problems == []


def test_a_film_is_followed_and_remembered_to_the_second(room, reading):
    reading.transcript.locator("summary").click()
    reading.play()

    reading.wait(lambda: reading.second() > 6.6)
    expect(reading.film.locator(CHAPTERS)).to_contain_text("The bells")
    expect(reading.transcript.locator("[aria-current]")).to_contain_text("A grandmother comes")
    reading.button("Pause").click()
    stopped = int(reading.second())
    reading.page.goto("about:blank")

    seen = room.arrives(lambda seen: seen.position == stopped)
    assert seen.spans == [[0, stopped]]
    assert not seen.done
    again = room.open()
    again.ready()
    again.wait(lambda: int(again.second()) == stopped)
    expect(again.film.locator(".watched")).to_contain_text(f"0:0{stopped} of 0:38 seen")
    assert room.problems == []


def test_only_what_was_seen_counts_and_the_end_is_the_end(room, reading):
    reading.play()
    reading.wait(lambda: reading.second() > 1)
    reading.film.get_by_role("link", name="The greeting").click()
    reading.wait(lambda: reading.second() > 27.2)
    reading.video("video => { video.currentTime = video.duration - 1.5; }")
    expect(reading.button("Play")).to_be_visible()  # it has come to its end
    reading.page.goto("about:blank")

    seen = room.arrives(lambda seen: seen.spans[-1] == [36, 38])
    assert [start for start, _end in seen.spans] == [0, 26, 36]
    assert (seen.position, seen.done) == (0, False)


def test_the_keys_work_in_the_player_and_nowhere_else(reading):
    page = reading.page
    page.keyboard.press("k")
    page.locator("h1").click()
    page.keyboard.press("l")
    assert reading.video("video => [video.paused, video.currentTime]") == [True, 0]

    def press(key: str, *, holds: str) -> None:
        page.keyboard.press(key)
        reading.wait(lambda: reading.video(f"video => {holds}"), 5)

    reading.button("Play").focus()
    press("l", holds="video.currentTime === 10")
    press("ArrowRight", holds="video.currentTime === 15")
    press("ArrowLeft", holds="video.currentTime === 10")
    press("j", holds="video.currentTime === 0")
    press("m", holds="video.muted")
    press("Shift+>", holds="video.playbackRate === 1.25")
    press("Shift+<", holds="video.playbackRate === 1")
    press("c", holds="video.textTracks[0].mode === 'hidden'")
    expect(reading.player.locator("[data-say]")).to_have_text("Captions off")
    press("k", holds="!video.paused")
    press("Space", holds="video.paused")  # the button itself
    page.keyboard.press("Shift+?")
    expect(page.get_by_text("5 seconds back or on")).to_be_visible()
    press("f", holds="document.fullscreenElement?.className === 'player'")
    press("f", holds="document.fullscreenElement === null")
    reading.film.get_by_label("Speed").focus()
    page.keyboard.press("k")
    assert reading.video("video => video.paused")  # a list looks its letters up


def test_the_keyboard_comes_into_the_player_and_out_again(reading):
    page = reading.page
    reading.transcript.locator("summary").click()
    reading.button("Play").focus()

    stops = []
    for _press in range(30):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.closest('.film') === null"))
        if stops[-1]:
            break

    assert stops[-1]
    assert len(stops) < 22  # lines of the transcript are one stop together


def test_pictures_are_described_when_their_time_comes_and_the_film_may_wait(reading):
    reading.button("Describe pictures").click()
    reading.film.get_by_label("Pause the film meanwhile").check()
    line = reading.film.locator(".described")
    assert line.get_attribute("role") == "status"

    reading.video("video => { video.currentTime = 6; }")
    reading.button("Play").click()

    expect(line).to_have_text("A woman with a baby stands at a gate.")
    reading.wait(lambda: reading.video("video => video.paused"))
    reading.wait(lambda: reading.video("video => !video.paused"))  # it goes on by itself
    reading.button("Describe pictures").click()
    expect(line).to_have_text("")


def test_sound_only_hides_the_picture_and_keeps_the_rest(room, reading):
    reading.button("Sound only").click()

    expect(reading.player.get_by_text("Sound only. The transcript holds")).to_be_visible()
    expect(reading.transcript).to_have_attribute("open", "")
    box = reading.page.locator("video").bounding_box()
    assert box["width"] <= 1
    reading.play()
    reading.wait(lambda: reading.second() > 0.5)
    reading.page.reload()
    reading.ready()
    expect(reading.button("Sound only")).to_have_attribute("aria-pressed", "true")


def test_without_scripts_the_browser_s_own_player_and_links_do(room):
    reading = room.open(java_script_enabled=False)

    expect(reading.film.locator("video")).to_have_attribute("controls", "")
    expect(reading.film.locator(".controls")).to_be_hidden()
    expect(reading.film.locator(".find")).to_be_hidden()
    reading.film.locator("details.transcript > summary").click()
    reading.film.get_by_role("link", name="The gate is locked.").click()
    expect(reading.film.locator("source")).to_have_attribute("src", re.compile("#t=11$"))
    expect(reading.film.locator("details.transcript")).to_have_attribute("open", "")
    reading.film.get_by_role("button", name="I watched it").click()
    expect(reading.film.locator(".watched")).to_contain_text("Watched, as you say")
    assert room.watched().said


def test_two_films_at_once_are_none(enter):
    film = {**films.WHOLE["film"], "id": "opening", "section": "arriving", "title": "One",
            "purpose": "p", "source": "opening.mp4", "captions": "opening.en.vtt",
            "transcript": "opening.transcript.md", "watch_for": "w", "question": "q"}  # fmt: skip
    room = enter(videos=[film, {**film, "id": "closing", "title": "Two"}])
    reading = room.open()
    reading.ready()
    first, second = (reading.page.locator(".film").nth(at) for at in (0, 1))

    first.get_by_role("button", name="Play").click()
    expect(first.get_by_role("button", name="Pause")).to_be_visible()
    second.get_by_role("button", name="Play").click()

    expect(second.get_by_role("button", name="Pause")).to_be_visible()
    expect(first.get_by_role("button", name="Play")).to_be_visible()


def refuse(page: Page, what: str) -> Callable[[], None]:
    page.route(f"**/media/**{what}*", lambda route: route.abort())
    return lambda: page.unroute(f"**/media/**{what}*")


def test_a_film_that_does_not_load_says_so_and_can_be_tried_again(room):
    reading = room.open("?slot=other")
    allow = refuse(reading.page, "mp4")
    reading.page.reload()

    fault = reading.film.get_by_role("alert")
    expect(fault).to_contain_text("The film does not load.")
    expect(reading.transcript).to_have_attribute("open", "")
    allow()
    fault.get_by_role("button", name="Try again").click()

    expect(fault).to_have_text("")
    reading.ready()
    reading.play()


def test_captions_that_do_not_load_say_so(room):
    reading = room.open()
    refuse(reading.page, "opening.en.vtt")
    reading.page.reload()

    expect(reading.film.get_by_role("alert")).to_contain_text("The captions do not load.")
    expect(reading.transcript).to_have_attribute("open", "")
    reading.play()


@pytest.mark.parametrize("seconds", [30, 45], ids=["longer", "shorter"])
def test_a_film_of_another_length_than_its_unit_says_can_be_seen(enter, seconds):
    words = "WEBVTT\n\n00:01.000 --> 00:02.000\nWords.\n"
    room = enter(
        transcript="Words.",
        film={"seconds": seconds, "captions": "short.en.vtt"},
        files={"short.en.vtt": words},
    )
    reading = room.open()
    reading.ready()
    reading.video("video => { video.playbackRate = 4; }")  # no more would count
    reading.button("Play").click()
    reading.wait(lambda: reading.video("video => video.ended"), 20)
    reading.page.goto("about:blank")

    seen = room.arrives(lambda seen: seen.done)
    assert (seen.seconds, seen.position) == (seconds, 0)


def test_a_page_that_comes_back_as_it_was_left_shows_how_its_film_stands(room, reading):
    reading.play()
    reading.wait(lambda: reading.second() > 1)
    reading.page.goto(f"{room.url}/health")
    reading.page.go_back()

    expect(reading.film.locator(".controls")).to_be_visible()
    runs = reading.video("video => !video.paused")
    expect(reading.button("Pause" if runs else "Play")).to_be_visible()
    assert room.problems == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_the_player_fits_and_is_for_everybody(room, axe, width, scheme):
    reading = room.open(viewport={"width": width, "height": 900}, color_scheme=scheme)
    reading.ready()
    reading.transcript.locator("summary").click()
    reading.button("Describe pictures").click()
    reading.film.get_by_text("Keys", exact=True).click()
    reading.film.get_by_label("Search in the transcript").fill("door")

    assert not reading.page.evaluate(SIDEWAYS)
    found = axe.run(reading.page)
    assert found.violations_count == 0, found.generate_report()
