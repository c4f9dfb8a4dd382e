"""What the printed report says, against numbers counted in the test."""

import re

import pytest
from markupsafe import Markup
from sqlalchemy import func, select, update

from assignments.models.contact_log import Contact, Verification
from assignments.models.reflection import Reflection, Submission
from assignments.models.report import ReportKind
from assignments.rubric import load_rubric
from curriculum.models.progress import SectionRead
from curriculum.units import load_curriculum
from lti_tool.reports import document
from tests import cohorts, factories
from tests.spanish import left_over


def words_of(html):
    return re.sub(r"\s+", " ", str(Markup(html).striptags()))


def test_every_report_carries_what_it_is_about_and_its_versions(made):
    for html in (made.course_html(cycle=made.cycle), made.candidate_html(cycle=made.cycle)):
        said = words_of(html)
        for carried in (
            "Elementary Education", "State University", "EDU 210", "R-TEST-0001",
            f"{made.cycle.name}: August 1, 2025 – July 31, 2026",
            "March 2, 2026, 10:00 AM (America/New_York)",
            f"curriculum {load_curriculum().version}, rubric {load_rubric().version}",
            "program-set",
        ):  # fmt: skip
            assert carried in said


def test_a_course_report_prints_the_numbers_of_the_rows(made):
    said = words_of(made.course_html())

    contacts = made.session.scalar(select(func.count()).select_from(Contact))
    verified = made.session.scalar(select(func.count()).select_from(Verification))
    assert f"All together: {contacts} contacts" in said
    assert f"verified {verified} of them ({round(100 * verified / contacts)}%)" in said
    assert "4 of 12 candidates are complete (33%)" in said
    assert "N = 12" in said


def test_the_roster_names_everybody_once_with_what_is_missing(made):
    html = made.course_html()

    rows = re.findall(r'<tr>\s*<th scope="row">(.*?)</th>.*?<td>\s*(.*?)\s*</td>\s*</tr>',
                      html.partition('class="long roster"')[2], re.DOTALL)  # fmt: skip
    missing = {str(Markup(name).unescape()): text for name, text in rows}
    assert len(missing) == 12
    assert missing[cohorts.name_of(made.session, made.ids[0])] == "Complete"
    assert missing[cohorts.name_of(made.session, made.ids[1])] == (
        "Not handed in: 4B. Waiting to be graded: 4A"
    )
    assert missing[cohorts.name_of(made.session, made.ids[5])] == "Not handed in: all 11"


def test_what_was_read_elsewhere_is_not_passed_off_as_read_here(made):
    unit = load_curriculum().units[0]
    assert "of them elsewhere" not in words_of(made.candidate_html())

    own = SectionRead.enrolment_id == made.ids[1]
    said = (SectionRead.section == unit.sections[0].id, SectionRead.unit_id == unit.id)
    made.session.execute(update(SectionRead).where(own, *said).values(elsewhere=True))
    made.session.commit()

    count = len(unit.sections)
    assert f"{count} of {count}, 1 of them elsewhere" in words_of(made.candidate_html())


def test_a_candidates_report_says_why_they_are_not_complete(made):
    said = words_of(made.candidate_html(place=1))

    assert "Not complete. 3 things are missing." in said
    assert "4A: Waiting to be graded" in said
    assert "4B: 0 of 1 contacts" in said


def test_a_candidates_report_says_who_graded_what_and_when(made):
    said = words_of(made.candidate_html(place=0))

    assert f"{made.rater.person.name}, March 2, 2026" in said
    assert "Complete." in said


def test_an_exception_is_printed_with_its_reason(made):
    cohorts.exempt(made.session, made.ids[1], "4B", made.rater)

    said = words_of(made.candidate_html(place=1))

    assert "Placed in a school without family evenings." in said


def test_a_candidate_with_nothing_done_has_a_report(made):
    said = words_of(made.candidate_html(place=5))

    assert "0 distinct families, 0 contacts, 0 min in all" in said


def test_a_small_n_is_pointed_out(made):
    small = factories.course(made.session, title="Small")
    cohorts.make_cohort(made.session, small, 5, factories.instructor(made.session, course=small))

    said = words_of(made.course_html(course=small))

    assert "N is small: one candidate more or less moves a share by 20 percentage points" in said
    assert "N is small" not in words_of(made.course_html())


def test_a_program_report_has_a_roster_for_each_course(made):
    other = factories.course(made.session, title="Second", program=made.program)
    cohorts.make_cohort(made.session, other, 6, factories.instructor(made.session, course=other))

    html = made.html(made.report(ReportKind.PROGRAM))

    assert html.count('class="long roster"') == 2
    assert "<h3>Second</h3>" in html
    assert "N = 18" in words_of(html)


def test_a_list_too_long_is_left_out_and_the_report_says_what_to_do(made, monkeypatch):
    monkeypatch.setattr(document, "MOST_LISTED", 11)

    html = made.course_html()

    assert 'class="long roster"' not in html
    assert "it would have 12 names, and a report lists 11 at most" in words_of(html)
    assert "4 of 12 candidates are complete" in words_of(html)


def test_a_course_without_candidates_has_a_report(made):
    empty = factories.course(made.session, title="Empty")

    said = words_of(made.course_html(course=empty))

    assert "0 of 0 candidates are complete (–)" in said


def test_two_versions_of_the_rubric_are_told_apart(made):
    of_1a = select(Submission).join(Reflection).where(Reflection.task_id == "1A")
    old = made.session.scalars(of_1a.order_by(Submission.id).limit(1)).one()
    old.rubric_version, old.rubric = "2024.1", old.rubric | {"version": "2024.1"}
    made.session.flush()

    assert "rubric 2024.1" in words_of(made.course_html())


@pytest.mark.parametrize(("locale", "day"), [("de", "2. März 2026"), ("en_GB", "2 March 2026")])
def test_dates_follow_the_askers_locale(made, locale, day):
    assert day in words_of(made.course_html(locale=locale))


@pytest.mark.parametrize("kind", ["candidate", "course"])
def test_a_report_asked_for_in_spanish_is_in_spanish(made, kind):
    html = {"candidate": made.candidate_html, "course": made.course_html}[kind](locale="es")

    assert "Informe de cumplimiento" in words_of(html)
    assert left_over(html) == []
