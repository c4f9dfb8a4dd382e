"""Schools that share nothing but their words: the same user, course and deployment ids."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from assignments.models.contact_log import Contact
from assignments.models.reflection import ReflectionVersion, Submission
from assignments.models.report import Report, ReportKind, ReportState
from assignments.reports import Wanted, request_report
from curriculum.models.course import Course
from curriculum.models.enrolment import Enrolment, Role
from curriculum.models.note import Note
from curriculum.models.program import Cycle, Program
from lti_tool.lti.models.grade_delivery import DeliveryState, GradeDelivery
from lti_tool.lti.models.identity import LineItem, LtiContext, LtiIdentity
from lti_tool.lti.models.registration import Registration
from tests import factories
from tests.conftest import Browser

ISSUER = "https://lms.example.edu"


@dataclass
class Tenant:
    """One course of one school, and one of everything that can be named in an address."""

    registration: Registration
    context: LtiContext
    course: Course
    program: Program
    cycle: Cycle
    people: dict[str, Enrolment]
    contact: Contact
    submission: Submission
    version: ReflectionVersion
    report: Report
    column: LineItem
    delivery: GradeDelivery
    note: Note

    @property
    def named(self) -> dict[str, object]:
        """What stands for each of them in an address."""
        return {
            "attempt": self.submission.attempt,
            "contact": self.contact.id,
            "enrolment": self.people["candidate"].id,
            "family": self.contact.family_id,
            "note": self.note.id,
            "report": self.report.id,
            "submission": self.submission.id,
            "version": self.version.id,
        }


def make_tenant(session: Session, *, issuer: str = ISSUER, client_id: str = "client") -> Tenant:
    registration = factories.registration(session, issuer=issuer, client_id=client_id)
    deployment = factories.deployment(session, registration, deployment_id="1")
    program = factories.program(session, name=f"Program of {client_id} at {issuer}")
    course = factories.course(session, program=program)
    context = factories.context(
        session,
        deployment=deployment,
        course=course,
        context_id="course-1",
        line_items_url=f"{ISSUER}/course-1/lineitems",
        memberships_url=f"{ISSUER}/course-1/memberships",
    )
    people = _people(session, registration, course, program)
    column = LineItem(context_id=context.id, task_id="1A", url=f"{ISSUER}/course-1/lineitems/1")
    factories.add(session, column)
    tenant = _work(session, people, column)
    report = request_report(session, None, Wanted(ReportKind.COURSE, course.id), now=factories.NOW)
    report.state, report.pdf, report.sha256 = ReportState.READY, b"%PDF-1.7 theirs", "0" * 64
    cycle = factories.cycle(session, program, ends_on=date(2027, 7, 31))
    session.commit()
    return Tenant(
        registration, context, course, program, cycle, people,
        *tenant[:3], report, column, tenant[3], _note(session, people["candidate"]),
    )  # fmt: skip


def _people(
    session: Session, registration: Registration, course: Course, program: Program
) -> dict[str, Enrolment]:
    roles = {
        "candidate": Role.CANDIDATE,
        "instructor": Role.INSTRUCTOR,
        "coordinator": Role.VISITOR,
    }
    people = {
        word: factories.enrolment(session, course=course, role=role) for word, role in roles.items()
    }
    for word, who in people.items():
        identity = LtiIdentity(registration_id=registration.id, sub=word, person_id=who.person_id)
        factories.add(session, identity)
    factories.coordinator(session, program, people["coordinator"].person)
    return people


def _work(session: Session, people: dict[str, Enrolment], column: LineItem):
    contact = factories.contact(session, people["candidate"])
    draft = factories.reflection(
        session, people["candidate"], parts={"what-happened": "Theirs."}, revision=1
    )
    version = ReflectionVersion(
        reflection_id=draft.id, revision=1, parts=draft.parts, saved_at=factories.NOW
    )
    factories.add(session, version)
    submission = factories.submission(session, draft)
    factories.marking(session, submission, people["instructor"])
    delivery = GradeDelivery(
        reflection_id=draft.id,
        line_item_id=column.id,
        submission_id=submission.id,
        wanted_revision=1,
        state=DeliveryState.FAILED,
    )
    factories.add(session, delivery)
    return contact, submission, version, delivery


def _note(session: Session, who: Enrolment) -> Note:
    place = {"unit_id": "introduction", "section": "welcome", "changed_at": factories.NOW}
    note = Note(enrolment_id=who.id, words="Theirs.", **place)
    factories.add(session, note)
    session.commit()
    return note


def viewers(session: Session, app, tenant: Tenant) -> dict[str, Browser]:
    """Open a launch for each of a tenant's people, each in a browser of their own."""
    opened = {}
    for word, who in tenant.people.items():
        launch = factories.launch_of(session, who, browser=f"{word} of {tenant.registration.id}")
        client = app.test_client()
        client.set_cookie("reciprocal_browser", f"{word} of {tenant.registration.id}")
        opened[word] = Browser(client, launch)
    session.commit()
    return opened
