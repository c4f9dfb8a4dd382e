"""What a demonstration LMS is told when it is made: its tools and its character."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

from lti_tool.demo.vocabulary import (
    ALL_SCOPES,
    INSTITUTION_ADMINISTRATOR,
    INSTRUCTOR,
    SYSTEM_ADMINISTRATOR,
)


@dataclass(frozen=True)
class ToolAddresses:
    """Where a tool listens, as an administrator would enter it."""

    login_url: str

    launch_url: str
    """The redirect address that the LMS will send a token to."""

    jwks_url: str

    home_url: str
    """The target of a link that names nothing else: course navigation, a bare content item."""

    deep_link_url: str
    """The target of a deep linking request. Empty where the tool takes none."""

    other_launch_urls: tuple[str, ...] = ()
    """Further redirect addresses, where a registration named several."""

    privacy_url: str = ""
    """The target of a data privacy launch; the home where empty."""

    @property
    def redirect_urls(self) -> tuple[str, ...]:
        """Every address that a token may be sent to."""
        return (self.launch_url, *self.other_launch_urls)


State = Literal["active", "pending", "off"]
"""What an administrator has done with a registration: switched on, not yet, switched off."""


MENU = frozenset({"CourseNavigation", "course_navigation"})
"""The course's menu, as platforms and tools name it."""


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
    """Whether names are sent to the tool, and e-mail addresses unless the next says otherwise."""

    shares_email: bool | None = None

    name: str = "Reciprocal"
    """What people call it."""

    state: State = "active"

    custom: Mapping[str, str] = field(default_factory=dict)
    """Custom parameters of the registration: they go with every message."""

    messages: tuple[Mapping[str, Any], ...] = ()
    """The kinds of message it registered for, as it put them; none where it did not register."""

    number: int = 0
    """By which services tell clients apart; 0 for one that the LMS was made with."""

    @property
    def is_active(self) -> bool:
        """Whether it may be launched."""
        return self.state == "active"

    @property
    def gives_email(self) -> bool:
        """Whether e-mail addresses are sent to the tool."""
        return self.shares_names if self.shares_email is None else self.shares_email

    def custom_of(self, message_type: str, *, from_menu: bool) -> dict[str, str]:
        """Return the custom parameters of one kind of message, the registration's included.

        :param from_menu: whether the message is sent from the course's menu. What the tool
            registered for there goes with no other link.
        """
        found = dict(self.custom)
        for message in self.messages:
            in_menu = bool(MENU & set(message.get("placements") or ()))
            if message.get("type") == message_type and (from_menu or not in_menu):
                found |= message.get("custom_parameters") or {}
        return found


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

    grant_media: str = "application/json"
    """Under which content type access tokens come. Moodle calls them a page."""

    pages_results: bool = True
    """The results service knows `limit`. Moodle answers it with a page that says 404."""

    no_tokens_when_off: bool = False
    """A tool that is switched off gets no access tokens either."""

    administrator_roles: tuple[str, ...] = (INSTITUTION_ADMINISTRATOR, SYSTEM_ADMINISTRATOR)
    """What an administrator is in a course that they have no place in."""

    reviews_submissions: bool = True
    """The gradebook opens a submission by a message for that (Submission Review 1.0)."""

    sends_privacy_launch: bool = True
    """An administrator can open a tool's privacy page (Data Privacy Launch 1.0)."""

    frame_messages: bool = True
    """The page round a tool's frame listens to it: height, scrolling, a word before leaving."""

    acts_as: bool = False
    """An administrator can look at everything through somebody else's eyes."""

    sends_notices: bool = True
    """There is a notification service, and copied courses are announced by it."""

    keeps_column_label: bool = True
    """A column has the label asked for, not the activity's title."""

    storage_frame: str = ""
    """The frame that keeps words for tools, or `_parent`; empty where there is no such thing."""

    storage_answers: bool = True
    """Whether it answers. Apps for telephones offer it and keep silent."""


TRAITS = {
    Character.GENERIC: Traits(),
    Character.CANVAS: Traits(
        family_code="canvas",
        no_tokens_when_off=True,
        reviews_submissions=False,
        sends_privacy_launch=False,
        acts_as=True,
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
        storage_frame="lms_storage",
    ),
    Character.MOODLE: Traits(
        family_code="moodle",
        short_roles=True,
        grant_media="text/html; charset=utf-8",
        pages_results=False,
        sends_privacy_launch=False,
        frame_messages=False,
        sends_notices=False,
        administrator_roles=(INSTRUCTOR, INSTITUTION_ADMINISTRATOR, SYSTEM_ADMINISTRATOR),
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
