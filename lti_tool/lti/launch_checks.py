"""The checks of a launch in the order they are made, to say of a refused one how far it came."""

import enum

from curriculum.foundation.errors import N_
from lti_tool.lti.refusals import Reason


class Check(enum.Enum):
    """One of the steps from the platform's answer to our page, in their order."""

    BROWSER = N_("The browser came back with the log-in that we began")
    TOKEN = N_("The LMS's token can be read")
    LOGIN = N_("The token belongs to this log-in")
    CLIENT = N_("The token names this connection")
    SIGNATURE = N_("The signature is the LMS's")
    MESSAGE = N_("The message is complete, and of a kind that Reciprocal answers")
    TIME = N_("The clocks agree")
    AUDIENCE = N_("The token is meant for Reciprocal alone")
    ADDRESS = N_("The addresses in it lead to Reciprocal, and back to the LMS")
    DEPLOYMENT = N_("The deployment is approved")
    PERSON = N_("The person may come in")
    ONCE = N_("The token comes for the first time")


ORDER = tuple(Check)

_BY_WORDS = {
    Check.BROWSER: ("state ", "no cookie", "cookie of", "stored word", "launch by GET"),
    Check.TOKEN: ("not a token", "alg ", "kid missing", "crit ", "not strict", "not base64url"),
    Check.LOGIN: ("nonce missing", "nonce is not"),
    Check.CLIENT: (
        "aud missing", "issuer and client", "several clients", "registration ", "deployment asked",
    ),
    Check.SIGNATURE: ("no key set", "kid unknown", "keys changed", "signature "),
    Check.MESSAGE: (
        "deployment_id missing", "version ", "message_type missing", "message type", "sub missing",
        "submission review without", "Missing ", "Must ", "Incorrect ", "Invalid ",
    ),
    Check.TIME: ("iat ", "nbf ", "exp "),
    Check.AUDIENCE: ("aud is ", "azp ", "several audiences", "deployment is not"),
    Check.ADDRESS: ("target_link_uri ", "deep_link_return_url"),
    Check.DEPLOYMENT: ("deployment unknown", "deployment pending", "deployment blocked"),
    Check.PERSON: ("deep linking by", "person ", "submission review by"),
    Check.ONCE: ("nonce used",),
}  # fmt: skip
"""How the words of `Refused.check` begin."""

_BY_REASON = {
    Reason.NO_COOKIE: Check.BROWSER,
    Reason.OTHER_BROWSER: Check.BROWSER,
    Reason.PLATFORM_ERROR: Check.BROWSER,
    Reason.NOT_CONNECTED: Check.CLIENT,
    Reason.AMBIGUOUS: Check.CLIENT,
    Reason.KEYS_UNREADABLE: Check.SIGNATURE,
    Reason.NOT_APPROVED: Check.DEPLOYMENT,
    Reason.NO_USER: Check.MESSAGE,
    Reason.CLOCK: Check.TIME,
    Reason.WRONG_ADDRESS: Check.ADDRESS,
    Reason.UNSUPPORTED: Check.MESSAGE,
    Reason.NOT_INSTRUCTOR: Check.PERSON,
    Reason.NOT_REVIEWER: Check.PERSON,
    Reason.REVIEW_INCOMPLETE: Check.MESSAGE,
    Reason.USED: Check.ONCE,
}


def failed_check(reason: str, words: str) -> Check:
    """Return the step at which a launch was refused.

    :param reason: a word of `refusals.Reason`.
    :param words: `Refused.check`. What is not known is taken for the earliest step it can be,
        so that nothing is said to have passed that was not looked at.
    """
    for check, beginnings in _BY_WORDS.items():
        if words.startswith(beginnings):
            return check
    known = {each.value: check for each, check in _BY_REASON.items()}
    return known.get(reason, Check.TOKEN)


def passed_checks(failed: Check) -> tuple[Check, ...]:
    """Return the steps that a launch had behind it."""
    return ORDER[: ORDER.index(failed)]
