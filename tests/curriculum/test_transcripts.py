from time import process_time

import pytest

from curriculum.captions import Cue, parse_cues, read_cues
from curriculum.transcripts import Paragraph, Part, lay_out
from curriculum.units import load_curriculum
from tests import films


def cues(*texts):
    return [Cue(float(n), n + 0.9, text) for n, text in enumerate(texts)]


def shape(parts):
    return [
        (part.title, [(each.speaker, len(each.cues)) for each in part.paragraphs]) for part in parts
    ]


def test_captions_stand_in_the_paragraphs_and_parts_of_the_transcript():
    found = lay_out(films.TRANSCRIPT, read_cues(films.HOME / "opening.en.vtt"))

    assert shape(found) == [
        ("The door", [("", 2)]),
        ("The bells", [("", 3), ("Voice", 3)]),
        ("The greeting", [("", 3)]),
    ]
    assert found[1].paragraphs[0].cues[1].text == "The gate is locked."
    assert found[1].paragraphs[0].cues[1].starts == 11.657


def test_what_is_seen_stands_with_the_words_that_are_heard():
    found = lay_out(
        films.TRANSCRIPT,
        read_cues(films.HOME / "opening.en.vtt"),
        parse_cues(films.DESCRIPTIONS),
    )

    seen = [each.pictures for part in found for each in part.paragraphs]
    assert [len(pictures) for pictures in seen] == [1, 1, 1, 1]
    assert seen[1] == ("A woman with a baby stands at a gate.",)


def test_marks_case_and_lines_do_not_part_what_is_the_same():
    transcript = "A *very* long — “word”.\nDon’t go."

    found = lay_out(transcript, cues("A very long", "word. Don't", "go"))

    assert [len(each.cues) for each in found[0].paragraphs] == [3]


def test_a_line_that_runs_into_the_next_paragraph_stands_where_it_begins():
    found = lay_out("One two.\n\nThree four.", cues("One two three", "four"))

    assert shape(found) == [("", [("", 1), ("", 1)])]


def test_captions_may_name_the_speaker_and_tell_of_sounds():
    transcript = "**Ms. Ruiz:** Come in.\n\nShe waits."

    found = lay_out(transcript, cues("[a door]", "Ms. Ruiz: Come in.", "[steps] She waits."))

    assert found == (
        Part(
            "",
            (
                Paragraph(tuple(cues("[a door]", "Ms. Ruiz: Come in.")), "Ms. Ruiz"),
                Paragraph((Cue(2.0, 2.9, "[steps] She waits."),)),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("transcript", "texts"),
    [
        pytest.param("One two.", ["One three."], id="another word"),
        pytest.param("One two.", ["One."], id="a word less"),
        pytest.param("One.", ["One.", "two."], id="a word more"),
        pytest.param("One.", [], id="no captions"),
        pytest.param("", ["One."], id="no transcript"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_where_the_two_differ_the_transcript_stands_alone(transcript, texts):
    assert lay_out(transcript, cues(*texts)) == ()


@pytest.mark.parametrize("unit", load_curriculum().units, ids=lambda unit: unit.id)
def test_the_shipped_films_say_what_their_transcripts_say(unit):
    for video in unit.videos:
        assert lay_out(unit.transcripts[video.id], read_cues(unit.folder / video.captions))


HOLDS = 100_000


@pytest.mark.parametrize(
    "transcript",
    [
        pytest.param("[" * HOLDS, id="sounds that never end"),
        pytest.param(f"# a{' ' * HOLDS}b", id="a heading of spaces"),
        pytest.param(f"#{' ' * HOLDS}{'#' * HOLDS}", id="a heading of nothing"),
    ],
)
def test_a_transcript_made_to_keep_us_busy_does_not(transcript):
    began = process_time()

    lay_out(transcript, cues("Good morning."))

    assert process_time() - began < 1


def test_thousands_of_speakers_are_laid_out_at_once():
    said = [f"w{number}" for number in range(6000)]
    transcript = "\n\n".join(f"**Voice {word}:** {word}" for word in said)
    began = process_time()

    found = lay_out(transcript, cues(*said))

    assert len(found[0].paragraphs) == 6000
    assert process_time() - began < 1
