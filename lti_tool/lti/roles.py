"""What the platform's words for somebody's roles mean in a course of ours."""

from collections.abc import Iterable

from curriculum.models.enrolment import Role

MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership"
INSTRUCTORS = frozenset(
    {f"{MEMBERSHIP}#Instructor", f"{MEMBERSHIP}/Instructor#TeachingAssistant", "Instructor"}
)
LEARNERS = frozenset({f"{MEMBERSHIP}#Learner", "Learner"})
TEST_USER = "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"


def role_of(roles: Iterable[str]) -> Role:
    """Return what somebody is within the course, from what the platform calls them.

    Only roles of the course count. An administrator of the institution, or somebody who
    teaches elsewhere, is a visitor here (LTI Core 1.3, appendix A.2).
    """
    said = frozenset(roles)
    if said & INSTRUCTORS:
        return Role.INSTRUCTOR
    return Role.CANDIDATE if said & LEARNERS else Role.VISITOR


def is_test_user(roles: Iterable[str]) -> bool:
    """Whether somebody is an LMS's made-up student, like the one of Canvas's Student View."""
    return TEST_USER in roles
