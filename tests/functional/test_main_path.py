"""The seven steps of the main path, over real HTTP, without a script running."""

import pikepdf
import pytest

from tests.house import COURSE, House
from tests.webbrowser import WebBrowser

CANDIDATE = "candidate-1"
WORDS = "We waited at the window. My guide read the sign twice and said who it was written for. "


def add_everything(house: House) -> WebBrowser:
    """Step 1: the instructor puts the whole curriculum into the course."""
    teacher = house.person("instructor-1")
    teacher.click("Add content")
    teacher.enter_frame()
    teacher.press("Add all")
    teacher.follow()
    return teacher


def open_activity(house: House, person_id: str, title: str) -> WebBrowser:
    """Become somebody and open one of the course's activities."""
    browser = house.person(person_id)
    browser.click(title)
    browser.enter_frame()
    return browser


def log_a_contact(candidate: WebBrowser, *, minutes: int = 60) -> None:
    """Step 3, from the task's page."""
    candidate.click("Log a contact")
    form = candidate.page.form(holding="held_on")
    given = {name for name, _ in form.fields}
    first = {name: values[0] for name, values in form.options.items() if name not in given}
    candidate.submit(
        form,
        **{name: value for name, value in first.items() if name != "consent_scopes"},
        minutes=minutes,
        consent_scopes=["talk", "notes"],
        heard="The bus comes late.",
        strength="Knows every driver by name.",
        given_back="Sent the timetable.",
        next_step="Ask the office about the bus.",
    )
    assert candidate.page.status == 200, candidate.page.text


def write(candidate: WebBrowser, text: str) -> None:
    """Step 4: fill every prompt, choose every contact, save."""
    form = candidate.page.form(holding="revision")
    parts = {name: text for name in form.names if name.startswith("part-")}
    chosen = {"contacts": form.options["contacts"]} if "contacts" in form.options else {}
    candidate.submit(form, press="Look it over", **parts, **chosen)


def hand_in(house: House, *, text: str = WORDS) -> WebBrowser:
    """Steps 3 and 4 for task 1A."""
    candidate = open_activity(house, CANDIDATE, "Walk in as a family")
    log_a_contact(candidate)
    candidate.open(f"{house.lms_url}/courses/{COURSE}")
    candidate = open_activity(house, CANDIDATE, "Walk in as a family")
    candidate.click("Begin writing")
    write(candidate, text)
    candidate.press("Submit")
    return candidate


def mark_and(house: House, press: str, *, level: int = 3) -> WebBrowser:
    """Step 5: the instructor opens the task, the next work, and marks it."""
    teacher = open_activity(house, "instructor-1", "Walk in as a family")
    teacher.click("Grade the one that waits")
    form = teacher.page.form(holding="comment")
    levels = {name: level for name in form.names if name.startswith("level-")}
    teacher.submit(form, press=press, comment="You saw who the sign was for.", **levels)
    return teacher


@pytest.fixture
def full(house: House) -> House:
    """A course with the whole curriculum in it."""
    add_everything(house)
    return house


def test_the_instructor_adds_the_whole_curriculum_at_once(house):
    teacher = add_everything(house)

    assert "added" in teacher.page.text
    assert len(house.lms.activities(COURSE)) == 5 + 15
    columns = {column.resource_id: column for column in house.lms.columns(COURSE)}
    assert len(columns) == 14
    assert (columns["1A"].score_maximum, columns["1A"].tag) == (100, "reciprocal")
    assert "I-2" not in columns


def test_a_link_that_names_nothing_of_ours_opens_the_course_home(full):
    candidate = full.person(CANDIDATE)
    candidate.click("Reciprocal")
    candidate.enter_frame()

    assert "Next" in candidate.page.text
    assert "School Climate and Culture" in candidate.page.text


def test_reading_resumes_where_it_stopped(full):
    candidate = open_activity(full, CANDIDATE, "School Climate and Culture")
    candidate.click("Begin")
    first = candidate.page.url
    candidate.press("Go on")
    second = candidate.page.url

    again = open_activity(full, CANDIDATE, "School Climate and Culture")
    again.click("Continue")

    assert first != second
    assert again.page.url.rsplit("/", 1)[1] == second.split("?")[0].rsplit("/", 1)[1]


