"""One sentence after a redirect. There is no session to flash into: the address carries a word."""

from urllib.parse import urlencode

from flask import redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

PARAMETER = "done"


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
        "report-asked": _("The report is being made. You may leave this page."),
        "answer-saved": _("Answer saved."),
        "section-read": _("Marked as read."),
    }


def redirect_with(address: str, word: str) -> Response:
    """Answer 303 to `address`, where the notice `word` is shown once."""
    joint = "&" if "?" in address else "?"
    path, mark, fragment = address.partition("#")
    return redirect(f"{path}{joint}{PARAMETER}={word}{mark}{fragment}", 303)


def current_notice() -> str | None:
    """Return the sentence that this address asks for. Unknown words show nothing."""
    word = request.args.get(PARAMETER)
    return _sentences().get(word) if word else None


def here() -> str:
    """Return this page's own address, without the notice: another window need not repeat it."""
    rest = [(name, value) for name, value in request.args.items(multi=True) if name != PARAMETER]
    return f"{request.path}?{urlencode(rest)}" if rest else request.path
