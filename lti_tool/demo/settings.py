"""What a demonstration LMS is told when it is made: its tools and its character."""

from dataclasses import dataclass
from enum import StrEnum

from lti_tool.demo.vocabulary import ALL_SCOPES


@dataclass(frozen=True)
class ToolAddresses:
    """Where a tool listens, as an administrator would enter it."""

    login_url: str

    launch_url: str
    """The only redirect address that the LMS will send a token to."""

    jwks_url: str

    home_url: str
    """The target of a link that names nothing else: course navigation, a bare content item."""

    deep_link_url: str
    """The target of a deep linking request."""


@dataclass(frozen=True)
class Client:
    """One registration of a tool at this LMS."""

    client_id: str = "demo-client"

    deployment_ids: tuple[str, ...] = ("demo-deployment",)

    tool: ToolAddresses | None = None
    """Another tool than the LMS's own."""

    scopes: tuple[str, ...] = ALL_SCOPES
    """What the administrator grants. A request for more gets these only."""

    token_audience: str | None = None
    """What a client assertion must be addressed to. The token address unless given."""

    other_audiences: tuple[str, ...] = ()
    """When given, `aud` becomes a list that has these too, and `azp` names the client."""

    shares_names: bool = True
    """Whether names and e-mail addresses are sent to the tool."""


class Character(StrEnum):
    """Whose habits the LMS follows where real ones differ."""

    GENERIC = "generic"
    CANVAS = "canvas"
    MOODLE = "moodle"


@dataclass(frozen=True)
class Traits:
    """The habits of one character; the defaults keep to the specifications."""

    family_code: str = "reciprocal-demo"

    service_query: bool = True
    """Service addresses carry `?type_id=N`, as Moodle's do."""

    short_roles: bool = False
    """The roster says `Learner` instead of the role's full address."""

    lists_inactive: bool = True
    """The roster shows people who are not active, with their status."""

    stale_status: int = 409
    """The answer to a score whose timestamp is not newer than the stored one."""

    refuses_same_second: bool = True
    """A timestamp within the second of the stored one counts as stale."""

    not_gradable_status: int = 400
    """The answer to a score for someone who cannot be graded."""

    bad_media_status: int = 415
    bad_accept_status: int = 406

    grading: frozenset[str] = frozenset({"FullyGraded"})
    """The grading progress at which a score is taken; any other clears the grade."""

    can_preserve: bool = False
    """A score may ask that the present grade stays."""

    collects_comments: bool = False
    """A comment is added to the ones before. Otherwise it replaces them, missing ones too."""

    caps_scores: bool = False
    """No more than the column's maximum is shown."""

    hand_grade_wins: bool = True
    """A grade that the instructor typed stays, whatever the tool sends."""

    hides_zero_results: bool = False
    """The results service leaves out scores of zero."""

    pages_unasked: bool = True
    """Long lists come in pages even without `limit`."""

    curly_links: bool = False
    """Line item paging has the typographic quotes and `&amp;` that Moodle writes."""

    content_types: tuple[str, ...] = ("ltiResourceLink",)
    """What a deep linking response may hold."""

    sends_data: bool = True
    """A deep linking request carries `data`, to be echoed."""

    says_accept_lineitem: bool = True

    keeps_column_label: bool = True
    """A column has the label asked for, not the activity's title."""


TRAITS = {
    Character.GENERIC: Traits(),
    Character.CANVAS: Traits(
        family_code="canvas",
        service_query=False,
        lists_inactive=False,
        stale_status=400,
        refuses_same_second=False,
        not_gradable_status=422,
        grading=frozenset({"FullyGraded", "PendingManual"}),
        can_preserve=True,
        collects_comments=True,
        hand_grade_wins=False,
        content_types=("link", "ltiResourceLink", "html", "image"),
    ),
    Character.MOODLE: Traits(
        family_code="moodle",
        short_roles=True,
        lists_inactive=False,
        bad_media_status=400,
        bad_accept_status=400,
        caps_scores=True,
        hides_zero_results=True,
        pages_unasked=False,
        curly_links=True,
        sends_data=False,
        says_accept_lineitem=False,
        keeps_column_label=False,
    ),
}


@dataclass
class DeepLinkingTerms:
    """What the next deep linking request will say it accepts. Tests change it."""

    accept_types: tuple[str, ...]
    accept_multiple: bool = True
    accept_lineitem: bool | None = True
    """None leaves the member out, as Moodle does, and accepts."""
    sends_data: bool = True
