"""A section with a film, served for real, and a candidate who opens it in Chromium."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Playwright, expect
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.serving import BaseWSGIServer, make_server

from curriculum.models.progress import VideoWatch
from lti_tool.app import create_app
from lti_tool.demo.server import QuietHandler
from lti_tool.extensions import db, writing
from lti_tool.settings import LtiSettings, Settings
from lti_tool.web.viewer import BROWSER_COOKIE
from tests import factories, films
from tests.browser.conftest import CHROMIUM, QUIET
from tests.unit_folder import teach

SECTION = "/units/school-climate/sections/arriving"


@dataclass
class Room:
    """The pages of one candidate, and what is remembered of them."""

    app: Flask
    url: str
    launch: str
    browser: Browser
    contexts: list[BrowserContext]
    folder: Path
    """Of the unit that is read."""
    problems: list[str]
    """What the pages' scripts complained about."""

    def open(self, query: str = "", *, file: bool = True, **options: Any) -> "Reading":
        """Open the section in a browser of its own."""
        options.setdefault("viewport", {"width": 1280, "height": 900})
        context = self.browser.new_context(ignore_https_errors=True, **options)
        self.contexts.append(context)
        context.add_cookies([{"name": BROWSER_COOKIE, "value": factories.BROWSER, "url": self.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.goto(self.address(query))
        return Reading(page)

    def address(self, query: str = "") -> str:
        return f"{self.url}/l/{self.launch}{SECTION}{query}"

    def watched(self) -> VideoWatch | None:
        with self.app.app_context(), Session(db.engine) as session:
            return session.scalar(select(VideoWatch))

    def arrives(self, holds: Callable[[VideoWatch], bool]) -> VideoWatch:
        """Wait until the server knows what the page told last: a beacon is answered by nobody."""
        for _attempt in range(200):
            seen = self.watched()
            if seen and holds(seen):
                return seen
            time.sleep(0.05)
        raise AssertionError(f"it knows of {seen and (seen.spans, seen.position, seen.done)}")


@dataclass
class Reading:
    """One open page."""

    page: Page

    @property
    def film(self) -> Locator:
        return self.page.locator(".film").first

    @property
    def player(self) -> Locator:
        return self.film.locator(".player")

    @property
    def transcript(self) -> Locator:
        return self.film.locator("details.transcript")

    def button(self, name: str) -> Locator:
        return self.film.get_by_role("button", name=name, exact=True)

    def video(self, script: str) -> Any:
        """Ask the film's own player: a function of it."""
        return self.page.locator("video").first.evaluate(script)

    def second(self) -> float:
        return self.video("video => video.currentTime")

    def wait(self, holds: Callable[[], Any], seconds: float = 15) -> Any:
        """Wait until something holds that no locator can tell."""
        for _attempt in range(int(seconds * 20)):
            if found := holds():
                return found
            self.page.wait_for_timeout(50)
        raise AssertionError(f"not after {seconds} seconds")

    def play(self) -> None:
        self.button("Play").click()
        expect(self.button("Pause")).to_be_visible()

    def ready(self) -> None:
        """Wait until our controls stand there and the film is known."""
        expect(self.button("Play")).to_be_visible()
        self.wait(lambda: self.video("video => video.readyState >= 1"))


@pytest.fixture
def enter(
    database_url: str,
    tmp_path: Path,
    app: Flask,
    playwright: Playwright,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Callable[..., Room]]:
    """Serve a unit, changed as `write_unit` takes it, and open Chromium."""
    ends: list[Callable[[], object]] = []

    def enter_room(*arguments: str, **changes: Any) -> Room:
        folder = tmp_path / "units"
        folder.mkdir()
        course = teach(monkeypatch, folder, **({**films.WHOLE, **changes}))
        server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=QuietHandler)
        url = f"http://localhost:{server.port}"
        server.app = served = create_app(_settings(url, database_url))
        thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[*QUIET, "--mute-audio", *arguments]
        )
        room = Room(
            served,
            url,
            _launch(served),
            browser,
            [],
            course.unit("school-climate").folder,
            [],
        )
        ends.append(lambda: _leave(room, server, thread))
        return room

    yield enter_room
    for end in ends:
        end()


def _settings(url: str, database_url: str) -> Settings:
    return Settings(
        public_url=url,
        secret_key="a secret that only the tests know",
        database_url=database_url,
        video_hosts=("video.school.example",),
        lti=LtiSettings(allow_loopback=True),
        log_level="error",
    )


def _launch(app: Flask) -> str:
    with app.app_context():
        engine = db.engine
    with writing(), Session(engine, expire_on_commit=False) as session:
        launch = factories.launch_of(session, factories.candidate(session))
        session.commit()
    return launch


def _leave(room: Room, server: BaseWSGIServer, thread: Thread) -> None:
    for context in room.contexts:
        context.close()
    room.browser.close()
    server.shutdown()
    thread.join()
    server.server_close()
    with room.app.app_context():
        db.engine.dispose()
