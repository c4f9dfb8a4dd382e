"""Films in other sites' players, in Chromium, with sites that speak as YouTube and Vimeo do."""

import time

import pytest
from playwright.sync_api import expect

from tests import films
from tests.browser.outside_sites import HONEST, LYING, sites
from tests.browser.reading_room import Reading, Room, enter

__all__ = ["enter", "sites"]

pytestmark = pytest.mark.browser

YOUTUBE = f"https://www.youtube.com/watch?v={HONEST}"
VIMEO = "https://vimeo.com/76979871"


@pytest.fixture
def room_for(enter, sites):
    def room_for(source: str, **film) -> Room:
        names = {**films.WHOLE["film"], "source": source, "seconds": 90, **film}
        return enter(*sites.arguments, film=names)

    return room_for


def play(reading: Reading) -> None:
    reading.page.locator("iframe").content_frame.get_by_role("button", name="play").click()


def line(reading: Reading):
    return reading.transcript.locator("[aria-current]")


@pytest.mark.parametrize(
    ("source", "host", "origin"),
    [
        (YOUTUBE, "youtube.com", "www.youtube-nocookie.com"),
        (VIMEO, "vimeo.com", "player.vimeo.com"),
    ],
)
def test_a_player_in_a_frame_is_followed_led_and_remembered(room_for, sites, source, host, origin):
    room = room_for(source)
    reading = room.open()
    expect(reading.page.get_by_text(f"{host} sees that somebody at your address")).to_be_visible()
    assert sites.asked == []

    reading.page.get_by_role("link", name=f"Play from {host}").click()
    reading.transcript.locator("summary").click()
    expect(reading.button("I watched it")).to_be_hidden()  # it speaks: nobody has to say so
    play(reading)
    expect(line(reading)).to_contain_text("Look at this school door.")
    reading.wait(lambda: float(reading.film.get_attribute("data-second") or 0) >= 2)
    reading.transcript.get_by_role("link", name="The gate is locked.").click()
    expect(line(reading)).to_contain_text("There are three bells")  # it went there, and on
    expect(reading.film.locator(".chapters [aria-current]")).to_contain_text("The bells")
    reading.wait(lambda: float(reading.film.get_attribute("data-second") or 0) >= 14)
    reading.page.goto("about:blank")

    seen = room.arrives(lambda seen: len(seen.spans) == 2)
    (first, second), position = seen.spans, seen.position
    assert first[0] == 0
    assert 1 <= first[1] <= 5
    assert second[0] == 11
    assert 13 <= second[1] <= position + 1 <= 20
    assert {told["host"] for told in sites.asked} == {origin}
    assert sites.asked[0]["referrer"] == f"{room.url}/"
    again = room.open("?play=opening")
    expect(again.film).to_have_attribute("data-starts", str(position))
    assert room.problems == []


def test_a_film_in_a_frame_is_seen_when_it_is_over(room_for):
    room = room_for(YOUTUBE, seconds=90)
    reading = room.open("?play=opening&slot=opening&at=87")
    expect(reading.button("I watched it")).to_be_hidden()
    play(reading)
    reading.wait(lambda: float(reading.film.get_attribute("data-second") or 0) >= 90)
    reading.page.goto("about:blank")

    seen = room.arrives(lambda seen: seen.spans[-1][1] == 90)
    assert seen.spans == [[87, 90]]
    assert seen.position == 0


def test_no_more_is_believed_than_time_passed(room_for):
    room = room_for(f"https://youtu.be/{LYING}")
    reading = room.open("?play=opening")
    begun = time.monotonic()
    expect(reading.film.locator(".chapters [aria-current]")).to_be_visible()
    seen = []
    reading.wait(lambda: seen.append(reading.film.get_attribute("data-second")) or len(seen) > 60)
    reading.page.goto("about:blank")
    passed = time.monotonic() - begun

    told = room.arrives(lambda seen: seen.seconds > 0)
    time.sleep(0.5)
    told = room.watched() or told
    assert told.seconds <= 2 * passed + 5
    assert told.seconds < 40
    assert not told.done
    assert reading.page.url == "about:blank"
    assert room.problems == []


def test_messages_of_others_change_nothing(room_for):
    room = room_for(YOUTUBE)
    reading = room.open("?play=opening")
    expect(reading.button("I watched it")).to_be_hidden()
    said = reading.page.evaluate(
        """() => {
          const film = document.querySelector(".film");
          const player = { origin: "https://www.youtube-nocookie.com", source:
            document.querySelector("iframe").contentWindow };
          const tell = (second, from) => {
            const data = JSON.stringify({ event: "infoDelivery", info: { currentTime: second } });
            window.dispatchEvent(new MessageEvent("message", { data, ...player, ...from }));
            return film.dataset.second;
          };
          return [
            tell(61, {}),
            tell(62, { source: window }),
            tell(63, { origin: "https://evil.example" }),
            tell(64, { source: window, origin: "https://evil.example" }),
            tell(65, {}),
          ];
        }"""
    )

    assert said == ["61", "61", "61", "61", "65"]
    play(reading)
    reading.wait(lambda: reading.film.get_attribute("data-second") == "1")
    assert room.problems == []


def test_a_player_that_says_nothing_leaves_it_to_the_reader(room_for, sites):
    room = room_for("https://video.school.example/player?id=7")
    reading = room.open()
    reading.page.get_by_role("link", name="Play from video.school.example").click()

    expect(reading.page.locator("iframe")).to_be_visible()
    reading.button("I watched it").click()

    expect(reading.film.locator(".watched")).to_contain_text("Watched, as you say")
    assert room.watched().said


def test_a_stream_that_does_not_play_leaves_its_words_and_a_link(room_for, sites):
    room = room_for("https://video.school.example/all.m3u8")
    reading = room.open("?play=opening")

    fault = reading.film.get_by_role("alert")
    expect(fault.get_by_role("link", name="Open it at video.school.example")).to_be_visible()
    expect(reading.transcript).to_have_attribute("open", "")
    expect(reading.film.locator(".controls")).to_be_hidden()


def test_without_scripts_a_player_plays_and_the_reader_says_so(room_for, sites):
    room = room_for(YOUTUBE)
    reading = room.open(java_script_enabled=False)

    reading.page.get_by_role("link", name="Play from youtube.com").click()

    assert "play=opening" in reading.page.url
    reading.wait(lambda: sites.asked)
    expect(reading.button("I watched it")).to_be_visible()


def test_the_page_before_the_click_and_after_it_is_for_everybody(room_for, axe):
    reading = room_for(YOUTUBE).open(viewport={"width": 320, "height": 900})
    for query in ("", "?play=opening"):
        reading.page.goto(reading.page.url.partition("?")[0] + query)
        reading.transcript.locator("summary").click()
        found = axe.run(reading.page)
        assert found.violations_count == 0, found.generate_report()
