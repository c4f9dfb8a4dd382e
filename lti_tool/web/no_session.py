"""Flask's own cookie session, switched off: the launch record stands in its place."""

from flask import Flask, Request, Response
from flask.sessions import SessionInterface, SessionMixin


class NoSession(SessionInterface):
    """Opens nothing and saves nothing, so that no request pays for it. Writing to it raises."""

    def open_session(self, app: Flask, request: Request) -> None:
        """Open nothing; Flask puts a session there that cannot be written to."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Save nothing."""
