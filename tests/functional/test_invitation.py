"""Connecting by one address: an administrator of each kind of LMS, over real HTTP."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from curriculum.foundation.clock import utc_now
from lti_tool.demo.settings import Character
from lti_tool.extensions import db, writing
from lti_tool.lti import invitations
from lti_tool.lti.models.launch import Launch
from lti_tool.lti.models.registration import DeploymentState, Registration
from tests.house import COURSE, House
from tests.webbrowser import WebBrowser

NAME = "State University"
EVERY = [Character.GENERIC, Character.CANVAS, Character.MOODLE]
SWITCH = {Character.CANVAS: "Switch on", Character.MOODLE: "Activate"}


def invite(house: House, name: str = NAME, *, update: bool = False) -> str:
    """Make an invitation and return its address."""
    with house.app.app_context(), writing():
        session = db.session()
        there = session.scalar(select(Registration).where(Registration.name == NAME))
        _made, token = invitations.create_invitation(
            session,
            name,
            now=utc_now(),
            good_for=timedelta(hours=1),
            updates=there if update else None,
        )
        session.commit()
    return invitations.address_of(house.tool_url, token)


def administrator(house: House) -> WebBrowser:
    """Return a browser on the LMS's page about its tools."""
    browser = WebBrowser()
    browser.open(house.lms_url)
    browser.submit(browser.page.form(holding="person"), person="administrator-1")
    browser.open(f"{house.lms_url}/tools/")
    return browser


def add(house: House, address: str, *, choose: str | None = None) -> WebBrowser:
    """Paste the address into the LMS and open the frame that it shows."""
    browser = administrator(house)
    browser.submit(browser.page.form(holding="url"), url=address)
    if choose:
        browser.press(choose)
    browser.enter_frame()
    return browser


def connect(house: House, character: Character) -> WebBrowser:
    """Connect, and switch the tool on where that is left to do."""
    browser = add(house, invite(house))
    browser.press("Connect")
    if character in SWITCH:
        browser.open(f"{house.lms_url}/tools/")
        browser.press(SWITCH[character])
    return browser


def open_tool(house: House, person_id: str) -> WebBrowser:
    """Become somebody and open the course's link to the tool that was connected."""
    browser = house.person(person_id)
    (link,) = [
        href
        for words, href in browser.page.links
        if words == "Reciprocal" and not href.endswith("/tool")
    ]
    browser.open(house.lms_url + link)
    browser.enter_frame()
    return browser


def registered(house: House) -> Registration:
    with house.session() as session:
        found = session.scalars(select(Registration).where(Registration.name == NAME)).one()
        session.expunge_all()
        return found


@pytest.mark.case("S05")
@pytest.mark.parametrize(
    ("house", "says"),
    [
        (Character.GENERIC, "Switch Reciprocal on in your LMS"),
        (Character.CANVAS, "Admin › Apps"),
        (Character.MOODLE, "Activate it"),
    ],
    indirect=["house"],
)
def test_an_lms_connects_by_one_address(house, says):
    browser = add(house, invite(house))
    assert "Connect “State University”" in browser.page.text

    browser.press("Connect")

    assert "is registered with Reciprocal" in browser.page.text
    assert says in browser.page.text
    found = registered(house)
    assert found.issuer == house.lms_url
    with house.session() as session:
        (deployment,) = session.get(Registration, found.id).deployments
        assert deployment.state is DeploymentState.APPROVED


@pytest.mark.parametrize(
    ("house", "character"), [(each, each) for each in EVERY], indirect=["house"]
)
def test_after_that_people_come_in(house, character):
    connect(house, character)

    browser = open_tool(house, "candidate-1")

    assert browser.page.url.startswith(f"{house.tool_url}/l/"), browser.page.text
    assert browser.page.status == 200
    with house.session() as session:
        launch = session.scalars(select(Launch)).one()
        assert launch.registration_id == registered(house).id


@pytest.mark.case("S05")
@pytest.mark.parametrize(
    ("house", "state"),
    [(Character.CANVAS, "off"), (Character.MOODLE, "pending")],
    indirect=["house"],
)
def test_until_it_is_switched_on_no_course_shows_it(house, state):
    browser = add(house, invite(house))

    browser.press("Connect")

    assert "What is left to do" in browser.page.text
    client = house.lms.client(registered(house).client_id)
    assert client.state == state
    links = [words for words, _href in house.person("candidate-1").page.links]
    assert links.count("Reciprocal") == 1  # the one that was there before


@pytest.mark.parametrize("house", [Character.MOODLE], indirect=True)
def test_a_course_is_filled_after_connecting(house):
    """What was registered is enough for deep linking, columns and the roster."""
    connect(house, Character.MOODLE)

    teacher = house.person("instructor-1")
    teacher.click("Add content from Reciprocal")
    teacher.enter_frame()
    teacher.press("Add all")
    teacher.follow()

    columns = [column for column in house.lms.columns(COURSE) if column.resource_id == "1A"]
    assert len(columns) == 1


@pytest.mark.parametrize("house", [Character.MOODLE], indirect=True)
def test_moodle_updates_the_registration_that_is_there(house):
    connect(house, Character.MOODLE)
    before = registered(house)

    browser = add(house, invite(house, update=True), choose="Update")
    assert "make a new client" not in browser.page.text
    browser.press("Change")

    assert "was changed" in browser.page.text
    after = registered(house)
    assert (after.id, after.client_id) == (before.id, before.client_id)
    assert len(house.lms.all_clients()) == 2


@pytest.mark.parametrize("house", [Character.CANVAS], indirect=True)
def test_canvas_is_asked_for_a_change_that_its_administrator_accepts(house):
    connect(house, Character.CANVAS)
    before = registered(house)

    browser = add(house, invite(house, update=True))
    browser.press("Change")

    assert "accept the change" in browser.page.text
    after = registered(house)
    assert (after.id, after.client_id) == (before.id, before.client_id)
    browser.open(f"{house.lms_url}/tools/")
    browser.press("Approve the change")
    assert open_tool(house, "candidate-1").page.status == 200


@pytest.mark.case("S05")
@pytest.mark.parametrize(
    ("house", "choose"),
    [(Character.GENERIC, None), (Character.CANVAS, None), (Character.MOODLE, "new")],
    indirect=["house"],
)
def test_an_invitation_works_once_at_every_lms(house, choose):
    address = invite(house)
    add(house, address).press("Connect")

    again = add(house, address, choose=choose)

    assert again.page.status == 409
    assert "It was used already" in again.page.text


@pytest.mark.case("S05")
@pytest.mark.parametrize(
    ("house", "words"),
    [
        (Character.MOODLE, "token_already_used"),
        (Character.GENERIC, "token_already_used"),
    ],
    indirect=["house"],
)
def test_a_registration_token_works_once(house, words):
    browser = add(house, invite(house))
    first = browser.page
    browser.press("Connect")

    browser.page = first
    other = invite(house, name="Another")
    form = first.form(holding="registration_token")
    form.action = other.removeprefix(house.tool_url)
    page = browser.submit(form)

    assert page.status == 422
    assert words in page.text
    assert "Start again in the LMS" in page.text
