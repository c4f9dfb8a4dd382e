import os
import shutil

import pytest

from curriculum.films import film_id, film_of, version_of
from curriculum.units import read_curriculum
from tests import films
from tests.unit_folder import write_unit


@pytest.fixture
def unit(tmp_path):
    write_unit(tmp_path, **films.WHOLE)
    return read_curriculum(tmp_path).units[0]


def change(path, text):
    """Write it anew, at another time: a clock may be too coarse to tell two writes apart."""
    before = path.stat().st_mtime_ns
    path.write_text(text) if isinstance(text, str) else path.write_bytes(text)
    os.utime(path, ns=(before + 10**9, before + 10**9))


def test_a_film_brings_its_words_and_chapters(unit):
    found = film_of(unit, unit.video("opening"))

    assert [chapter.text for chapter in found.chapters] == ["The door", "The bells", "The greeting"]
    assert found.chapters[1].starts == 6.3
    assert [part.title for part in found.lines] == ["The door", "The bells", "The greeting"]
    assert not found.missing
    assert film_of(unit, unit.video("opening")) is found


def test_a_film_exchanged_under_the_same_name_is_another_one(unit):
    video = unit.video("opening")
    path = unit.folder / "opening.mp4"
    first = film_id(unit, video)

    change(path, path.read_bytes()[:-1] + b"x")
    second = film_id(unit, video)

    assert len({first, second, ""}) == 3
    assert film_of(unit, video).id == second


def test_a_long_file_is_known_by_its_ends_and_length(tmp_path):
    path = tmp_path / "film.mp4"
    path.write_bytes(b"a" * 2_000_000)
    first = version_of(path)

    change(path, b"a" * 2_000_001)
    longer = version_of(path)
    change(path, b"a" * 1_999_999 + b"b")

    assert len({first, longer, version_of(path)}) == 3


def test_the_same_bytes_have_the_same_name_on_another_machine(unit, tmp_path):
    copy = tmp_path / "copy.mp4"
    shutil.copyfile(unit.folder / "opening.mp4", copy)
    os.utime(copy, (0, 0))

    assert version_of(copy) == version_of(unit.folder / "opening.mp4")


def test_new_captions_are_seen_without_a_restart(unit):
    video = unit.video("opening")
    film_of(unit, video)

    change(unit.folder / "opening.en.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nOther words\n")

    assert film_of(unit, video).lines == ()


@pytest.mark.parametrize("spoilt", ["no captions any more", None], ids=["spoilt", "gone"])
def test_captions_that_cannot_be_read_leave_the_transcript_alone(unit, spoilt):
    path = unit.folder / "opening.en.vtt"
    change(path, spoilt) if spoilt else path.unlink()

    found = film_of(unit, unit.video("opening"))

    assert found.lines == ()
    assert [chapter.text for chapter in found.chapters] == ["The door", "The bells", "The greeting"]


def test_a_film_that_is_gone_is_missing_and_has_no_name(unit):
    (unit.folder / "opening.mp4").unlink()

    assert film_of(unit, unit.video("opening")).missing
    assert film_id(unit, unit.video("opening")) == ""


def test_a_film_elsewhere_is_known_by_its_address(tmp_path):
    names = []
    for key in ("a_b-C1d2E3f", "a_b-C1d2E3g"):
        write_unit(tmp_path / key, film={"source": f"https://youtu.be/{key}"})
        [found] = read_curriculum(tmp_path / key).units
        names.append(film_id(found, found.video("opening")))
        assert film_of(found, found.video("opening")).id == names[-1]

    assert len({*names, ""}) == 3
