"""What a page asks of the LMS around it: height, its top, a word before unsaved work is left."""

from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Frame, Page, expect

from tests.browser.test_in_the_frame import PAGES
from tests.functional.test_main_path import add_everything, hand_in

pytestmark = pytest.mark.browser

OBEYING = """
if (window === window.top) {
  window.heard = [];
  window.addEventListener("message", ({ data, origin }) => {
    window.heard.push({ ...data, origin });
    const frame = document.querySelector("iframe");
    frame.style.boxSizing = "content-box";
    if (data.subject === "lti.frameResize") frame.style.height = `${data.height}px`;
  });
}
"""
SMALL = """
const style = new CSSStyleSheet();
style.replaceSync(`iframe {
  width: 320px !important; height: 600px !important; min-width: 0; border: 0;
}`);
if (window === window.top) document.adoptedStyleSheets = [style];
"""
SCREENFUL = "Math.min(900, Math.max(400, screen.availHeight - 200))"
BODY = "Math.ceil(document.body.getBoundingClientRect().height)"
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@dataclass
class Framed:
    """Somebody whose LMS does as it is asked, and remembers what it was asked."""

    page: Page

    @property
    def frame(self) -> Frame:
        return self.page.frames[-1]

    @property
    def launch(self) -> str:
        return "/".join(self.frame.url.split("/")[:5])

    def go(self, path: str) -> None:
        self.forget()
        self.frame.goto(self.launch + path)

    def heard(self, subject: str) -> list[dict[str, Any]]:
        said = self.page.evaluate("window.heard")
        return [message for message in said if message["subject"] == subject]

    def forget(self) -> None:
        self.page.evaluate("window.heard = []")

    def wait_for(self, subject: str) -> dict[str, Any]:
        self.page.wait_for_function(
            "subject => window.heard.some((message) => message.subject === subject)", arg=subject
        )
        return self.heard(subject)[-1]

    def wait_for_fit(self) -> int:
        """Wait until the page has what it needs; the page before it may have asked late."""
        for _attempt in range(200):
            height = self.frame.evaluate(BODY)
            asked = self.heard("lti.frameResize")
            if asked and abs(asked[-1]["height"] - height) < 2:
                return height
            self.page.wait_for_timeout(50)
        raise AssertionError(f"{height} px high, and asked for {asked}")


@pytest.fixture
def full(house):
    add_everything(house)
    return house


@pytest.fixture
def framed(full, person):
    """Open the tool's home in the frame of an LMS that listens."""

    def open_as(who: str, *, script: str = OBEYING) -> Framed:
        somebody = person(who)
        somebody.context.add_init_script(script)
        somebody.open_home()
        expect(somebody.tool.locator("main h1")).to_be_visible()
        visit = Framed(somebody.page)
        visit.frame.wait_for_url("**/l/*/**")
        return visit

    return open_as


@pytest.mark.parametrize("who", PAGES)
def test_the_frame_is_as_high_as_its_page_and_rests(full, framed, who):
    visit = framed(who)
    for path in PAGES[who]:
        visit.go(path)
        visit.wait_for("lti.frameResize")
        visit.page.wait_for_timeout(300)
        asked = [message["height"] for message in visit.heard("lti.frameResize")]
        visit.page.wait_for_timeout(250)

        assert len(visit.heard("lti.frameResize")) == len(asked) <= 4, path
        assert {message["origin"] for message in visit.heard("lti.frameResize")} == {full.tool_url}
        tall, body = visit.frame.evaluate(
            "[innerHeight, Math.ceil(document.body.getBoundingClientRect().height)]"
        )
        if visit.frame.locator("[data-scrolls-itself]").count():
            assert asked == [visit.frame.evaluate(SCREENFUL)], path
        else:
            assert asked[-1] == max(400, body), path
            assert tall >= body, path


def test_the_frame_follows_what_is_folded_and_unfolded(framed):
    visit = framed("candidate-1")
    visit.go("/contacts/new?task=1A")
    more = visit.frame.get_by_text("More about this contact")
    unfolded = visit.wait_for_fit()

    more.click()
    visit.frame.wait_for_function(f"() => {BODY} < {unfolded} - 100")
    folded = visit.wait_for_fit()
    more.click()
    visit.frame.wait_for_function(f"() => {BODY} > {folded} + 100")

    assert visit.wait_for_fit() == unfolded


