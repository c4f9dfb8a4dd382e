"""An administrator's browser, sent to us by an LMS, and what a test looks at afterwards."""

from urllib.parse import urlencode

from sqlalchemy import select

from lti_tool.lti.models.registration import Registration
from tests.lti_tool.lti.registering.lms import TOKEN


class Administrator:
    """A browser that an LMS has sent to us."""

    def __init__(self, client, lms, token):
        self.client, self.token = client, token
        self.sent = {"openid_configuration": lms.address, "registration_token": TOKEN}

    @property
    def path(self):
        return f"/lti/register/{self.token}"

    def look(self):
        return self.client.get(f"{self.path}?{urlencode(self.sent)}")

    def connect(self, **options):
        return self.client.post(self.path, data=self.sent, **options)


def stored(session):
    session.rollback()  # what was written since is not in an older transaction
    session.expire_all()
    return session.scalars(select(Registration)).all()


def frame_ancestors(answer):
    policy = answer.headers["Content-Security-Policy"]
    (found,) = (part for part in policy.split("; ") if part.startswith("frame-ancestors"))
    return found.split()[1:]
