"""The courses and people that a new demonstration LMS has."""

from collections.abc import Sequence
from sqlite3 import Connection

from lti_tool.demo.courses import Course, add_course, find_course
from lti_tool.demo.people import Person, add_person, enrol, make_administrator
from lti_tool.demo.settings import Client, ToolAddresses
from lti_tool.demo.vocabulary import INSTRUCTOR, LEARNER, OFFICER

TOOL_NAME = "Reciprocal"

INSTRUCTORS = (
    Person("instructor-1", "Dana", "Whitfield", "Dana Whitfield", "dana.whitfield@example.org"),
)
CANDIDATES = (
    Person("candidate-1", "Zoë", "Okafor", "Zoë Okafor", "zoe.okafor@example.org"),
    Person("candidate-2", "José", "Rivera", "José Rivera", "jose.rivera@example.org"),
    Person("candidate-3", "小龍", "李", "李小龍", "li.xiaolong@example.org"),
    Person("candidate-4", "Siobhán", "O'Neill", "Siobhán O'Neill", "siobhan.oneill@example.org"),
    Person("candidate-5", "Søren", "Lindqvist", "Søren Lindqvist", "soren.l@example.org"),
)
COORDINATORS = (
    Person("coordinator-1", "Priya", "Raman", "Priya Raman", "priya.raman@example.org"),
)
ADMINISTRATORS = (
    Person("administrator-1", "Alex", "Moreno", "Alex Moreno", "alex.moreno@example.org"),
)

COURSES = (
    ("edu-210", "EDU 210", "Working with Families", CANDIDATES),
    ("edu-340", "EDU 340", "Student Teaching Seminar", CANDIDATES[:2]),
)


def seed(db: Connection, clients: Sequence[Client], tool: ToolAddresses) -> None:
    """Add what is missing. With several deployments, the courses are dealt out among them."""
    for person in (*INSTRUCTORS, *CANDIDATES, *COORDINATORS, *ADMINISTRATORS):
        add_person(db, person)
    for person in ADMINISTRATORS:
        make_administrator(db, person.id)
    deployments = [(client, each) for client in clients for each in client.deployment_ids]
    for number, (course_id, label, title, candidates) in enumerate(COURSES):
        if find_course(db, course_id):
            continue
        client, deployment_id = deployments[number % len(deployments)]
        course = Course(course_id, label, title, client.client_id, deployment_id)
        add_course(db, course, TOOL_NAME, (client.tool or tool).home_url)
        _fill(db, course_id, candidates)


def _fill(db: Connection, course_id: str, candidates: Sequence[Person]) -> None:
    places = ((INSTRUCTORS, INSTRUCTOR), (candidates, LEARNER), (COORDINATORS, OFFICER))
    for people, role in places:
        for person in people:
            enrol(db, course_id, person.id, [role])
