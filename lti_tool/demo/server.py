"""Serving the LMS: for a person at an address, or for tests in a thread."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import IO, TYPE_CHECKING

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wsgi import FileWrapper

from lti_tool.demo.lms import Lms, lms_of

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


class QuietHandler(WSGIRequestHandler):
    """Answers without a line in the log for every request, and leaves no file open."""

    _file: FileWrapper | None = None

    def make_environ(self) -> "WSGIEnvironment":
        """Offer a wrapper for files that we can close ourselves."""
        return {**super().make_environ(), "wsgi.file_wrapper": self._wrap}

    def _wrap(self, file: IO[bytes], buffer_size: int = 8192) -> FileWrapper:
        self._file = FileWrapper(file, buffer_size)
        return self._file

    def connection_dropped(
        self, error: BaseException, environ: "WSGIEnvironment | None" = None
    ) -> None:
        """Close what was being sent: the base class forgets it when a browser goes away."""
        if self._file is not None:
            self._file.close()

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


def run(
    app: Flask, host: str, port: int, *, when_listening: Callable[[], None] = lambda: None
) -> None:
    """Serve until interrupted.

    :param when_listening: called once, as soon as no request would be refused.
    """
    server = make_server(host, port, app, threaded=True, request_handler=QuietHandler)
    try:
        when_listening()
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()
        lms_of(app).close()


class LmsServer:
    """An LMS on a port of this machine, served by a thread.

    The port is taken at once, so that the address is known before there is an LMS to give it to.
    """

    def __init__(self, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self._server = make_server(
            host, port, Flask(__name__), threaded=True, request_handler=QuietHandler
        )
        self._thread: Thread | None = None
        self.lms: Lms
        """The LMS that is served, once started."""
        self.url = f"http://{host}:{self._server.port}"

    def start(self, app: Flask) -> None:
        """Begin to answer. Requests that came before have waited."""
        self.lms = lms_of(app)
        self._server.app = app
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop answering and close what the LMS holds open."""
        if self._thread:
            self.lms.close()
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()


@contextmanager
def serving(make: Callable[[str], Flask]) -> Iterator[LmsServer]:
    """Serve an LMS on a free port while the block runs.

    :param make: makes the application for the address that it will have.
    """
    server = LmsServer()
    try:
        server.start(make(server.url))
        yield server
    finally:
        server.stop()
