"""Serving the preview until Ctrl-C."""

from collections.abc import Callable
from pathlib import Path

from werkzeug.serving import BaseWSGIServer, make_server

from lti_tool.demo.server import QuietHandler
from lti_tool.preview.app import create_preview

HOST = "127.0.0.1"
"""And nothing else: whoever reaches it reads the folder."""


def preview_server(folder: Path, port: int) -> BaseWSGIServer:
    """Take the port, and return the server that answers there.

    :param port: 0 takes any that is free.
    :raises SystemExit: the port is in use.
    """
    return make_server(
        HOST, port, create_preview(folder), threaded=True, request_handler=QuietHandler
    )


def serve_preview(folder: Path, port: int, *, when_listening: Callable[[str], None]) -> None:
    """Serve a folder of units until interrupted.

    :param when_listening: called with the address, as soon as no request would be refused.
    """
    server = preview_server(folder, port)
    try:
        when_listening(f"http://{HOST}:{server.port}/")
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()
