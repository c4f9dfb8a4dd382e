"""The secret is changed while people work: pages, drafts, keys and tokens all go on."""

from datetime import timedelta

import msgspec
import pytest
import time_machine
from sqlalchemy import select

from assignments.models.reflection import Reflection
from curriculum.foundation.clock import utc_now
from lti_tool.app import create_app
from lti_tool.extensions import db
from lti_tool.lti import keys, vault
from lti_tool.lti.models.invitation import LegacyConsumer
from lti_tool.lti.models.registration import AccessToken, SigningKey
from lti_tool.lti.resealing import CannotReseal, reseal
from lti_tool.lti.services.token import ServiceClient, Token, find_token, keep_token
from lti_tool.web import csrf
from lti_tool.web.browser_cookie import BROWSER_COOKIE
from lti_tool.web.tickets import LASTS, Ticket, write_ticket
from tests import factories

NEW = "the secret that came after the first"
SCOPES = ("https://purl.imsglobal.org/spec/lti-ags/scope/score",)


@pytest.fixture
def restarted(settings):
    """Start the application anew with these secrets, on the same database."""
    apps = []

    def start(secret: str, *previous: str):
        keys._opened.clear()  # a new process has opened nothing
        app = create_app(
            msgspec.structs.replace(settings, secret_key=secret, previous_secret_keys=previous)
        )
        apps.append(app)
        return app

    yield start
    keys._opened.clear()
    for app in apps:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def old(settings):
    return settings.secret_key


@pytest.fixture
def sealed(app, session):
    """What lies sealed with the first secret: a signing key, an access token, a consumer."""
    registration = factories.registration(session)
    client = ServiceClient.of(registration)
    with app.app_context():
        kid = keys.signing_key(session, utc_now()).kid
        good_for = Token("the token", frozenset(SCOPES), utc_now() + timedelta(hours=1))
        keep_token(session, client, SCOPES, good_for)
        secret = vault.seal("consumer's", purpose=vault.CONSUMER_SECRET)
    factories.add(
        session, LegacyConsumer(registration_id=registration.id, key="old-key", secret=secret)
    )
    session.commit()
    return client, kid


def test_a_page_opened_before_can_still_be_sent_after(browser, session, restarted, old):
    before = browser(factories.candidate(session))
    token = before.token
    client = restarted(NEW, old).test_client()
    client.set_cookie(BROWSER_COOKIE, factories.BROWSER)

    def answer(token: str) -> int:
        form = {"to": before.path("/"), csrf.FIELD: token}
        return client.post(before.path("/window"), data=form).status_code

    assert answer(token) == 303
    assert answer(token[::-1]) == 400


def test_new_pages_carry_the_present_secrets_token(browser, session, app, restarted, old):
    before = browser(factories.candidate(session))
    with restarted(NEW, old).app_context():
        after = csrf.token_for(before.launch)
    with restarted(NEW).app_context():
        alone = csrf.token_for(before.launch)

    assert after == alone != before.token


def test_a_draft_opened_before_is_saved_until_its_seventh_day(app, session, restarted, old):
    writer = factories.candidate(session)
    work = factories.reflection(session, writer)
    session.commit()
    with app.app_context():
        address = f"/drafts/{write_ticket(Ticket(work.id, writer.id))}"
    client = restarted(NEW, old).test_client()

    with time_machine.travel(utc_now() + timedelta(seconds=LASTS - 60), tick=False):
        answer = client.post(address, json={"revision": 0, "parts": {"what-happened": "Still"}})

    assert answer.status_code == 200
    (found,) = factories.stored(session, select(Reflection))
    assert found.parts == {"what-happened": "Still"}


def test_keys_and_tokens_are_read_under_the_secret_before(sealed, session, restarted, old):
    client, kid = sealed

    with restarted(NEW, "one in between, long enough to pass", old).app_context():
        assert keys.signing_key(session, utc_now()).kid == kid
        assert find_token(session, client, SCOPES, now=utc_now()).value == "the token"


def test_once_all_is_resealed_the_old_secret_can_go(sealed, session, restarted, old):
    client, kid = sealed
    with restarted(NEW, old).app_context():
        done = reseal(session, now=utc_now())
        session.commit()

    assert (done.keys, done.tokens, done.consumers, done.forgotten) == (1, 1, 1, 0)
    with restarted(NEW).app_context():
        assert keys.signing_key(session, utc_now()).kid == kid
        assert find_token(session, client, SCOPES, now=utc_now()).value == "the token"
        consumer = session.scalars(select(LegacyConsumer)).one()
        assert vault.unseal(consumer.secret, purpose=vault.CONSUMER_SECRET) == "consumer's"


def test_what_no_secret_opens_is_named_and_nothing_is_changed(sealed, session, restarted):
    _client, kid = sealed
    before = session.scalars(select(SigningKey.private_key)).all()

    with (
        restarted(NEW).app_context(),
        pytest.raises(CannotReseal, match=f"{kid}, old-key.*previous_secret_keys"),
    ):
        reseal(session, now=utc_now())

    session.rollback()
    assert session.scalars(select(SigningKey.private_key)).all() == before
    assert session.scalars(select(AccessToken.token)).one()


def test_keys_that_are_retired_need_not_open(sealed, session, restarted, app):
    session.query(LegacyConsumer).delete()
    session.query(SigningKey).update({"retired_at": utc_now()})

    with restarted(NEW).app_context():
        done = reseal(session, now=utc_now())

    assert (done.keys, done.tokens, done.forgotten) == (0, 0, 1)
    assert session.scalars(select(AccessToken)).all() == []
