"""Chromium, as people have it: with all cookies, partitioned ones only, or none at all."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    BrowserContext,
    FrameLocator,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

from lti_tool.worker import run_worker
from tests.house import COURSE, House, house

__all__ = ["house"]

CHROMIUM = "/usr/bin/chromium"
expect.set_options(timeout=15_000)  # a crowded machine is slow, and nothing is proved by that
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",  # small in containers, and Chromium ends when it is full
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
THIRD_PARTY_COOKIES = {"allowed": 0, "partitioned": 1, "none in frames": 1, "none": 1}
"""`profile.cookie_controls_mode`: with 1, only partitioned cookies survive in a frame."""

BLOCKED = 2
"""A content setting."""


def cookie_preferences(cookies: str, house: House) -> dict[str, Any]:
    """Return the preferences of a profile; exceptions are named by site and by page around it."""
    blocked = {
        "none in frames": f"{house.tool_url},{house.lms_url}",
        "none": f"{house.tool_url},*",
    }
    exceptions = {blocked[cookies]: {"setting": BLOCKED}} if cookies in blocked else {}
    return {
        "cookie_controls_mode": THIRD_PARTY_COOKIES[cookies],
        "content_settings": {"exceptions": {"cookies": exceptions}},
    }


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@dataclass
class Person:
    """Somebody at the LMS, in a window of their own."""

    context: BrowserContext
    page: Page
    house: House

    @property
    def tool(self) -> FrameLocator:
        """What the LMS's frame shows."""
        return self.page.frame_locator("iframe:not([hidden])")

    def open_course(self) -> None:
        self.page.goto(f"{self.house.lms_url}/courses/{COURSE}")

    def open_activity(self, title: str) -> None:
        self.open_course()
        self.page.get_by_role("link", name=title).first.click()

    def wait_for_scripts(self) -> None:
        """Wait until what is shown listens as well: a key pressed earlier is heard by nobody."""
        for frame in self.page.frames:
            frame.wait_for_load_state("load")

    def open_home(self) -> None:
        self.page.goto(f"{self.house.lms_url}/courses/{COURSE}/tool")

    def open_window(self) -> Page:
        """Open what the frame shows in a window of its own."""
        with self.context.expect_page() as opened:
            self.tool.get_by_role("button", name="Open in a new window").click()
        opened.value.wait_for_load_state()
        return opened.value


@pytest.fixture
def person(playwright: Playwright, house: House, tmp_path: Path) -> Iterator[Callable[..., Person]]:
    """Open Chromium as somebody at the LMS."""
    opened: list[BrowserContext] = []

    def open_as(person_id: str, *, cookies: str = "partitioned", width: int = 1280) -> Person:
        profile = tmp_path / f"profile-{len(opened)}"
        preferences = profile / "Default" / "Preferences"
        preferences.parent.mkdir(parents=True)
        preferences.write_text(json.dumps({"profile": cookie_preferences(cookies, house)}))
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=CHROMIUM,
            args=[*QUIET],
            headless=True,
            viewport={"width": width, "height": 900},
        )
        opened.append(context)
        page = context.pages[0]
        page.goto(house.lms_url)
        page.get_by_label("You are:").select_option(person_id)
        page.get_by_role("button", name="Switch").click()
        return Person(context, page, house)

    yield open_as
    for context in opened:
        context.close()


@pytest.fixture
def worker(house: House) -> Iterator[None]:
    """A job worker beside the servers."""
    stopped = Event()

    def work() -> None:
        while not stopped.wait(0.3):
            run_worker(house.app, once=True)

    thread = Thread(target=work, daemon=True)
    thread.start()
    yield
    stopped.set()
    thread.join()


@pytest.fixture(scope="session")
def axe() -> Axe:
    return Axe()
