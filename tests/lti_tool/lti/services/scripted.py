"""A service on a port of this machine that answers what a test tells it to."""

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any


@dataclass
class Reply:
    body: bytes = b""
    status: int = 200
    reason: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    media: str = "application/json"
    silent: bool = False
    dropped: bool = False
    endless: bool = False


@dataclass
class Asked:
    method: str
    path: str
    headers: Any
    body: bytes


def data(value: Any, **options: Any) -> Reply:
    return Reply(json.dumps(value).encode(), **options)


class Scripted:
    """Answers requests from a list; the last reply stays for all that follow."""

    def __init__(self) -> None:
        self.replies: list[Reply] = [Reply()]
        self.asked: list[Asked] = []
        self.released = Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def reply(self, *replies: Reply) -> None:
        self.replies = list(replies)

    def next_reply(self) -> Reply:
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]

    def close(self) -> None:
        self.released.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@contextmanager
def scripted():
    service = Scripted()
    try:
        yield service
    finally:
        service.close()


def _handler(service: Scripted) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length)
            service.asked.append(Asked(self.command, self.path, self.headers, body))
            reply = service.next_reply()
            self.close_connection = True
            if reply.silent:
                service.released.wait(20)
            if reply.dropped or reply.silent:
                return
            self.send_response(reply.status, reply.reason)
            # Said aloud, or a client might write into a connection that is just being closed.
            self.send_header("Connection", "close")
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if reply.media:
                self.send_header("Content-Type", reply.media)
            if not reply.endless:
                self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)
            while reply.endless and not service.released.is_set():
                try:
                    self.wfile.write(b" " * 65536)
                except OSError:
                    return

        def do_POST(self) -> None:
            self.do_GET()

        def do_PUT(self) -> None:
            self.do_GET()

        def log_message(self, *_args: Any) -> None:
            pass

    return Handler
