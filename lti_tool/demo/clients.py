"""The tools that registered themselves: who they are, and what an administrator decided."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from sqlite3 import Connection, Row
from typing import Any

from lti_tool.demo.settings import MENU, Client, State, ToolAddresses

FIRST_NUMBER = 101
"""Of the registrations' numbers. Those below are of clients that the LMS was made with."""


@dataclass(frozen=True)
class Terms:
    """What a registration says, once it has been checked."""

    name: str
    login_url: str
    redirect_urls: tuple[str, ...]
    jwks_url: str
    target: str
    domain: str
    scopes: tuple[str, ...]
    description: str = ""
    logo_url: str = ""
    messages: tuple[dict[str, Any], ...] = ()
    custom: dict[str, str] = field(default_factory=dict)
    shares_names: bool = True
    shares_email: bool = True
    sent: dict[str, Any] = field(default_factory=dict)
    """The whole request, for an LMS that repeats it in its answer."""

    def menu_link(self) -> tuple[str, str]:
        """Return what the tool's link in a course's menu says, and what it opens."""
        for message in self.messages:
            if MENU & set(message.get("placements") or ()):
                target = message.get("target_link_uri") or self.target
                return str(message.get("label") or self.name), str(target)
        return self.name, self.target

    def target_of(self, message_type: str) -> str:
        """Return the target of a kind of message; empty if the tool did not register for it."""
        for message in self.messages:
            if message.get("type") == message_type:
                return str(message.get("target_link_uri") or self.target)
        return ""


@dataclass(frozen=True)
class Registered:
    """One registration as the LMS keeps it."""

    number: int
    client_id: str
    deployment_id: str
    state: State
    terms: Terms
    proposal: Terms | None
    """What the tool would like to change, waiting for the administrator."""

    def as_client(self, *, shares: bool | None) -> Client:
        """Return it as the rest of the LMS sees a client."""
        terms = self.terms
        first, *others = terms.redirect_urls
        return Client(
            client_id=self.client_id,
            deployment_ids=(self.deployment_id,),
            tool=ToolAddresses(
                terms.login_url,
                first,
                terms.jwks_url,
                terms.target,
                terms.target_of("LtiDeepLinkingRequest"),
                tuple(others),
                terms.target_of("LtiDataPrivacyLaunchRequest"),
            ),
            scopes=terms.scopes,
            shares_names=terms.shares_names if shares is None else shares,
            shares_email=terms.shares_email if shares is None else shares,
            name=terms.name,
            state=self.state,
            custom=terms.custom,
            messages=terms.messages,
            number=self.number,
        )


def next_number(db: Connection) -> int:
    """Return the number that the next registration will have."""
    row = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'client'").fetchone()
    return int(row["seq"] if row else 0) + FIRST_NUMBER


def add_registered(
    db: Connection, client_id: str, deployment_id: str, state: State, terms: Terms
) -> Registered:
    """Keep a new registration."""
    db.execute(
        "INSERT INTO client (client_id, deployment_id, state, terms) VALUES (?, ?, ?, ?)",
        (client_id, deployment_id, state, _write(terms)),
    )
    return get_registered(db, client_id)


def find_registered(db: Connection, client_id: str) -> Registered | None:
    """Find a registration by its client id."""
    row = db.execute("SELECT * FROM client WHERE client_id = ?", (client_id,)).fetchone()
    return _registered(row) if row else None


def get_registered(db: Connection, client_id: str) -> Registered:
    """Return a registration that something stored refers to."""
    row = db.execute("SELECT * FROM client WHERE client_id = ?", (client_id,)).fetchone()
    return _registered(row)


def all_registered(db: Connection) -> list[Registered]:
    """List the registrations, oldest first."""
    return [_registered(row) for row in db.execute("SELECT * FROM client ORDER BY place")]


def same_domain(db: Connection, domain: str) -> list[Registered]:
    """List the registrations of tools at one host."""
    return [each for each in all_registered(db) if each.terms.domain == domain]


def set_state(db: Connection, client_id: str, state: State) -> None:
    """Switch a registration on or off."""
    db.execute("UPDATE client SET state = ? WHERE client_id = ?", (state, client_id))


def change_terms(db: Connection, client_id: str, terms: Terms) -> None:
    """Replace what a registration says. Nothing waits for the administrator any longer."""
    db.execute(
        "UPDATE client SET terms = ?, proposal = NULL WHERE client_id = ?",
        (_write(terms), client_id),
    )


def propose(db: Connection, client_id: str, terms: Terms | None) -> None:
    """Keep what the tool would like to change until the administrator decides; None drops it."""
    value = _write(terms) if terms else None
    db.execute("UPDATE client SET proposal = ? WHERE client_id = ?", (value, client_id))


def privacy_of(db: Connection, client_id: str) -> bool | None:
    """Return what the administrator decided about names and addresses; None if nothing."""
    row = db.execute("SELECT shares FROM privacy WHERE client_id = ?", (client_id,)).fetchone()
    return bool(row["shares"]) if row else None


def decide_privacy(db: Connection, client_id: str, *, shares: bool) -> None:
    """Keep what the administrator decides about names and addresses."""
    db.execute("INSERT OR REPLACE INTO privacy VALUES (?, ?)", (client_id, shares))


def _write(terms: Terms) -> str:
    return json.dumps(asdict(terms))


def _registered(row: Row) -> Registered:
    return Registered(
        row["place"] + FIRST_NUMBER - 1,
        row["client_id"],
        row["deployment_id"],
        row["state"],
        _terms(json.loads(row["terms"])),
        _terms(json.loads(row["proposal"])) if row["proposal"] else None,
    )


def _terms(stored: Mapping[str, Any]) -> Terms:
    lists = {name: tuple(stored[name]) for name in ("redirect_urls", "scopes", "messages")}
    return Terms(**{**stored, **lists})
