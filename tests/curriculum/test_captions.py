import pytest

from curriculum.captions import Cue, Written, parse_cues, read_cues, written_cues

VTT = """WEBVTT

NOTE not shown

one
00:01.000 --> 00:02.500 line:0
<v Mara>Come &amp; see</v>
the <i>door</i>

00:00:03.000 --> 01:00:04.250
Again.
"""


def test_cues_have_times_in_seconds_and_words_without_marks():
    assert parse_cues(VTT) == (
        Cue(1.0, 2.5, "Come & see the door"),
        Cue(3.0, 3604.25, "Again."),
    )


def test_what_is_written_has_its_line_and_its_own_lines():
    assert written_cues(VTT) == (
        Written(6, ("Come & see", "the door")),
        Written(10, ("Again.",)),
    )


def test_cues_are_read_from_a_file_as_windows_writes_it(tmp_path):
    path = tmp_path / "a.vtt"
    path.write_bytes("\ufeffWEBVTT\r\n\r\n00:01.000 --> 00:02.000\r\nSí.\r\n".encode())

    assert read_cues(path) == (Cue(1.0, 2.0, "Sí."),)
    assert written_cues(path.read_text()) == (Written(3, ("Sí.",)),)


@pytest.mark.parametrize("text", ["", "1\n00:01.000 --> 00:02.000\nA\n", "VTT\n"])
def test_other_files_are_refused(text):
    with pytest.raises(ValueError, match="WEBVTT"):
        parse_cues(text)


def test_words_that_end_before_they_begin_are_refused():
    with pytest.raises(ValueError, match="“Backwards” end before they begin"):
        parse_cues("WEBVTT\n\n00:02.000 --> 00:01.000\nBackwards\n")


def test_a_file_without_words_has_no_cues():
    assert parse_cues("WEBVTT\n") == ()
    assert written_cues("WEBVTT\n") == ()
