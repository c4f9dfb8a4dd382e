import msgspec
import pytest

from curriculum.content_files import (
    ContentError,
    Problems,
    fault,
    read_front_matter,
    read_text,
    read_toml,
    read_yaml,
)


class Clip(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    seconds: int


class Page(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: str
    clips: tuple[Clip, ...] = ()


@pytest.fixture
def write(tmp_path):
    def write(name, text):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_front_matter_is_typed_and_the_body_is_left_alone(write):
    path = write("a.md", "---\ntitle: One\n---\n\n# Two\n\n---\n\nthree\n")

    assert read_front_matter(path, Page) == (Page("One"), "# Two\n\n---\n\nthree")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param("titel: One\n", "2: titel: this key is not known", id="misspelt key"),
        pytest.param("clips: []\n", "2: title: is missing", id="missing key"),
        pytest.param(
            "title: A\nclips:\n  - id: a\n    seconds: 1\n  - id: b\n    secs: 2\n",
            "7: clips[1].secs: this key is not known",
            id="misspelt key in a list",
        ),
        pytest.param(
            "title: A\nclips:\n  - id: a\n    seconds: 1\n  - id: b\n",
            "6: clips[1].seconds: is missing",
            id="missing key in a list",
        ),
        pytest.param(
            "title: A\nclips:\n  - id: a\n    seconds: long\n",
            "5: clips[0].seconds: Expected `int`, got `str`",
            id="wrong type",
        ),
        pytest.param("title: yes\n", "2: title: Expected `str`, got `bool`", id="yes is no text"),
        pytest.param("title: A\ntitle: B\n", "3: title: is given twice", id="same key twice"),
        pytest.param("title: A: B\n", "2: not valid YAML: mapping values", id="not YAML"),
        pytest.param("title: [\n", "3: not valid YAML", id="unclosed list"),
        pytest.param("title: 2026-13-01\n", ": not valid YAML: month", id="no such date"),
        pytest.param("# nothing\n", ": this file is empty", id="only a comment"),
        pytest.param("- title\n", "2: Expected `object`, got `array`", id="a list, no keys"),
    ],
)
def test_a_fault_names_file_line_and_field(write, text, place):
    path = write("a.md", f"---\n{text}---\nbody\n")

    with pytest.raises(ContentError) as caught:
        read_front_matter(path, Page)

    assert str(caught.value).startswith(f"{path}:{place}" if place[0].isdigit() else str(path))
    assert place in str(caught.value)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("title: A\n", "must begin with front matter", id="none"),
        pytest.param("---\ntitle: A\n", "no closing line", id="not closed"),
    ],
)
def test_front_matter_must_be_there(write, text, problem):
    with pytest.raises(ContentError, match=problem):
        read_front_matter(write("a.md", text), Page)


def test_front_matter_may_stand_alone(write):
    assert read_front_matter(write("a.md", "---\ntitle: A\n---"), Page) == (Page("A"), "")


def test_yaml_lists_are_read_and_their_faults_placed(write):
    path = write("a.yaml", "- id: a\n  seconds: 1\n- id: b\n  seconds: x\n")

    with pytest.raises(ContentError) as caught:
        read_yaml(path, tuple[Clip, ...])

    assert (caught.value.line, caught.value.field) == (4, "[1].seconds")


@pytest.mark.parametrize(
    ("text", "line", "field"),
    [
        pytest.param("title = 'A'\n[[clips]]\nid = 'a'\nseconds = '1'\n", 4, "clips[0].seconds"),
        pytest.param(
            "title = 'A'\n[[clips]]\nid = 'a'\nseconds = 1\n\n[[clips]]\nid = 'b'\nsecs = 1\n",
            8,
            "clips[1].secs",
        ),
        pytest.param("title = 'A'\n[[clips]]\nid = 'a'\n", 2, "clips[0].seconds"),
        pytest.param("title = \n", 1, ""),
    ],
)
def test_faults_in_toml_have_a_line_too(write, text, line, field):
    with pytest.raises(ContentError) as caught:
        read_toml(write("a.toml", text), Page)

    assert (caught.value.line, caught.value.field) == (line, field)


def test_toml_is_typed(write):
    path = write("a.toml", "title = 'A'\n[[clips]]\nid = 'a'\nseconds = 1\n")

    assert read_toml(path, Page) == Page("A", (Clip("a", 1),))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ContentError, match=r"none\.yaml: there is no such file"):
        read_yaml(tmp_path / "none.yaml", Page)


def test_a_file_must_be_utf_8(tmp_path):
    path = tmp_path / "a.md"
    path.write_bytes("---\ntitle: caf\xe9\n---\n".encode("latin-1"))

    with pytest.raises(ContentError, match="not UTF-8"):
        read_front_matter(path, Page)


def test_an_empty_text_is_a_fault(write):
    with pytest.raises(ContentError, match="this file is empty"):
        read_text(write("a.md", " \n"))


def test_a_fault_found_later_still_gets_its_line(write):
    path = write("a.md", "---\ntitle: A\nclips:\n  - id: a\n    seconds: 1\n---\n")

    error = fault(path, "clips[0].id", "there is no such clip")

    assert str(error) == f"{path}:4: clips[0].id: there is no such clip"


def test_a_fault_in_something_that_is_absent_points_at_what_is_around_it(write):
    path = write("a.md", "---\ntitle: A\nclips:\n  - id: a\n    seconds: 1\n---\n")

    assert fault(path, "clips[0].poster.file", "is missing").line == 4


def test_problems_collects_the_faults_of_many_files(write, tmp_path):
    problems = Problems()

    for path in (write("a.yaml", "titel: A\n"), tmp_path / "none.yaml"):
        with problems.caught():
            read_yaml(path, Page)

    assert [error.path.name for error in problems.found] == ["a.yaml", "none.yaml"]
    with pytest.raises(ContentError, match="titel"):
        problems.raise_first()
