"""A unit in another language is the same unit: answers, films and readings are counted by place.

What the loader itself demands (ids, sections, films, positions) is in test_unit_folders.
"""

import re

import pytest

from curriculum.captions import read_cues
from curriculum.transcripts import lay_out
from curriculum.unit_folders import languages_of
from curriculum.units import read_curriculum, shipped

PAIRS = [
    pytest.param((home.name, language), id=f"{home.name} in {language}")
    for home in sorted(shipped().glob("*/"))
    for language in languages_of(home)
]


@pytest.fixture(params=PAIRS)
def pair(request):
    """A unit in English, and the same in another language."""
    name, language = request.param
    return tuple(
        next(unit for unit in read_curriculum(shipped(), spoken).units if unit.folder.name == name)
        for spoken in ("en", language)
    )


def test_every_file_of_it_is_translated(pair):
    _, translated = pair
    language = translated.language

    assert language != "en"
    assert {section.language for section in translated.sections} == {language}
    assert (translated.folder / f"checks.{language}.yaml").is_file()
    for video in translated.videos:
        written = (video.captions, video.descriptions, video.chapters)
        assert all(f".{language}." in name for name in written if name), video.id
        assert video.transcript == f"{video.id}.{language}.transcript.md"


def test_it_has_as_much_of_everything(pair):
    for part in ("objectives", "discussion", "glossary", "readings"):
        assert len({len(getattr(unit, part)) for unit in pair}) == 1, part
    origin, translated = pair
    assert [(one.url, one.minutes) for one in translated.readings] == [
        (one.url, one.minutes) for one in origin.readings
    ]
    assert [section.minutes for section in translated.sections] == [
        section.minutes for section in origin.sections
    ]


def test_its_sections_are_built_alike(pair):
    """As many paragraphs, headings, links, and words of the glossary."""
    for origin, translated in zip(*(unit.sections for unit in pair), strict=True):
        for mark in (r"\n\n", r"^## ", r"\]\(", r"\*\*", r"^- "):
            counted = [len(re.findall(mark, one.text, re.M)) for one in (origin, translated)]
            assert counted[0] == counted[1], (origin.id, mark)
        addresses = [re.findall(r"\]\((.+?)\)", one.text) for one in (origin, translated)]
        assert addresses[0] == addresses[1], origin.id


def right_answers(item) -> object:
    """What is right in a question, by place."""
    return {
        "single": lambda: [choice.right for choice in item.choices],
        "multiple": lambda: [choice.right for choice in item.choices],
        "sort": lambda: [len(item.groups), *(item.groups.index(one.group) for one in item.items)],
        "order": lambda: len(item.steps),
        "rewrite": lambda: len(item.look_for),
    }[item.kind]()


def test_its_questions_have_the_same_answers(pair):
    for origin, translated in zip(*(unit.checks for unit in pair), strict=True):
        assert (translated.id, translated.section) == (origin.id, origin.section)
        assert translated.kind == origin.kind, origin.id
        assert right_answers(translated) == right_answers(origin), origin.id


def test_its_films_are_the_same_films(pair):
    for origin, translated in zip(*(unit.videos for unit in pair), strict=True):
        assert (translated.source, translated.seconds) == (origin.source, origin.seconds)
        for name in ("captions", "descriptions", "chapters"):
            times = [
                [(cue.starts, cue.ends) for cue in read_cues(unit.folder / getattr(video, name))]
                for unit, video in zip(pair, (origin, translated), strict=True)
                if getattr(video, name)
            ]
            assert len(times) != 1, f"{origin.id}: {name} in one language only"
            assert times[:1] == times[1:], (origin.id, name)


def test_its_transcripts_follow_the_captions(pair):
    _, unit = pair
    for video in unit.videos:
        cues = read_cues(unit.folder / video.captions)
        assert lay_out(unit.transcripts[video.id], cues), video.id
        assert max(len(cue.text) for cue in cues) <= 88, "two lines are what a film has room for"
