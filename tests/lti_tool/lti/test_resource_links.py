"""What stands in a course, as launches and the picker tell it."""

from datetime import UTC, datetime
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from lti_tool.lti import claims as c
from lti_tool.lti.models.identity import ResourceLink
from lti_tool.lti.resource_links import note_placed
from tests import factories
from tests.lti_tool.lti.platform import INSTRUCTOR, Visit

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


def link(id_="link-1", title="Walk in", **custom):
    return {c.RESOURCE_LINK: {"id": id_, "title": title}, c.CUSTOM: custom}


def rows(session):
    return factories.stored(session, select(ResourceLink).order_by(ResourceLink.id))


def test_the_first_launch_of_a_link_is_remembered(come, session):
    before = datetime.now(UTC)

    come(**link(task="1A"))

    [row] = rows(session)
    assert (row.link_id, row.content, row.title) == ("link-1", "task:1A", "Walk in")
    assert row.opened_at >= before
    assert row.placed_at is None


@pytest.mark.parametrize(
    ("custom", "content"),
    [
        ({"unit": "introduction"}, "unit:introduction"),
        ({"task": "1A", "unit": "introduction"}, "task:1A"),
        ({"task": "9Z"}, ""),
        ({"unit": "nowhere"}, ""),
        ({}, ""),
    ],
)
def test_what_a_link_opens_is_what_its_parameters_name(come, session, custom, content):
    come(**link(**custom))

    assert rows(session)[0].content == content


def test_the_next_launches_change_nothing(come, session):
    come(**link(task="1A"))
    first = rows(session)[0].opened_at
    come(**link(task="1A", title=""))
    come(sub="2", **link(task="1A"))

    [row] = rows(session)
    assert (row.title, row.opened_at) == ("Walk in", first)


def test_a_title_that_was_changed_in_the_course_is_followed(come, session):
    come(**link(task="1A"))
    come(**link(task="1A", title="Week 3"))

    assert [row.title for row in rows(session)] == ["Week 3"]


def test_an_activity_that_was_given_other_content_is_followed(come, session):
    come(**link(task="1A"))
    come(**link(task="1B"))

    assert [row.content for row in rows(session)] == ["task:1B"]


def test_what_was_placed_is_what_is_opened(come, session):
    come(**link("home", ""))
    context_key = rows(session)[0].context_id
    note_placed(session, context_key, {"task:1A": "1A · Walk in", "task:1B": "1B"}, now=NOW)
    session.commit()

    come(**link("link-1", "Walk in", task="1A"))
    come(**link("link-2", "Again", task="1A"))

    found = {(row.link_id, row.content): row for row in rows(session)[1:]}
    assert found.keys() == {("link-1", "task:1A"), (None, "task:1B"), ("link-2", "task:1A")}
    first = found["link-1", "task:1A"]
    assert (first.placed_at, first.title) == (NOW, "Walk in")
    assert first.opened_at
    assert found["link-2", "task:1A"].placed_at is None


@pytest.mark.case("I03")
def test_the_same_link_id_in_two_courses_is_two_links(come, session):
    come(**link(task="1A"))
    come(**link(task="1B"), **{c.CONTEXT: {"id": "course-2"}})

    first, second = rows(session)
    assert first.context_id != second.context_id
    assert (first.content, second.content) == ("task:1A", "task:1B")


def test_a_request_for_content_is_no_link(come, platform, session):
    come(**platform.deep_linking(), **{c.CUSTOM: {"task": "1A"}})

    assert rows(session) == []


def test_outside_a_course_there_are_no_links(come, session):
    come(**link(task="1A"), **{c.CONTEXT: None})

    assert rows(session) == []


def test_a_known_link_costs_no_statement_more(app, platform, come, session, count_queries):
    come(**link(task="1A"))
    visit = Visit(app.test_client(), platform)
    visit.login()
    token = visit.token(**link(task="1A"))

    with count_queries() as counted:
        visit.post(token)

    assert not [sent for sent in counted.statements if "INTO resource_link" in sent]
    # Registration, nonce and launch, everything known, and when they came in.
    assert counted.n <= 5, "\n".join(counted.statements)


def test_a_whole_class_opens_an_activity_for_the_first_time_at_once(app, session, platform, come):
    come(**link("home", ""), **{c.ROLES: [INSTRUCTOR]})
    context_key = rows(session)[0].context_id
    note_placed(session, context_key, {"task:1A": "1A"}, now=NOW)
    session.commit()
    visits = [Visit(app.test_client(), platform) for _ in range(6)]
    for visit in visits:
        visit.login()
    barrier, answers = Barrier(6), []

    def launch(number):
        token = visits[number].token(sub=f"person-{number}", **link(task="1A"))
        barrier.wait()
        answers.append(visits[number].post(token).status_code)

    threads = [Thread(target=launch, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    session.rollback()
    assert answers == [303] * 6
    assert [row.content for row in rows(session)] == ["", "task:1A"]
