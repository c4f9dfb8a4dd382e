"""Searching the gradebook of a copied course, at a real LMS on a port of this machine."""

import json

import pytest
from sqlalchemy import select

from curriculum.foundation.jobs import JobState
from lti_tool.demo import faults, gradebook
from lti_tool.demo.courses import add_activity
from lti_tool.demo.settings import Character
from lti_tool.lti.deep_linking import TAG
from lti_tool.lti.models.grade_delivery import DeliveryState
from lti_tool.lti.models.identity import CourseCopy, LineItem, ResourceLink, ToldBy
from lti_tool.lti.services.ags import ALL_SCOPES, LINE_ITEMS_MEDIA, SCORE
from tests import factories

ALL = (Character.GENERIC, Character.CANVAS, Character.MOODLE)


@pytest.fixture
def copied(world):
    """A course with a column, and a copy of it that we know nothing of yet."""

    def start(character=Character.GENERIC, scopes=ALL_SCOPES):
        world.start(character)
        lms, client = world.lms, world.client
        lms.add_course(
            "course-2",
            "EDU 210",
            client_id=client.client_id,
            deployment_id=client.deployment_ids[0],
        )
        world.new = factories.context(
            world.session,
            deployment=world.context.deployment,
            course=factories.course(world.session, lane=world.course.lane),
            context_id="course-2",
            line_items_url=lms.service_url(client, "course-2/lineitems"),
            ags_scopes=list(scopes),
        )
        copy = CourseCopy(
            context_id=world.new.id,
            origin="course-1",
            origin_id=world.context.id,
            told_by=ToldBy.HISTORY,
        )
        world.copy = factories.add(world.session, copy)
        return world

    return start


def add_column(world, task, course="course-2", **options):
    values = {"resource_id": task, "tag": TAG} | options
    with world.lms.store.writing() as db:
        return gradebook.add_column(db, course, f"{task} there", 100, **values)


def look(world):
    world.enqueue("bind_course", context_id=world.new.id)
    return world.work()


def bound(world):
    world.session.expire_all()
    mine = LineItem.context_id == world.new.id
    return world.session.scalars(select(LineItem).where(mine).order_by(LineItem.task_id)).all()


@pytest.mark.parametrize("character", ALL, ids=lambda one: one.value)
def test_the_columns_of_the_new_course_are_bound_and_no_other(copied, character):
    world = copied(character)
    column = add_column(world, "1A")
    add_column(world, "9Z")
    add_column(world, "I-2")
    add_column(world, "1B", tag="another tool's")

    look(world)

    [item] = bound(world)
    assert (item.task_id, item.label, item.score_maximum) == ("1A", "1A there", 100)
    assert item.url == world.lms.line_item_url(world.client, column)
    assert item.read_at
    assert world.copy.bound_at
    assert world.line_item.context_id == world.context.id  # the old course keeps its own


def test_a_column_whose_words_were_lost_is_known_by_its_activity(copied):
    world = copied()
    with world.lms.store.writing() as db:
        activity = add_activity(db, "course-2", "Walk in", "http://localhost:8000/lti/launch")
    add_column(world, "1A", resource_id="", tag="", activity_id=activity.id)
    link = ResourceLink(context_id=world.new.id, link_id=str(activity.id), content="task:1A")
    factories.add(world.session, link)

    look(world)

    [item] = bound(world)
    assert (item.task_id, item.resource_link_id) == ("1A", str(activity.id))


def test_a_loose_column_gives_way_to_the_one_of_an_activity(copied):
    world = copied()
    add_column(world, "1A")
    with world.lms.store.writing() as db:
        activity = add_activity(db, "course-2", "Walk in", "http://localhost:8000/lti/launch")
    add_column(world, "1A", activity_id=activity.id)

    look(world)

    assert [item.resource_link_id for item in bound(world)] == [str(activity.id)]


def test_looking_twice_changes_nothing(copied):
    world = copied()
    add_column(world, "1A")

    first = [item.id for item in bound(look(world))]

    assert [item.id for item in bound(look(world))] == first


def test_a_column_that_is_gone_is_noticed_and_its_grades_say_so(world):
    world.start()
    who = world.enrol("1")
    world.release(who)
    world.work()
    assert world.delivery.state is DeliveryState.SENT
    world.delete_column()

    world.enqueue("bind_course", context_id=world.context.id)
    world.work()

    assert world.session.scalars(select(LineItem)).one().gone_at
    assert world.delivery.state is DeliveryState.FAILED
    assert world.delivery.line_item_id is None


def test_a_column_that_is_merely_not_listed_is_asked_for_before_it_counts_as_gone(copied):
    world = copied()
    url = world.lms.line_item_url(world.client, add_column(world, "1A"))
    factories.add(world.session, LineItem(context_id=world.new.id, task_id="1A", url=url))
    nothing = faults.answer("200 OK", body="[]", content_type=LINE_ITEMS_MEDIA)
    world.lms.faults.add("lineitems", nothing)

    look(world)

    assert [(item.url, item.gone_at) for item in bound(world)] == [(url, None)]


def listed(*items):
    body = json.dumps([{"label": "1A", "scoreMaximum": 100, "tag": TAG} | item for item in items])
    return faults.answer("200 OK", body=body, content_type=LINE_ITEMS_MEDIA)


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("https://elsewhere.example.edu/lineitems/1/lineitem", id="another host"),
        pytest.param("http://10.0.0.1/lineitems/1/lineitem", id="a private network"),
        pytest.param("javascript:alert(1)", id="no address"),
    ],
)
def test_grades_go_to_no_other_host(copied, address):
    world = copied()
    world.lms.faults.add("lineitems", listed({"id": address, "resourceId": "1A"}))

    look(world)

    assert bound(world) == []


def test_a_column_of_the_old_course_is_bound_in_no_other(copied):
    world = copied()
    old = {"id": world.line_item.url, "resourceId": "1A"}
    world.lms.faults.add("lineitems", listed(old))

    look(world)

    assert bound(world) == []
    assert world.copy.bound_at


def test_without_leave_to_list_nothing_is_asked(copied):
    world = copied(scopes=[SCORE])
    add_column(world, "1A")

    look(world)

    assert bound(world) == []
    assert world.copy.bound_at is None
    assert world.jobs("bind_course")[0].state is JobState.DONE


def test_a_blocked_platform_is_not_asked(copied):
    world = copied()
    add_column(world, "1A")
    world.registration.blocked = True

    look(world)

    assert bound(world) == []


def test_an_lms_that_is_away_is_asked_again(copied):
    world = copied()
    column = add_column(world, "1A")
    world.lms.faults.add("lineitems", faults.server_error())

    look(world)
    assert world.jobs("bind_course")[0].state is JobState.WAITING
    world.later(minutes=1)

    assert [item.url for item in bound(world)] == [world.lms.line_item_url(world.client, column)]


def test_an_lms_that_says_no_is_not_asked_again(copied):
    world = copied()
    world.lms.faults.add("lineitems", faults.answer("403 Forbidden"))

    look(world)

    [job] = world.jobs("bind_course")
    assert job.state is JobState.FAILED
    assert "gradebook could not be read" in job.last_error
