"""Notes are their writer's: no other person, page or part of the program comes near them."""

import re
from pathlib import Path

import pytest

from curriculum.models.enrolment import Role
from tests import factories
from tests.lti_tool.web.test_notes import NOTES, SECRET, SECTION, candidate, course, kept, unit, who

__all__ = ["candidate", "course", "unit", "who"]


@pytest.fixture
def note(candidate, session):
    candidate.post(NOTES, {"words": SECRET})
    return kept(session)[0]


OWN_PAGES = ("/notes/", "/notes/export", "/notes/export?as=json", SECTION)


def test_nobody_else_in_the_course_finds_a_note(browser, session, course, note):
    others = [
        factories.candidate(session, course=course),
        factories.instructor(session, course=course),
        factories.instructor(session),
    ]
    for other in others:
        viewer = browser(other)
        for address in OWN_PAGES:
            assert SECRET not in viewer.get(address).text
        for address in (f"/notes/{note.id}", f"/notes/{note.id}/remove"):
            assert viewer.get(address).status_code == 404
            assert viewer.post(address, {"words": "Mine now."}).status_code == 404
    assert [each.words for each in kept(session)] == [SECRET]


def test_another_course_of_the_same_person_has_notes_of_its_own(browser, session, who, note):
    elsewhere = browser(factories.candidate(session, person=who.person))

    assert SECRET not in elsewhere.get("/notes/").text
    assert elsewhere.get(f"/notes/{note.id}").status_code == 404


def test_somebody_who_looks_through_the_writer_s_eyes_sees_no_note(
    browser, who, note, count_queries
):
    looking = browser(who, impersonated=True)

    with count_queries() as asked:
        for address in ("/notes/", SECTION):
            page = looking.get(address)
            assert SECRET not in page.text
            assert "for their writer" in page.text
            assert "data-note" not in page.text
    assert not any("FROM note" in statement for statement in asked.statements)
    for address in ("/notes/export", f"/notes/{note.id}", f"/notes/{note.id}/remove"):
        answer = looking.get(address)
        assert answer.status_code == 403
        assert SECRET not in answer.text


def test_a_visitor_has_no_notes(browser, session):
    visitor = browser(factories.enrolment(session, role=Role.VISITOR))

    assert "Your notes" not in visitor.get(SECTION).text
    assert visitor.get("/notes/").status_code == 403
    assert visitor.post(NOTES, {"words": SECRET}).status_code == 403


def test_notes_go_with_the_place_in_the_course(session, who, note):
    session.delete(session.merge(who))
    session.commit()

    assert kept(session) == []


def test_the_pages_say_who_can_read_notes(candidate):
    for address in (SECTION, "/notes/"):
        assert "Only you can read your notes." in candidate.get(address).text


def test_a_long_list_costs_no_more_questions(candidate, count_queries):
    def asked(address):
        with count_queries() as counted:
            candidate.get(address)
        return counted.n

    candidate.get(SECTION)
    few = {address: asked(address) for address in OWN_PAGES}
    for n in range(12):
        candidate.post(NOTES, {"words": f"Note {n}"})

    assert {address: asked(address) for address in OWN_PAGES} == few
    assert few[SECTION] <= 10


# Where notes are of use, and where they never are


def test_a_reflection_offers_the_notes_on_its_unit(candidate, session, who):
    candidate.post(NOTES, {"words": SECRET})
    candidate.get("/tasks/1A/reflection")

    assert SECRET in candidate.get("/tasks/1A/reflection").text
    assert SECRET not in candidate.get("/tasks/2A/reflection").text


def test_a_reflection_shows_no_note_to_other_eyes(browser, candidate, who, note):
    candidate.get("/tasks/1A/reflection")

    page = browser(who, impersonated=True).get("/tasks/1A/reflection")

    assert page.status_code == 200
    assert SECRET not in page.text


def test_a_reflection_costs_the_same_with_many_notes(candidate, count_queries, note):
    candidate.get("/tasks/1A/reflection")
    with count_queries() as one:
        candidate.get("/tasks/1A/reflection")
    for n in range(9):
        candidate.post(NOTES, {"words": f"Note {n}"})
    with count_queries() as many:
        candidate.get("/tasks/1A/reflection")

    assert many.n == one.n


def test_a_family_that_withdraws_leaves_the_notes_to_their_writer(candidate, session, who):
    family = factories.contact(session, who).family
    session.commit()
    candidate.post(NOTES, {"words": f"{family.alias} baked it."})

    page = candidate.get(f"/contacts/families/{family.id}/withdraw")
    candidate.post(f"/contacts/families/{family.id}/withdraw")

    assert "Your private notes are not searched" in page.text
    assert f'href="{candidate.path(f"/notes/?q={family.alias}")}"' in page.text
    assert len(kept(session)) == 1


def test_nothing_that_grades_reports_or_works_in_the_background_knows_of_notes():
    root = Path(__file__).parents[3]
    files = [
        path
        for folder in ("assignments", "lti_tool/reports", "lti_tool/jobs", "lti_tool/lti")
        for path in (root / folder).rglob("*.py")
    ]
    assert len(files) > 50

    naming = [
        path for path in files if re.search(r"curriculum(\.models)?\.notes?\b", path.read_text())
    ]

    assert naming == []
