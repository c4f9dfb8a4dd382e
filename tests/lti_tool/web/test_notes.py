"""Private notes: beside a section, listed, found, changed, taken away; and read by nobody else."""

import json
import re

import pytest
from sqlalchemy import select

from curriculum.models.note import Note
from tests import factories
from tests.unit_folder import teach

SECTION = "/units/school-climate/sections/arriving"
NOTES = f"{SECTION}/notes"
SECRET = "The kitchen smelled of bread."


@pytest.fixture(autouse=True)
def unit(tmp_path, monkeypatch):
    return teach(monkeypatch, tmp_path / "units").unit("school-climate")


@pytest.fixture
def course(session):
    return factories.course(session)


@pytest.fixture
def who(session, course):
    return factories.candidate(session, course=course)


@pytest.fixture
def candidate(browser, who):
    return browser(who)


def kept(session):
    return factories.stored(session, select(Note).order_by(Note.id))


def test_a_note_stands_beside_its_section(candidate, session):
    answer = candidate.post(NOTES, {"words": SECRET})

    page = candidate.get(SECTION)

    assert answer.status_code == 303
    assert f"{SECTION}?done=note-saved" in answer.location
    assert SECRET in page.text
    assert SECRET not in candidate.get("/units/school-climate/sections/staying").text
    (note,) = kept(session)
    assert (note.section, note.slot, note.second) == ("arriving", None, None)


@pytest.mark.parametrize(
    ("at", "second", "shown"),
    [("0:42", 42, "0:42"), ("42", 42, "0:42"), ("1:02:03", 3723, "62:03"), ("", None, None)],
)
def test_a_note_on_a_second_leads_back_to_it(candidate, session, at, second, shown):
    candidate.post(NOTES, {"words": SECRET, "slot": "opening", "at": at})

    page = candidate.get("/notes/")

    assert kept(session)[0].second == second
    link = re.search(r'<a href="([^"]+)">Two arrivals(?: · ([\d:]+))?</a>', page.text)
    assert link[2] == shown
    query = f"?slot=opening&amp;at={second}" if shown else ""
    assert link[1].endswith(f"{SECTION}{query}#video-opening")


def test_a_time_without_a_film_is_left_aside(candidate, session):
    candidate.post(NOTES, {"words": SECRET, "slot": "", "at": "0:42"})

    assert kept(session)[0].second is None


@pytest.mark.parametrize(
    ("sent", "field", "message"),
    [
        ({"words": "  "}, "words", "Write something first."),
        ({"words": "x" * 4001}, "words", "room for 4000 characters; this one has 4001"),
        ({"words": SECRET, "slot": "opening", "at": "soon"}, "at", "for example 0:42"),
        ({"words": SECRET, "slot": "opening", "at": "٤٢"}, "at", "for example 0:42"),
    ],
)
def test_a_refused_note_loses_no_word(candidate, session, sent, field, message):
    page = candidate.post(NOTES, sent)
    told = candidate.post(NOTES, sent, headers={"Accept": "application/json"})

    assert page.status_code == told.status_code == 422
    assert message in page.text
    assert sent["words"] + "</textarea>" in page.text
    assert told.json["errors"].keys() == {field}
    assert message in told.json["errors"][field]
    assert kept(session) == []


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("/units/school-climate/sections/nothing/notes", {}),
        ("/units/astronomy/sections/arriving/notes", {}),
        (NOTES, {"slot": "nothing"}),
        ("/units/school-climate/sections/staying/notes", {"slot": "opening"}),
    ],
)
def test_a_note_on_what_is_not_there_is_404(candidate, session, address, sent):
    assert candidate.post(address, {"words": SECRET, **sent}).status_code == 404
    assert kept(session) == []


def test_a_script_gets_the_note_to_show(candidate):
    answer = candidate.post(NOTES, {"words": "<b>"}, headers={"Accept": "application/json"})

    assert answer.json["text"] == "Note saved."
    assert f'id="note-{answer.json["id"]}"' in answer.json["html"]
    assert "&lt;b&gt;" in answer.json["html"]


def test_a_second_press_writes_no_second_note(candidate, session):
    for _ in range(2):
        candidate.post(NOTES, {"words": SECRET})

    assert len(kept(session)) == 1


