"""Films, captions and posters of the units. Open to anybody: they hold nothing of anybody."""

from collections.abc import Iterator
from pathlib import Path

from flask import Blueprint, Response, abort, request, send_from_directory
from werkzeug.exceptions import RequestedRangeNotSatisfiable

from curriculum.editions import curriculum_for, programs_with_units
from curriculum.films import version_of
from curriculum.markdown import is_picture_name, pictures_in
from curriculum.unit import ENGLISH, Unit
from curriculum.unit_folders import languages_of

bp = Blueprint("media", __name__)

A_YEAR = 365 * 24 * 60 * 60
SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""A drawing is a document: opened on its own, it may run and fetch nothing."""
TYPES = {".vtt": "text/vtt; charset=utf-8", ".mp4": "video/mp4", ".webm": "video/webm"}


@bp.get("/media/<unit>/<path:file>")
def show(unit: str, file: str) -> Response:
    """Send a file that the unit names, or the part of it that a player asks for.

    An address that names the file's version is kept for a year. Any other is asked for anew
    each time, which costs little: the file is sent again only if it changed. Where programs have
    units of their own, the version also tells whose file is meant.
    """
    wanted = request.args.get("v")
    found = {version_of(folder / file): folder for folder in _homes(unit, file)}
    found.pop("", None)
    if not found:
        abort(404)
    version = wanted if wanted in found else next(iter(found))
    kept = A_YEAR if wanted == version else 0
    try:
        # The version is the name for what the file holds, also on another machine: a player
        # that has half of a film goes on with the same film or begins anew.
        answer = send_from_directory(
            found[version], file, conditional=True, etag=version, max_age=kept
        )
    except RequestedRangeNotSatisfiable as error:
        return Response(status=416, headers={"Content-Range": f"bytes */{error.length}"})
    answer.content_type = TYPES.get(file[file.rfind(".") :].lower(), answer.content_type)
    answer.headers["Accept-Ranges"] = "bytes"
    if file.lower().endswith(".svg"):
        answer.headers["Content-Security-Policy"] = SVG_POLICY
    if kept:
        answer.cache_control.immutable = True
    return answer


def _homes(unit_id: str, file: str) -> Iterator[Path]:
    """Return the folders of the unit, ours first, in which something names the file.

    :raises Missing: the course has no such unit.
    """
    seen = set[Path]()
    for program in (None, *programs_with_units()):
        folder = curriculum_for(program).unit(unit_id).folder
        if folder not in seen and _is_named(program, unit_id, file):
            yield folder
        seen.add(folder)


def _is_named(program: str | None, unit_id: str, file: str) -> bool:
    """Whether a video or a text of the unit names the file, in any of its languages."""
    english = curriculum_for(program).unit(unit_id)
    languages = (ENGLISH, *languages_of(english.folder))
    told = [curriculum_for(program, language).unit(unit_id) for language in languages]
    return any(file in video.files for one in told for video in one.videos) or (
        is_picture_name(file) and any(file in _pictures(one) for one in told)
    )


def _pictures(unit: Unit) -> Iterator[str]:
    for text in (unit.body, *(section.text for section in unit.sections)):
        yield from pictures_in(text)
