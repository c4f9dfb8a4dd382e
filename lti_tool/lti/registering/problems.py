"""What stops a registration: what happened, in words, and what an administrator can do about it."""

import enum

from curriculum.foundation.errors import N_


class Problem(enum.Enum):
    """Each with what happened and what to do; places are filled from the refusal's values."""

    ADDRESS = (
        N_("The LMS named an address that Reciprocal does not open: %(field)s."),
        N_(
            "Addresses must be public and begin with https://. "
            "Open your LMS by its public address and start again there."
        ),
    )
    OTHER_HOST = (
        N_(
            "The LMS says that it is %(issuer)s, but its configuration or its registration "
            "lies elsewhere: %(host)s."
        ),
        N_(
            "Correct the LMS's own address in its settings (in a Canvas of your own: lti_iss), "
            "so that both lie on the same host."
        ),
    )
    UNREACHABLE = (
        N_("The LMS's configuration could not be read: there was no answer that could be used."),
        N_(
            "Check that the LMS can be reached from the internet and that no firewall keeps "
            "Reciprocal out, then reload this page."
        ),
    )
    NO_CONFIGURATION = (
        N_("The LMS refused to show its configuration (%(status)s)."),
        N_(
            "Start again in the LMS: what it gives Reciprocal to introduce itself "
            "works for an hour at most."
        ),
    )
    NOT_DATA = (
        N_(
            "Where the LMS's configuration should be, there is something else, "
            "perhaps a log-in page."
        ),
        N_("Check the LMS's version and whether it offers Dynamic Registration."),
    )
    INCOMPLETE = (
        N_("The LMS's configuration lacks something, or has it in another form: %(field)s."),
        N_("Check the LMS's version and whether it offers LTI 1.3 with Dynamic Registration."),
    )
    UNFIT = (
        N_("The LMS does not offer what every LTI 1.3 launch needs: %(field)s."),
        N_("Check the LMS's version and whether LTI 1.3 is switched on there."),
    )
    NO_TOKEN = (
        N_("The LMS wants a registration token (%(status)s), and sent you here without one."),
        N_(
            "Do not open the address yourself: enter it in the LMS where tools are added, "
            "so that the LMS opens it."
        ),
    )
    TOKEN_USED = (
        N_(
            "The LMS did not let Reciprocal in (%(status)s): "
            "the registration token was used already or is too old."
        ),
        N_("Start again in the LMS with the same address."),
    )
    REFUSED = (
        N_("The LMS did not accept the registration (%(status)s)."),
        N_("The LMS's own words say what it misses. Change it there and start again."),
    )
    NOT_SENT = (
        N_("The LMS could not be asked: there was no connection to its registration address."),
        N_(
            "Check that the LMS can be reached from the internet and that no firewall keeps "
            "Reciprocal out, then start again in the LMS."
        ),
    )
    IN_TROUBLE = (
        N_("The LMS has a fault of its own (%(status)s)."),
        N_("Wait a minute, then start again in the LMS."),
    )
    LOST = (
        N_("The LMS did not answer the registration, so nobody knows whether it took place."),
        N_("Look in the LMS whether Reciprocal is listed. Remove it there, then start again."),
    )
    NO_CLIENT = (
        N_("The LMS accepted the registration, but its answer cannot be used: %(field)s."),
        N_("Remove Reciprocal in the LMS, check the LMS's version, then start again."),
    )
    CHANGE_LOST = (
        N_("The LMS did not answer, so nobody knows whether it took the change."),
        N_("Start again in the LMS: the same change twice does no harm."),
    )
    CHANGE_UNREADABLE = (
        N_("The LMS took the change, but its answer cannot be used: %(field)s."),
        N_("Check the LMS's version, then start again there."),
    )
    ANOTHER_LMS = (
        N_("This invitation changes “%(name)s”, which is another LMS than the one that sent you."),
        N_("Open the address in that LMS, or ask for an invitation with a new name."),
    )
    NAME_TAKEN = (
        N_("There is a connection called “%(name)s” already."),
        N_("Ask for an invitation with another name, or for one that updates this connection."),
    )
    CONNECTED_ALREADY = (
        N_("This LMS and client id are connected already, as “%(name)s”."),
        N_("To change that connection, ask for an invitation that updates “%(name)s”."),
    )

    @property
    def happened(self) -> str:
        """The message id that says what happened."""
        return self.value[0]

    @property
    def to_do(self) -> str:
        """The message id that says what to do."""
        return self.value[1]

    @property
    def spoils_invitation(self) -> bool:
        """Whether the invitation cannot be used any more."""
        return self is Problem.NAME_TAKEN


class CannotRegister(Exception):
    """A registration that goes no further.

    :param said: the platform's own words, as plain text of bounded length; see `words.py`.
    :param values: fill the places of the problem's sentences.
    """

    def __init__(self, problem: Problem, *, said: str = "", **values: object) -> None:
        super().__init__(problem.name)
        self.problem = problem
        self.said = said
        self.values = values
