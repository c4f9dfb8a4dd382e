"""Content files: read once, checked whole, and a fault is named by file, line and field.

Units, tasks, rubrics and standards are files that people edit. A misspelt key or a missing
one must be found by whoever wrote it, not by a reader in front of an empty page.
"""

import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

T = TypeVar("T")

# The C loader is ten times as fast; PyYAML has it wherever a wheel exists.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_AT = re.compile(r"(?P<what>.*?)(?: - at `(?P<where>[^`]*)`)?", re.DOTALL)
_UNKNOWN = re.compile(r"Object contains unknown field `(.*)`")
_ABSENT = re.compile(r"Object missing required field `(.*)`")
_TOML_TABLE = re.compile(r"(\[{1,2})([\w.-]+)\]{1,2}")
_TOML_KEY = re.compile(r"([\w-]+)\s*=")
_TOML_WORDS = re.compile(r'"(?:[^"\\]|\\.)*"')
_TOML_PLACE = re.compile(r"(.*) \(at line (\d+), column \d+\)")


class ContentError(ValueError):
    """A content file cannot be used. Reads "file:line: field: problem".

    :param line: counted from 1; None where the file as a whole is meant.
    :param field: where in the file, e.g. "videos[0].captions"; empty for the whole file.
    """

    def __init__(self, path: Path, line: int | None, field: str, problem: str) -> None:
        place = f"{path}:{line}" if line else f"{path}"
        super().__init__(": ".join(part for part in (place, field, problem) if part))
        self.path = path
        self.line = line
        self.field = field
        self.problem = problem


class Problems:
    """Collects the faults of many files, so that a check can name all of them at once.

    >>> problems = Problems()
    >>> with problems.caught():
    ...     read_yaml(path, kind)
    """

    def __init__(self) -> None:
        self.found: list[ContentError] = []

    @contextmanager
    def caught(self) -> Iterator[None]:
        """Keep a ContentError of the block instead of letting it through."""
        try:
            yield
        except ContentError as error:
            self.found.append(error)

    def raise_first(self) -> None:
        """Let the first fault through, if there is any."""
        if self.found:
            raise self.found[0]


def read_yaml(path: Path, kind: type[T]) -> T:
    """Read a YAML file as `kind`.

    :param kind: a type msgspec can check: frozen structs with `forbid_unknown_fields`.
    :raises ContentError: the file is missing, is not YAML, or does not fit `kind`.
    """
    return _typed(path, _yaml(path, _text(path)), kind)


def read_front_matter(path: Path, kind: type[T]) -> tuple[T, str]:
    """Read a Markdown file that begins with YAML between two lines of three dashes.

    :return: the front matter as `kind`, and the Markdown after it.
    :raises ContentError: as `read_yaml`, or there is no front matter.
    """
    head, body = _split(path, _text(path))
    return _typed(path, _yaml(path, head), kind), body


def read_toml(path: Path, kind: type[T]) -> T:
    """Read a TOML file as `kind`.

    :raises ContentError: the file is missing, is not TOML, or does not fit `kind`.
    """
    return _typed(path, _toml(path, _text(path)), kind)


def read_text(path: Path) -> str:
    """Return a text file's words.

    :raises ContentError: the file is missing, empty or not UTF-8.
    """
    text = _text(path)
    if not text.strip():
        raise ContentError(path, None, "", "this file is empty")
    return text


def fault(path: Path, field: str, problem: str) -> ContentError:
    """Return the error for a field that fits its type and still cannot be used.

    Such as a reference to nothing. The line is looked up here, where speed no longer matters.
    """
    return ContentError(path, line_of(path, field), field, problem)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ContentError(path, None, "", "there is no such file") from None
    except UnicodeDecodeError as error:
        raise ContentError(path, None, "", f"not UTF-8 ({error.reason})") from error


def _split(path: Path, text: str) -> tuple[str, str]:
    # The opening line stays, commented out, so that YAML counts lines as the file does.
    if not text.startswith("---\n"):
        raise ContentError(path, 1, "", "must begin with front matter after a line of ---")
    head, closing, body = text[4:].partition("\n---\n")
    if not closing and head.endswith("\n---"):
        head, closing = head.removesuffix("\n---"), "---"
    if not closing:
        raise ContentError(path, 1, "", "front matter has no closing line of ---")
    return f"#\n{head}\n", body.strip()


