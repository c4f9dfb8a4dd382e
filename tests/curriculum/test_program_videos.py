import threading
import time

import msgspec
import pytest
from sqlalchemy.orm import Session

from curriculum import program_videos
from curriculum.captions import parse_cues
from curriculum.foundation.clock import utc_now
from curriculum.foundation.errors import Missing, Rejected
from curriculum.models.program_video import VideoState
from curriculum.program_videos import FilmEntry, films_of, go_live, remove_film, save_draft
from curriculum.units import load_curriculum
from lti_tool.extensions import db, writing
from tests import factories

CAPTIONS = "WEBVTT\n\n00:01.000 --> 00:03.000\nCome in, says the door.\n"
ENTRY = FilmEntry(
    title="Our own door",
    source="https://media.school.edu/door.mp4",
    seconds=95,
    captions=CAPTIONS,
    captions_language="en",
    transcript="Come in, says the door.",
)


@pytest.fixture
def program(session):
    return factories.program(session)


@pytest.fixture
def editor(session):
    return factories.person(session)


@pytest.fixture
def unit():
    return load_curriculum().unit("school-climate")


@pytest.fixture
def save(session, program, editor, unit):
    def save_film(**changes):
        entry = msgspec.structs.replace(ENTRY, **changes)
        return save_draft(session, program.id, unit, "opening", entry, editor.id, now=utc_now())

    return save_film


def shown(session, program, state=VideoState.LIVE):
    films = films_of(session, program.id, state)
    return program_videos.with_films(load_curriculum(), films).unit("school-climate")


def test_a_draft_is_shown_to_nobody_until_it_goes_live(session, program, save, unit):
    save()
    before = shown(session, program).video("opening")

    go_live(session, program.id, unit.id, "opening")
    after = shown(session, program).video("opening")

    assert before == unit.video("opening")
    assert (after.title, after.source, after.seconds) == (ENTRY.title, ENTRY.source, 95)
    assert (after.purpose, after.question) == (before.purpose, before.question)
    assert films_of(session, program.id, VideoState.DRAFT) == []


def test_captions_and_transcript_come_along(session, program, save):
    save()

    filled = shown(session, program, VideoState.DRAFT)
    video = filled.video("opening")

    assert filled.texts[video.captions] == CAPTIONS.strip()
    assert filled.transcripts["opening"] == ENTRY.transcript
    assert video.caption_language == "en"
    assert (video.poster, video.chapters, video.descriptions) == ("", "", "")


def test_other_words_have_another_name(session, program, save):
    save()
    first = shown(session, program, VideoState.DRAFT).video("opening").captions
    save(captions=CAPTIONS.replace("Come", "Go"))

    assert shown(session, program, VideoState.DRAFT).video("opening").captions != first


def test_saving_again_changes_the_same_draft(session, program, save):
    save()
    save(title="Another door")

    assert [film.title for film in films_of(session, program.id, VideoState.DRAFT)] == [
        "Another door"
    ]


def test_of_two_editors_who_save_at_once_neither_fails(app, session, program, editor, unit):
    session.commit()
    with app.app_context():
        engine = db.engine
    first_saved = threading.Event()
    faults = []

    def save_as(title, before, after):
        entry = msgspec.structs.replace(ENTRY, title=title)
        try:
            before()
            with writing(), Session(engine) as mine:
                save_draft(mine, program.id, unit, "opening", entry, editor.id, now=utc_now())
                after()
                mine.commit()
        except Exception as error:
            faults.append(error)

    def let_the_other_come():
        first_saved.set()
        time.sleep(0.5)  # until the other one stands before the row that is not there yet

    editors = [
        threading.Thread(target=save_as, args=("One", lambda: None, let_the_other_come)),
        threading.Thread(target=save_as, args=("Two", first_saved.wait, lambda: None)),
    ]
    for each in editors:
        each.start()
    for each in editors:
        each.join()

    assert faults == []
    assert [film.title for film in films_of(session, program.id, VideoState.DRAFT)] == ["Two"]


def test_a_second_film_takes_the_place_of_the_first(session, program, save, unit):
    save()
    go_live(session, program.id, unit.id, "opening")
    save(title="Another door")
    go_live(session, program.id, unit.id, "opening")

    assert [film.title for film in films_of(session, program.id, VideoState.LIVE)] == [
        "Another door"
    ]


def test_taking_it_out_shows_ours_again(session, program, save, unit):
    save()
    go_live(session, program.id, unit.id, "opening")
    remove_film(session, program.id, unit.id, "opening", VideoState.LIVE)

    assert shown(session, program).video("opening") == unit.video("opening")


def test_another_program_sees_nothing_of_it(session, save, unit, program):
    save()
    go_live(session, program.id, unit.id, "opening")
    other = factories.program(session, name="Another program")

    assert shown(session, other).video("opening") == unit.video("opening")


def test_a_film_of_a_slot_that_is_gone_is_left_out(session, program, save, unit):
    save().slot = "closing"
    session.flush()

    assert shown(session, program, VideoState.DRAFT).videos == unit.videos


def test_nothing_goes_live_that_was_not_prepared(session, program, unit):
    with pytest.raises(Missing, match="Nothing has been prepared"):
        go_live(session, program.id, unit.id, "opening")


def test_subrip_is_turned_into_webvtt(save):
    film = save(captions="1\n00:00:01,000 --> 00:00:03,000\nCome in.\n")

    assert [(cue.starts, cue.text) for cue in parse_cues(film.captions)] == [(1, "Come in.")]


def test_a_framed_player_may_bring_its_own_captions(save):
    film = save(source="https://youtu.be/abcdefghijk", captions="")

    assert film.captions == ""


@pytest.mark.parametrize(
    ("changes", "field", "complaint"),
    [
        ({"title": " "}, "title", "title"),
        ({"source": ""}, "source", "Paste the film's address"),
        ({"source": "opening.mp4"}, "source", "begins with https"),
        ({"source": "http://media.school.edu/a.mp4"}, "source", "begins with https"),
        ({"source": "https://youtube.com/watch?v=short"}, "source", "names no video"),
        ({"source": "https://[media.school.edu/a.mp4"}, "source", "names no host"),
        ({"seconds": 0}, "seconds", "how long"),
        ({"seconds": 4 * 60 * 60 + 1}, "seconds", "how long"),
        ({"captions": ""}, "captions", "needs captions"),
        ({"captions": "Come in."}, "captions", "cannot be used"),
        ({"captions": "WEBVTT\n"}, "captions", "hold no words"),
        ({"captions": CAPTIONS.replace("00:03", "00:00")}, "captions", "end before they begin"),
        ({"captions_language": "English"}, "captions_language", "two letters"),
        ({"transcript": "\n"}, "transcript", "transcript"),
        ({"transcript": "a" * 500_001}, "transcript", "too long"),
    ],
)
def test_what_could_not_be_shown_to_everybody_is_refused(save, changes, field, complaint):
    with pytest.raises(Rejected, match=complaint) as caught:
        save(**changes)

    assert caught.value.field == field


def test_what_no_database_keeps_is_left_out(save):
    told = "Come in,\r\nsays\0 the door.\r\n"
    film = save(title="Our\0 door", transcript=told, captions=CAPTIONS + "\0")

    assert film.title == "Our door"
    assert film.transcript == "Come in,\nsays the door."
    assert film.captions == CAPTIONS.strip()


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", "x" * 201), ("source", f"https://media.school.edu/{'x' * 2000}.mp4")],
)
def test_what_every_page_would_carry_is_short(save, field, value):
    with pytest.raises(Rejected) as refused:
        save(**{field: value})

    assert refused.value.field == field
