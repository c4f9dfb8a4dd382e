"""Getting in, in Chromium: by a cookie, by the platform's storage, in a window of its own."""

from dataclasses import replace

import pytest
from playwright.sync_api import Frame, expect
from sqlalchemy import select

from lti_tool.lti.models.launch import Launch

pytestmark = pytest.mark.browser

COOKIE, STORAGE, WINDOW = "cookie", "storage", "window"
STORAGES = {
    "none": {},
    "in a frame": {"storage_frame": "lms_storage"},
    "in the page": {"storage_frame": "_parent"},
    "silent": {"storage_frame": "lms_storage", "storage_answers": False},
    "no such frame": {"storage_frame": "elsewhere, surely", "storage_answers": False},
}


def offer(house, storage: str) -> None:
    """Let the LMS keep words for the tool, or not."""
    house.lms.traits = replace(house.lms.traits, **STORAGES[storage])


def go_in(person, house, cookies: str, storage: str):
    offer(house, storage)
    someone = person("candidate-1", cookies=cookies)
    someone.open_home()
    return someone


def press_continue(someone):
    """Press the last rung's button and return the new window."""
    expect(someone.tool.get_by_text("keeps no cookies")).to_be_visible()
    with someone.context.expect_page() as opened:
        someone.tool.get_by_role("button", name="Continue in a new window").click()
    return opened.value


def expect_home(where) -> None:
    """The course home is there, in a frame or a window."""
    expect(where.get_by_role("heading", name="School Climate and Culture")).to_be_visible()


def bound_to_a_browser(house) -> list[bool]:
    with house.session() as session:
        return [found is not None for found in session.scalars(select(Launch.browser_hash))]


@pytest.mark.case("T24")
@pytest.mark.parametrize(
    ("cookies", "storage", "way"),
    [
        ("allowed", "none", COOKIE),
        ("allowed", "in a frame", COOKIE),
        ("partitioned", "none", COOKIE),
        ("partitioned", "in a frame", COOKIE),
        ("none in frames", "in a frame", STORAGE),
        ("none in frames", "in the page", STORAGE),
        ("none", "in a frame", STORAGE),
        ("none in frames", "none", WINDOW),
        ("none in frames", "silent", WINDOW),
        ("none in frames", "no such frame", WINDOW),
    ],
)
def test_every_browser_gets_in(house, person, cookies, storage, way):
    someone = go_in(person, house, cookies, storage)

    expect_home(press_continue(someone) if way == WINDOW else someone.tool)

    assert bound_to_a_browser(house) == [way != STORAGE]


def test_by_storage_every_page_works_and_a_reload_too(house, person):
    someone = go_in(person, house, "none", "in a frame")
    expect_home(someone.tool)

    someone.tool.get_by_role("link", name="Your contact log").click()
    expect(someone.tool.get_by_role("heading", name="contact").first).to_be_visible()
    inside(someone).evaluate("location.reload()")
    expect(someone.tool.get_by_role("link", name="Log a contact").first).to_be_visible()
    someone.page.reload()
    expect_home(someone.tool)
    expect_home(someone.open_window())

    assert bound_to_a_browser(house) == [False, False, False]


def test_once_the_window_is_open_the_frame_says_so(house, person):
    someone = go_in(person, house, "none in frames", "none")
    press_continue(someone)

    expect(someone.tool.get_by_text("open in a new window")).to_be_visible()
    expect(someone.tool.get_by_role("button")).to_have_count(0)


def test_where_no_cookie_is_kept_anywhere_a_page_says_what_helps(house, person):
    someone = go_in(person, house, "none", "none")

    window = press_continue(someone)

    expect(window.get_by_role("heading", name="Your browser kept no cookie")).to_be_visible()
    expect(window.get_by_text("allow cookies")).to_be_visible()


def test_a_storage_that_forgets_ends_on_the_page_that_says_what_helps(house, person):
    offer(house, "in the page")
    someone = person("candidate-1", cookies="none")
    someone.page.add_init_script(f"addEventListener('message', {DEAF}, true)")

    someone.open_home()

    expect(someone.tool.get_by_role("heading", name="kept no cookie")).to_be_visible()
    assert bound_to_a_browser(house) == []


DEAF = "(e) => e.data?.subject === 'lti.get_data' && e.stopImmediatePropagation()"
"""What keeps a page from hearing that its storage is asked for something."""


def test_the_cookie_of_another_tab_is_used_in_both(house, person):
    someone = person("candidate-1")
    held = []
    someone.page.route("**/lti/cookie*", lambda route: held.append(route))
    someone.open_home()
    wait_until(someone.page, lambda: held)
    someone.context.clear_cookies(name="reciprocal_browser")
    tab = someone.context.new_page()
    tab.goto(someone.page.url)
    expect_home(tab.frame_locator("iframe"))

    held[0].continue_()

    expect_home(someone.tool)
    with house.session() as session:
        assert len(set(session.scalars(select(Launch.browser_hash)))) == 1


def test_without_scripts_the_reader_chooses(house, person):
    someone = person("candidate-1")
    someone.page.route("**/static/js/*", lambda route: route.abort())
    someone.open_home()

    expect(someone.tool.get_by_role("button", name="Continue in a new window")).to_be_visible()
    someone.tool.get_by_role("link", name="Continue here").click()

    expect_home(someone.tool)


@pytest.mark.parametrize(
    ("cookies", "storage"), [("partitioned", "none"), ("none in frames", "in the page")]
)
def test_going_back_leads_to_the_page_before(house, person, cookies, storage):
    offer(house, storage)
    someone = person("candidate-1", cookies=cookies)
    someone.open_home()
    expect_home(someone.tool)
    someone.tool.get_by_role("link", name="Your contact log").click()
    expect(someone.tool.get_by_role("link", name="Log a contact").first).to_be_visible()

    someone.page.evaluate("history.back()")

    expect_home(someone.tool)


@pytest.mark.parametrize("width", [1280, 320])
def test_the_last_rung_is_for_everybody(house, person, axe, width):
    offer(house, "silent")
    someone = person("candidate-1", cookies="none in frames", width=width)
    someone.open_home()
    button = someone.tool.get_by_role("button", name="Continue in a new window")
    expect(button).to_be_visible()

    inner = inside(someone)
    assert inner.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert [violation["id"] for violation in axe.run(inner).response["violations"]] == []
    button.focus()
    with someone.context.expect_page() as opened:
        someone.page.keyboard.press("Enter")
    expect_home(opened.value)


def inside(someone) -> Frame:
    """The tool's frame, as something to run scripts in."""
    return next(
        frame for frame in someone.page.frames if frame.url.startswith(someone.house.tool_url)
    )


def wait_until(page, happened) -> None:
    for _ in range(50):
        if happened():
            return
        page.wait_for_timeout(100)
    raise AssertionError("It did not happen.")
