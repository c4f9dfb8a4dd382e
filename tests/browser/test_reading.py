"""What a section's page tells while it is read, in Chromium, with its scripts running.

Both clocks are moved by hand: the page's by Playwright, the server's here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from playwright.sync_api import BrowserContext, Page, Request, expect
from sqlalchemy import select

from curriculum import reading
from curriculum.models.progress import ReadingTime, SectionRead
from tests.house import House
from tests.unit_folder import teach

pytestmark = pytest.mark.browser

WORDS = 840
NEEDED = 101  # seconds, for as many words
LONG = "\n\n".join(
    ["It is a long way to the end of this section, and we go slowly."] * (WORDS // 14)
)
SECTION = "/units/school-climate/sections"


@dataclass
class Reader:
    """Somebody who reads in a window of their own, second by second."""

    house: House
    context: BrowserContext
    page: Page
    launch: str
    passed: int = 0
    told: list[int] = field(default_factory=list)
    """When reports were sent, in seconds of the page's clock."""

    def open(self, section: str) -> None:
        if self.page.is_closed():
            self.page = self.context.new_page()
        self.page.on("request", self._note)
        self.page.goto(f"{self.launch}{SECTION}/{section}", wait_until="load")

    def _note(self, request: Request) -> None:
        if request.url.endswith("/report"):
            self.told.append(self.passed)

    def read_for(self, seconds: int) -> None:
        for _ in range(seconds):
            self.passed += 1
            # A report is sent on its way before the next second passes.
            self.page.clock.run_for(1000)
            self.page.evaluate("() => new Promise((go) => setTimeout(go))")

    def scroll_to_the_end(self) -> None:
        self.page.locator("#section-end").scroll_into_view_if_needed()

    def seconds(self) -> dict[str, int]:
        with self.house.session() as session:
            rows = session.execute(select(ReadingTime.section, ReadingTime.seconds)).all()
            return dict(map(tuple, rows))

    def arrives(self, seconds: int, section: str = "arriving") -> None:
        """Wait until the server knows of that many seconds."""
        for _ in range(100):
            if self.seconds().get(section, 0) >= seconds:
                return
            self.page_or_any().wait_for_timeout(50)
        raise AssertionError(f"{self.seconds()} instead of {seconds}")

    def page_or_any(self) -> Page:
        return next(page for page in self.context.pages if not page.is_closed())


@pytest.fixture
def reader(house, person, tmp_path, monkeypatch) -> Iterator[Reader]:
    reading._plausible.cache_clear()
    texts = {"arriving": LONG, "staying": "Somebody stays."}
    teach(monkeypatch, tmp_path / "units", sections=texts, videos=[], checks=[])
    candidate = person("candidate-1", cookies="allowed")
    candidate.open_home()
    candidate.tool.get_by_role("heading", name="Next").wait_for()
    window = candidate.open_window()
    launch = "/".join(window.url.split("/")[:5])
    made = Reader(house, candidate.context, window, launch)

    def now() -> datetime:
        return datetime.now(UTC) + timedelta(seconds=made.passed)

    monkeypatch.setattr("lti_tool.web.sections.utc_now", now)
    candidate.context.clock.install()
    yield made
    reading._plausible.cache_clear()


def test_a_section_counts_when_its_end_was_seen_after_a_plausible_time(reader):
    reader.open("arriving")
    state = reader.page.locator("article > .over [data-read-state]")

    reader.read_for(NEEDED)
    expect(state).to_be_empty()
    reader.arrives(NEEDED - 2)

    reader.scroll_to_the_end()
    reader.read_for(20)
    expect(state).to_contain_text("Read")
    expect(reader.page.get_by_text("All sections: 1 of 2 read")).to_be_visible()
    expect(reader.page.get_by_role("button", name="I have read this elsewhere")).to_be_hidden()
    with reader.house.session() as session:
        assert session.scalars(select(SectionRead.section)).all() == ["arriving"]


def test_a_reader_who_scrolls_through_has_not_read(reader):
    reader.open("arriving")
    reader.scroll_to_the_end()
    reader.read_for(30)
    reader.arrives(15)

    reader.page.get_by_role("button", name="Go on: Staying").click()

    expect(reader.page.get_by_text("does not count as read yet")).to_be_visible()


def test_reports_are_seldom_and_end_when_there_is_nothing_new(reader):
    reader.open("arriving")

    reader.read_for(NEEDED + 60)

    gaps = [after - before for before, after in pairwise(reader.told)]
    assert min(gaps) >= 15
    assert len(reader.told) >= NEEDED // 15
    assert reader.told[-1] <= NEEDED + 30  # more than reading takes is not told


def test_an_offline_minute_loses_nothing(reader):
    reader.open("arriving")
    reader.read_for(20)
    reader.arrives(15)

    reader.context.set_offline(True)
    reader.read_for(60)
    reader.context.set_offline(False)
    reader.read_for(40)

    reader.arrives(100)
    assert reader.seconds()["arriving"] <= reader.passed


def test_a_page_that_closes_tells_the_rest(reader):
    reader.context.new_page()
    reader.open("arriving")
    reader.read_for(25)
    reader.arrives(15)

    reader.page.close()

    reader.arrives(24)


def test_a_page_that_closes_offline_leaves_the_rest_to_the_next_one(reader):
    reader.open("arriving")
    reader.read_for(20)
    reader.arrives(15)
    reader.context.new_page()

    reader.context.set_offline(True)
    reader.read_for(30)
    reader.page.close()
    reader.context.set_offline(False)
    assert reader.seconds()["arriving"] < 30
    reader.open("staying")
    reader.read_for(3)

    reader.arrives(48)


def test_what_was_read_elsewhere_is_said_by_a_button(reader, axe):
    reader.open("arriving")
    assert axe.run(reader.page).response["violations"] == []

    reader.page.get_by_role("button", name="I have read this elsewhere").click()

    state = reader.page.locator("article > .over [data-read-state]")
    expect(state).to_have_text(re.compile("Read elsewhere"))
    assert axe.run(reader.page).response["violations"] == []
    reader.page.get_by_role("button", name="Take that back").click()
    expect(state).to_be_empty()


@pytest.mark.parametrize("width", [320, 1280])
def test_the_first_screen_of_a_unit_says_what_to_do_next(reader, width):
    reader.page.set_viewport_size({"width": width, "height": 600})

    reader.page.goto(f"{reader.launch}/units/school-climate")

    expect(reader.page.get_by_role("link", name="Begin: Arriving")).to_be_in_viewport(ratio=1)
    expect(reader.page.get_by_text("4 min left to read and watch")).to_be_in_viewport(ratio=1)


def test_a_unit_is_printed_by_a_button(reader):
    reader.page.add_init_script("window.print = () => (window.printed = true)")
    reader.page.goto(f"{reader.launch}/units/school-climate/print", wait_until="load")

    reader.page.get_by_role("button", name="Print").click()

    assert reader.page.evaluate("window.printed")
    reader.page.emulate_media(media="print")
    expect(reader.page.get_by_role("button", name="Print")).to_be_hidden()
    expect(reader.page.get_by_role("navigation", name="Where you are")).to_be_hidden()
    expect(reader.page.get_by_role("heading", name="Staying")).to_be_visible()
