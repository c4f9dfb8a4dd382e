"""Video slots: what a unit shows, and where."""

from typing import Annotated

import msgspec

from curriculum.video_sources import Source, Way, source_of

Slug = Annotated[str, msgspec.Meta(pattern="^[a-z0-9]+(-[a-z0-9]+)*$")]
"""Stands in addresses and in rows, so it never changes once people have used it."""

Words = Annotated[str, msgspec.Meta(min_length=1)]
FileName = Annotated[str, msgspec.Meta(pattern=r"^(\w[\w.-]*)?$")]
"""A file beside the unit's own; empty where there is none."""

LONGEST_FILM = 4 * 60 * 60
"""Seconds."""

ENOUGH = 0.9
"""The share of a video's seconds that counts as having seen it: few wait for the last credits."""


class Video(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One slot. The film in it can be exchanged; its id stays."""

    id: Slug
    section: Slug
    title: Words
    purpose: Words
    seconds: Annotated[int, msgspec.Meta(ge=1, le=LONGEST_FILM)]
    source: Words
    """A file beside the unit's own, or an address: see `curriculum.video_sources`."""
    transcript: FileName
    watch_for: Words
    question: Words
    captions: FileName = ""
    """WebVTT, named `<clip>.<language>.vtt`."""
    poster: FileName = ""
    descriptions: FileName = ""
    """WebVTT: what is to be seen, for those who do not see it. WCAG 1.2.3."""
    chapters: FileName = ""
    """WebVTT: titles with their times."""

    @property
    def plays(self) -> Source:
        """Return where it comes from. Whether we can play it was checked at the reading."""
        return source_of(self.source)

    @property
    def caption_language(self) -> str:
        """Return the language in the captions' file name, e.g. "en" of "opening.en.vtt"."""
        parts = self.captions.split(".")
        return parts[-2] if len(parts) > 2 else "en"

    @property
    def minutes(self) -> int:
        """Return its length in whole minutes, rounded up."""
        return -(-self.seconds // 60)

    @property
    def files(self) -> frozenset[str]:
        """Names of the files that a browser may fetch."""
        own = {self.source} if self.plays.way is Way.OWN else set()
        beside = {self.captions, self.poster, self.descriptions, self.chapters}
        return frozenset(beside - {""} | own)
