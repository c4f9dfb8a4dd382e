"""Markdown of content files to HTML that a page may hold. The one place where HTML is made."""

import re
from functools import lru_cache

import nh3
from markdown import Markdown
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension

TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre",
    "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
"""What the course's text needs. No headings of the page's own rank, no raw blocks."""

PICTURES = frozenset({".svg", ".png", ".jpg", ".webp"})

_PICTURE = re.compile(r"\w[\w-]*(?:\.[\w-]+)*\.(?:svg|png|jpg|webp)")
_SHOWN = re.compile(r"!\[[^]]*]\(\s*<?([^)\s>]+)")
_RANK = re.compile(r"<(/?)h([2-6])>")
_OUTSIDE = re.compile(r"(?:https?://|mailto:)[^\s]+", re.IGNORECASE)


@lru_cache(maxsize=1024)
def to_html(markdown_text: str, below: int = 0, media: str = "") -> str:
    """Return sanitised HTML. Rendered once per text and process.

    For content files only. What people write is escaped, never rendered.

    :param below: how many ranks headings go down: a page that holds several texts has ranks of
        its own above them.
    :param media: the address below which a unit's own pictures are served, with its last slash.
        Without it, no picture is shown.
    """
    # A Markdown object holds state, so two threads may not share one.
    markdown = Markdown(extensions=[TableExtension(), SaneListExtension()], output_format="html")
    return _lowered(_cleaner(media).clean(markdown.convert(markdown_text)), below)


def _lowered(html: str, below: int) -> str:
    """Return HTML, as the cleaner leaves it, with headings so many ranks further down."""
    if not below:
        return html
    return _RANK.sub(lambda tag: f"<{tag[1]}h{min(6, int(tag[2]) + below)}>", html)


def is_picture_name(name: str) -> bool:
    """Whether it names a picture beside a unit's own files: no folder, no address."""
    return _PICTURE.fullmatch(name) is not None


@lru_cache(maxsize=1024)
def pictures_in(markdown_text: str) -> frozenset[str]:
    """Return the names of the pictures that a text shows."""
    return frozenset(filter(is_picture_name, _SHOWN.findall(markdown_text)))


@lru_cache(maxsize=256)
def _cleaner(media: str) -> nh3.Cleaner:
    def place(tag: str, attribute: str, value: str) -> str | None:
        if tag == "img" and attribute == "src":
            return f"{media}{value}" if is_picture_name(value) else None
        if attribute == "href":
            return value if _OUTSIDE.fullmatch(value) else None
        return value

    return nh3.Cleaner(
        tags=TAGS | ({"img"} if media else set()),
        clean_content_tags={"script", "style"},
        attributes={"a": {"href", "title"}, "ol": {"start"}, "img": {"src", "alt"}},
        attribute_filter=place,
        # Pages stand in an LMS's frame: a link that stayed in it would lose the reader's place.
        set_tag_attribute_values={"a": {"target": "_blank"}},
        link_rel="noopener",
        url_schemes={"http", "https", "mailto"},
        # The filter above sees them first, and lets nothing through but our own pictures.
        url_relative="pass_through",
    )
