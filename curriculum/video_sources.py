"""Where a film comes from: what its address means, and who will see the visit."""

import enum
import re
from collections.abc import Iterable
from urllib.parse import parse_qs, urlencode, urlsplit

import msgspec

from curriculum.foundation.errors import N_

_YOUTUBE_ID = re.compile(r"[\w-]{11}", re.ASCII)
_YOUTUBE_PATH = re.compile(r"(?:/embed|/shorts|/live)?/([\w-]+)/?", re.ASCII)
_YOUTUBE = frozenset({"youtube.com", "www.youtube.com", "m.youtube.com", "youtube-nocookie.com",
                      "www.youtube-nocookie.com"})  # fmt: skip
_VIMEO = frozenset({"vimeo.com", "www.vimeo.com", "player.vimeo.com"})
_VIMEO_PATH = re.compile(r"(?:/video)?/(\d{1,20})(?:/(\w{1,64}))?/?", re.ASCII)
_PANOPTO_VIEWER = "/Panopto/Pages/Viewer.aspx"
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?")
_HOST_PATTERN = re.compile(r"(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+(:\d{1,5})?")
_NO_HOST = N_("This address names no host that a page could be allowed to ask.")
_FILE = re.compile(r"\w[\w.-]*")
_PLAYABLE = (".mp4", ".webm")
_STREAMED = (".m3u8",)


class Way(enum.Enum):
    """How a film comes to the reader."""

    OWN = "own"
    """A file of the unit, from our own server."""
    DIRECT = "direct"
    """A file on somebody else's server, in the browser's own player."""
    STREAM = "stream"
    """The same in pieces (HLS). Some browsers play it, for the others there is a link."""
    EMBED = "embed"
    """Another site's player in a frame."""


class Speech(enum.Enum):
    """The messages by which a player in a frame tells what it plays, without a script of theirs."""

    YOUTUBE = "youtube"
    VIMEO = "vimeo"
    OPEN = "player.js"
    """What several hosts agreed on. Those that do not speak it stay silent."""


class Source(msgspec.Struct, frozen=True):
    """Where a film comes from."""

    way: Way
    address: str
    """The file's name, its address, or the address of the page to be framed."""
    host: str = ""
    """Who will see the visit, as shown to the reader; empty for our own files."""
    speech: Speech | None = None
    page: str = ""
    """What a link to the film opens; empty for our own files."""

    @property
    def origin(self) -> str:
        """Return what a Content-Security-Policy has to name."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"

    def may_be_shown(self, hosts: Iterable[str]) -> bool:
        """Whether a page of ours may show it, if the reader wants to.

        :param hosts: whom the operator lets us frame besides YouTube and Vimeo, each a host
            or, with `*.` in front, all hosts below one.
        """
        if self.way is not Way.EMBED or self.speech is not Speech.OPEN:
            return True
        host = urlsplit(self.address).netloc
        return any(_matches(host, pattern) for pattern in hosts)


def is_host_pattern(written: str) -> bool:
    """Whether it names a host, or with `*.` in front all hosts below one."""
    return _HOST_PATTERN.fullmatch(written) is not None


def _matches(host: str, pattern: str) -> bool:
    if pattern.startswith("*."):
        return host.endswith(pattern[1:])
    return host == pattern


class Unplayable(ValueError):
    """An address of a film that we do not know how to play. Its words are for readers, too."""


def source_of(written: str) -> Source:
    """Return what a film's `source` means.

    :raises ValueError: we do not know how to play it; an address is `Unplayable`.
    """
    if "://" not in written:
        return _own(written)
    if any(letter.isspace() or not letter.isprintable() for letter in written):
        raise Unplayable(N_("An address holds no spaces or line ends. Copy it once more."))
    try:
        parts = urlsplit(written)
    except ValueError as error:
        raise Unplayable(_NO_HOST) from error
    host = parts.hostname or ""
    if parts.scheme != "https":
        raise Unplayable(N_("A film elsewhere needs an address that begins with https://."))
    if host in _YOUTUBE or host == "youtu.be":
        return _youtube(written)
    if host in _VIMEO:
        return _vimeo(written)
    if not _HOST.fullmatch(parts.netloc):
        raise Unplayable(_NO_HOST)
    if parts.path.lower().endswith(_PLAYABLE):
        return Source(Way.DIRECT, written, host, page=written)
    if parts.path.lower().endswith(_STREAMED):
        return Source(Way.STREAM, written, host, page=written)
    return _framed(written)


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
        raise Unplayable(N_("This YouTube address names no video."))
    address = f"https://www.youtube-nocookie.com/embed/{named}"
    page = f"https://www.youtube.com/watch?v={named}"
    return Source(Way.EMBED, address, "youtube.com", Speech.YOUTUBE, page)


def _vimeo(written: str) -> Source:
    # Unlisted films carry a second key: vimeo.com/<number>/<key> or ?h=<key>.
    parts = urlsplit(written)
    found = _VIMEO_PATH.fullmatch(parts.path)
    if not found:
        raise Unplayable(N_("This Vimeo address names no video."))
    key = found[2] or parse_qs(parts.query).get("h", [""])[0]
    query = {"dnt": "1"} | ({"h": key} if key else {})
    address = f"https://player.vimeo.com/video/{found[1]}?{urlencode(query)}"
    page = f"https://vimeo.com/{found[1]}{'/' + key if key else ''}"
    return Source(Way.EMBED, address, "vimeo.com", Speech.VIMEO, page)


def _framed(written: str) -> Source:
    parts = urlsplit(written)
    host = parts.hostname or ""
    if not parts.path.strip("/") and not parts.query:
        raise Unplayable(
            N_(
                "Give the address of one film: at YouTube, Vimeo or another host, or of a file "
                "that ends in .mp4, .webm or .m3u8."
            )
        )
    framed = written
    if parts.path == _PANOPTO_VIEWER:  # its page for a whole window; the one for a frame is beside
        framed = parts._replace(path=_PANOPTO_VIEWER.replace("Viewer", "Embed")).geturl()
    return Source(Way.EMBED, framed, host, Speech.OPEN, written)
