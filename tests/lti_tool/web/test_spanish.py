"""A reader of Spanish meets no English word of ours: every page, every role, then compared.

What a unit or a task says is content, and stays in its own language.
"""

import re
from datetime import date

import pytest
from flask import render_template

from curriculum.models.note import Note
from curriculum.models.program_video import ProgramVideo, VideoState
from lti_tool.lti import invitations
from tests import factories
from tests.lti_tool.tenants import make_tenant
from tests.spanish import left_over
from tests.unit_folder import teach

HOME, SECTION = "school-climate", "arriving"
SAME_FOR_ALL = {"unit": HOME, "section": SECTION, "slot": "opening"}
TASKS = ("I-1", "1A", "1C")
NO_PAGES = {
    "content.pick", "grades.state", "grading.next_one", "grading.submission", "notes.export",
    "program_videos.captions", "reports.file", "reports.state",
}  # fmt: skip
"""Files, answers to scripts, ways to other pages, and what only the LMS opens."""


@pytest.fixture
def tenant(session, monkeypatch, tmp_path):
    """A course with work of every kind, and what stands for each thing in an address."""
    teach(monkeypatch, tmp_path / "units")  # a unit with everything a unit can have, in English
    tenant = make_tenant(session)
    candidate = tenant.people["candidate"]
    for task in TASKS:
        if task != "1A":
            factories.contact(session, candidate, task_id=task)
    note = Note(
        enrolment_id=candidate.id, unit_id=HOME, section=SECTION, slot=None, second=None,
        words="Suya.", changed_at=factories.NOW,
    )  # fmt: skip
    film = ProgramVideo(
        program_id=tenant.program.id, unit_id=HOME, slot="opening", state=VideoState.DRAFT,
        title="Suyo", source="https://example.edu/suyo.mp4", seconds=60, transcript="Suya.",
        changed_at=factories.NOW,
    )  # fmt: skip
    factories.add(session, note)
    factories.add(session, film)
    session.commit()
    return tenant, {**tenant.named, "note": note.id, "course": tenant.course.id}


@pytest.fixture
def read_by(app, browser, tenant):
    """Walk every page within a launch, and return what each of those that opened says."""

    def walk(locale: str) -> dict[tuple[str, str, str], str]:
        opened = {}
        people, named = tenant[0].people, tenant[1]
        for role, who in people.items():
            reader = browser(who, locale=locale)
            for endpoint, address in addresses(app, named, reader.launch):
                answer = reader.client.get(address)
                if answer.status_code == 200 and answer.mimetype == "text/html":
                    opened[role, endpoint, address.partition(reader.launch)[2]] = answer.text
        return opened

    return walk


def addresses(app, named, launch):
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if "launch" not in rule.arguments or "GET" not in rule.methods:
            continue
        for task in TASKS if "task" in rule.arguments else (None,):
            given = {**SAME_FOR_ALL, **named, "task": task, "launch": launch}
            values = {name: given.get(name, 1) for name in rule.arguments}
            if rule.endpoint == "reports.preview":
                values["about"] = f"course:{named['course']}"
            yield rule.endpoint, adapter.build(rule.endpoint, values)


def test_every_page_is_in_spanish(app, read_by):
    pages = read_by("es-MX")

    found = {where: left for where, html in pages.items() if (left := left_over(html))}
    assert found == {}
    assert all('<html lang="es-MX" dir="ltr">' in html for html in pages.values())
    launched = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "launch" in rule.arguments and "GET" in rule.methods
    }
    assert launched - {endpoint for _, endpoint, _ in pages} <= NO_PAGES


def test_the_comparison_sees_english(read_by):
    """The same walk in English: hardly a page has nothing to say."""
    pages = read_by("en")

    silent = [where for where, html in pages.items() if len(left_over(html)) < 5]
    assert silent == []


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/lti/login", 400, "la plataforma de tu curso"),
        ("/lti/register/nobody", 404, "Aquí no se conoce"),
        ("/l/nobody/", 404, "Esta página no es tuya"),
        ("/nowhere", 404, "No existe esa página"),
    ],
)
def test_before_a_launch_the_browser_says_which_language(app, session, address, status, said):
    client = app.test_client()

    page = client.get(address, headers={"Accept-Language": "fr;q=0.9, es-419, en;q=0.5"})

    assert page.status_code == status
    assert said in page.text
    assert left_over(page.text) == []


def test_what_is_kept_about_people_is_told_in_spanish(app):
    with app.test_request_context(headers={"Accept-Language": "es"}):
        page = render_template("lti/privacy.html", contact="", way_back="")

    assert "Sobre las familias" in page
    assert left_over(page) == []


def test_an_administrator_connects_an_lms_in_spanish(app, session):
    _row, token = invitations.create_invitation(session, "Universidad", now=factories.NOW)
    session.commit()

    for lms in ("canvas", "moodle", "brightspace", "blackboard", "sakai", "other"):
        page = app.test_client().get(
            f"{invitations.PATH}{token}?lms={lms}", headers={"Accept-Language": "es"}
        )
        assert '<html lang="es"' in page.text
        assert left_over(page.text) == []


def test_the_launch_outweighs_the_browser(browser, session):
    reader = browser(factories.candidate(session), locale="en-CA")

    page = reader.get("/", headers={"Accept-Language": "es"})

    assert '<html lang="en"' in page.text


def test_an_lms_that_names_no_locale_leaves_it_to_the_browser(browser, session):
    reader = browser(factories.candidate(session), locale="")

    assert '<html lang="es"' in reader.get("/", headers={"Accept-Language": "es"}).text
    assert '<html lang="en"' in reader.get("/", headers={"Accept-Language": "xx"}).text
    assert '<html lang="en"' in reader.get("/").text


def test_a_refused_form_is_refused_in_spanish(browser, session):
    writer = browser(factories.candidate(session), locale="es")

    page = writer.post("/contacts/new", {"minutes": "many"})

    assert page.status_code == 422
    assert "Escribe la duración en minutos enteros" in page.text
    assert left_over(page.text) == []


def test_dates_are_written_in_spanish(app, browser, session):
    candidate = factories.candidate(session)
    factories.contact(session, candidate, held_on=date(2026, 3, 12))

    page = browser(candidate, locale="es").get("/contacts/")

    months = (
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
    )
    assert re.search(rf"\d+ de (?:{'|'.join(months.split())}) de \d{{4}}", page.text)
