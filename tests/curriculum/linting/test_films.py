import pytest

from curriculum.linting import films
from curriculum.linting.findings import Weight

WORDS = "A door opens. Somebody comes in."


def vtt(*cues):
    """Captions; each cue is begin, end and words."""

    def clock(seconds):
        return f"00:{int(seconds // 60):02}:{seconds % 60:06.3f}"

    shown = (f"{clock(start)} --> {clock(end)}\n{words}\n" for start, end, words in cues)
    return "\n".join(["WEBVTT\n", *shown])


WHOLE = tuple((n * 8, n * 8 + 7, "Somebody speaks here for a while.") for n in range(5))
"""Captions of a film of 40 seconds."""


@pytest.fixture
def filmed(draft):
    def written(*cues, transcript=WORDS, **film):
        files = {"opening.en.vtt": vtt(*cues)}
        return draft(files=files, transcript=transcript, film=film)

    return written


def test_a_short_film_needs_descriptions_and_no_chapters(draft):
    (found,) = films.films_are_complete(draft())

    assert found.place == "videos[0]"
    assert "what is to be seen" in found.what
    assert found.weight is Weight.HINT


def test_a_long_film_needs_chapters_too(draft):
    read = draft(film={"seconds": 61, "descriptions": "opening.descriptions.en.vtt"})

    (found,) = films.films_are_complete(read)

    assert "61 s long and has no chapters" in found.what


def test_a_film_without_a_poster_shows_black(draft):
    read = draft(film={"poster": "", "descriptions": "a.vtt"})

    (found,) = films.films_are_complete(read)

    assert "no poster" in found.what


def test_a_film_at_another_site_may_lack_captions_of_ours_but_that_is_said(draft):
    outside = {"source": "https://vimeo.com/123", "captions": "", "poster": ""}

    (found,) = films.films_are_complete(draft(film=outside))

    assert "no captions" in found.what


def test_a_film_with_everything_is_left_alone(draft):
    whole = {"seconds": 90, "descriptions": "a.vtt", "chapters": "b.vtt"}

    assert list(films.films_are_complete(draft(film=whole))) == []


def test_captions_that_fit_are_left_alone(filmed):
    assert list(films.captions_fit(filmed(*WHOLE))) == []


def test_captions_over_one_another_are_found(filmed):
    (found,) = films.captions_fit(filmed(*WHOLE[:2], (14.5, 23, "More is said."), *WHOLE[3:]))

    assert "while the ones before still stand" in found.what
    assert "0:15.0" in found.suggestion
    assert found.line == 9  # of the third cue's times
    assert found.weight is Weight.FAULT


def test_captions_beyond_the_end_are_found(filmed):
    (found,) = films.captions_fit(filmed(*WHOLE[:4], (32, 42, "It never ends.")))

    assert "until 0:42.0, the film ends at 0:40.0" in found.what
    assert found.weight is Weight.FAULT


@pytest.mark.parametrize(
    ("cues", "what"),
    [
        pytest.param(WHOLE[2:], "from 0:00.0 to 0:16.0", id="at the beginning"),
        pytest.param(WHOLE[:1] + WHOLE[3:], "from 0:07.0 to 0:24.0", id="between"),
        pytest.param(WHOLE[:3], "from 0:23.0 to 0:40.0", id="at the end"),
    ],
)
def test_a_long_silence_is_found(filmed, cues, what):
    (found,) = films.captions_fit(filmed(*cues))

    assert what in found.what
    assert found.weight is Weight.HINT


def test_captions_too_wide_or_too_quick_are_found_once_in_a_file(filmed):
    wide = (0, 7, "a line that is a good deal wider than any phone shows")
    tall = (8, 15, "one\ntwo\nthree")
    quick = (32, 33, "This is said in one second.")

    one, two = films.captions_fit(filmed(wide, tall, *WHOLE[2:4], quick, (33, 39, "So.")))

    assert "2 of 6 do not fit on a phone" in one.what
    assert one.line == 3
    assert "1 of 6 pass too quickly, beginning here with 27.0 letters" in two.what
    assert {one.weight, two.weight} == {Weight.HINT}


def test_marks_are_not_counted(filmed):
    cue = (0, 7, "<v Somebody with a name>Hello &amp; welcome to <i>all</i> of you here.</v>")

    assert list(films.captions_fit(filmed(cue, *WHOLE[1:]))) == []


def test_captions_that_cannot_be_read_are_left_to_the_reading(draft):
    read = draft(files={"opening.en.vtt": "not captions"})

    assert list(films.captions_fit(read)) == []
    assert list(films.captions_say_the_transcript(read)) == []


def test_captions_of_another_text_are_a_fault(filmed):
    (found,) = films.captions_say_the_transcript(filmed((0, 7, "The phone rings.")))

    assert "6 of its words are not in opening.en.vtt" in found.what
    assert "“door”" in found.what
    assert found.path.name == "opening.transcript.md"
    assert found.weight is Weight.FAULT


def test_a_word_or_two_missing_is_a_hint(filmed):
    words = " ".join(["Word"] * 60)
    read = filmed((0, 7, words), transcript=f"{words} and more.")

    (found,) = films.captions_say_the_transcript(read)

    assert "2 of its words" in found.what
    assert found.weight is Weight.HINT


def test_words_in_another_order_are_a_hint(filmed):
    read = filmed((0, 4, "Somebody comes in."), (4, 8, "A door opens."))

    (found,) = films.captions_say_the_transcript(read)

    assert "another order" in found.what


@pytest.mark.parametrize(
    "transcript",
    [
        pytest.param(WORDS, id="the same"),
        pytest.param("## Before\n\nA door opens.\n\n**Mara:** Somebody comes in.", id="with marks"),
    ],
)
def test_the_same_words_are_left_alone(filmed, transcript):
    read = filmed((0, 4, "A door opens."), (4, 8, "[steps] Somebody comes in."),
                  transcript=transcript)  # fmt: skip

    assert list(films.captions_say_the_transcript(read)) == []


def test_a_narrator_may_begin_with_the_name_of_a_speaker(filmed):
    read = filmed(
        (0, 4, "Mara waits."), (4, 8, "Mara: Come in."),
        transcript="Mara waits.\n\n**Mara:** Come in.",
    )  # fmt: skip

    assert list(films.captions_say_the_transcript(read)) == []


@pytest.mark.parametrize("name", ["opening.es.transcript.md", "opening.transcript.es.md"])
def test_a_translated_transcript_is_not_held_against_english_captions(draft, name):
    read = draft(files={name: "Se abre una puerta."}, film={"transcript": name})

    assert list(films.captions_say_the_transcript(read)) == []