def test_notes_are_found_by_words_whatever_their_case_and_accents(candidate):
    for words in ("Señora at the door", "the DOOR was locked", "Nothing else"):
        candidate.post(NOTES, {"words": words})

    found = candidate.get("/notes/?q=DOOR+senora").text

    assert "1 of 3 notes" in found
    assert "Señora at the door" in found
    assert "2 of 3 notes" in candidate.get("/notes/?q=door").text
    assert "No note holds these words." in candidate.get("/notes/?q=window").text


def test_notes_are_listed_as_the_course_goes(candidate):
    candidate.post("/units/school-climate/sections/staying/notes", {"words": "Third"})
    candidate.post(NOTES, {"words": "Second"})
    section = candidate.get("/units/introduction").text.split("/introduction/sections/")[1]
    section = re.match(r"[a-z-]+", section)[0]
    candidate.post(f"/units/introduction/sections/{section}/notes", {"words": "First"})

    page = candidate.get("/notes/").text

    assert page.index(">First<") < page.index(">Second<") < page.index(">Third<")
    narrowed = candidate.get("/notes/?unit=school-climate").text
    assert ">First<" not in narrowed
    assert "2 of 3 notes" in narrowed


def test_a_note_on_what_the_course_no_longer_has_is_still_there(candidate, session, who):
    old = {"unit_id": "astronomy", "section": "stars", "slot": "sky", "second": 3}
    factories.add(session, Note(enrolment_id=who.id, words=SECRET, changed_at=factories.NOW, **old))
    session.commit()

    assert SECRET in candidate.get("/notes/").text
    assert SECRET in candidate.get("/notes/export").text


def test_a_note_is_changed(candidate, session):
    candidate.post(NOTES, {"words": SECRET})
    (note,) = kept(session)
    page = candidate.get(f"/notes/{note.id}")
    seen = re.search(r'name="seen" value="([^"]+)"', page.text)[1]

    answer = candidate.post(f"/notes/{note.id}", {"words": "Better.", "seen": seen})

    assert answer.status_code == 303
    assert [each.words for each in kept(session)] == ["Better."]


def test_two_windows_do_not_overwrite_each_other(candidate, session):
    candidate.post(NOTES, {"words": SECRET})
    (note,) = kept(session)
    seen = re.search(r'name="seen" value="([^"]+)"', candidate.get(f"/notes/{note.id}").text)[1]
    candidate.post(f"/notes/{note.id}", {"words": "From one window.", "seen": seen})

    page = candidate.post(f"/notes/{note.id}", {"words": "From another.", "seen": seen})

    assert page.status_code == 409
    assert "From another.</textarea>" in page.text
    assert "From one window." in page.text
    again = re.search(r'name="seen" value="([^"]+)"', page.text)[1]
    candidate.post(f"/notes/{note.id}", {"words": "Both.", "seen": again})
    assert [each.words for each in kept(session)] == ["Both."]


def test_a_note_is_erased_after_asking(candidate, session):
    candidate.post(NOTES, {"words": SECRET})
    (note,) = kept(session)

    asked = candidate.get(f"/notes/{note.id}/remove")
    assert SECRET in asked.text
    assert len(kept(session)) == 1
    candidate.post(f"/notes/{note.id}/remove")

    assert kept(session) == []
    assert candidate.post(f"/notes/{note.id}/remove").status_code == 404


def test_notes_are_taken_away_as_text_and_as_data(candidate):
    candidate.post(NOTES, {"words": SECRET, "slot": "opening", "at": "0:42"})

    text = candidate.get("/notes/export")
    data = candidate.get("/notes/export?as=json")

    assert text.mimetype == "text/markdown"
    assert text.headers["Content-Disposition"] == "attachment; filename=notes.md"
    assert "## The open door\n\n### Arriving\n\n*" in text.text
    assert f"Two arrivals 0:42*\n\n{SECRET}\n" in text.text
    (note,) = json.loads(data.text)["notes"]
    assert (note["unit"], note["film"], note["time"]) == ("The open door", "Two arrivals", "0:42")
    assert note["words"] == SECRET
