"""Puts the demonstration LMS together as a Flask application."""

from collections.abc import Sequence
from pathlib import Path

from flask import Blueprint, Flask, Response, g, request
from flask_babel import Babel, get_locale
from werkzeug.exceptions import HTTPException

from lti_tool.demo import oidc
from lti_tool.demo.faults import FaultyApplication
from lti_tool.demo.lms import Lms, current_lms, lms_of
from lti_tool.demo.pages import content, course, frame, layout, privacy, review, storage, tools
from lti_tool.demo.seed import seed
from lti_tool.demo.services import line_items, notices, nrps, registration, scores, token
from lti_tool.demo.services.guard import (
    ServiceError,
    demand_user_agent,
    let_token_expire,
    show_refusal,
)
from lti_tool.demo.settings import Character, Client, ToolAddresses
from lti_tool.demo.store import Store

__all__ = ["Character", "Client", "ToolAddresses", "create_lms", "lms_of"]

ROOT = Path(__file__).parents[2]
TRANSLATIONS = ROOT / "lti_tool" / "translations"


def create_lms(
    store: Path,
    base_url: str,
    tool: ToolAddresses,
    *,
    character: Character = Character.GENERIC,
    clients: Sequence[Client] = (Client(),),
) -> Flask:
    """Make an LMS.

    :param store: its SQLite file, made with two courses where there is none.
    :param base_url: where it will be reached; also its issuer.
    :param tool: the tool of every client that does not bring its own.
    :param clients: the registrations. The seeded courses are dealt out among their deployments.
    """
    app = Flask(__name__, template_folder=str(ROOT / "templates"))
    lms = Lms(Store(store), base_url, tool, character, clients)
    with lms.store.writing() as db:
        seed(db, lms.clients, tool)
    app.extensions["demo_lms"] = lms
    app.config.update(
        SECRET_KEY=lms.cookie_secret,
        SESSION_COOKIE_NAME="demo_lms_session",
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=2_000_000,
        BABEL_TRANSLATION_DIRECTORIES=str(TRANSLATIONS),
    )
    _speak_languages(app)
    for blueprint in (
        layout.bp,
        course.bp,
        frame.bp,
        storage.bp,
        content.bp,
        review.bp,
        tools.bp,
        privacy.bp,
        oidc.bp,
        token.bp,
        registration.bp,
        _services(),
    ):
        app.register_blueprint(blueprint)
    app.register_error_handler(HTTPException, _show_error)
    app.after_request(_protect)
    # Outside of Flask, so that a fault can drop the connection.
    app.wsgi_app = FaultyApplication(app.wsgi_app, lms.faults)  # type: ignore[method-assign]  # how Flask wraps
    return app


def _services() -> Blueprint:
    """Gather the services that want an access token."""
    services = Blueprint("services", __name__, url_prefix="/services")
    services.before_request(demand_user_agent)
    services.before_request(let_token_expire)
    services.register_error_handler(ServiceError, show_refusal)
    for blueprint in (line_items.bp, scores.bp, nrps.bp, notices.bp):
        services.register_blueprint(blueprint)
    return services


def _speak_languages(app: Flask) -> None:
    known = ["en", *(path.parts[-3] for path in TRANSLATIONS.glob("*/LC_MESSAGES/*.mo"))]

    def choose() -> str:
        return request.accept_languages.best_match(known, "en")

    Babel(app, locale_selector=choose)
    app.add_template_global(_page_language, "page_language")


def _page_language() -> str:
    """Return the language of this page as HTML wants it."""
    return str(get_locale()).replace("_", "-")


def _show_error(error: HTTPException) -> Response | HTTPException:
    """Show a page that says what went wrong; redirects pass."""
    if error.code is None or error.code < 400:
        return error
    with current_lms().store.reading() as db:
        return Response(layout.show(db, "error.html", error=error), error.code)


def _protect(answer: Response) -> Response:
    """Let pages load nothing but their own files, and frame and post to the tools only."""
    tools = " ".join(["'self'", *current_lms().origins()])
    framed = f"{tools} {g.framed}" if "framed" in g else tools
    answer.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        f"frame-src {framed}; form-action {tools}; frame-ancestors 'self'; base-uri 'none'"
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = "strict-origin"
    return answer
