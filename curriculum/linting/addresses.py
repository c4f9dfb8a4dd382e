"""Addresses on other sites that the course names, each with its place."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from curriculum.content_files import line_of
from curriculum.linting.drafts import Draft
from curriculum.linting.texts import Page

_WEB = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class Address:
    """One address, and where it stands."""

    url: str
    path: Path
    line: int | None
    place: str


def outside_addresses(draft: Draft) -> Iterator[Address]:
    """Return the addresses of a unit: readings, films elsewhere, links in its texts."""
    for number, reading in enumerate(draft.head.readings):
        yield _in_head(draft.path, f"readings[{number}].url", reading.url)
    for number, video in enumerate(draft.head.videos):
        if video.source.startswith(_WEB):
            yield _in_head(draft.path, f"videos[{number}].source", video.source)
    for page in draft.pages:
        yield from addresses_in(page)


def addresses_in(page: Page) -> Iterator[Address]:
    """Return the addresses that a text links to."""
    for link in page.links():
        if link.target.startswith(_WEB):
            yield Address(link.target, page.path, link.line, "link")


def _in_head(path: Path, field: str, url: str) -> Address:
    return Address(url, path, line_of(path, field), field)
