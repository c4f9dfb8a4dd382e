import pytest

from tests import factories
from tests.unit_folder import teach

PAGE = "/units/school-climate/course"


@pytest.fixture
def unit(tmp_path, monkeypatch):
    return teach(monkeypatch, tmp_path / "units").unit("school-climate")


@pytest.fixture
def course(session, unit):
    return factories.course(session)


@pytest.fixture
def instructor(browser, session, course):
    return browser(factories.instructor(session, course=course))


@pytest.fixture
def candidate(session, course):
    def candidate(name):
        person = factories.person(session, name=name)
        return factories.candidate(session, course=course, person=person)

    return candidate


def words(page):
    return " ".join(page.text.split())


def test_an_empty_course_says_so_and_leads_on(instructor):
    page = instructor.get(PAGE)

    assert "No candidates yet" in page.text
    assert "<table" not in page.text
    assert instructor.path("/units/school-climate") in page.text


def test_the_counts_lead_to_the_people(instructor, session, course, unit, candidate):
    factories.section_read(session, candidate("Ana Ruiz").id, unit, "arriving")
    factories.section_read(session, candidate("Ben Lee").id, unit, "arriving", elsewhere=True)
    candidate("Cem Kaya")
    session.commit()

    page = instructor.get(PAGE)

    assert page.status_code == 200
    assert "2 of 3 have begun." in words(page)
    for word in ("started", "read", "elsewhere"):
        assert f"?show={word}.arriving#people" in page.text
    assert "?show=watched.arriving" not in page.text
    assert 'Not begun <span class="count">1</span>' in words(page)
    not_begun = words(instructor.get(f"{PAGE}?show=not-begun"))
    assert "Cem Kaya" in not_begun
    assert "Ana Ruiz" not in not_begun
    elsewhere = words(instructor.get(f"{PAGE}?show=elsewhere.arriving"))
    assert "Who says to have read “Arriving” elsewhere" in elsewhere
    assert "Ben Lee" in elsewhere
    assert "Ana Ruiz" not in elsewhere
    assert "</span> Elsewhere </td>" in elsewhere


def test_a_list_that_there_is_not_is_404(instructor):
    assert instructor.get(f"{PAGE}?show=read.nothing").status_code == 404
    assert instructor.get("/units/astronomy/course").status_code == 404


def test_another_course_s_people_are_not_shown(instructor, session, unit):
    person = factories.person(session, name="Somebody Else")
    other = factories.candidate(session, person=person)
    factories.section_read(session, other.id, unit, "arriving")
    session.commit()

    assert "Somebody Else" not in instructor.get(PAGE).text


def test_people_come_a_hundred_at_a_time_with_as_many_statements(
    instructor, session, unit, candidate, count_queries
):
    factories.section_read(session, candidate("Person 000").id, unit, "arriving")
    session.commit()
    with count_queries() as few:
        instructor.get(PAGE)
    for number in range(1, 102):
        factories.section_read(session, candidate(f"Person {number:03}").id, unit, "staying")
    session.commit()

    with count_queries() as many:
        page = instructor.get(f"{PAGE}?page=2")

    assert few.n == many.n <= 15
    assert page.text.count('<th scope="row"') == 3 + 2  # three sections, two people
    assert "Person 101" in page.text
    assert "101 to 102 of 102" in page.text


def test_only_instructors_are_led_there(browser, instructor, session, course):
    candidate = browser(factories.candidate(session, course=course))

    for address in ("/", "/units/school-climate"):
        assert instructor.path(PAGE) in instructor.get(address).text
        assert "/course" not in candidate.get(address).text
    assert candidate.get(PAGE).status_code == 403
