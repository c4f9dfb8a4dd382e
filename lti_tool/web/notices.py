"""One sentence after a redirect. There is no session to flash into: the address carries a word."""

from urllib.parse import urlencode

from flask import current_app, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

PARAMETER = "done"
COUNT = "many"
"""How many things it was done to, where the sentence says so."""


def _sentences() -> dict[str, str]:
    return {
        "contact-saved": _("Contact saved."),
        "contact-removed": _("Contact removed."),
        "contact-verified": _("Contact confirmed as verified."),
        "verification-removed": _("The confirmation was taken back."),
        "family-withdrawn": _("The family's words were erased. The counts stay."),
        "draft-saved": _("Draft saved."),
        "contacts-chosen": _("Your choice of contacts was saved."),
        "submitted": _("Submitted. Your instructor can read it now."),
        "exemption-granted": _("Exception granted. The candidate can submit now."),
        "exemption-removed": _("Exception taken back."),
        "marking-saved": _("Saved as a draft. The candidate does not see it yet."),
        "all-graded": _("Nothing waits to be graded."),
        "released": _("Released. The candidate sees it now."),
        "returned": _("Returned for revision."),
        "delivery-queued": _("The grade will be sent again within a minute."),
        "delivery-replaces": _("The grade in the LMS will be replaced within a minute."),
        "delivery-kept": _("The LMS's grade stays."),
        "nothing-to-send": _("No grade was sent: none was chosen, or none needs it."),
        "results-asked": _("The gradebook is being read."),
        "results-closed": _("The LMS does not let Reciprocal read the gradebook."),
        "report-asked": _("The report is being made. You may leave this page."),
        "look-queued": _("The gradebook is being looked at. Open this page again in a moment."),
        "answer-saved": _("Answer saved."),
        "note-saved": _("Note saved."),
        "note-removed": _("Note deleted."),
        "review-no-task": _(
            "The gradebook's column belongs to no task that Reciprocal knows. Choose it here."
        ),
        "connected": _("Connected. What was found is below."),
        "checked": _("Tried out just now."),
        "checked-just-now": _("It was tried out a moment ago. Wait ten seconds between two tries."),
        "film-saved": _("Saved. Only editors see it until you show it to everybody."),
        "film-live": _("The film is live in your program's courses."),
        "film-taken-out": _("Taken out. Our film is shown again."),
        "film-discarded": _("The draft was thrown away."),
        "section-read": _("The section counts as read."),
        "section-not-read": _(
            "The section does not count as read yet: it was open for less time than reading takes."
        ),
        "transcript-read": _("Noted: you read the transcript, which counts like watching."),
        "said-watched": _("Noted: you say that you watched it."),
        "read-elsewhere": _("Noted: you read this section elsewhere."),
        "elsewhere-taken-back": _("Taken back. The section counts as not read."),
    }


def _counted(count: int) -> dict[str, str]:
    return {
        "deliveries-queued": ngettext(
            "%(num)d grade will be sent again within a minute.",
            "%(num)d grades will be sent again, the first of them within a minute.",
            count,
        ),
    }


def redirect_with(address: str, word: str, *, count: int | None = None) -> Response:
    """Answer 303 to `address`, where the notice `word` is shown once."""
    joint = "&" if "?" in address else "?"
    path, mark, fragment = address.partition("#")
    many = "" if count is None else f"&{COUNT}={count}"
    return redirect(f"{path}{joint}{PARAMETER}={word}{many}{mark}{fragment}", 303)


def current_notice() -> str | None:
    """Return the sentence that this address asks for. Unknown words show nothing."""
    word = request.args.get(PARAMETER)
    if not word:
        return None
    count = request.args.get(COUNT, type=int)
    sentences = _sentences() if count is None else _counted(count)
    return sentences.get(word)


def here() -> str:
    """Return where another window finds this page: its own address, without the notice.

    The answer to a form that has no page of its own is found nowhere: then the course home.
    """
    if request.method not in {"GET", "HEAD"} and not _has_page():
        return url_for("home.index")
    said = {PARAMETER, COUNT}
    rest = [(name, value) for name, value in request.args.items(multi=True) if name not in said]
    return f"{request.path}?{urlencode(rest)}" if rest else request.path


def _has_page() -> bool:
    """Whether the address that a form was sent to can be opened, too."""
    rules = current_app.url_map.iter_rules()
    sent_to = request.url_rule.rule if request.url_rule else None
    return any("GET" in (rule.methods or ()) for rule in rules if rule.rule == sent_to)
