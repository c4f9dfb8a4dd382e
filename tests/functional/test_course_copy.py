"""A course is copied for the next term: over real HTTP, with the LMS's own copy and notice."""

import pytest
from sqlalchemy import select

from curriculum.models.course import Course
from curriculum.models.enrolment import Enrolment
from curriculum.models.program import Program
from lti_tool.demo import gradebook
from lti_tool.demo.settings import Character
from lti_tool.demo.vocabulary import LEARNER
from lti_tool.lti.models.identity import CourseCopy, LineItem, LtiContext, ResourceLink, ToldBy
from tests.functional.test_main_path import (
    CANDIDATE,
    add_everything,
    hand_in,
    log_a_contact,
    mark_and,
    write,
)
from tests.house import COURSE, House
from tests.webbrowser import WebBrowser

NEW = f"{COURSE}-2"
TITLE = "Walk in as a family"
KEPT_WORDS = "My guide read the sign twice"


def visit(house: House, person_id: str, title: str, course: str = NEW) -> WebBrowser:
    """Become somebody and open an activity of a course, the copy unless said otherwise."""
    browser = house.person(person_id)
    browser.open(f"{house.lms_url}/courses/{course}")
    browser.click(title)
    browser.enter_frame()
    return browser


def elsewhere(browser: WebBrowser, page: str) -> str:
    """Open another page of the same launch and return its text."""
    start, _, rest = browser.page.url.partition("/l/")
    browser.open(f"{start}/l/{rest.split('/')[0]}{page}")
    assert browser.page.status == 200, browser.page.text
    return browser.page.text


@pytest.fixture
def taught(house: House) -> House:
    """A term that is over: one candidate's work is written, marked and in the gradebook."""
    add_everything(house)
    hand_in(house)
    mark_and(house, "Release grade")
    house.work()
    with house.session() as session:
        program = session.scalars(select(Program)).one()
        course = session.scalars(select(Course)).one()
        course.program_id, course.timezone = program.id, "America/Chicago"
        session.commit()
    return house


def copy(house: House) -> None:
    teacher = house.person("instructor-1")
    teacher.press("Copy this course")
    house.lms.wait_for_errands()
    assert len(house.lms.activities(NEW)) == 20


def found(house: House, query: object) -> list:
    with house.session() as session:
        return list(session.scalars(query))


CHARACTERS = [Character.GENERIC, Character.CANVAS, Character.MOODLE]


@pytest.mark.parametrize("house", CHARACTERS, indirect=True, ids=lambda one: one.value)
def test_last_terms_people_and_work_never_appear_in_the_new_course(taught):
    copy(taught)
    taught.lms.enrol(NEW, "candidate-2", LEARNER)
    taught.lms.enrol(NEW, CANDIDATE, LEARNER)  # who repeats the course
    visit(taught, "instructor-1", TITLE)
    visit(taught, "candidate-2", TITLE)
    taught.work()

    teacher = visit(taught, "instructor-1", TITLE)
    pages = [teacher.page.text]
    pages += [elsewhere(teacher, page) for page in ("/", "/grades/", "/reports/", "/connected")]
    again = visit(taught, CANDIDATE, TITLE)
    pages += [again.page.text, elsewhere(again, "/"), elsewhere(again, "/contacts/")]

    for text in pages:
        assert KEPT_WORDS not in text
        assert "You saw who the sign was for." not in text
    assert "Begin writing" in visit(taught, CANDIDATE, TITLE).page.text
    assert "No grade was released" in pages[2] or "Arrived" not in pages[2]
    with taught.session() as session:
        new = session.scalars(select(LtiContext).where(LtiContext.context_id == NEW)).one()
        people = session.scalars(select(Enrolment).where(Enrolment.course_id == new.course_id))
        names = {who.person.name for who in people}
    assert names == {"Dana Whitfield", "José Rivera", "Zoë Okafor"}
    bound = columns_bound(taught, NEW)
    graded = {column.resource_id for column in taught.lms.columns(NEW)}
    assert {item.task_id for item in bound} == graded
    assert all(f"/{NEW}/" in item.url for item in bound)


