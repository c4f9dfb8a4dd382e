"""A school with a real LMS on a port of this machine, and our side of it in the database."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from threading import Thread

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from assignments.models.reflection import WorkState
from curriculum.foundation.jobs import Job, enqueue
from curriculum.models.enrolment import Role
from lti_tool.demo import gradebook
from lti_tool.demo.app import create_lms
from lti_tool.demo.people import Person
from lti_tool.demo.server import LmsServer, QuietHandler
from lti_tool.demo.settings import Character, Client, ToolAddresses
from lti_tool.lti import keys
from lti_tool.lti.deep_linking import TAG
from lti_tool.lti.models.grade_delivery import GradeDelivery
from lti_tool.lti.models.identity import LineItem, LtiIdentity
from lti_tool.lti.models.registration import SigningKey
from lti_tool.lti.services.ags import ALL_SCOPES
from lti_tool.worker import Worker
from tests import factories


@contextmanager
def served(app):
    """Serve our own application, for the LMS to read our keys from."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=QuietHandler)
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


_known_key = {}


def use_known_key(app, session: Session) -> None:
    """Give us a signing key; the same in every test, because making one is slow."""
    if _known_key:
        factories.add(session, SigningKey(**_known_key))
    else:
        with app.app_context():
            keys.ensure_key(session, now())
        row = session.scalars(select(SigningKey)).one()
        names = ("kid", "private_key", "public_key", "signs_from")
        _known_key.update({name: getattr(row, name) for name in names})
    session.commit()


class World:
    """One course at one LMS, with a task, its column, and whoever a test enrols."""

    def __init__(self, app, session: Session, store, tool_url: str, clock) -> None:
        self.app, self.session, self.store, self.clock = app, session, store, clock
        self.server = LmsServer()
        home = f"{tool_url}/"
        self.addresses = ToolAddresses(
            f"{tool_url}/lti/login", f"{tool_url}/lti/launch", f"{tool_url}/lti/jwks", home, home
        )

    def start(self, character=Character.GENERIC, **options):
        clients = options.pop("clients", (Client(),))
        made = create_lms(
            self.store, self.server.url, self.addresses, character=character, clients=clients
        )
        self.server.start(made)
        self.lms = self.server.lms
        self.product = self.lms.traits.family_code
        self.course = self.connect(clients[0], "course-1", **options)
        self.instructor = self.enrol("instructor-9", Role.INSTRUCTOR)
        self.session.commit()
        return self

    def stop(self):
        self.server.stop()

    def connect(self, client, course_id, *, scopes=ALL_SCOPES, task="1A", maximum=100):
        """Make a course at a client's deployment, and our rows for it."""
        deployment_id = client.deployment_ids[0]
        self.lms.add_course(
            course_id, "EDU 210", client_id=client.client_id, deployment_id=deployment_id
        )
        registration = factories.registration(
            self.session,
            issuer=self.lms.issuer,
            client_id=client.client_id,
            auth_token_url=self.lms.token_url,
            key_set_url=self.lms.jwks_url,
            product=self.product,
        )
        deployment = factories.deployment(self.session, registration, deployment_id=deployment_id)
        lane = f"registration:{registration.id}"
        course = factories.course(self.session, lane=lane)
        self.context = factories.context(
            self.session,
            deployment=deployment,
            course=course,
            context_id=course_id,
            line_items_url=self.lms.service_url(client, f"{course_id}/lineitems"),
            memberships_url=self.lms.service_url(client, f"{course_id}/memberships"),
            ags_scopes=list(scopes),
        )
        self.client, self.registration, self.course_id = client, registration, course_id
        if maximum is not None:
            self.column = self.add_column(task, maximum)
            self.line_item = self.know_column(self.column, task)
        return course

    def add_column(self, task, maximum, **options):
        """Add an activity with its column to the LMS alone."""
        with self.lms.store.writing() as db:
            values = {"resource_id": task, "tag": TAG} | options
            return gradebook.add_column(db, self.course_id, task, maximum, **values)

    def delete_column(self, column=None):
        with self.lms.store.writing() as db:
            gradebook.delete_column(db, column or self.column)

    def know_column(self, column, task="1A"):
        """Remember a column as a launch would have."""
        url = self.lms.line_item_url(self.client, column)
        return factories.add(
            self.session, LineItem(context_id=self.context.id, task_id=task, url=url)
        )

    def enrol(self, user_id, role=Role.CANDIDATE, **changes):
        """Enrol somebody on both sides."""
        self.lms.add_person(Person(user_id, "Ada", user_id, f"Ada {user_id}", ""))
        full = "http://purl.imsglobal.org/vocab/lis/v2/membership#"
        word = "Learner" if role is Role.CANDIDATE else "Instructor"
        self.lms.enrol(self.course_id, user_id, full + word)
        return self.know(user_id, role, **changes)

    def know(self, user_id, role=Role.CANDIDATE, **changes):
        """Enrol somebody on our side alone."""
        who = factories.enrolment(self.session, course=self.course, role=role, **changes)
        identity = LtiIdentity(
            registration_id=self.registration.id, sub=user_id, person_id=who.person_id
        )
        factories.add(self.session, identity)
        return who

    def release(self, who, *, score=63, maximum=70, task="1A", comment="Well seen.", attempt=1):
        """Release a grade, as `assignments.grading.release` leaves it."""
        draft = factories.reflection(self.session, who, task_id=task)
        work = factories.submission(
            self.session, draft, state=WorkState.GRADED, attempt=attempt, submitted_at=now()
        )
        scored = {"score": None, "score_maximum": None} if score is None else {
            "score": Decimal(str(score)), "score_maximum": Decimal(maximum)
        }  # fmt: skip
        marking = factories.marking(
            self.session, work, self.instructor, comment=comment, released_at=now(), **scored
        )
        self.enqueue_grade(marking)
        return marking

    def change(self, marking, score, comment="Seen again."):
        """Release a changed grade."""
        marking.score, marking.comment = Decimal(str(score)), comment
        marking.revision += 1
        marking.released_at = now()
        self.enqueue_grade(marking)

    def enqueue_grade(self, marking):
        reflection_id = marking.submission.reflection_id
        enqueue(
            self.session,
            "grade_delivery",
            {
                "reflection_id": reflection_id,
                "submission_id": marking.submission_id,
                "revision": marking.revision,
            },
            now=now(),
            lane=self.course.lane,
            key=f"grade:{reflection_id}",
        )
        self.session.commit()

    def enqueue(self, kind, **payload):
        enqueue(self.session, kind, payload, now=now(), lane=self.course.lane)
        self.session.commit()

    def work(self):
        """Do what is due now."""
        self.session.commit()
        Worker(self.app).run_what_is_due()
        self.session.expire_all()
        return self

    def later(self, **span):
        """Let time pass, then do what is due."""
        self.clock.shift(timedelta(**span))
        return self.work()

    @property
    def delivery(self) -> GradeDelivery:
        self.session.expire_all()
        return self.session.scalars(select(GradeDelivery)).one()

    def jobs(self, kind="grade_delivery"):
        self.session.expire_all()
        return self.session.scalars(select(Job).where(Job.kind == kind).order_by(Job.id)).all()

    def posts(self, column=None):
        return self.lms.score_posts((column or self.column).id)

    def shown(self, user_id, column=None):
        """What the gradebook shows."""
        return self.lms.result((column or self.column).id, user_id)


def now():
    return datetime.now(UTC)
