import pytest

from lti_tool.extensions import db, writing
from tests import factories

CYCLE = ("--cycle", "2026-27", "2026-08-01", "2027-07-31")
GRANT = ("--program", "Elementary", "--platform", "School", "--sub", "coordinator-9")


@pytest.fixture
def elementary(migrated):
    migrated("programs", "add", "--name", "Elementary", "--institution", "Riverbend", *CYCLE)
    return migrated


@pytest.fixture
def school(elementary):
    elementary(
        "platforms", "add", "--name", "School", "--issuer", "https://lms.example.edu",
        "--client-id", "c1", "--auth-login-url", "https://lms.example.edu/auth",
        "--auth-token-url", "https://lms.example.edu/token",
        "--key-set-url", "https://lms.example.edu/jwks", "--deployment-id", "1",
    )  # fmt: skip
    return elementary


def test_a_program_is_listed_with_its_cycles(elementary):
    shown = elementary("programs", "list")

    assert "Elementary  2026-27  2026-08-01  2027-07-31" in shown


def test_a_program_without_cycles_is_listed_too(migrated):
    migrated("programs", "add", "--name", "Secondary")

    assert "Secondary" in migrated("programs", "list")


def test_a_wrong_day_is_refused(migrated):
    wrong = ("--cycle", "2026", "1 August", "2027-07-31")

    assert "does not match" in migrated("programs", "add", "--name", "A", *wrong, fails=True)


def test_a_course_is_assigned_by_its_number(elementary, bare_app):
    with bare_app.app_context(), writing():
        course = factories.course(db.session, title="EDU 210")
        db.session.commit()
        number = str(course.id)

    assert "belongs to" in elementary("programs", "assign", "Elementary", number)
    assert f"{number}       EDU 210  Elementary" in elementary("programs", "list")


def test_a_course_that_is_not_there_is_refused(elementary):
    assert "no course 99" in elementary("programs", "assign", "Elementary", "99", fails=True)


def test_a_coordinator_is_granted_listed_and_removed(school):
    school("coordinators", "add", *GRANT)

    assert "Elementary  School    coordinator-9" in school("coordinators", "list")
    school("coordinators", "remove", *GRANT)
    assert "None." in school("coordinators", "list")


def test_a_coordinator_at_an_unknown_platform_is_refused(elementary):
    assert "no platform “School”" in elementary("coordinators", "add", *GRANT, fails=True)
