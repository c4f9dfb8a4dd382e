import re

import pytest

from curriculum.editions import use_folders
from curriculum.films import version_of
from curriculum.units import read_curriculum, shipped
from tests import films
from tests.unit_folder import teach, write_unit

FILM = "/media/school-climate/opening.mp4"
CAPTIONS = "/media/school-climate/opening.en.vtt"
SIZE = (shipped() / "01-school-climate" / "opening.mp4").stat().st_size


@pytest.fixture
def taught(tmp_path, monkeypatch):
    return teach(monkeypatch, tmp_path, **films.WHOLE).unit("school-climate")


@pytest.fixture
def ask(app):
    """Ask for a file, as a browser that has no launch."""
    client = app.test_client()

    def ask(address, method="GET", **headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        with client.open(address, method=method, headers=named) as answer:
            answer.get_data()
        return answer

    return ask


def test_media_need_no_launch_and_are_asked_for_anew(ask):
    answer = ask(CAPTIONS)

    assert answer.status_code == 200
    assert answer.content_type == "text/vtt; charset=utf-8"
    assert answer.text.startswith("WEBVTT")
    assert "no-cache" in answer.headers["Cache-Control"]
    again = ask(CAPTIONS, If_None_Match=answer.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")


def test_an_address_with_the_right_version_is_kept_for_a_year(ask):
    version = ask(FILM).headers["ETag"].strip('"')

    kept = ask(f"{FILM}?v={version}")

    assert "max-age=31536000" in kept.headers["Cache-Control"]
    assert "immutable" in kept.headers["Cache-Control"]
    assert "no-cache" in ask(f"{FILM}?v=older").headers["Cache-Control"]


@pytest.mark.parametrize(
    ("wanted", "status", "length", "part"),
    [
        ("bytes=10-19", 206, 10, "bytes 10-19/"),
        ("bytes=0-", 206, None, "bytes 0-"),
        ("bytes=-5", 206, 5, "bytes "),
        ("bytes=99999999-", 416, None, "bytes */"),
    ],
)
def test_a_player_may_ask_for_a_part(ask, wanted, status, length, part):
    answer = ask(FILM, Range=wanted)

    assert answer.status_code == status
    assert answer.headers["Content-Range"].startswith(part)
    if status == 206:
        assert answer.content_type == "video/mp4"
        assert answer.headers["Accept-Ranges"] == "bytes"
        assert len(answer.data) == (length or SIZE)


def test_a_part_of_the_film_before_is_not_sent_of_the_one_that_took_its_place(ask):
    version = ask(FILM).headers["ETag"]

    same = ask(FILM, Range="bytes=10-19", If_Range=version)
    other = ask(FILM, Range="bytes=10-19", If_Range='"another"')

    assert (same.status_code, len(same.data)) == (206, 10)
    assert other.status_code == 200


def test_the_head_says_what_would_be_sent(ask):
    answer = ask(FILM, method="HEAD")

    assert (answer.status_code, answer.data) == (200, b"")
    assert answer.content_length == SIZE
    assert (answer.content_type, answer.headers["Accept-Ranges"]) == ("video/mp4", "bytes")


@pytest.mark.parametrize("name", films.FILES)
def test_chapters_and_descriptions_are_sent_too(taught, ask, name):
    answer = ask(f"/media/school-climate/{name}")

    assert answer.content_type == "text/vtt; charset=utf-8"
    assert answer.text == films.FILES[name]


@pytest.mark.parametrize(
    "file",
    [
        "unit.md",
        "opening.transcript.md",
        "checks.yaml",
        "sections/who-decides.md",
        "../02-culture-and-families/unit.md",
        "..%2f..%2funits.py",
        "nothing.mp4",
    ],
)
def test_only_files_that_a_video_names_are_sent(ask, file):
    assert ask(f"/media/school-climate/{file}").status_code == 404


def test_media_of_no_unit_are_404(ask):
    assert ask("/media/astronomy/opening.mp4").status_code == 404


def test_a_film_that_went_missing_is_404(taught, ask):
    (taught.folder / "opening.mp4").unlink()

    assert ask(FILM).status_code == 404


def test_captions_of_a_translation_are_sent(tmp_path, monkeypatch, ask):
    home = write_unit(tmp_path)
    english = (home / "unit.md").read_text()
    (home / "unit.es.md").write_text(re.sub("opening.en.vtt", "opening.es.vtt", english))
    (home / "opening.es.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:02.000\nUna puerta\n")
    monkeypatch.setattr("curriculum.units._load", lambda to, _own: read_curriculum(tmp_path, to))

    assert "Una puerta" in ask("/media/school-climate/opening.es.vtt").text


def test_a_programs_file_is_sent_by_its_version(tmp_path, ask):
    own = write_unit(tmp_path / "own", files={"opening.jpg": "another picture"})
    use_folders({"Elementary Education": tmp_path / "own"})
    try:
        address = "/media/school-climate/opening.jpg"
        ours, theirs = ask(address), ask(f"{address}?v={version_of(own / 'opening.jpg')}")
    finally:
        use_folders({})

    assert theirs.data == b"another picture"
    assert ours.data != theirs.data
