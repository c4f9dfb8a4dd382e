"""HTML to an accessible PDF (PDF/UA-1). Imported by workers only: it is slow and large.

The bytes depend on the HTML alone, so the same evidence gives the same hash.
"""

import gc
import io
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.logger import PROGRESS_LOGGER
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from lti_tool.reports.tagging import finish

FOLDER = Path(__file__).parent
SCHEME = "asset:"

OnPage = Callable[[int], None]
"""Told the number of each page as it is laid out."""


class RenderingError(Exception):
    """The document could not be made into a PDF."""


class AssetsOnly(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
    """Serve the report's own fonts and refuse every other address.

    People's text ends up in these pages. Without this, an `<img>` or a `<link>` in it could
    read files of the server into the report, or reach other machines on its network.
    """

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Return one of our fonts.

        :raises FatalURLFetchingError: any other address. The report is not made: a page that
            asks for one is not a page that we wrote.
        """
        name = url.removeprefix(SCHEME)
        if name == url or name not in _fonts():
            raise FatalURLFetchingError(f"A report may not load {url}")
        return URLFetcherResponse(url, (FOLDER / "fonts" / name).read_bytes())


@cache
def _fonts() -> frozenset[str]:
    return frozenset(path.name for path in (FOLDER / "fonts").glob("*.ttf"))


@cache
def _style() -> tuple[CSS, FontConfiguration]:
    """Return style sheet and fonts, parsed once per process."""
    fonts = FontConfiguration()
    sheet = (FOLDER / "report.css").read_text(encoding="utf-8")
    style = CSS(string=sheet, url_fetcher=AssetsOnly(), font_config=fonts)
    # All that is loaded by now stays: later collections need not look at it again.
    gc.collect()
    gc.freeze()
    return style, fonts


def render_pdf(html: str, *, large: bool = False, on_page: OnPage | None = None) -> bytes:
    """Return the PDF of a document.

    :param html: with `lang`, `title` and the dates `dcterms.created` and `dcterms.modified`.
    :param large: the document has long tables.
    :raises RenderingError: the document asks for something that is not ours.
    """
    style, fonts = _style()
    try:
        with _watched(on_page), _few_collections(large):
            made: bytes = HTML(string=html, url_fetcher=AssetsOnly()).write_pdf(
                stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1"
            )
            return finish(io.BytesIO(made))
    # Not an Exception: WeasyPrint's own handlers must not swallow it, and ours would not see it.
    except FatalURLFetchingError as error:
        raise RenderingError(str(error)) from error


@contextmanager
def _few_collections(large: bool) -> Iterator[None]:
    """Collect garbage rarely while a long table is laid out, and always afterwards.

    A long table is millions of objects, all in use: a third less time on a thousand rows. What
    a rendering leaves behind is cyclic; uncollected, ten small reports cost as much as a large.
    """
    usual = gc.get_threshold()
    if large:
        gc.set_threshold(100_000, 50, 1000)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.collect()


class _PageHandler(logging.Handler):
    """Hears from WeasyPrint's log which page is being laid out."""

    def __init__(self, on_page: OnPage) -> None:
        super().__init__(logging.INFO)
        self.on_page = on_page
        self.mine = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        arguments = record.args
        if record.thread != self.mine or not isinstance(arguments, tuple) or not arguments:
            return
        if str(record.msg).endswith("Page %d") and isinstance(arguments[0], int):
            self.on_page(arguments[0])


@contextmanager
def _watched(on_page: OnPage | None) -> Iterator[None]:
    if on_page is None:
        yield
        return
    handler = _PageHandler(on_page)
    PROGRESS_LOGGER.setLevel(logging.INFO)
    PROGRESS_LOGGER.propagate = False
    PROGRESS_LOGGER.addHandler(handler)
    try:
        yield
    finally:
        PROGRESS_LOGGER.removeHandler(handler)
