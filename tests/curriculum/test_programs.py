from datetime import date

import pytest

from curriculum import programs
from curriculum.foundation.errors import Missing, Rejected
from tests import factories

AUTUMN = ("Autumn 2026", date(2026, 8, 1), date(2026, 12, 31))
SPRING = ("Spring 2027", date(2027, 1, 1), date(2027, 6, 30))


def test_a_program_is_added_once_and_gets_more_cycles(session):
    first = programs.add_program(session, "Elementary", institution="Riverbend", cycles=[AUTUMN])
    again = programs.add_program(session, "Elementary", cycles=[SPRING])

    assert again.id == first.id
    assert again.institution == "Riverbend"
    assert [cycle.name for cycle in programs.list_programs(session)[0].cycles] == [
        "Autumn 2026",
        "Spring 2027",
    ]


def test_an_institution_can_be_corrected(session):
    programs.add_program(session, "Elementary", institution="Riverbent")

    assert programs.add_program(session, "Elementary", institution="Riverbend").institution == (
        "Riverbend"
    )


@pytest.mark.parametrize(
    ("name", "cycles", "complaint"),
    [
        pytest.param(" ", [], "needs a name", id="no name"),
        pytest.param("A", [("X", date(2027, 1, 2), date(2027, 1, 1))], "ends before", id="days"),
        pytest.param("A", [AUTUMN, AUTUMN], "already has", id="twice"),
    ],
)
def test_what_cannot_be_is_refused(session, name, cycles, complaint):
    with pytest.raises(Rejected, match=complaint):
        programs.add_program(session, name, cycles=cycles)


def test_a_course_moves_to_the_program_it_is_assigned_to(session):
    course, program = factories.course(session), factories.program(session)

    programs.assign_course(session, program, course.id)

    assert course.program_id == program.id
    assert course in programs.list_courses(session)


def test_a_course_that_is_not_there_is_named(session):
    with pytest.raises(Missing, match="no course 99"):
        programs.assign_course(session, factories.program(session), 99)


def test_a_program_that_is_not_there_is_named(session):
    with pytest.raises(Missing, match="“Nowhere”"):
        programs.program_named(session, "Nowhere")


def test_a_grant_is_given_once_and_taken_away(session):
    program, person = factories.program(session), factories.person(session)
    first = programs.grant_coordinator(session, program, person)

    assert programs.grant_coordinator(session, program, person).id == first.id
    programs.revoke_coordinator(session, program, person)
    with pytest.raises(Missing, match="does not coordinate"):
        programs.revoke_coordinator(session, program, person)
