from datetime import timedelta
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from lti_tool.lti import claims as c
from lti_tool.lti.columns import keep_column, keep_gone, keep_reading, needs_reading
from lti_tool.lti.delivery_answers import COLUMN_GONE
from lti_tool.lti.models.grade_delivery import DeliveryState, GradeDelivery
from lti_tool.lti.models.identity import LineItem
from lti_tool.lti.services.ags import ALL_SCOPES, LineItemData
from lti_tool.lti.wanted_grades import Place
from tests import factories
from tests.lti_tool.lti.platform import Visit

URL = "https://lms.example.edu/c/1/lineitems/2/lineitem?type_id=1"


@pytest.fixture
def place(session):
    """Where a platform keeps the grades of task 1A."""
    context = factories.context(session)
    return Place(
        reflection_id=1,
        task_id="1A",
        context_id=context.id,
        user_id="6",
        client=None,
        scopes=frozenset(ALL_SCOPES),
        line_items_url=None,
        columns=(),
        had_column=False,
    )


def found(label="Reflection", maximum=100, **more):
    return LineItemData(URL, label, Decimal(maximum), **more)


def only(session):
    return session.scalars(select(LineItem)).one()


def test_a_columns_label_and_maximum_are_kept_and_followed(session, place):
    column = keep_column(session, place, found(), now=factories.NOW)
    assert (only(session).label, only(session).score_maximum) == ("Reflection", 100)

    later = factories.NOW + timedelta(minutes=10)
    assert needs_reading(column, later)
    column = keep_reading(session, column, found("Renamed", 50), now=later)

    session.expire_all()
    assert (only(session).label, only(session).score_maximum) == ("Renamed", 50)
    assert column.maximum == 50
    assert not needs_reading(column, later)


def test_a_platform_that_tells_no_label_takes_none_away(session, place):
    column = keep_column(session, place, found(), now=factories.NOW)

    keep_reading(session, column, found(""), now=factories.NOW)
    keep_column(session, place, found(""), now=factories.NOW)

    session.expire_all()
    assert only(session).label == "Reflection"


@pytest.mark.case("G13")
def test_the_same_column_is_one_row_and_comes_back_when_it_does(session, place):
    column = keep_column(session, place, found(), now=factories.NOW)
    keep_gone(session, column, now=factories.NOW)
    session.expire_all()
    assert only(session).gone_at is not None

    keep_column(session, place, found(resource_link_id="7"), now=factories.NOW)

    assert (only(session).gone_at, only(session).resource_link_id) == (None, "7")


@pytest.mark.case("G15")
def test_what_a_deleted_column_held_is_forgotten_and_what_was_released_is_not(session, place):
    column = keep_column(session, place, found(), now=factories.NOW)
    work = factories.submission(session, factories.candidate(session))
    delivery = factories.add(
        session,
        GradeDelivery(
            reflection_id=work.reflection_id,
            submission_id=work.id,
            line_item_id=column.id,
            wanted_revision=3,
            sent_revision=3,
            posted_at=factories.NOW,
            held_score=Decimal(70),
            held_maximum=Decimal(100),
            yields=True,
            state=DeliveryState.SENT,
        ),
    )

    keep_gone(session, column, now=factories.NOW)

    session.refresh(delivery)
    assert (delivery.state, delivery.answer) == (DeliveryState.FAILED, COLUMN_GONE)
    assert (delivery.wanted_revision, delivery.sent_revision) == (3, None)
    assert (delivery.held_score, delivery.yields) == (None, False)
    assert delivery.posted_at == factories.NOW  # timestamps only grow


@pytest.mark.case("G12")
def test_eight_launches_at_once_remember_one_column(app, session, platform):
    visits = [Visit(app.test_client(), platform) for _ in range(8)]
    for visit in visits:
        visit.login()
    barrier, answers = Barrier(8), []
    ags = {"scope": list(ALL_SCOPES), "lineitem": URL}

    def launch(number):
        told = {c.CONTEXT: {"id": "new"}, c.AGS: ags, c.CUSTOM: {"task": "1A"}}
        token = visits[number].token(sub=f"person-{number}", **told)
        barrier.wait()
        answers.append(visits[number].post(token).status_code)

    threads = [Thread(target=launch, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    session.rollback()
    assert answers == [303] * 8
    assert (only(session).url, only(session).task_id) == (URL, "1A")