@pytest.mark.case("A01")
def test_from_contact_to_gradebook(full):
    candidate = hand_in(full)
    assert "receipt" in candidate.page.text.lower()

    teacher = mark_and(full, "Release grade")
    assert "Released" in teacher.page.text
    full.work()

    column = next(c for c in full.lms.columns(COURSE) if c.resource_id == "1A")
    result = full.lms.result(column.id, CANDIDATE)
    assert result.score == pytest.approx(90)
    assert "You saw who the sign was for." in result.comment
    teacher.open(teacher.page.url.split("/grading/")[0] + "/grades/")
    assert "Arrived" in teacher.page.text
    candidate = open_activity(full, CANDIDATE, "Walk in as a family")
    assert "You saw who the sign was for." in candidate.page.text
    assert "Ready to prac" in candidate.page.text


def test_returned_work_makes_a_new_attempt(full):
    hand_in(full)
    mark_and(full, "Return for revision", level=2)
    candidate = open_activity(full, CANDIDATE, "Walk in as a family")
    assert "You saw who the sign was for." in candidate.page.text

    candidate.click("Revise")
    write(candidate, WORDS + "Then I asked who could change the sign.")
    candidate.press("Submit")
    teacher = mark_and(full, "Release grade", level=4)

    assert "Attempt 2" in teacher.page.text
    full.work()
    column = next(c for c in full.lms.columns(COURSE) if c.resource_id == "1A")
    assert full.lms.result(column.id, CANDIDATE).score == pytest.approx(100)


def test_a_name_from_the_roster_is_found_before_it_is_handed_in(full):
    teacher = open_activity(full, "instructor-1", "Walk in as a family")
    assert teacher.page.status == 200
    full.work()  # reads the roster
    candidate = open_activity(full, CANDIDATE, "Walk in as a family")
    log_a_contact(candidate)
    candidate = open_activity(full, CANDIDATE, "Walk in as a family")
    candidate.click("Begin writing")

    write(candidate, WORDS + "José Rivera came too; mail me at zoe@example.org.")

    assert "could name somebody" in candidate.page.text
    assert not any(b[0] == "Submit" for f in candidate.page.forms for b in f.buttons)
    form = next(f for f in candidate.page.forms if any("Apply" in b[0] for b in f.buttons))
    masked = {name: "mask" for name in form.options if name.startswith("choice-")}
    candidate.submit(form, press="Apply", **masked)
    candidate.press("Submit")
    assert "José Rivera" not in candidate.page.text


def test_below_the_minimum_only_an_exception_lets_it_through(full):
    candidate = open_activity(full, CANDIDATE, "Walk in as a family")
    candidate.open(candidate.page.url.split("?")[0] + "/reflection")
    write(candidate, WORDS)
    assert "Too few contacts" in candidate.page.text

    teacher = open_activity(full, "instructor-1", "Walk in as a family")
    teacher.click("Zoë Okafor")
    teacher.press("Grant the exception", reason="The school closed for two weeks.")

    candidate.open(candidate.page.url)
    candidate.press("Submit")
    assert "receipt" in candidate.page.text.lower()


def test_a_coordinator_gets_the_report_of_the_course(full, tmp_path):
    hand_in(full)
    mark_and(full, "Release grade")
    with full.session() as session:
        from curriculum.models.course import Course
        from curriculum.models.program import Program

        program = session.query(Program).one()
        session.query(Course).update({"program_id": program.id})
        session.commit()
    priya = full.person("coordinator-1")
    priya.click("Reciprocal")
    priya.enter_frame()
    priya.click("Reports")
    form = priya.page.form(holding="about")
    course = next(value for value in form.options["about"] if value.startswith("course"))
    priya.submit(form, about=course)
    priya.press("Make the PDF")
    full.work()
    priya.open(priya.page.url)
    priya.click("PDF")

    assert priya.page.answer.headers["Content-Type"] == "application/pdf"
    path = tmp_path / "report.pdf"
    path.write_bytes(priya.page.answer.content)
    with pikepdf.open(path) as pdf:
        assert pdf.Root.MarkInfo.Marked
    assert b"The bus comes late" not in priya.page.answer.content
