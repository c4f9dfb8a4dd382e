"""Video slots: what a unit shows, from where, and how much of it somebody has seen."""

import enum
import re
from collections.abc import Iterable
from typing import Annotated
from urllib.parse import parse_qs, urlencode, urlsplit

import msgspec

Slug = Annotated[str, msgspec.Meta(pattern="^[a-z0-9]+(-[a-z0-9]+)*$")]
"""Stands in addresses and in rows, so it never changes once people have used it."""

Words = Annotated[str, msgspec.Meta(min_length=1)]
FileName = Annotated[str, msgspec.Meta(pattern=r"^(\w[\w.-]*)?$")]
"""A file beside the unit's own; empty where there is none."""

ENOUGH = 0.9
"""The share of a video's seconds that counts as having seen it: few wait for the last credits."""

_YOUTUBE_ID = re.compile(r"[\w-]{11}", re.ASCII)
_YOUTUBE_PATH = re.compile(r"(?:/embed|/shorts|/live)?/([\w-]+)/?", re.ASCII)
_YOUTUBE = frozenset({"youtube.com", "www.youtube.com", "m.youtube.com", "youtube-nocookie.com",
                      "www.youtube-nocookie.com"})  # fmt: skip
_VIMEO = frozenset({"vimeo.com", "www.vimeo.com", "player.vimeo.com"})
_VIMEO_PATH = re.compile(r"(?:/video)?/(\d{1,20})(?:/(\w{1,64}))?/?", re.ASCII)
_HOST = re.compile(r"[a-z0-9.-]+(:\d+)?")
_FILE = re.compile(r"\w[\w.-]*")
_PLAYABLE = (".mp4", ".webm")


class Way(enum.Enum):
    """How a video comes to the reader."""

    OWN = "own"
    """A file of the unit, from our own server."""
    DIRECT = "direct"
    """A file on somebody else's server, in the browser's own player."""
    EMBED = "embed"
    """Another site's page in a frame. How much of it was seen cannot be measured."""


class Source(msgspec.Struct, frozen=True):
    """Where a video comes from."""

    way: Way
    address: str
    """The file's name, its address, or the address of the page to be framed."""
    host: str = ""
    """Who will see the visit, as shown to the reader; empty for our own files."""

    @property
    def origin(self) -> str:
        """Return what a Content-Security-Policy has to name."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"


class Video(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One slot. The film in it can be exchanged; its id stays."""

    id: Slug
    section: Slug
    title: Words
    purpose: Words
    seconds: Annotated[int, msgspec.Meta(ge=1, le=4 * 60 * 60)]
    source: Words
    """A file beside the unit's own, or an address: YouTube, Vimeo, https://….mp4 or .webm."""
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


def source_of(written: str) -> Source:
    """Return what a unit file's `source` means.

    :raises ValueError: we do not know how to play it.
    """
    if "://" not in written:
        return _own(written)
    parts = urlsplit(written)
    host = parts.hostname or ""
    if parts.scheme != "https":
        raise ValueError("an outside video needs an address that begins with https://")
    if host in _YOUTUBE or host == "youtu.be":
        return _youtube(written)
    if host in _VIMEO:
        return _vimeo(written)
    if parts.path.lower().endswith(_PLAYABLE) and _HOST.fullmatch(parts.netloc):
        return Source(Way.DIRECT, written, host)
    raise ValueError(
        "source is a file of this folder, or an address at YouTube or Vimeo, "
        "or one that ends in .mp4 or .webm"
    )


def _own(name: str) -> Source:
    if not _FILE.fullmatch(name) or not name.lower().endswith(_PLAYABLE):
        raise ValueError("source is not the name of an .mp4 or .webm file of this folder")
    return Source(Way.OWN, name)


def _youtube(written: str) -> Source:
    parts = urlsplit(written)
    path = _YOUTUBE_PATH.fullmatch(parts.path)
    named = path[1] if path else ""
    if parts.path == "/watch":
        named = parse_qs(parts.query).get("v", [""])[0]
    if not _YOUTUBE_ID.fullmatch(named):
        raise ValueError("this YouTube address names no video")
    return Source(Way.EMBED, f"https://www.youtube-nocookie.com/embed/{named}", "youtube.com")


def _vimeo(written: str) -> Source:
    # Unlisted films carry a second key: vimeo.com/<number>/<key> or ?h=<key>.
    parts = urlsplit(written)
    found = _VIMEO_PATH.fullmatch(parts.path)
    if not found:
        raise ValueError("this Vimeo address names no video")
    key = found[2] or parse_qs(parts.query).get("h", [""])[0]
    query = {"dnt": "1"} | ({"h": key} if key else {})
    address = f"https://player.vimeo.com/video/{found[1]}?{urlencode(query)}"
    return Source(Way.EMBED, address, "vimeo.com")


Spans = list[list[int]]
"""Stretches of a video, [[from, to], …] in whole seconds; `to` is not part of the stretch."""


def merge(spans: Iterable[Iterable[int]], length: int) -> Spans:
    """Return the same seconds, sorted, apart from one another, and within the video.

    :param length: of the video, in seconds. What lies outside is cut off.
    """
    merged: Spans = []
    for start, end in sorted((max(0, start), min(length, end)) for start, end in spans):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    return merged


def seconds_in(spans: Spans) -> int:
    """Return how many seconds merged spans hold."""
    return sum(end - start for start, end in spans)
