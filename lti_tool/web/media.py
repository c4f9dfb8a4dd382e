"""Films, captions and posters of the units. Open to anybody: they hold nothing of anybody."""

from flask import Blueprint, Response, abort, send_from_directory

from curriculum.units import load_curriculum

bp = Blueprint("media", __name__)

A_DAY = 24 * 60 * 60
TYPES = {".vtt": "text/vtt; charset=utf-8", ".mp4": "video/mp4", ".webm": "video/webm"}


@bp.get("/media/<unit>/<path:file>")
def show(unit: str, file: str) -> Response:
    """Send a file that the unit names, or the part of it that a player asks for."""
    found = load_curriculum().unit(unit)
    if not any(file in video.files for video in found.videos):
        abort(404)
    answer = send_from_directory(found.folder, file, conditional=True, max_age=A_DAY)
    answer.content_type = TYPES.get(file[file.rfind(".") :].lower(), answer.content_type)
    return answer