def test_a_step_leads_to_the_top_and_a_launch_leaves_the_lms_as_it_lies(framed):
    visit = framed("candidate-1")
    visit.wait_for("lti.frameResize")
    assert visit.heard("lti.scrollToTop") == []

    visit.frame.get_by_role("link", name="Walk in as a family").first.click()

    visit.wait_for("lti.scrollToTop")


def test_a_stranger_is_told_nothing(full, framed):
    visit = framed("candidate-1")

    def not_named(route):
        answer = route.fetch()
        page = answer.text().replace(
            f'name="frame-origins" content="{full.lms_url}"',
            'name="frame-origins" content="https://lms.example.edu https://*.example.org"',
        )
        route.fulfill(response=answer, body=page)

    visit.page.route(f"{full.tool_url}/l/**", not_named)
    visit.wait_for("lti.frameResize")
    visit.go("/contacts/new?task=1A")
    expect(visit.frame.locator('meta[content*="example.org"]')).to_be_attached()
    visit.frame.get_by_label("How many minutes?").fill("60")
    visit.page.wait_for_timeout(500)

    assert visit.page.evaluate("window.heard") == []


def test_a_draft_is_held_until_it_is_saved(framed):
    visit = framed("candidate-1")
    visit.go("/tasks/1A/reflection")
    visit.frame.locator("textarea").first.fill("Begun.")

    said = visit.wait_for("lti.setUnloadMessage")
    assert said["message"] == "Some of what you wrote is not saved yet."
    visit.wait_for("lti.removeUnloadMessage")
    expect(visit.frame.locator("#save-state")).to_contain_text("Saved")
    visit.forget()
    visit.frame.get_by_role("link", name="Course home").click()
    visit.frame.wait_for_url("**/l/*/")
    assert visit.heard("lti.setUnloadMessage") == []


def test_a_contact_half_filled_in_is_not_left_without_asking(framed):
    visit = framed("candidate-1")
    asked = []

    def stay(dialog):
        asked.append(dialog.type)
        dialog.dismiss()

    visit.page.on("dialog", stay)
    visit.go("/contacts/new?task=1A")
    visit.frame.get_by_label("How many minutes?").fill("60")
    visit.wait_for("lti.setUnloadMessage")

    visit.frame.get_by_role("link", name="Course home").click()
    visit.page.wait_for_timeout(300)

    assert asked == ["beforeunload"]
    expect(visit.frame.get_by_label("How many minutes?")).to_have_value("60")
    visit.forget()
    visit.frame.get_by_role("button", name="Save contact").click()
    visit.wait_for("lti.setUnloadMessage")  # it came back with what is missing: still unsaved
    assert asked == ["beforeunload"]


def test_marks_are_held_until_they_are_saved(full, framed):
    hand_in(full)
    visit = framed("instructor-1")
    visit.go("/grading/1A")
    visit.frame.get_by_role("link", name="Grade the one that waits").click()
    visit.frame.get_by_role("radio").first.check(force=True)
    visit.wait_for("lti.setUnloadMessage")
    visit.forget()

    visit.frame.get_by_role("button", name="Save draft").click()

    visit.wait_for("lti.removeUnloadMessage")


@pytest.mark.parametrize("who", PAGES)
def test_a_frame_of_320_by_600_is_enough(framed, who):
    visit = framed(who, script=SMALL)
    size = "[document.documentElement.clientWidth, innerHeight]"
    for path in PAGES[who]:
        visit.go(path)
        width, height = visit.frame.evaluate(size)
        assert (width <= 320, height) == (True, 600), path
        assert not visit.frame.evaluate(SIDEWAYS), path
        heading = visit.frame.locator("main h1").bounding_box()
        frame = visit.page.locator("iframe").bounding_box()
        assert heading["y"] - frame["y"] < 300, path
        in_sight = "document.elementFromPoint(160, 300)?.closest('main') !== null"
        assert visit.frame.evaluate(in_sight), path
        assert visit.frame.get_by_role("button", name="Open in a new window").is_visible(), path
