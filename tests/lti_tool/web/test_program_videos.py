"""A program's own films: who may put them in, what readers see, and what goes wrong in between."""

import pytest

from curriculum.models.enrolment import Role
from curriculum.models.program_video import EditorGrant, ProgramVideo
from tests import factories

SLOT = "/films/school-climate/opening"
FILM = {
    "title": "Our own door",
    "source": "https://media.school.edu/door.mp4",
    "length": "1:35",
    "captions": "WEBVTT\n\n00:01.000 --> 00:03.000\nCome in, says the door.\n",
    "captions_language": "en",
    "transcript": "Come in, says the door.",
}
SECTION = "/units/school-climate/sections/first-ten-seconds"


@pytest.fixture
def program(session):
    return factories.program(session)


@pytest.fixture
def course(session, program):
    return factories.course(session, program=program)


@pytest.fixture
def teacher(session, program, course):
    """An instructor of the program who was given the right."""
    who = factories.instructor(session, course=course)
    session.add(EditorGrant(program=program, person=who.person))
    return who


@pytest.fixture
def editor(browser, teacher):
    return browser(teacher)


@pytest.fixture
def reader(session, course, browser):
    return browser(factories.candidate(session, course=course))


def live(editor, **changes):
    editor.post(SLOT, {**FILM, **changes})
    editor.post(f"{SLOT}/live")


def test_a_film_is_saved_looked_at_and_shown(editor, reader):
    saved = editor.post(SLOT, FILM)
    preview = editor.get(f"{SLOT}/preview")
    before = reader.get(SECTION).text
    shown = editor.post(f"{SLOT}/live")
    after = reader.get(SECTION).text

    assert saved.location.endswith(f"{SLOT}/preview?done=film-saved")
    assert "Our own door" in preview.text
    assert "Our own door" not in before
    assert shown.location.endswith("/films?done=film-live")
    assert "Our own door" in after
    assert "media.school.edu" in after


def test_nothing_outside_is_asked_before_the_reader_says_so(editor, reader):
    live(editor)

    page = reader.get(SECTION)
    played = reader.get(f"{SECTION}?play=opening")

    assert "https://media.school.edu/door.mp4" not in page.text
    assert "media.school.edu" not in page.headers["Content-Security-Policy"]
    assert "https://media.school.edu/door.mp4" in played.text
    assert "media-src 'self' https://media.school.edu" in played.headers["Content-Security-Policy"]


def test_its_captions_come_from_us(editor, reader, session):
    live(editor)
    page = reader.get(f"{SECTION}?play=opening").text
    address = page.split('<track kind="captions"')[1].split('src="')[1].split('"')[0]

    answer = reader.client.get(address)

    assert answer.content_type == "text/vtt; charset=utf-8"
    assert "Come in, says the door." in answer.text


def test_a_drafts_captions_are_for_editors(editor, reader, session):
    editor.post(SLOT, FILM)
    page = editor.get(f"{SLOT}/preview?play=opening").text
    address = page.split('<track kind="captions"')[1].split('src="')[1].split('"')[0]
    name = address.rpartition("/")[2]

    assert editor.client.get(address).status_code == 200
    assert reader.get(f"{SLOT}/captions/{name}").status_code == 404
    assert editor.get(f"{SLOT}/captions/none.en.vtt").status_code == 404


def test_a_reader_of_another_program_sees_ours(editor, session, browser):
    live(editor)
    other = factories.course(session, program=factories.program(session, name="Another"))

    page = browser(factories.candidate(session, course=other)).get(SECTION)

    assert "Our own door" not in page.text


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(editor):
    answer = editor.post(SLOT, {**FILM, "length": "soon", "title": "Kept words"})

    assert answer.status_code == 422
    assert "how long the film is" in answer.text
    assert 'aria-describedby="length-hint length-error"' in answer.text
    assert "Kept words" in answer.text
    assert "Come in, says the door." in answer.text


def test_a_typed_transcript_is_printed_as_it_was_typed(editor, reader):
    live(editor, transcript="**Mara** says:\n# Come in")

    assert "**Mara** says:\n# Come in" in reader.get("/units/school-climate/print").text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"source": "https://youtu.be/short"}, "Esta dirección de YouTube no nombra ningún video."),
        ({"captions": "WEBVTT"}, "Estos subtítulos no contienen palabras."),
    ],
)
def test_what_is_wrong_is_said_in_the_readers_language(browser, teacher, changes, sentence):
    editor = browser(teacher, locale="es-MX")

    assert sentence in editor.post(SLOT, {**FILM, **changes}).text


def test_a_player_that_may_not_be_framed_is_said_before_it_goes_live(editor):
    editor.post(SLOT, {**FILM, "source": "https://video.example.org/embed/12"})

    assert "can add the host to video_hosts" in editor.get(f"{SLOT}/preview").text


def test_taking_it_out_shows_ours_again(editor, reader, session):
    live(editor)
    editor.post(f"{SLOT}/remove", {"which": "live"})

    assert "Our own door" not in reader.get(SECTION).text
    assert factories.stored(session, ProgramVideo.__table__.select()) == []


def test_a_draft_can_be_thrown_away_without_touching_what_is_live(editor, reader):
    live(editor)
    editor.post(SLOT, {**FILM, "title": "A second try"})
    listed = editor.get("/films").text
    editor.post(f"{SLOT}/remove", {"which": "draft"})

    assert "Change the draft" in listed
    assert "Change the draft" not in editor.get("/films").text
    assert "Our own door" in reader.get(SECTION).text


def test_a_coordinator_may_without_another_grant(session, program, course, browser):
    who = factories.enrolment(session, course=course, role=Role.VISITOR)
    factories.coordinator(session, program, who.person)

    assert browser(who).get("/films").status_code == 200


def test_an_instructor_without_the_right_may_not(session, course, browser):
    teacher = browser(factories.instructor(session, course=course))

    assert teacher.get("/films").status_code == 403
    assert teacher.post(SLOT, FILM).status_code == 403
    assert factories.stored(session, ProgramVideo.__table__.select()) == []


def test_an_editor_of_another_program_may_not(session, course, browser):
    who = factories.instructor(session, course=course)
    other = factories.program(session, name="Another")
    session.add(EditorGrant(program=other, person=who.person))

    assert browser(who).get("/films").status_code == 403


def test_a_course_of_no_program_has_no_films_of_one(session, browser):
    answer = browser(factories.instructor(session)).get("/films")

    assert answer.status_code == 403
    assert "belongs to no program" in answer.text


@pytest.mark.parametrize(
    "address", ["/films/astronomy/opening", "/films/school-climate/none", f"{SLOT}/preview"]
)
def test_what_is_not_there_is_missing(editor, address):
    assert editor.get(address).status_code == 404


def test_watching_of_the_film_before_stays_counted(editor, reader, session):
    reader.post("/units/school-climate/videos/opening/transcript")
    live(editor)

    assert "Transcript read" in reader.get(SECTION).text


def test_a_film_of_the_programs_costs_no_statement_more(editor, reader, count_queries):
    reader.get(SECTION)
    with count_queries() as counted:
        reader.get(SECTION)
    live(editor)
    with count_queries() as again:
        reader.get(SECTION)

    assert counted.n == again.n
    assert again.n <= 10
