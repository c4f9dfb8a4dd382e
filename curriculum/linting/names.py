"""The files of a unit: which are named and not there, and which are there and not named."""

from collections.abc import Iterator
from pathlib import Path

from curriculum.linting.drafts import Draft
from curriculum.linting.findings import Finding, Weight
from curriculum.linting.texts import Link, Page
from curriculum.markdown import PICTURES, is_picture_name

_FILM_PARTS = frozenset({".mp4", ".webm", ".vtt", ".jpg", ".md"})


def links_lead_somewhere(page: Page, sections: tuple[str, ...] = ()) -> Iterator[Finding]:
    """Look for links to anything but other sites: pages of the course have no lasting address."""
    for link in page.links():
        if link.is_picture or link.target.startswith(("https://", "mailto:")):
            continue
        what, advice = _dead_link(page, link, sections)
        yield Finding(page.path, link.line, "link", what, advice)


def _dead_link(page: Page, link: Link, sections: tuple[str, ...]) -> tuple[str, str]:
    target = link.target
    if target.startswith("http://"):
        return f"{target} is not https", "Most sites answer to https:// as well: try it."
    named = Path(target.partition("#")[0])
    slug = named.name.partition(".")[0]
    if named.suffix == ".md" and slug not in sections:
        return f"this unit has no section “{slug}”", "Name a section by its title."
    if slug and slug not in sections and not (page.path.parent / named).exists():
        return f"there is no “{target}”", "Give an address that begins with https://."
    return f"“{target}” leads nowhere on a page", "Name a section by its title, without a link."


def pictures_are_there(page: Page, folder: Path) -> Iterator[Finding]:
    """Look for pictures that are no file of the unit's folder, or of no kind that browsers show."""
    for link in page.links():
        if not link.is_picture:
            continue
        if not is_picture_name(link.target):
            what = f"“{link.target}” is not the name of a picture in the unit's folder"
            advice = f"Put the file beside unit.md; it ends in {', '.join(sorted(PICTURES))}."
            yield Finding(page.path, link.line, "picture", what, advice)
        elif not (folder / link.target).is_file():
            what = f"there is no file “{link.target}” in the unit's folder"
            yield Finding(page.path, link.line, "picture", what, "Put it beside unit.md.")


def pictures_have_words(page: Page) -> Iterator[Finding]:
    """Look for pictures that do not say in words what they show. WCAG 1.1.1."""
    for link in page.links():
        if link.is_picture and (not link.words or link.words == link.target):
            what = f"“{link.target}” has no text for readers who do not see it"
            advice = "Write what it shows: ![A door with three signs](door.svg)."
            yield Finding(page.path, link.line, "picture", what, advice)


def no_pictures(page: Page) -> Iterator[Finding]:
    """Look for pictures outside units: nothing else has a folder of its own."""
    for link in page.links():
        if link.is_picture:
            what, advice = "a picture is not shown here", "Put it into a section of the unit."
            yield Finding(page.path, link.line, "picture", what, advice)


def every_file_is_used(drafts: list[Draft]) -> Iterator[Finding]:
    """Look for files that nothing names: forgotten, or with a misspelt name.

    :param drafts: one unit in all its languages.
    """
    named = {name for draft in drafts for name in _named(draft)}
    slots = {video.id for draft in drafts for video in draft.head.videos}
    for path in sorted(drafts[0].folder.rglob("*")):
        name = path.relative_to(drafts[0].folder).as_posix()
        hidden = name.startswith(".") or "/." in name
        if path.is_dir() or hidden or name in named or name.startswith("sections/"):
            continue
        slot = path.name.partition(".")[0]
        film = path.suffix in _FILM_PARTS and slot not in slots and "/" not in name
        what = f"no video slot is called “{slot}”" if film else "nothing names this file"
        advice = "Name it in unit.md or in a section's text, or take it away."
        yield Finding(path, None, "file", what, advice, Weight.HINT)


def _named(draft: Draft) -> Iterator[str]:
    yield from (draft.path.name, "checks.yaml", f"checks.{draft.language}.yaml")
    for video in draft.head.videos:
        yield from (video.source, video.transcript, video.captions, video.poster)
        yield from (video.descriptions, video.chapters)
    yield from (link.target for page in draft.pages for link in page.links())
