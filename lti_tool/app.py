"""The application factory. Reads nothing but its argument."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask, url_for
from markupsafe import Markup

from curriculum.editions import use_folders
from curriculum.markdown import to_html
from curriculum.unit import Unit
from lti_tool import tables
from lti_tool.extensions import babel, db, migrate, prepare_engine
from lti_tool.log import configure_logging, log_requests
from lti_tool.settings import Settings
from lti_tool.web import (
    access,
    before_after,
    bindings,
    checks,
    contact_log,
    content,
    converters,
    course_progress,
    csrf,
    drafts,
    errors,
    grades,
    grading,
    headers,
    health,
    home,
    ladder,
    locale,
    lti,
    lti_notices,
    media,
    notes,
    notices,
    page_context,
    program_videos,
    reflections,
    register,
    reports,
    sections,
    setup,
    tasks,
    units,
    videos,
    window,
)
from lti_tool.web.course_text import said_in
from lti_tool.web.no_session import NoSession
from lti_tool.web.page_context import drawn_once
from lti_tool.web.static_files import versioned
from lti_tool.web.viewer import has_viewer, is_impersonated, viewer_name
from lti_tool.web.vocabulary import contact_facts

PACKAGE = Path(__file__).parent
BLUEPRINTS = (
    health.bp,
    home.bp,
    media.bp,
    units.bp,
    sections.bp,
    course_progress.bp,
    program_videos.bp,
    videos.bp,
    checks.bp,
    before_after.bp,
    notes.bp,
    content.bp,
    lti.bp,
    lti_notices.bp,
    bindings.bp,
    ladder.bp,
    grading.bp,
    grades.bp,
    window.bp,
    register.bp,
    setup.bp,
    tasks.bp,
    contact_log.bp,
    reflections.bp,
    reports.bp,
    drafts.bp,
)


def create_app(settings: Settings) -> Flask:
    """Make the application.

    The database must have been migrated (`reciprocal db upgrade`).
    """
    app = Flask("lti_tool", template_folder="../templates", static_folder="static")
    app.jinja_environment = page_context.PageEnvironment
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(settings.database_url),
        WTF_CSRF_ENABLED=False,  # our own token needs no session: see web/csrf.py
        MAX_CONTENT_LENGTH=2 * 1024 * 1024,
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=365),
        BABEL_TRANSLATION_DIRECTORIES=str(PACKAGE / "translations"),
    )
    use_folders({name: Path(folder) for name, folder in settings.program_units.items()})
    app.session_interface = NoSession()
    app.extensions["settings"] = settings
    app.extensions["migrations_folder"] = PACKAGE / "migrations"
    configure_logging(settings.log_level)
    _install_extensions(app)
    _install_templates(app)
    page_context.install(app)
    log_requests(app)
    converters.install(app)
    access.guard(app)
    headers.install(app)
    errors.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app


def _engine_options(database_url: str) -> dict[str, Any]:
    # A fault's traceback goes to the log, and what people wrote must not go with it.
    options: dict[str, Any] = {"hide_parameters": True}
    if database_url.startswith("sqlite"):
        return {**options, "connect_args": {"check_same_thread": False}}
    return {**options, "pool_pre_ping": True}


def _install_extensions(app: Flask) -> None:
    db.init_app(app)
    migrate.init_app(app, db, directory=str(PACKAGE / "migrations"))
    babel.init_app(
        app, locale_selector=locale.choose_locale, timezone_selector=locale.choose_timezone
    )
    with app.app_context():
        prepare_engine(db.engine)
        if db.metadata is not tables.metadata:
            raise RuntimeError("The extension must use the tables' own metadata.")


def _install_templates(app: Flask) -> None:
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(locale.FILTERS, markdown=as_markup)
    app.jinja_env.globals.update(
        contact_facts=contact_facts,
        said_in=said_in,
        csrf_token=csrf.current_token,
        frame_origins=headers.frame_origins,
        has_viewer=has_viewer,
        is_impersonated=is_impersonated,
        viewer_name=viewer_name,
        here=notices.here,
        notice=notices.current_notice,
        static=versioned,
        text_direction=drawn_once(locale.text_direction),
        text_language=drawn_once(locale.text_language),
        url_for=url_for,
    )


def as_markup(content: str, below: int = 0, unit: Unit | None = None) -> Markup:
    """Return a content file's Markdown as HTML. The one place that vouches for markup.

    :param below: how many ranks its headings stand below those of a page of its own.
    :param unit: the unit whose pictures the text may show.
    """
    media = url_for("media.show", unit=unit.id, file="_").removesuffix("_") if unit else ""
    return Markup(to_html(content, below, media))  # noqa: S704  sanitised there
