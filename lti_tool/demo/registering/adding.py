"""The administrator's side: begin to add a tool, take what it registers, switch it on."""

import secrets
import string
from dataclasses import astuple, dataclass
from sqlite3 import Connection
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from lti_tool.demo import clients
from lti_tool.demo.clients import Registered, Terms
from lti_tool.demo.courses import Placing, all_courses, change_menu_links, place_tool
from lti_tool.demo.lms import Lms
from lti_tool.demo.registering.chooser import rules_of
from lti_tool.demo.registering.tokens import Leave, issue_token
from lti_tool.demo.settings import State

LETTERS = string.ascii_letters + string.digits
KEPT = 24 * 60 * 60
"""Seconds after which an attempt to add a tool is forgotten."""


@dataclass(frozen=True)
class Adding:
    """One attempt to add a tool, or to let it change its registration."""

    ticket: str

    url: str
    """The tool's registration address, as the administrator pasted it."""

    client_id: str
    updates: bool

    @property
    def origin(self) -> str:
        """Whose pages the frame shows."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"


def begin_adding(
    lms: Lms, db: Connection, url: str, *, updates: Registered | None = None
) -> Adding:
    """Note that an administrator is about to add the tool at an address."""
    client_id = updates.client_id if updates else _new_client_id()
    adding = Adding(secrets.token_urlsafe(18), url, client_id, updates is not None)
    now = lms.seconds()
    db.execute("DELETE FROM adding WHERE created_at < ?", (now - KEPT,))
    db.execute("INSERT INTO adding VALUES (?, ?, ?, ?, ?)", (*astuple(adding), now))
    return adding


def find_adding(db: Connection, ticket: str) -> Adding | None:
    """Find an attempt to add a tool."""
    row = db.execute("SELECT * FROM adding WHERE ticket = ?", (ticket,)).fetchone()
    if row is None:
        return None
    return Adding(row["ticket"], row["url"], row["client_id"], bool(row["updates"]))


def start_address(lms: Lms, adding: Adding) -> str:
    """Return the tool's registration address with what the tool needs to begin."""
    parts = urlsplit(adding.url)
    query = [
        *parse_qsl(parts.query, keep_blank_values=True),
        ("openid_configuration", lms.configuration_url),
        ("registration_token", issue_token(lms, adding.client_id, update=adding.updates)),
    ]
    return urlunsplit(parts._replace(query=urlencode(query)))


def register(lms: Lms, db: Connection, leave: Leave, body: object) -> Registered:
    """Take a registration, or the change of one.

    :raises RegistrationRefusedError: it breaks a rule, or its token was used before.
    """
    rules = rules_of(lms)
    known = clients.find_registered(db, leave.client_id)
    if leave.is_update:
        if known is None:
            raise rules.token_refused("invalid_registration_token")
        return update(lms, db, known, rules.read(lms, body))
    if known:
        raise rules.token_refused("token_already_used")
    terms = rules.read(lms, body)
    deployment_id = rules.deployment_id(clients.next_number(db))
    registered = clients.add_registered(
        db, leave.client_id, deployment_id, rules.first_state, terms
    )
    if registered.state == "active":
        place_everywhere(db, registered)
    return registered


def update(lms: Lms, db: Connection, known: Registered, terms: Terms) -> Registered:
    """Change a registration, at once or when the administrator has agreed."""
    if rules_of(lms).asks_before_update:
        clients.propose(db, known.client_id, terms)
    else:
        change(db, known.client_id, terms)
    return clients.get_registered(db, known.client_id)


def change(db: Connection, client_id: str, terms: Terms) -> None:
    """Let a registration say something else, and the links in the courses' menus with it."""
    clients.change_terms(db, client_id, terms)
    change_menu_links(db, client_id, *terms.menu_link())


def switch(db: Connection, registered: Registered, state: State) -> None:
    """Switch a tool on or off. Once it has been on it stands in every course."""
    clients.set_state(db, registered.client_id, state)
    if state == "active":
        place_everywhere(db, registered)


def place_everywhere(db: Connection, registered: Registered) -> None:
    """Give every course a link to a tool."""
    placing = Placing(registered.client_id, registered.deployment_id)
    title, target = registered.terms.menu_link()
    for course in all_courses(db):
        place_tool(db, course, placing, title, target)


def _new_client_id() -> str:
    """Make a client id: fifteen letters and digits, like Moodle's."""
    return "".join(secrets.choice(LETTERS) for _ in range(15))
