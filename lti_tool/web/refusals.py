"""What a person reads when a login or a launch is refused: what happened, and what to do."""

from dataclasses import dataclass

from flask_babel import gettext as _

from lti_tool.lti.refusals import Reason


@dataclass(frozen=True, slots=True)
class RefusalText:
    """One page's worth of words."""

    status: int
    title: str
    happened: str
    to_do: tuple[str, ...]


def text_of(reason: Reason) -> RefusalText:
    """Return the page for a reason."""
    return _texts()[reason]


def text_of_platform_error(error: str) -> RefusalText:
    """Return the page for an answer in which the platform itself said no.

    :param error: its word for it (OpenID Connect Core 1.0, section 3.1.2.6).
    """
    if error in {"login_required", "interaction_required", "consent_required"}:
        happened = _("Your course system says that you are not logged in there.")
        to_do = [_("Log in to your course system, then open the activity again.")]
    elif error == "access_denied":
        happened = _("Your course system did not let you open this activity.")
        to_do = [_("Ask your instructor whether you are enrolled in the course.")]
    else:
        happened = _("Your course system could not complete the log-in.")
        to_do = [_again(), _tell_administrator()]
    return RefusalText(400, _("Your course system said no"), happened, tuple(to_do))


def _again() -> str:
    return _("Open the activity again from your course.")


def _tell_administrator() -> str:
    return _(
        "If that does not help, give the reference number below to your instructor "
        "or to the people who look after your course system."
    )


def _texts() -> dict[Reason, RefusalText]:
    return {**_about_connection(), **_about_browser(), **_about_token(), **_about_person()}


def _about_connection() -> dict[Reason, RefusalText]:
    title = _("This course system is not connected")
    administrator = _(
        "Send the reference number below to the people who look after your course system."
    )
    return {
        Reason.NOT_CONNECTED: RefusalText(
            403,
            title,
            _("Reciprocal does not know the course system that sent you."),
            (administrator,),
        ),
        Reason.AMBIGUOUS: RefusalText(
            400,
            title,
            _(
                "Your course system has several connections to Reciprocal and did not say "
                "which one it means (client_id)."
            ),
            (administrator,),
        ),
        Reason.NOT_APPROVED: RefusalText(
            403,
            _("Waiting for approval"),
            _("Your course system is known, but this installation of Reciprocal is not yet."),
            (
                _(
                    "The people who look after Reciprocal have it on their list and must approve "
                    "it. Give them the reference number below."
                ),
                _("When they have, open the activity again. It works within a few seconds."),
            ),
        ),
        Reason.BLOCKED: RefusalText(
            403,
            _("Access was closed"),
            _(
                "The people who look after Reciprocal have closed it to you, or to your course "
                "system. Work that you saved is kept."
            ),
            (
                _(
                    "If you think that this is a mistake, give them the reference number below, "
                    "or ask your instructor to."
                ),
            ),
        ),
        Reason.KEYS_UNREADABLE: RefusalText(
            424,
            _("Your course system did not answer"),
            _("To know that it really sent you, Reciprocal must read its keys, and could not."),
            (_("Wait a minute, then open the activity again."), _tell_administrator()),
        ),
    }


def _about_browser() -> dict[Reason, RefusalText]:
    return {
        Reason.NO_COOKIE: RefusalText(
            400,
            _("Your browser kept no cookie"),
            _(
                "Reciprocal needs one small cookie to know that it is still you. "
                "Your browser did not keep it, or did not send it back."
            ),
            (
                _(
                    "Open the activity again from your course. Where a button says "
                    "“Continue in a new window”, press it."
                ),
                _("Or allow cookies for this page in your browser's settings, and open it again."),
                _("Or use an up-to-date Chrome, Edge or Firefox, not in private mode."),
            ),
        ),
        Reason.OTHER_BROWSER: RefusalText(
            400,
            _("This log-in began somewhere else"),
            _("It was begun in another browser or window, so it cannot be finished here."),
            (_again(),),
        ),
        Reason.EXPIRED: RefusalText(
            400,
            _("This link is too old"),
            _("A link from your course works once and for a few minutes."),
            (_again(), _tell_administrator()),
        ),
        Reason.USED: RefusalText(
            409,
            _("This link was used already"),
            _(
                "A link from your course opens Reciprocal once. Reloading the page or going "
                "back to it sends the same link again. Everything you saved is there."
            ),
            (_again(),),
        ),
    }


def _about_token() -> dict[Reason, RefusalText]:
    title = _("The launch could not be verified")
    to_do = (_again(), _tell_administrator())
    return {
        Reason.INCOMPLETE: RefusalText(
            400,
            _("Something is missing"),
            _("The request from your course system was not complete."),
            to_do,
        ),
        Reason.WRONG_ADDRESS: RefusalText(
            400,
            title,
            _("The link in your course leads to an address that does not belong to Reciprocal."),
            (_("Ask your instructor to add the activity again."), _tell_administrator()),
        ),
        Reason.CLOCK: RefusalText(
            400,
            title,
            _("The clock of your course system and ours differ by too much."),
            to_do,
        ),
        Reason.UNTRUSTED: RefusalText(
            400, title, _("It is not certain that your course system sent it."), to_do
        ),
        Reason.MALFORMED: RefusalText(
            400, title, _("What your course system sent does not follow the LTI standard."), to_do
        ),
        Reason.UNSUPPORTED: RefusalText(
            400,
            _("Reciprocal cannot open this kind of link"),
            _("Your course system asked for something that Reciprocal does not do."),
            (
                _("Open the activity itself from your course."),
                _("If the link was meant to do more, tell your instructor the reference number."),
            ),
        ),
        Reason.REVIEW_INCOMPLETE: RefusalText(
            400,
            _("It is not clear whose work to open"),
            _(
                "The gradebook's link must say whose work it is (for_user) and for which column "
                "(lineitem). One of them was missing."
            ),
            (
                _("Open the activity itself from your course, and choose the work there."),
                _tell_administrator(),
            ),
        ),
        Reason.PLATFORM_ERROR: text_of_platform_error(""),
    }


def _about_person() -> dict[Reason, RefusalText]:
    return {
        Reason.NO_USER: RefusalText(
            400,
            _("Reciprocal needs to know who you are"),
            _("Your course system did not say who is opening the activity."),
            (_("Log in to your course system, then open the activity again."),),
        ),
        Reason.NOT_INSTRUCTOR: RefusalText(
            403,
            _("Only instructors add content"),
            _("To add activities to a course you need the role of an instructor in it."),
            (_("Ask the course's instructor to add them, or to give you the role."),),
        ),
        Reason.NOT_REVIEWER: RefusalText(
            403,
            _("This is somebody else's work"),
            _("Only an instructor of the course opens it. Your own work is in your activity."),
            (_("Open the activity itself from your course."),),
        ),
    }
