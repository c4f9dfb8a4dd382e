import shutil
from pathlib import Path

import pytest

from curriculum.content_files import ContentError
from curriculum.foundation.errors import Missing
from curriculum.linting.units import lint_units
from curriculum.units import load_curriculum, read_curriculum

SHIPPED = Path(__file__).parents[2] / "curriculum" / "units"
HOME = "01-school-climate"


@pytest.fixture
def copy(tmp_path):
    """A copy of one shipped unit, to be spoilt."""
    shutil.copytree(SHIPPED / HOME, tmp_path / HOME)
    return tmp_path


def change(path, before, after, count=1):
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, count), encoding="utf-8")


def test_the_shipped_course_is_the_introduction_and_four_units():
    units = load_curriculum().units

    assert [(unit.number, unit.id) for unit in units] == [
        (0, "introduction"),
        (1, "school-climate"),
        (2, "culture-and-families"),
        (3, "communication"),
        (4, "family-systems"),
    ]
    assert all(unit.videos and unit.checks and unit.discussion for unit in units)


def test_the_course_is_read_once():
    assert load_curriculum() is load_curriculum()


def test_the_version_follows_every_word(copy):
    before = read_curriculum(copy).version
    section = copy / HOME / "sections" / "small-repairs.md"
    section.write_text(section.read_text(encoding="utf-8") + "\nOne more.\n", encoding="utf-8")

    after = read_curriculum(copy).version

    assert before != after
    assert before[:7] == after[:7] == "2026.1-"


def test_minutes_are_those_of_sections_and_videos(copy):
    unit = read_curriculum(copy).unit("school-climate")

    assert unit.minutes == sum(section.minutes for section in unit.sections) + 6


def test_neighbours_are_the_sections_before_and_after(copy):
    unit = read_curriculum(copy).unit("school-climate")
    first, second, *_, last = unit.sections

    assert unit.neighbours(first.id) == (None, second)
    assert unit.neighbours(last.id)[1] is None


@pytest.mark.parametrize("ask", ["section", "video", "check"])
def test_what_a_unit_does_not_have_is_missing(copy, ask):
    unit = read_curriculum(copy).unit("school-climate")

    with pytest.raises(Missing, match="School Climate and Culture"):
        getattr(unit, ask)("nothing")


def test_an_unknown_unit_is_missing(copy):
    with pytest.raises(Missing, match="astronomy"):
        read_curriculum(copy).unit("astronomy")


@pytest.mark.parametrize(
    ("file", "before", "after", "place", "problem"),
    [
        pytest.param("unit.md", "title:", "titel:", "4: titel", "not known", id="misspelt"),
        pytest.param(
            "unit.md", "  - who-decides\n", "  - who\n", "16: sections[3]", "no file", id="section"
        ),
        pytest.param(
            "unit.md",
            "  - who-decides\n",
            "  - small-repairs\n",
            "sections",
            "listed twice",
            id="section twice",
        ),
        pytest.param(
            "unit.md",
            "source: opening.mp4",
            "source: b.mp4",
            "videos[0].source",
            "b.mp4",
            id="film",
        ),
        pytest.param(
            "unit.md",
            "source: opening.mp4",
            "source: https://example.org/",
            "videos[0].source",
            "YouTube, Vimeo or another",
            id="address",
        ),
        pytest.param(
            "unit.md",
            "captions: opening.en.vtt",
            "captions: ''",
            "videos[0].captions",
            "needs captions",
            id="no captions",
        ),
        pytest.param(
            "unit.md",
            "captions: opening.en.vtt",
            "captions: b.vtt",
            "videos[0].captions",
            "b.vtt",
            id="captions",
        ),
        pytest.param("opening.en.vtt", "WEBVTT", "VTT", "videos[0].captions", "WEBVTT", id="vtt"),
        pytest.param(
            "unit.md",
            "poster: opening.jpg",
            "poster: ../b.jpg",
            "videos[0].poster",
            "matching regex",
            id="file elsewhere",
        ),
        pytest.param(
            "unit.md",
            "transcript: opening.transcript.md",
            "transcript: b.md",
            "videos[0].transcript",
            "b.md",
            id="transcript",
        ),
        pytest.param(
            "unit.md",
            "section: first-ten-seconds",
            "section: second",
            "videos[0].section",
            "no section 'second'",
            id="video's section",
        ),
        pytest.param("unit.md", "number: 1", "number: 7", "id", "07-school-climate", id="folder"),
        pytest.param(
            "checks.yaml",
            "section: first-ten-seconds",
            "section: second",
            "2: [0].section",
            "no section 'second'",
            id="check's section",
        ),
        pytest.param(
            "checks.yaml",
            "right: true",
            "right: false",
            "[0]",
            "no choice is right",
            id="no right choice",
        ),
        pytest.param(
            "checks.yaml",
            "id: building-says",
            "id: climate-or-culture",
            "[1].id",
            "another",
            id="id",
        ),
        pytest.param(
            "sections/small-repairs.md", "minutes:", "min:", "min", "not known", id="section's head"
        ),
    ],
)
def test_a_fault_is_named(copy, file, before, after, place, problem):
    count = 10 if file == "checks.yaml" and "right" in before else 1
    change(copy / HOME / file, before, after, count)

    with pytest.raises(ContentError) as caught:
        read_curriculum(copy)

    assert place in str(caught.value)
    assert problem in str(caught.value)


def test_a_section_that_no_unit_lists_is_a_fault(copy):
    (copy / HOME / "sections" / "lost.md").write_text("---\ntitle: A\nminutes: 1\n---\nb")

    with pytest.raises(ContentError, match=r"lost\.md: no unit lists this section"):
        read_curriculum(copy)


def test_a_section_without_text_is_a_fault(copy):
    (copy / HOME / "sections" / "small-repairs.md").write_text("---\ntitle: A\nminutes: 1\n---\n")

    with pytest.raises(ContentError, match="has no text"):
        read_curriculum(copy)


def test_an_empty_transcript_is_a_fault(copy):
    (copy / HOME / "opening.transcript.md").write_text("\n")

    with pytest.raises(ContentError, match=r"opening\.transcript\.md: this file is empty"):
        read_curriculum(copy)


def test_two_videos_may_not_share_a_name(copy):
    path = copy / HOME / "unit.md"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    start = lines.index("  - id: opening\n")
    end = lines.index("discussion:\n")
    lines[end:end] = lines[start:end]
    path.write_text("".join(lines), encoding="utf-8")

    with pytest.raises(ContentError, match="two videos are called 'opening'"):
        read_curriculum(copy)


def test_two_units_may_not_share_an_id(copy):
    shutil.copytree(copy / HOME, copy / "02-school-climate")
    change(copy / "02-school-climate" / "unit.md", "number: 1", "number: 2")

    with pytest.raises(ContentError, match="another unit is called 'school-climate'"):
        read_curriculum(copy)


def test_a_folder_without_units_is_a_fault(tmp_path):
    with pytest.raises(ContentError, match="there are no units here"):
        read_curriculum(tmp_path)


def test_every_fault_is_found_at_once(copy):
    change(copy / HOME / "unit.md", "section: first-ten-seconds", "section: second")
    change(copy / HOME / "checks.yaml", "section: who-decides", "section: third")

    faults = [each for each in lint_units(copy) if not each.is_hint]
    found = {(each.path.name, each.place.rpartition(".")[2]) for each in faults}

    assert found == {("unit.md", "section"), ("checks.yaml", "section")}