def _yaml(path: Path, text: str) -> Any:
    try:
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
            if node is None:
                raise ContentError(path, None, "", "this file is empty")
            _refuse_doubles(path, node)
            return loader.construct_document(node)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise ContentError(path, line, "", f"not valid YAML: {error.problem}") from error
    except (yaml.YAMLError, ValueError) as error:
        if isinstance(error, ContentError):
            raise
        raise ContentError(path, None, "", f"not valid YAML: {error}") from error


def _refuse_doubles(path: Path, node: yaml.Node) -> None:
    # YAML itself would let the second of two equal keys win without a word.
    for field, line in _twice(node, ""):
        raise ContentError(path, line, field, "is given twice")


def _twice(node: yaml.Node, at: str) -> Iterator[tuple[str, int]]:
    seen = set()
    for field, key, value in _children(node, at):
        if field in seen:
            yield field, key.start_mark.line + 1
        seen.add(field)
        yield from _twice(value, field)


def _children(node: yaml.Node, at: str) -> Iterator[tuple[str, yaml.Node, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield f"{at}.{key.value}".lstrip("."), key, value
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            yield f"{at}[{number}]", item, item


def _toml(path: Path, text: str) -> Any:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _TOML_PLACE.fullmatch(str(error))
        line = int(place[2]) if place else None
        raise ContentError(path, line, "", f"not valid TOML: {place[1] if place else error}") from (
            error
        )


def _typed(path: Path, value: Any, kind: type[T]) -> T:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        field, problem = _field_and_problem(str(error))
        raise fault(path, field, problem) from error


def _field_and_problem(message: str) -> tuple[str, str]:
    found = _AT.fullmatch(message)
    what, where = (found["what"], found["where"] or "$") if found else (message, "$")
    at = where.removeprefix("$").lstrip(".")
    if unknown := _UNKNOWN.fullmatch(what):
        return f"{at}.{unknown[1]}".lstrip("."), "this key is not known; is it misspelt?"
    if absent := _ABSENT.fullmatch(what):
        return f"{at}.{absent[1]}".lstrip("."), "is missing"
    return at, what


def line_of(path: Path, field: str) -> int | None:
    """Return the line of a field, or of the nearest thing around it that is in the file."""
    lines = _lines(path)
    while field and field not in lines:
        field = re.sub(r"(\.[^.\[]*|\[[^\]]*\]|^[^.\[]*)$", "", field)
    return lines.get(field)


def _lines(path: Path) -> dict[str, int]:
    text = _text(path)
    if path.suffix == ".toml":
        return dict(_toml_lines(text))
    head = _split(path, text)[0] if path.suffix == ".md" else text
    node = yaml.compose(head, Loader=_Loader)
    return {} if node is None else {"": node.start_mark.line + 1, **dict(_yaml_lines(node, ""))}


def _yaml_lines(node: yaml.Node, at: str) -> Iterator[tuple[str, int]]:
    for field, key, value in _children(node, at):
        yield field, key.start_mark.line + 1
        yield from _yaml_lines(value, field)


def _toml_lines(text: str) -> Iterator[tuple[str, int]]:
    # The standard library's reader keeps no lines. Tables, plain keys and lists of words, with
    # the words on lines of their own, are all we write.
    table, field, counts = "", "", dict[str, int]()
    for number, line in enumerate(text.splitlines(), 1):
        if head := _TOML_TABLE.match(line):
            table = head[2]
            if head[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
                table = f"{table}[{counts[table]}]"
            yield table, number
        elif key := _TOML_KEY.match(line):
            field = f"{table}.{key[1]}".lstrip(".")
            counts[field] = 0
            yield field, number
        elif line.lstrip().startswith('"'):
            for _ in _TOML_WORDS.finditer(line):
                yield f"{field}[{counts[field]}]", number
                counts[field] += 1
