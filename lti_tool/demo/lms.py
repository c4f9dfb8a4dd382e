"""The LMS as one object: what it was told, what it keeps, and what tests may ask of it."""

import secrets
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from threading import Thread
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

from flask import Flask, current_app

from lti_tool.demo import clients, courses, gradebook, people
from lti_tool.demo.faults import Faults
from lti_tool.demo.keys import PlatformKeys, ToolKeys
from lti_tool.demo.settings import (
    TRAITS,
    Character,
    Client,
    DeepLinkingTerms,
    ToolAddresses,
)
from lti_tool.demo.store import Store, setting

Claims = dict[str, Any]


class Lms:
    """One learning management system."""

    def __init__(
        self,
        store: Store,
        base_url: str,
        tool: ToolAddresses,
        character: Character,
        given: Sequence[Client],
    ) -> None:
        self.store = store
        self.issuer = base_url.rstrip("/")
        self.tool = tool
        self.clients = tuple(given)
        """The registrations that the LMS was made with. See `all_clients` for the others."""
        self.character = character
        self.traits = TRAITS[character]
        self.keys = PlatformKeys(store)
        self.tool_keys = ToolKeys()
        with store.writing() as db:
            self.guid = setting(db, "guid", secrets.token_hex(16))
            self.cookie_secret = setting(db, "cookie_secret", secrets.token_hex(32))
        self.faults = Faults()
        self.page_size = 50
        """How many entries a page of a service's answer has at most."""
        self.deep_linking = DeepLinkingTerms(
            self.traits.content_types,
            accept_lineitem=True if self.traits.says_accept_lineitem else None,
            sends_data=self.traits.sends_data,
        )
        self.before_signing: Callable[[Claims], Claims] | None = None
        """Lets a test change the claims of the next launches."""
        self.errands: list[Thread] = []
        """Notices that are being sent."""
        self.now: Callable[[], datetime] = lambda: datetime.now(UTC)

    @property
    def requests_seen(self) -> Counter[str]:
        """How often each service was asked, by its name in `faults.SERVICES`."""
        return self.faults.requests_seen

    @property
    def token_url(self) -> str:
        """Where a tool gets an access token."""
        return f"{self.issuer}/lti/token"

    @property
    def auth_url(self) -> str:
        """Where a tool sends the browser to be told who it is."""
        return f"{self.issuer}/lti/auth"

    @property
    def jwks_url(self) -> str:
        """Where the LMS publishes its keys."""
        return f"{self.issuer}/lti/jwks"

    @property
    def configuration_url(self) -> str:
        """Where the LMS says what it is and how a tool registers."""
        return f"{self.issuer}/.well-known/openid-configuration"

    @property
    def registration_url(self) -> str:
        """Where a tool registers."""
        return f"{self.issuer}/lti/registrations"

    def seconds(self) -> int:
        """Return the present time in seconds since 1970."""
        return int(self.now().timestamp())

    def client(self, client_id: str) -> Client | None:
        """Find a registration by its client id: a given one, or a tool's own."""
        given = next((client for client in self.clients if client.client_id == client_id), None)
        with self.store.reading() as db:
            shares = clients.privacy_of(db, client_id)
            registered = None if given else clients.find_registered(db, client_id)
        if registered:
            return registered.as_client(shares=shares)
        if given is None or shares is None:
            return given
        return replace(given, shares_names=shares, shares_email=shares)

    def all_clients(self) -> list[Client]:
        """List every registration, the given ones first."""
        with self.store.reading() as db:
            registered = [each.client_id for each in clients.all_registered(db)]
        ids = [*(each.client_id for each in self.clients), *registered]
        return [client for client in map(self.client, ids) if client]

    def number_of(self, client: Client) -> int:
        """Return the number that service addresses carry for a client."""
        given = [each.client_id for each in self.clients]
        return client.number or given.index(client.client_id) + 1

    def tool_of(self, client: Client) -> ToolAddresses:
        """Return where a client's tool listens."""
        return client.tool or self.tool

    def origins(self) -> list[str]:
        """List the origins of every tool, for the Content-Security-Policy."""
        addresses = {self.tool_of(client).launch_url for client in self.all_clients()}
        parts = (urlsplit(address) for address in addresses | {self.tool.launch_url})
        return sorted({f"{part.scheme}://{part.netloc}" for part in parts})

    def service_url(self, client: Client, path: str, **query: object) -> str:
        """Build the address of a service, with the query that this LMS puts on it."""
        if self.traits.service_query:
            query = {"type_id": self.number_of(client), **query}
        return f"{self.issuer}/services/{path}" + (f"?{urlencode(query)}" if query else "")

    def notices_url(self, client: Client) -> str:
        """Return the address at which a tool says what it wants to be told."""
        return self.service_url(client, "notice-handlers")

    def line_item_url(self, client: Client, column: gradebook.Column) -> str:
        """Return the address by which a tool knows a column."""
        return self.service_url(client, f"{column.course_id}/lineitems/{column.id}/lineitem")

    def close(self) -> None:
        """Let waiting requests go, wait for what is being sent, and close the store."""
        self.faults.release()
        self.wait_for_errands()
        self.store.close()

    def wait_for_errands(self) -> None:
        """Wait until every notice has been sent and answered, or given up."""
        while self.errands:
            self.errands.pop().join()

    # What follows serves tests.

    def add_course(
        self, course_id: str, title: str, *, client_id: str, deployment_id: str
    ) -> courses.Course:
        """Add a course at one deployment of one client."""
        client = self.client(client_id)
        if client is None or deployment_id not in client.deployment_ids:
            raise ValueError(f"There is no deployment {deployment_id!r} of {client_id!r}.")
        course = courses.Course(course_id, title, title, client_id, deployment_id)
        with self.store.writing() as db:
            courses.add_course(db, course, "Reciprocal", self.tool_of(client).home_url)
        return course

    def add_person(self, person: people.Person) -> None:
        """Add someone to the LMS, in no course yet."""
        with self.store.writing() as db:
            people.add_person(db, person)

    def enrol(self, course_id: str, person_id: str, *roles: str, status: str = "Active") -> None:
        """Give a person a place in a course, or change their roles and status there."""
        with self.store.writing() as db:
            people.enrol(db, course_id, person_id, roles, status=status)

    def enrol_many(self, course_id: str, count: int, *, prefix: str = "learner") -> None:
        """Enrol candidates `<prefix>-1` to `<prefix>-<count>`."""
        with self.store.writing() as db:
            people.enrol_many(db, course_id, count, prefix=prefix)

    def add_activity(
        self,
        course_id: str,
        title: str,
        url: str,
        *,
        custom: dict[str, str] | None = None,
        score_maximum: float | None = None,
    ) -> courses.Activity:
        """Make an activity by hand, with a column if it has a maximum."""
        with self.store.writing() as db:
            activity = courses.add_activity(db, course_id, title, url, custom=custom)
            if score_maximum is not None:
                gradebook.add_column(db, course_id, title, score_maximum, activity_id=activity.id)
        return activity

    def grade_by_hand(
        self, column: gradebook.Column, person_id: str, score: float, comment: str | None = None
    ) -> None:
        """Type a grade into the gradebook, as an instructor does."""
        with self.store.writing() as db:
            gradebook.grade_by_hand(db, column, person_id, score, comment, now=self.now())

    def activities(self, course_id: str) -> list[courses.Activity]:
        """List a course's activities, without its navigation link."""
        with self.store.reading() as db:
            return courses.activities_of(db, course_id)

    def navigation(self, course_id: str) -> courses.Activity:
        """Return a course's navigation link."""
        with self.store.reading() as db:
            return courses.activities_of(db, course_id, kind=courses.NAVIGATION)[0]

    def members(self, course_id: str) -> list[people.Member]:
        """List everyone who has a place in a course."""
        with self.store.reading() as db:
            return people.roster(db, course_id)

    def columns(self, course_id: str) -> list[gradebook.Column]:
        """List a course's gradebook columns."""
        with self.store.reading() as db:
            return gradebook.columns_of(db, course_id)

    def result(self, column_id: int, person_id: str) -> gradebook.Result | None:
        """Return what the gradebook shows for one person in one column."""
        with self.store.reading() as db:
            return gradebook.find_result(db, column_id, person_id)

    def score_posts(self, column_id: int | None = None) -> list[gradebook.ScorePost]:
        """List every request to the score service that got as far as the gradebook."""
        with self.store.reading() as db:
            return gradebook.posts_to(db, column_id)


def lms_of(app: Flask) -> Lms:
    """Return the LMS that an application shows."""
    return cast(Lms, app.extensions["demo_lms"])


def current_lms() -> Lms:
    """Return the LMS that this request is for."""
    return lms_of(current_app)
