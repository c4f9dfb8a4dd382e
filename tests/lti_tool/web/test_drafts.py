import json
import re
import time

import pytest
import time_machine
from sqlalchemy import select

from assignments.models.reflection import (
    Reflection,
    ReflectionContact,
    ReflectionVersion,
    Submission,
    WorkState,
)
from lti_tool.web.tickets import LASTS, Ticket, write_ticket
from tests import factories


@pytest.fixture
def who(session):
    return factories.candidate(session)


@pytest.fixture
def ticket(browser, session, who):
    """The ticket that the editor of task 1A carries."""
    page = browser(who).get("/tasks/1A/reflection").text
    return re.search(r'data-autosave="(/drafts/[^"]+)"', page)[1]


@pytest.fixture
def stranger(app):
    """A client without a launch and without cookies."""
    return app.test_client()


def send(stranger, ticket, text="One", revision=0, **more):
    draft = {"revision": revision, "parts": {"what-happened": text}, **more}
    return stranger.post(ticket, json=draft)


def draft(session):
    (found,) = factories.stored(session, select(Reflection))
    return found


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_a_draft_is_saved_without_a_launch(stranger, session, ticket, method):
    answer = stranger.open(
        ticket, method=method, json={"revision": 0, "parts": {"what-happened": "One"}}
    )

    assert answer.status_code == 200
    assert answer.json["state"] == "saved"
    assert answer.json["revision"] == 1
    assert draft(session).parts == {"what-happened": "One"}


def test_a_ticket_cannot_read(stranger, ticket):
    assert stranger.get(ticket).status_code == 405
    assert "One" not in send(stranger, ticket, "One").text


def test_parts_that_are_not_sent_keep_their_text(stranger, session, ticket):
    send(stranger, ticket, "One")
    stranger.post(ticket, json={"revision": 1, "parts": {"not-known": "Two"}})

    assert draft(session).parts == {"what-happened": "One", "not-known": "Two"}


def test_the_older_tab_is_told_and_its_text_is_kept_aside_once(stranger, session, ticket):
    send(stranger, ticket, "newer", page="a")
    for _ in range(2):
        answer = send(stranger, ticket, "older", page="b")

        assert answer.status_code == 409
        assert answer.json["state"] == "stale"
        assert "newer" not in answer.json.values()
    assert draft(session).parts == {"what-happened": "newer"}
    aside = select(ReflectionVersion).where(ReflectionVersion.revision.is_(None))
    assert [v.parts for v in factories.stored(session, aside)] == [{"what-happened": "older"}]


def test_a_page_word_that_no_database_keeps_does_no_harm(stranger, session, ticket):
    answer = send(stranger, ticket, "One", page="a\x00b")

    assert answer.json["state"] == "saved"
    assert draft(session).saved_from == "ab"


def test_a_page_whose_answer_was_lost_goes_on_saving(stranger, session, ticket):
    send(stranger, ticket, "One", page="a")

    again = send(stranger, ticket, "One", page="a")
    further = send(stranger, ticket, "One and two", page="a")

    assert (again.status_code, again.json["revision"]) == (200, 1)
    assert (further.status_code, further.json["revision"]) == (200, 2)
    assert draft(session).parts == {"what-happened": "One and two"}


def test_contacts_are_chosen_with_the_draft(stranger, session, who, ticket):
    contact = factories.contact(session, who)
    foreign = factories.contact(session, factories.candidate(session, course=who.course))
    session.commit()

    refused = send(stranger, ticket, "One", contacts=[foreign.id])
    accepted = send(stranger, ticket, "One", contacts=[contact.id])

    assert (refused.status_code, accepted.status_code) == (422, 200)
    assert factories.stored(session, select(ReflectionContact.contact_id)) == [contact.id]


def test_a_part_that_is_too_long_is_named(stranger, session, ticket):
    answer = send(stranger, ticket, "x" * 20_001)

    assert answer.status_code == 422
    assert "20001 characters" in answer.json["fields"]["what-happened"]
    assert draft(session).parts == {}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"[]",
        b"{}",
        b'{"revision": "0", "parts": {}}',
        b'{"revision": 0, "parts": {"what-happened": 5}}',
        b'{"revision": 0, "parts": {"what-happened": "x"}, "state": "graded"}',
        b'{"revision": 0, "parts": {"what-happened": "\xff"}}',
        b'{"revision": 0, "parts": {"what-happened": "\\ud800"}}',
    ],
)
def test_what_is_no_draft_is_refused(stranger, session, ticket, body):
    answer = stranger.post(ticket, data=body, content_type="application/json")

    assert answer.status_code == 400
    assert draft(session).parts == {}


def test_control_characters_are_left_out(stranger, session, ticket):
    body = json.dumps({"revision": 0, "parts": {"what-happened": "a\x00b\r\nc\x07"}})

    assert stranger.post(ticket, data=body).status_code == 200
    assert draft(session).parts == {"what-happened": "ab\nc"}


def test_an_unknown_prompt_is_refused(stranger, session, ticket):
    answer = stranger.post(ticket, json={"revision": 0, "parts": {"nonsense": "x"}})

    assert answer.status_code == 422


def test_submitted_work_is_not_changed(stranger, session, ticket):
    work = draft(session)
    factories.submission(session, work)
    session.commit()

    answer = send(stranger, ticket, "afterwards")

    assert (answer.status_code, answer.json["state"]) == (409, "submitted")
    assert draft(session).parts == {}


def test_a_ticket_is_good_for_a_week(stranger, session, ticket):
    with time_machine.travel(LASTS - 60 + time.time(), tick=False):
        assert send(stranger, ticket).status_code == 200
    with time_machine.travel(LASTS + 60 + time.time(), tick=False):
        assert send(stranger, ticket, "Two", 1).status_code == 410


def test_a_ticket_that_was_changed_opens_nothing(app, stranger, session, ticket):
    other = factories.candidate(session)
    session.commit()
    with app.app_context():
        theirs = write_ticket(Ticket(draft(session).id, other.id))

    assert send(stranger, ticket[:-1]).status_code == 404
    assert send(stranger, "/drafts/nonsense").status_code == 404
    assert send(stranger, f"/drafts/{theirs}").status_code == 404
    assert draft(session).parts == {}


def test_a_ticket_outlives_the_launch(browser, session, stranger, ticket):
    with time_machine.travel(13 * 60 * 60 + time.time(), tick=False):
        assert send(stranger, ticket).status_code == 200


def test_the_ticket_of_an_earlier_attempt_does_not_overwrite_the_returned_text(
    stranger, session, ticket
):
    work = draft(session)
    work.parts, work.revision, work.state = {"what-happened": "handed in"}, 5, WorkState.RETURNED
    session.commit()

    answer = send(stranger, ticket, "from before", revision=4)

    assert answer.status_code == 409
    assert draft(session).parts == {"what-happened": "handed in"}
    assert factories.stored(session, select(Submission)) == []
