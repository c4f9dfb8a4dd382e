"""The preview in Chromium: an author changes a file, and the page follows."""

from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Playwright, expect

from lti_tool.preview.server import preview_server
from tests.browser.conftest import CHROMIUM, QUIET
from tests.unit_folder import write_unit

pytestmark = pytest.mark.browser


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return write_unit(
        tmp_path / "units",
        sections={"arriving": "The door is open.", "staying": "Somebody stays."},
    )


@pytest.fixture
def address(home: Path) -> Iterator[str]:
    server = preview_server(home.parent, 0)
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}/units/{home.name}/en/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(playwright: Playwright) -> Iterator[Page]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET])
    yield browser.new_page()
    browser.close()


def test_a_changed_section_is_seen_and_so_is_its_fault(page, home, address):
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto(f"{address}sections/arriving")
    expect(page.get_by_text("The door is open.")).to_be_visible()
    file = home / "sections" / "arriving.md"

    file.write_text(file.read_text().replace("The door is open.", "The door is shut."))
    expect(page.get_by_text("The door is shut.")).to_be_visible()

    file.write_text(file.read_text().replace("The door is shut.", "# The door"))
    found = page.get_by_role("region", name="To mend")
    expect(found).to_contain_text("sections/arriving.md:8 heading")

    file.write_text("---\ntitle: [\n---\n")
    expect(found).to_contain_text("not valid YAML")
    assert refused == []


def test_a_page_that_is_not_there_yet_appears_when_it_is_written(page, home, address):
    page.goto(f"{address}sections/leaving")
    expect(page.get_by_role("heading", name="There is no such page")).to_be_visible()

    (home / "sections" / "leaving.md").write_text("---\ntitle: Leaving\nminutes: 1\n---\n\nBye.\n")
    head = home / "unit.md"
    head.write_text(head.read_text().replace('"staying"\n', '"staying",\n  "leaving"\n', 1))

    expect(page.get_by_text("Bye.")).to_be_visible()


def test_a_preview_that_has_ended_says_so(page, home):
    server = preview_server(home.parent, 0)
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    page.goto(f"http://127.0.0.1:{server.port}/")

    server.shutdown()
    thread.join()
    server.server_close()

    expect(page.get_by_text("The preview has ended.")).to_be_visible()


@pytest.mark.parametrize("path", ["", "sections/arriving", "checks"])
def test_its_pages_have_no_finding_of_axe_and_fit_a_phone(page, address, path):
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"{address}{path}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
