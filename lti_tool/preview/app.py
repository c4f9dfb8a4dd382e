"""The preview's pages. For this machine only: it shows a folder to whoever asks."""

from pathlib import Path

import msgspec
from flask import (
    Flask,
    Response,
    abort,
    current_app,
    render_template,
    request,
    send_from_directory,
    url_for,
)
from markupsafe import Markup

from assignments import tasks
from curriculum.linting.drafts import Draft
from curriculum.linting.findings import Finding
from curriculum.markdown import to_html
from curriculum.readability import count_words, grade_of
from curriculum.unit import ENGLISH
from curriculum.unit_folders import languages_of
from lti_tool.preview.workshop import Content, Home, Workshop
from lti_tool.web.headers import POLICY
from lti_tool.web.media import SVG_POLICY, TYPES
from lti_tool.web.static_files import versioned

HOSTS = frozenset({"127.0.0.1", "localhost"})
KINDS = frozenset({".mp4", ".webm", ".vtt", ".jpg", ".png", ".webp", ".svg"})


def create_preview(folder: Path) -> Flask:
    """Make the application that shows a folder of units, and the tasks."""
    app = Flask("lti_tool", template_folder="../templates", static_folder="static")
    app.extensions["workshop"] = Workshop(folder.resolve())
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.i18n")
    # The extension adds the method.
    app.jinja_env.install_null_translations(newstyle=True)  # type: ignore[attr-defined]  # of the i18n extension
    app.jinja_env.filters.update(markdown=_as_markup, words=count_words, near=_near)
    app.jinja_env.globals.update(static=versioned, content=_content)
    app.before_request(_refuse_other_names)
    app.after_request(_add_headers)
    app.register_error_handler(404, _not_there)
    _add_pages(app)
    return app


def _add_pages(app: Flask) -> None:
    app.get("/")(index)
    app.get("/changed")(changed)
    app.get("/units/<home>/<language>/")(unit)
    app.get("/units/<home>/<language>/sections/<slug>")(section)
    app.get("/units/<home>/<language>/checks")(checks)
    app.get("/tasks/<task_id>")(task)
    app.get("/media/<home>/<file>")(media)


def index() -> str:
    """Show all units and tasks, and everything that was found."""
    return render_template("preview/index.html", findings=_content().findings)


def unit(home: str, language: str) -> str:
    """Show a unit: everything but its sections' texts and its check."""
    found = _home(home)
    draft = found.draft(language)
    if draft is None and language not in {ENGLISH, *languages_of(found.folder)}:
        abort(404)
    return render_template(
        "preview/unit.html",
        home=found,
        draft=draft,
        language=language,
        findings=found.findings,
        grade=round(grade_of("\n\n".join(page.text for page in draft.pages), language), 1)
        if draft
        else None,
        transcripts=_transcripts(draft) if draft else {},
    )


def section(home: str, language: str, slug: str) -> str:
    """Show one section, with its films."""
    found = _home(home)
    draft, text = found.draft(language), found.section(language, slug)
    if draft is None or text is None:
        abort(404)
    slugs = list(dict.fromkeys(draft.head.sections))
    at = slugs.index(slug) if slug in slugs else 0
    return render_template(
        "preview/section.html",
        home=found,
        draft=draft,
        section=text,
        language=language,
        number=at + 1,
        before=slugs[at - 1] if at else None,
        after=slugs[at + 1] if at + 1 < len(slugs) else None,
        findings=_content().about(text.page.path),
        grade=round(grade_of(text.page.text, language), 1),
        transcripts=_transcripts(draft),
    )


def checks(home: str, language: str) -> str:
    """Show a unit's questions with their answers."""
    found = _home(home)
    draft, english = found.draft(language), found.draft(ENGLISH)
    asked = draft if draft and draft.items else english
    paths = [found.folder / "checks.yaml", found.folder / f"checks.{language}.yaml"]
    findings = _content().about(*paths)
    return render_template(
        "preview/checks.html", home=found, draft=asked, language=language, findings=findings
    )


def task(task_id: str) -> str:
    """Show one task."""
    path = tasks.FOLDER / f"{task_id}.md"
    found = next((each for each in _content().tasks if each.id == task_id), None)
    findings = _content().about(path)
    if found is None and not findings:
        abort(404)
    return render_template("preview/task.html", task=found, name=task_id, findings=findings)


def media(home: str, file: str) -> Response:
    """Send a film, a picture or a track of a unit's folder, as it is now."""
    suffix = Path(file).suffix.lower()
    if suffix not in KINDS:
        abort(404)
    answer = send_from_directory(_home(home).folder, file, conditional=True)
    answer.content_type = TYPES.get(suffix, answer.content_type)
    if suffix == ".svg":
        answer.headers["Content-Security-Policy"] = SVG_POLICY
    return answer


def changed() -> Response:
    """Say which version the files have. Pages ask a few times a second."""
    return Response(msgspec.json.encode(_workshop().version()), mimetype="application/json")


def _workshop() -> Workshop:
    found: Workshop = current_app.extensions["workshop"]
    return found


def _content() -> Content:
    return _workshop().content()


def _home(name: str) -> Home:
    found = _content().home(name)
    if found is None:
        abort(404)
    return found


def _transcripts(draft: Draft) -> dict[str, str]:
    """Return what can be read of the transcripts, by video slot."""
    paths = {video.id: draft.folder / video.transcript for video in draft.head.videos}
    return {
        slot: path.read_text(encoding="utf-8", errors="replace")
        for slot, path in paths.items()
        if path.is_file()
    }


def _as_markup(text: str, home: Home | None = None) -> Markup:
    media = url_for("media", home=home.name, file="_").removesuffix("_") if home else ""
    return Markup(to_html(text, media=media))  # noqa: S704  sanitised there


def _near(finding: Finding) -> str:
    """Return a finding's file as an editor finds it from the folder of units."""
    folder = _workshop().folder.parent
    path = finding.path
    shown = path.relative_to(folder) if path.is_relative_to(folder) else path
    return f"{shown}:{finding.line}" if finding.line else f"{shown}"


def _refuse_other_names() -> None:
    """Answer to our own names only: another site's name may have been made to lead here."""
    if request.host.partition(":")[0] not in HOSTS:
        abort(403)


def _add_headers(response: Response) -> Response:
    policy = "; ".join(f"{name} {' '.join(sources)}" for name, sources in POLICY.items())
    response.headers.setdefault("Content-Security-Policy", policy)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-cache" if request.endpoint == "static" else "no-store"
    return response


def _not_there(_error: Exception) -> tuple[str, int]:
    return render_template("preview/not_there.html", findings=_content().findings), 404
