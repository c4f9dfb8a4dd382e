import re

import pytest

from lti_tool.demo import vocabulary as v
from lti_tool.demo.people import Person
from tests.lti_tool.demo.tool import Visitor, squeezed
from tests.spanish import left_over

COURSE = "/courses/edu-210"
NAVIGATION = re.compile(r'<a href="([^"]+)"[^>]*>([^<]+)</a>')


@pytest.fixture
def activity(lms, tool):
    return lms.add_activity("edu-210", "Task <1A>", f"{tool.url}/1a", score_maximum=10)


@pytest.fixture
def column(lms, activity):
    return lms.columns("edu-210")[0]


def test_the_first_visit_is_the_instructors(app, lms, tool):
    page = Visitor(app, lms, tool).http.get("/")

    assert page.status_code == 200
    assert '<option value="instructor-1" selected>Dana Whitfield</option>' in squeezed(page)
    assert "Working with Families" in page.text
    assert "Student Teaching Seminar" in page.text
    cookie = page.headers["Set-Cookie"]
    assert cookie.startswith("demo_lms_session=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_becoming_someone_stays_on_the_page(visitor):
    answer = visitor.http.post("/become", data={"person": "candidate-3", "next": COURSE})

    assert (answer.status_code, answer.location) == (303, COURSE)
    assert 'value="candidate-3" selected>李小龍' in squeezed(visitor.http.get(COURSE))


@pytest.mark.parametrize("path", ["//elsewhere.example", "\\\\elsewhere.example", "/\\elsewhere"])
def test_becoming_someone_never_leads_to_another_site(visitor, path):
    answer = visitor.http.post("/become", data={"person": "candidate-3", "next": path})

    assert answer.location.startswith("/e")


def test_becoming_someone_needs_a_person_and_our_own_page(visitor, lms):
    choice = {"person": "candidate-1"}

    assert visitor.http.post("/become", data={"person": "nobody"}).status_code == 400
    foreign = visitor.http.post("/become", data=choice, headers={"Origin": "https://x.example"})
    assert foreign.status_code == 403
    ours = visitor.http.post("/become", data=choice, headers={"Origin": lms.issuer})
    assert ours.status_code == 303


def test_a_course_lists_its_activities_and_the_candidates_grade(visitor, lms, column):
    assert "10 points" in visitor.http.get(COURSE).text
    lms.grade_by_hand(column, "candidate-1", 8.5)

    page = visitor.become("candidate-1").http.get(COURSE).text

    assert "Task &lt;1A&gt;" in page
    assert "8.5 of 10" in page
    assert "10 points" in visitor.become("candidate-2").http.get(COURSE).text


def test_an_empty_course_says_so_to_each(visitor):
    assert "There is nothing here yet" in visitor.http.get(COURSE).text
    candidate = visitor.become("candidate-1").http.get(COURSE).text
    assert "Your instructor has not added anything yet" in candidate


def test_messages_that_the_tool_sends_back_are_shown(visitor):
    page = visitor.http.get(COURSE + "?lti_msg=Saved&lti_errormsg=%3Cb%3E").text

    assert "Saved" in page
    assert "&lt;b&gt;" in page


def test_an_activity_frames_the_tool(visitor, activity, tool):
    page = visitor.http.get(f"{COURSE}/activities/{activity.id}")

    assert f'src="{COURSE}/activities/{activity.id}/launch"' in page.text
    assert f"microphone {tool.url}; camera {tool.url}" in page.text
    assert "clipboard" not in page.text
    assert f"frame-src 'self' {tool.url};" in page.headers["Content-Security-Policy"]


def test_the_menu_opens_the_tool_from_the_course(visitor, lms):
    link = lms.navigation("edu-210")

    assert f"/activities/{link.id}/launch" in visitor.http.get(f"{COURSE}/tool").text


def test_the_gradebook_shows_everyone_to_the_instructor(visitor, lms, column):
    lms.grade_by_hand(column, "candidate-1", 8.5, "Line one\n<b>two")

    page = visitor.http.get(f"{COURSE}/grades").text

    assert "8.5 of 10" in page
    assert "Line one\n&lt;b&gt;two" in page
    assert "typed in" in page
    assert page.count("no grade") == 4
    assert "Zoë Okafor" in page


def test_a_candidate_sees_their_own_line_only(visitor, lms, column):
    lms.grade_by_hand(column, "candidate-1", 8)

    page = visitor.become("candidate-2").http.get(f"{COURSE}/grades").text

    table = page[page.index("<tbody>") :]
    assert "José Rivera" in table
    assert "Zoë Okafor" not in table
    assert "8 of 10" not in table


def test_a_gradebook_without_columns_says_so(visitor):
    assert "There are no graded activities yet" in visitor.http.get(f"{COURSE}/grades").text


def test_the_roster_lists_everyone_and_lets_one_become_them(visitor):
    page = squeezed(visitor.http.get(f"{COURSE}/people"))

    assert page.count('name="person" value=') == 7
    assert "Siobhán O&#39;Neill" in page
    assert "Officer" in page
    assert "priya.raman@example.org" in page


def test_long_lists_of_people_come_in_pages(visitor, lms, column):
    lms.enrol_many("edu-210", 150)

    first = visitor.http.get(f"{COURSE}/people").text
    second = visitor.http.get(f"{COURSE}/people?page=2").text

    assert "?page=2" in first
    assert "?page=1" in second
    assert "?page=3" not in second
    assert first.count("<tr>") + second.count("<tr>") == 157 + 2
    assert "?page=2" in visitor.http.get(f"{COURSE}/grades").text
    assert visitor.http.get(f"{COURSE}/people?page=-3").status_code == 200


def test_the_switch_offers_the_first_people_and_oneself(visitor, lms):
    lms.enrol_many("edu-210", 150)

    page = squeezed(visitor.become("learner-140").http.get(COURSE))

    assert page.count("<option") == 62
    assert 'value="learner-140" selected' in page


@pytest.mark.parametrize(
    ("person_id", "path", "status"),
    [
        ("candidate-1", "/people", 403),
        ("candidate-1", "/grades", 200),
        ("coordinator-1", "", 200),
        ("coordinator-1", "/people", 403),
        ("coordinator-1", "/grades", 403),
        ("instructor-1", "/people", 200),
        ("instructor-1", "/activities/unknown", 404),
        ("instructor-1", "/activities/unknown/launch", 404),
        ("instructor-1", "/content", 200),
    ],
)
def test_who_may_open_what(visitor, person_id, path, status):
    assert visitor.become(person_id).http.get(COURSE + path).status_code == status


def test_no_place_in_the_course_no_entry(visitor, lms):
    assert visitor.become("candidate-5").http.get("/courses/edu-340").status_code == 403
    lms.enrol("edu-210", "candidate-5", v.LEARNER, status="Inactive")
    page = visitor.http.get(COURSE)
    assert page.status_code == 403
    assert "You have no place in this course" in page.text
    assert "Reciprocal" not in page.text


def test_someone_in_no_course_is_told_what_to_do(visitor, lms):
    lms.add_person(Person("p-1", "Ada", "Lovelace", "Ada Lovelace", "ada@example.org"))

    assert "You are in no course" in visitor.become("p-1").http.get("/").text


def test_what_is_not_there_gets_a_page(visitor):
    page = visitor.http.get("/nowhere")

    assert page.status_code == 404
    assert "Not Found" in page.text
    assert "Your courses" in page.text
    assert visitor.http.get("/courses/unknown").status_code == 404


def test_a_redirect_is_no_error(visitor):
    answer = visitor.http.get("/courses//edu-210")

    assert (answer.status_code, answer.location.endswith(COURSE)) == (308, True)


def test_the_menu_leads_everywhere_it_says(visitor, column):
    for person_id in ("instructor-1", "candidate-1", "coordinator-1"):
        menu = visitor.become(person_id).http.get(COURSE).text
        menu = menu[menu.index('<nav class="menu"') : menu.index("</nav>")]
        links = [match[1] for match in NAVIGATION.finditer(menu)]
        assert len(links) == {"instructor-1": 4, "candidate-1": 3, "coordinator-1": 2}[person_id]
        assert {visitor.http.get(link).status_code for link in links} == {200}


def test_pages_say_their_language_and_load_only_their_own_files(visitor):
    page = visitor.http.get("/", headers={"Accept-Language": "xx"})

    assert '<html lang="en">' in page.text
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for name in ("lms.css", "submit.js", "icon.svg"):
        with visitor.http.get(f"/static/{name}") as file:
            assert file.status_code == 200


def test_a_spanish_browser_gets_spanish_pages(visitor, column):
    spanish = {"Accept-Language": "es-CL, es;q=0.9, en;q=0.5"}
    for address in ("/", COURSE, f"{COURSE}/people", f"{COURSE}/grades", "/none"):
        page = visitor.http.get(address, headers=spanish)

        assert '<html lang="es"' in page.text
        assert left_over(page.text) == [], address
