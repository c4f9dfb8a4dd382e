"""The library's service connector, with our cache, our way out and our paging.

What the library's own would do wrong is listed in lti.md, section 1: tokens shared between
schools, no time limit, no User-Agent, the bearer token sent wherever a next page points.
Its service classes work over this one as they are.
"""

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Protocol

from pylti1p3.registration import Registration as LibraryRegistration
from pylti1p3.service_connector import ServiceConnector, TServiceConnectorResponse
from sqlalchemy.orm import Session

from lti_tool.lti.keys import signing_key
from lti_tool.lti.services import http
from lti_tool.lti.services.errors import ServiceRefused, ServiceUnreachable
from lti_tool.lti.services.http import Answer
from lti_tool.lti.services.links import next_page
from lti_tool.lti.services.token import (
    ServiceClient,
    Token,
    assertion_claims,
    fetch_token,
    find_token,
    forget_token,
    joined,
    keep_token,
)
from lti_tool.settings import Settings

TokenKey = tuple[int, str, str, str]

MOST_PAGES = 1000

UNAUTHORIZED = 401
FORBIDDEN = 403

NOT_GRANTED = "scope not granted"
"""The detail of a refusal that we make ourselves, since the platform would."""


class Database(Protocol):
    """Where a connector finds its tokens. A job is one (`lti_tool.jobs.queue.JobRun`)."""

    def reading(self) -> AbstractContextManager[Session]:
        """Open a session for reading."""

    def writing(self) -> AbstractContextManager[Session]:
        """Open a session that is committed at the end."""

    def now(self) -> datetime:
        """Return this instant."""

    @property
    def settings(self) -> Settings:
        """The program's settings."""

    @property
    def tokens(self) -> dict[TokenKey, Token]:
        """Tokens at hand, so that not every request reads them from the database."""


class Connector(ServiceConnector):
    """Asks one platform's services in the name of our client there.

    Opens and closes its own short sessions; its caller must have none open.
    """

    def __init__(self, client: ServiceClient, database: Database) -> None:
        self.client = client
        self._database = database
        self._settings = database.settings
        self._registration = LibraryRegistration().set_issuer(client.issuer)
        self._registration.set_client_id(client.client_id)

    def ask(self, url: str, *, accept: str, scopes: Iterable[str], needs: Iterable[str]) -> Answer:
        """Read an address of a service.

        :param scopes: what to have a token for; the same set each time is one token.
        :param needs: the scopes of which one is needed here.
        :raises ServiceRefused: the platform says no, or has not granted the scope.
        :raises ServiceUnreachable: there is no answer that can be read.
        """

        def once(bearer: str) -> Answer:
            return http.get(self._settings, url, accept=accept, bearer=bearer)

        return self._with_token(once, scopes, needs)

    def send(
        self,
        url: str,
        body: bytes,
        *,
        media: str,
        accept: str,
        scopes: Iterable[str],
        needs: Iterable[str],
    ) -> Answer:
        """Post to an address of a service. Parameters and errors as `ask`."""

        def once(bearer: str) -> Answer:
            return http.post(
                self._settings, url, body=body, media=media, accept=accept, bearer=bearer
            )

        return self._with_token(once, scopes, needs)

    def put(
        self, url: str, body: bytes, *, media: str, scopes: Iterable[str], needs: Iterable[str]
    ) -> Answer:
        """Put a body at an address of a service. Parameters and errors as `ask`."""

        def once(bearer: str) -> Answer:
            return http.put(
                self._settings, url, body=body, media=media, accept=media, bearer=bearer
            )

        return self._with_token(once, scopes, needs)

    def pages(
        self, url: str, *, accept: str, scopes: Iterable[str], needs: Iterable[str]
    ) -> Iterator[Answer]:
        """Read a list page by page, on its own host only. Parameters and errors as `ask`.

        :raises ServiceUnreachable: also where the pages run in a circle: half a list would
            be taken for the whole.
        """
        following: str | None = url
        seen: set[str] = set()
        while following:
            if following in seen or len(seen) >= MOST_PAGES:
                raise ServiceUnreachable("The LMS's pages run in a circle.", maybe_done=False)
            seen.add(following)
            answer = self.ask(following, accept=accept, scopes=scopes, needs=needs)
            yield answer
            following = next_page(following, answer.headers.get("Link"))

    def _with_token(self, once: Any, scopes: Iterable[str], needs: Iterable[str]) -> Answer:
        token = self._token(scopes)
        _demand(token, needs)
        try:
            answer: Answer = once(token.value)
        except ServiceRefused as error:
            if error.status != UNAUTHORIZED:
                raise
            self._forget(scopes)
            answer = once(self._token(scopes).value)
        return answer

    def _token(self, scopes: Iterable[str]) -> Token:
        key, now = self._key(scopes), self._database.now()
        held = self._database.tokens.get(key)
        if held is None or not held.is_good(now):
            with self._database.reading() as session:
                held = find_token(session, self.client, scopes, now=now)
            held = held or self._fetch(scopes, now)
            self._database.tokens[key] = held
        return held

    def _key(self, scopes: Iterable[str]) -> TokenKey:
        client = self.client
        return client.registration_id, client.client_id, client.token_url, joined(scopes)

    def _fetch(self, scopes: Iterable[str], now: datetime) -> Token:
        with self._database.writing() as session:  # it may be the first key
            key = signing_key(session, now)
        assertion = key.sign(assertion_claims(self.client, now))
        token = fetch_token(self._settings, self.client, assertion, scopes, now=now)
        with self._database.writing() as session:
            keep_token(session, self.client, scopes, token)
        return token

    def _forget(self, scopes: Iterable[str]) -> None:
        self._database.tokens.pop(self._key(scopes), None)
        with self._database.writing() as session:
            forget_token(session, self.client, scopes)

    # What follows is what the library's own service classes call.

    def get_access_token(self, scopes: Sequence[str]) -> str:
        """Return a token for these scopes."""
        return self._token(scopes).value

    def make_service_request(
        self,
        scopes: Sequence[str],
        url: str,
        *,
        is_post: bool = False,
        data: str | None = None,
        content_type: str = "application/json",
        accept: str = "application/json",
        case_insensitive_headers: bool = False,
    ) -> TServiceConnectorResponse:
        """Ask or post as the library puts it."""
        if is_post:
            answer = self.send(
                url,
                (data or "").encode(),
                media=content_type,
                accept=accept,
                scopes=scopes,
                needs=scopes,
            )
        else:
            answer = self.ask(url, accept=accept, scopes=scopes, needs=scopes)
        return {
            "headers": dict(answer.headers),
            "body": answer.json() if answer.body else None,
            "next_page_url": next_page(url, answer.headers.get("Link")),
        }

    def get_paginated_data(
        self, scopes: Sequence[str], url: str | None, *args: Any, **kwargs: Any
    ) -> Generator[TServiceConnectorResponse]:
        """Read page after page, as the library puts it."""
        seen: set[str] = set()
        while url and url not in seen:
            seen.add(url)
            response = self.make_service_request(scopes, url, *args, **kwargs)
            yield response
            url = response["next_page_url"]


def _demand(token: Token, needs: Iterable[str]) -> None:
    if not token.granted.intersection(needs):
        raise ServiceRefused(
            FORBIDDEN, "The LMS has not granted us this service.", detail=NOT_GRANTED
        )
