from collections.abc import Callable
from pathlib import Path

import pytest

from curriculum.linting.drafts import Draft, read_drafts
from curriculum.linting.findings import Finding
from curriculum.linting.texts import Page, read_page
from tests.unit_folder import write_unit


@pytest.fixture
def draft(tmp_path: Path) -> Callable[..., Draft]:
    """Write a unit with what a test changes in it, and read it as the rules see it."""

    def written(**changes: object) -> Draft:
        write_unit(tmp_path / "units", **changes)
        (found,) = read_drafts(tmp_path / "units")
        return found

    return written


@pytest.fixture
def drafts(tmp_path: Path) -> Callable[..., list[Draft]]:
    """Write a unit with its translations, and read it in every language, English first."""

    def written(**changes: object) -> list[Draft]:
        write_unit(tmp_path / "units", **changes)
        return read_drafts(tmp_path / "units")

    return written


@pytest.fixture
def page(tmp_path: Path) -> Callable[[str], Page]:
    """Write a text and read it as the rules see it."""

    def written(text: str) -> Page:
        path = tmp_path / "text.md"
        path.write_text(text)
        return read_page(path)

    return written


@pytest.fixture
def said() -> Callable[..., list[tuple[int | None, str, str]]]:
    """Return of each finding its line, its place, and its words."""

    def told(findings: list[Finding]) -> list[tuple[int | None, str, str]]:
        return [(each.line, each.place, each.words) for each in findings]

    return told
