"""Reciprocal at a platform that others wrote: lti1p3platform, over real HTTP."""

import jwt
import pytest
from sqlalchemy import select

from curriculum.models.enrolment import Enrolment
from curriculum.models.person import Person
from lti_tool.extensions import db, writing
from lti_tool.lti.models.registration import Registration
from lti_tool.lti.registrations import NewRegistration, add_registration
from tests.functional.other_platform import (
    CLIENT_ID,
    DEPLOYMENT_ID,
    PEOPLE,
    OtherPlatform,
)
from tests.functional.test_main_path import log_a_contact, write
from tests.webbrowser import WebBrowser

NAME = "Another platform"
TITLE = "Walk in as a family"


@pytest.fixture
def other(house):
    platform = OtherPlatform(house.tool_url)
    new = NewRegistration(
        name=NAME,
        issuer=platform.url,
        client_id=CLIENT_ID,
        auth_login_url=f"{platform.url}/auth",
        auth_token_url=f"{platform.url}/token",
        key_set_url=f"{platform.url}/jwks",
        deployment_ids=(DEPLOYMENT_ID,),
    )
    with house.app.app_context(), writing():
        add_registration(db.session(), new, allow_loopback=True)
        db.session.commit()
    yield platform
    platform.close()


def enter(address):
    browser = WebBrowser()
    browser.open(address)
    browser.follow()
    assert browser.page.status == 200, browser.page.text
    return browser


def add_everything(other):
    teacher = enter(other.start("t-1"))
    teacher.press("Add all")
    teacher.follow()
    return teacher


def names_at(house, name):
    with house.session() as session:
        return set(
            session.scalars(
                select(Person.name)
                .join(Enrolment, Enrolment.person_id == Person.id)
                .join(Registration, Registration.name == name)
                .where(Person.name.in_([person for person, _ in PEOPLE.values()]))
            )
        )


def test_content_is_picked_and_the_answer_is_good_by_the_librarys_own_check(other):
    teacher = add_everything(other)

    assert teacher.page.text == f"Done {len(other.links)} links"
    assert len(other.links) == 5 + 15
    task = other.links[other.link_named(TITLE)]
    assert task["custom"]["task"] == "1A"
    assert task["lineItem"]["scoreMaximum"] == 100


def test_each_person_arrives_at_what_the_link_names(other):
    add_everything(other)
    link = other.link_named(TITLE)

    candidate = enter(other.start("s-1", link))
    teacher = enter(other.start("t-1", link))

    assert TITLE in candidate.page.text
    assert any("Log a contact" in words for words, _ in candidate.page.links)
    assert "/grading/" in teacher.page.url


def test_the_roster_is_read_with_a_token_that_the_library_gave(house, other):
    add_everything(other)
    enter(other.start("t-1", other.link_named(TITLE)))

    house.work()

    assert other.rosters == 1
    assert names_at(house, NAME) == {name for name, _ in PEOPLE.values()}
    assert any("contextmembership.readonly" in scope for scope in other.token_scopes)


def test_a_released_grade_arrives_in_the_other_gradebook(house, other):
    add_everything(other)
    link = other.link_named(TITLE)
    candidate = enter(other.start("s-1", link))
    log_a_contact(candidate)
    candidate = enter(other.start("s-1", link))
    candidate.click("Begin writing")
    write(candidate, "We waited at the window. ")
    candidate.press("Submit")
    teacher = enter(other.start("t-1", link))
    teacher.click("Grade the one that waits")
    form = teacher.page.form(holding="comment")
    levels = {name: 3 for name in form.names if name.startswith("level-")}

    teacher.submit(form, press="Release", comment="You saw who the sign was for.", **levels)
    house.work(hurry=True)

    posted_to, score = other.scores[-1]
    assert posted_to == link
    assert score["userId"] == "s-1"
    assert score["gradingProgress"] == "FullyGraded"
    assert 0 < score["scoreGiven"] <= score["scoreMaximum"]
    assert score["comment"].startswith("You saw who the sign was for.")


def test_an_answer_signed_by_another_key_is_refused_by_the_library(other):
    forged = jwt.encode({}, "not the tool's key but long enough for this", "HS256")

    with pytest.raises(Exception, match="KID not found"):
        other.conf.validate_deeplinking_resp({"JWT": forged})
