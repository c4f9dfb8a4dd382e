"""Notes: rules that hold whatever page asks."""

import threading

import pytest
from sqlalchemy.orm import Session

from curriculum import notes
from curriculum.foundation.errors import Missing, Rejected
from curriculum.foundation.words import folded
from curriculum.models.note import Note
from curriculum.notes import ChangedMeanwhile, Spot
from curriculum.videos import LONGEST_FILM
from lti_tool.extensions import db, writing
from tests import factories
from tests.factories import NOW
from tests.unit_folder import teach

LATER = NOW.replace(hour=16)
SECTION = Spot("arriving")


@pytest.fixture
def unit(tmp_path, monkeypatch):
    return teach(monkeypatch, tmp_path / "units").unit("school-climate")


@pytest.fixture
def who(session):
    return factories.candidate(session).id


def add(session, who, unit, words="Bread.", spot=SECTION):
    return notes.add_note(session, who, unit, spot, words, now=NOW)


def test_words_are_kept_as_they_can_be_stored(session, unit, who):
    note = add(session, who, unit, " One\x00\r\nTwo \n")

    assert note.words == "One\nTwo"


def test_a_second_lies_within_what_a_film_can_last(session, unit, who):
    spots = [Spot("arriving", "opening", second) for second in (-3, 10**6)]

    assert [add(session, who, unit, spot=spot).second for spot in spots] == [0, LONGEST_FILM]


def test_the_same_words_on_another_second_are_another_note(session, unit, who):
    for second in (None, 3, 4, 4):
        add(session, who, unit, spot=Spot("arriving", "opening", second))

    assert len(notes.notes_of(session, who)) == 3


def test_there_are_only_so_many_notes(session, unit, who, monkeypatch):
    monkeypatch.setattr(notes, "MOST", 2)
    for words in ("One", "Two"):
        add(session, who, unit, words)

    with pytest.raises(Rejected, match="You have 2 notes"):
        add(session, who, unit, "Three")


def test_a_change_that_changes_nothing_disturbs_nobody(session, unit, who):
    note = add(session, who, unit)

    notes.change_note(session, who, note.id, "Bread.", seen=None, now=LATER)

    assert note.changed_at == NOW


def test_a_change_needs_to_have_seen_the_latest_words(session, unit, who):
    note = add(session, who, unit)
    notes.change_note(session, who, note.id, "Rye.", seen=NOW, now=LATER)

    with pytest.raises(ChangedMeanwhile) as caught:
        notes.change_note(session, who, note.id, "Wheat.", seen=NOW, now=LATER)

    assert caught.value.words == "Rye."


def test_nobody_finds_changes_or_erases_another_s_note(session, unit, who):
    other = factories.candidate(session).id
    note = add(session, who, unit)

    for reach in (
        lambda: notes.find_note(session, other, note.id),
        lambda: notes.change_note(session, other, note.id, "Mine", seen=NOW, now=LATER),
        lambda: notes.remove_note(session, other, note.id),
    ):
        with pytest.raises(Missing, match="no such note"):
            reach()
    assert notes.notes_of(session, other) == []
    assert session.get(Note, note.id).words == "Bread."


def test_two_tabs_that_change_a_note_at_once_lose_nothing(app, session, unit, who):
    note_id = add(session, who, unit).id
    session.commit()
    with app.app_context():
        engine = db.engine
    outcomes = []

    def change(words):
        with writing(), Session(engine) as own:
            try:
                notes.change_note(own, who, note_id, words, seen=NOW, now=LATER)
                own.commit()
                outcomes.append(words)
            except ChangedMeanwhile as error:
                outcomes.append(error.words)

    tabs = [threading.Thread(target=change, args=(words,)) for words in ("One", "Two")]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()

    session.expire_all()
    assert set(outcomes) == {session.get(Note, note_id).words}
    assert len(outcomes) == 2


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Señora", "senora"),
        ("STRASSE", "straße"),
        ("ﬁne  day\n", "fine day"),
        ("Ångström", "angstrom"),
    ],
)
def test_words_are_compared_without_case_and_accents(text, same):
    assert folded(text) == folded(same)


def test_folding_keeps_what_letters_mean():
    assert folded("나비") != folded("나무")
    assert folded("resume") != folded("result")
