"""The documents keep up with the program."""

import re
from pathlib import Path

import click
import msgspec
import pytest

from curriculum.checks import Choice, Multiple, Order, Rewrite, Single, Sort, SortItem, Step
from curriculum.linting import films, heads, questions, reading_level, shape
from curriculum.linting.units import lint_units
from curriculum.unit_files import BeforeAfter, Reading, SectionHead, Term, UnitHead
from curriculum.units import read_curriculum
from curriculum.videos import Video
from lti_tool.cli.content import check_units
from lti_tool.cli.main import main
from lti_tool.lti.registering.dialects import DIALECTS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()


def commands(group: click.Group, before: str = "reciprocal") -> list[tuple[str, click.Command]]:
    found = []
    for name, command in group.commands.items():
        words = f"{before} {name}"
        if isinstance(command, click.Group):
            found += commands(command, words)
        else:
            found.append((words, command))
    return found


def test_the_readme_is_short():
    assert len(README.splitlines()) <= 150


@pytest.mark.parametrize(("words", "command"), commands(main), ids=lambda each: str(each)[:40])
def test_help_is_complete(words, command):
    assert command.help, f"{words} does not say what it does"
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            explains_itself = parameter.help or parameter.show_default or parameter.name == "help"
            assert explains_itself, f"{words} {parameter.opts[0]} is not explained"


def test_the_readme_shows_commands_that_exist():
    known = {words for words, _ in commands(main)}
    shown = set(re.findall(r"reciprocal (?:[a-z]+ ){0,1}[a-z]+", README))
    groups = {words.rsplit(" ", 1)[0] for words in known if words.count(" ") == 2}
    for words in shown:
        first_two = " ".join(words.split()[:2])
        assert words in known or first_two in known | groups, words


def test_every_file_that_the_readme_names_exists():
    for name in re.findall(r"\]\(((?!https?:)[^)]+)\)", README):
        assert (ROOT / name).exists(), name


GUIDES = ("canvas", "moodle", "other-lms")


@pytest.mark.parametrize("name", GUIDES)
def test_the_guides_name_commands_that_exist(name):
    known = {words for words, _ in commands(main)}
    text = " ".join((ROOT / "docs" / f"{name}.md").read_text().split())

    for words in re.findall(r"`(reciprocal [a-z]+(?: [a-z]+)?)", text):
        assert words in known or words.rsplit(" ", 1)[0] in known, words


@pytest.mark.parametrize("name", GUIDES)
def test_the_guides_give_the_addresses_that_the_program_has(app, name):
    text = (ROOT / "docs" / f"{name}.md").read_text()
    pages = {rule.rule for rule in app.url_map.iter_rules()}

    named = set(re.findall(r"https://YOUR-RECIPROCAL(/[a-z./]+)", text))
    assert "/lti/launch" in named
    assert named <= pages


@pytest.mark.parametrize("dialect", [each for each in DIALECTS.values() if each.usual])
def test_the_guides_give_the_usual_addresses(dialect):
    guides = "".join((ROOT / "docs" / f"{name}.md").read_text() for name in GUIDES)

    for address in dialect.fixed().values():
        assert address in guides, address


WRITING = (ROOT / "docs" / "writing-units.md").read_text()


@pytest.fixture
def example(tmp_path):
    """The unit that the guide to writing shows, file by file, with any film and picture."""
    home = tmp_path / "my-units" / "07-first-meetings"
    (home / "sections").mkdir(parents=True)
    for name, text in re.findall(r"^```\w+ (\S+)\n(.*?)^```", WRITING, re.DOTALL | re.MULTILINE):
        (home / name).write_text(text)
    for name in ("opening.mp4", "opening.jpg", "door.svg"):
        (home / name).write_bytes(b"any")
    return home


def test_the_guide_to_writing_shows_a_unit_without_fault(example):
    assert [str(each) for each in lint_units(example.parent) if not each.is_hint] == []
    assert read_curriculum(example.parent).unit("first-meetings").checks


def test_the_guide_to_writing_names_every_field(example):
    kinds = (UnitHead, Video, Reading, BeforeAfter, Term, SectionHead)
    asked = (Single, Multiple, Sort, Order, Rewrite, Choice, SortItem, Step)

    for kind in (*kinds, *asked):
        for field in msgspec.structs.fields(kind):
            assert re.search(rf"\b{field.encode_name}\b", WRITING), field.encode_name


def test_the_guide_to_writing_names_commands_that_exist():
    known = {words for words, _ in commands(main)}

    shown = set(re.findall(r"reciprocal [a-z]+ [a-z]+", WRITING))
    assert shown == {"reciprocal units check", "reciprocal units preview"}
    assert shown <= known
    for option in re.findall(r"`(--[a-z]+)`", WRITING):
        assert option in {name for each in check_units.params for name in each.opts}


def test_the_guide_to_writing_gives_the_bounds_that_are_checked():
    def span(bounds):
        return "{:,} to {:,}".format(*bounds).replace(".0", "")

    for bounds in (
        shape.SECTION, shape.COURSE, reading_level.UNIT, heads.TERMS, questions.ITEMS,
    ):  # fmt: skip
        assert span(bounds) in WRITING
    assert "8.5 to 12.5" in WRITING
    assert reading_level.SECTION == (8.5, 12.5)
    assert f"up to {reading_level.FAMILIES:.0f}" in WRITING
    assert f"up to {shape.LONGEST_PARAGRAPH}" in WRITING
    assert f"lines of {films.LONGEST_LINE} letters" in WRITING
