"""What an administrator does about a refused launch: one sentence for each reason."""

from curriculum.foundation.errors import N_
from lti_tool.lti.refusals import Reason

UNKNOWN = N_("Look the reference number up in Reciprocal's log.")

_REMEDIES = {
    Reason.INCOMPLETE: N_(
        "Compare the login address in the LMS with the set-up page: something else answers there, "
        "or a proxy on the way drops parameters."
    ),
    Reason.NOT_CONNECTED: N_(
        "Compare issuer and client id in the LMS with the ones stored here, letter by letter."
    ),
    Reason.AMBIGUOUS: N_(
        "The LMS sent no client_id and has several connections here. Update the LMS, or keep one "
        "connection and remove the others."
    ),
    Reason.NOT_APPROVED: N_(
        "Compare the deployment id. If it is one of yours, ask whoever runs Reciprocal to approve "
        "it: reciprocal deployments approve."
    ),
    Reason.BLOCKED: N_(
        "Whoever runs Reciprocal has blocked this connection, deployment or person: "
        "reciprocal platforms, deployments or people say which, and unblock it."
    ),
    Reason.WRONG_ADDRESS: N_(
        "Correct the target link address in the LMS to the one on the set-up page, then have the "
        "instructor add the activity again."
    ),
    Reason.NO_COOKIE: N_(
        "Nothing is wrong with the connection: the browser keeps no cookies. Let the activity open "
        "in a new window, in its settings in the LMS."
    ),
    Reason.OTHER_BROWSER: N_(
        "Nothing is wrong with the connection: the log-in was finished in another browser or "
        "window than it began in."
    ),
    Reason.EXPIRED: N_(
        "If it happens to everybody, set the LMS's clock by a time server. If it happens now and "
        "then, people came back to an old page."
    ),
    Reason.USED: N_(
        "Nothing is wrong with the connection: somebody reloaded the page or went back to it."
    ),
    Reason.CLOCK: N_(
        "Set the LMS's clock by a time server (NTP), and have the same done on Reciprocal's "
        "machine."
    ),
    Reason.KEYS_UNREADABLE: N_(
        "Correct the key set address, and let Reciprocal's machine reach it through firewall and "
        "bot protection."
    ),
    Reason.UNTRUSTED: N_(
        "Compare client id, issuer and key set address with what the LMS shows: they belong to "
        "another tool or to another server, such as a copy for tests."
    ),
    Reason.MALFORMED: N_(
        "The LMS departs from the LTI standard here. Update it, and report the check that failed "
        "to its makers."
    ),
    Reason.NO_USER: N_(
        "Have people log in before they open the activity: the LMS lets guests in, and Reciprocal "
        "cannot keep work of nobody."
    ),
    Reason.UNSUPPORTED: N_(
        "Remove the place in the LMS that sends this kind of message; the set-up page lists the "
        "places that Reciprocal serves."
    ),
    Reason.NOT_REVIEWER: N_(
        "Give the person a teaching role in that course if they are to grade in it."
    ),
    Reason.REVIEW_INCOMPLETE: N_(
        "The gradebook's link does not say whose work it means. Open the work from Reciprocal's "
        "own grading board, and update the LMS."
    ),
    Reason.PLATFORM_ERROR: N_(
        "The LMS itself said no. Compare the redirect address with the set-up page letter by "
        "letter, and see whether the tool is switched on there."
    ),
    Reason.NOT_INSTRUCTOR: N_(
        "Give the person a teaching role in that course if they are to add content to it."
    ),
}


def remedy_of(reason: str) -> str:
    """Return the message for a word of `Reason`, also for one that is no longer in use."""
    known = {each.value: sentence for each, sentence in _REMEDIES.items()}
    return known.get(reason, UNKNOWN)
