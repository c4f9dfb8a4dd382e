"""Connecting by hand as an administrator sees it: copy buttons, keyboard, narrow windows."""

import pytest
from playwright.sync_api import expect

from curriculum.foundation.clock import utc_now
from lti_tool.extensions import db, writing
from lti_tool.lti import invitations
from lti_tool.lti.identities import registration_named

pytestmark = pytest.mark.browser

FORBID = "navigator.clipboard.writeText = () => Promise.reject(new Error('forbidden'))"
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def invite(house):
    """Invite a platform, or have the LMS that is there changed; return the page's address."""

    def make(name="State University", *, updates=None):
        with house.app.app_context(), writing():
            session = db.session()
            there = registration_named(session, updates) if updates else None
            _row, token = invitations.create_invitation(
                session, updates or name, now=utc_now(), updates=there
            )
            session.commit()
        return house.tool_url + invitations.PATH + token

    return make


@pytest.fixture
def window(house, person):
    """A window of an administrator who has nothing to do with any course."""

    def open_window(address, *, width=1280):
        somebody = person("instructor-1", width=width)
        somebody.context.grant_permissions(["clipboard-read", "clipboard-write"])
        somebody.page.goto(address)
        return somebody.page

    return open_window


def test_a_value_is_copied_and_said(house, invite, window):
    page = window(invite() + "?lms=canvas")

    page.get_by_role("button", name="Copy JSON URL").click()

    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{house.tool_url}/lti/canvas.json"
    expect(page.locator("#copied")).to_have_text("Copied: JSON URL")
    expect(page.get_by_role("button", name="Copied JSON URL")).to_be_visible()


def test_where_the_clipboard_is_forbidden_the_value_is_selected(invite, window):
    address = invite()
    page = window("about:blank")
    page.add_init_script(FORBID)
    page.goto(address)

    page.get_by_role("button", name="Copy Registration address").press("Enter")

    expect(page.locator("#copied")).to_contain_text("Selected.")
    selected = "document.activeElement.value.slice(document.activeElement.selectionStart)"
    assert page.evaluate(selected) == address


def test_a_platform_is_connected_with_the_keyboard(house, invite, window):
    page = window(invite(updates="LMS") + "?lms=other")

    page.get_by_label("Deployment id").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="What was found")).to_be_visible()
    expect(page.get_by_text("Connected. Nothing stands in the way.")).to_be_visible()
    expect(page.get_by_text("The LMS gave an access token.")).to_be_visible()


def test_what_does_not_work_is_read_first(house, invite, window):
    page = window(invite() + "?lms=moodle")

    page.get_by_role("textbox", name="Address of your Moodle").fill(house.lms_url)
    page.get_by_label("Client id").fill("nobody")
    page.get_by_role("button", name="Try it out and connect").click()

    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("Nothing is stored.")
    expect(page.get_by_label("Client id")).to_have_value("nobody")


@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_is_for_everyone(house, invite, window, axe, width):
    address = invite()
    page = window(address, width=width)
    trouble = []
    page.on("console", lambda m: trouble.append(m.text) if m.type == "error" else None)
    pages = [address, f"{address}?lms=canvas", f"{address}?lms=other"]
    for each in pages:
        page.goto(each)
        for details in page.locator("details").all():
            details.evaluate("each => each.open = true")
        found = [violation["id"] for violation in axe.run(page).response["violations"]]
        assert found == [], each
        assert not page.evaluate(SIDEWAYS), each
    page.goto(invite(updates="LMS") + "?lms=other")
    page.get_by_role("button", name="Try it out and connect").click()
    expect(page.get_by_role("heading", name="Last launches")).to_be_visible()
    assert [each["id"] for each in axe.run(page).response["violations"]] == []
    assert not page.evaluate(SIDEWAYS)
    assert trouble == []