def columns_bound(house: House, course: str) -> list[LineItem]:
    here = select(LtiContext.id).where(LtiContext.context_id == course)
    return found(house, select(LineItem).where(LineItem.context_id.in_(here)))


def test_a_grade_in_the_new_course_goes_to_the_new_column_and_to_no_other(taught):
    copy(taught)
    taught.lms.enrol(NEW, CANDIDATE, LEARNER)
    old = {column.resource_id: column for column in taught.lms.columns(COURSE)}["1A"]
    new = {column.resource_id: column for column in taught.lms.columns(NEW)}["1A"]
    before = taught.lms.result(old.id, CANDIDATE)
    candidate = visit(taught, CANDIDATE, TITLE)
    log_a_contact(candidate)
    candidate = visit(taught, CANDIDATE, TITLE)
    candidate.click("Begin writing")
    write(candidate, "We waited at the gate this time. ")
    candidate.press("Submit")
    teacher = visit(taught, "instructor-1", TITLE)
    teacher.click("Grade the one that waits")
    form = teacher.page.form(holding="comment")
    levels = {name: 4 for name in form.names if name.startswith("level-")}
    teacher.submit(form, press="Release grade", comment="A second look.", **levels)
    taught.work()

    assert taught.lms.result(new.id, CANDIDATE).score == pytest.approx(100)
    assert taught.lms.result(old.id, CANDIDATE) == before
    assert len(columns_bound(taught, COURSE)) == 1


def test_the_lms_tells_us_and_the_new_course_is_known_before_anybody_comes(taught):
    assert taught.jobs("subscribe_notices")
    copy(taught)

    [told] = found(taught, select(CourseCopy))
    assert told.told_by is ToldBy.NOTICE
    assert (told.origin, told.bound_at) == (COURSE, None)
    with taught.session() as session:
        new = session.get_one(LtiContext, told.context_id).course
        old = session.scalars(select(Course).where(Course.id != new.id)).one()
        assert (new.timezone, new.program_id) == ("America/Chicago", old.program_id)


@pytest.mark.parametrize("house", [Character.MOODLE], indirect=True, ids=["moodle"])
def test_without_notices_an_activitys_own_mark_tells(taught):
    assert taught.jobs("subscribe_notices") == []
    copy(taught)
    assert found(taught, select(CourseCopy)) == []

    visit(taught, "instructor-1", TITLE)

    [told] = found(taught, select(CourseCopy))
    assert (told.told_by, told.origin) == (ToldBy.LINK, COURSE)


def test_the_instructor_sees_what_was_connected(taught):
    copy(taught)
    teacher = visit(taught, "instructor-1", TITLE)
    taught.work()
    assert "This course was copied" in elsewhere(teacher, "/")
    teacher.click("This course was copied: see what is connected")

    text = teacher.page.text
    assert "Copied from “Working with Families”" in text
    assert "Your LMS says so" in text
    assert text.count("Found") == 14
    assert text.count("First opened") == 1
    assert "100 points" in text

    with taught.lms.store.writing() as db:
        column = {each.resource_id: each for each in taught.lms.columns(NEW)}["1B"]
        gradebook.delete_column(db, column)
    teacher.press("Look again")
    assert "is being looked at" in teacher.page.text
    taught.work()
    text = elsewhere(teacher, "/connected")
    assert text.count("Found") == 13
    assert text.count("Deleted in the gradebook") == 1


def test_what_was_sent_and_opened_is_marked_for_the_next_time(taught):
    teacher = taught.person("instructor-1")
    teacher.click("Add content")
    teacher.enter_frame()

    assert teacher.page.text.count("Already in this course") == 1
    assert teacher.page.text.count("Sent before, not opened yet") == 19
    links = found(taught, select(ResourceLink).where(ResourceLink.opened_at.is_not(None)))
    assert [link.content for link in links] == ["task:1A"]
