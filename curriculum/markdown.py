"""Markdown of content files to HTML that a page may hold. The one place where HTML is made."""

from functools import lru_cache

import nh3
from markdown import Markdown
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension

TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre",
    "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
"""What the course's text needs. No pictures, no headings of the page's own rank, no raw blocks."""

_CLEANER = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags={"script", "style"},
    attributes={"a": {"href", "title"}, "ol": {"start"}},
    # Pages stand in an LMS's frame: a link that stayed in it would lose the reader's place.
    set_tag_attribute_values={"a": {"target": "_blank"}},
    link_rel="noopener",
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
)


@lru_cache(maxsize=1024)
def to_html(markdown_text: str) -> str:
    """Return sanitised HTML. Rendered once per text and process.

    For content files only. What people write is escaped, never rendered.
    """
    # A Markdown object holds state, so two threads may not share one.
    markdown = Markdown(extensions=[TableExtension(), SaneListExtension()], output_format="html")
    return _CLEANER.clean(markdown.convert(markdown_text))
