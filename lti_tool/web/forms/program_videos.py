"""A program's film for one slot."""

import re

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField

from curriculum.models.program_video import ProgramVideo
from curriculum.program_videos import FilmEntry
from lti_tool.web.locale import as_second

_LENGTH = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)")


class FilmForm(FlaskForm):
    """Everything a film needs. The service checks it."""

    title = StringField(_("Title"))
    source = StringField(
        _("Address"),
        description=_(
            "Of one film at YouTube, Vimeo or your media server, or of an .mp4, .webm or .m3u8 "
            "file. Use only what your program may show."
        ),
    )
    length = StringField(_("Length"), description=_("Minutes and seconds, for example 4:30."))
    captions = TextAreaField(
        _("Captions"),
        description=_(
            "Paste the WebVTT or SubRip file. A player that stands in a frame shows its own; the "
            "words here give the transcript its times."
        ),
    )
    captions_language = StringField(
        _("Language of the captions"),
        description=_("Two letters, for example en or es."),
        default="en",
    )
    transcript = TextAreaField(
        _("Transcript"),
        description=_("Everything that is said, in paragraphs. Reading it counts as watching."),
    )

    @classmethod
    def of(cls, film: ProgramVideo | None) -> "FilmForm":
        """Return the form with what is kept."""
        if film is None:
            return cls(formdata=None)
        return cls(formdata=None, obj=film, length=as_second(film.seconds))

    def entry(self) -> FilmEntry:
        """Return what was typed. A length that is none becomes 0, which the service refuses."""
        return FilmEntry(
            title=self.title.data or "",
            source=self.source.data or "",
            seconds=_seconds(self.length.data or ""),
            captions=self.captions.data or "",
            captions_language=(self.captions_language.data or "").strip() or "en",
            transcript=self.transcript.data or "",
        )


def _seconds(written: str) -> int:
    found = _LENGTH.fullmatch(written.strip())
    if found is None:
        return 0
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds
