"""What a tool does to register itself, for the tests of the demonstration LMS."""

from urllib.parse import parse_qsl, urlsplit

from lti_tool.demo import vocabulary as v
from lti_tool.demo.app import Character

EVERY = (Character.GENERIC, Character.CANVAS, Character.MOODLE)


def registration(tool, *scopes, **changes):
    """Return a registration that every character takes."""
    configuration = {
        "domain": urlsplit(tool.url).netloc,
        "target_link_uri": tool.addresses.home_url,
        "description": "About families",
        "claims": ["iss", "sub", "name", "given_name", "family_name", "email"],
        "custom_parameters": {"history": "$Context.id.history"},
        "messages": [
            {"type": "LtiResourceLinkRequest", "placements": ["course_navigation"]},
            {
                "type": "LtiDeepLinkingRequest",
                "target_link_uri": tool.addresses.deep_link_url,
                "placements": ["ContentArea"],
            },
        ],
    }
    configuration |= changes.pop("about", {})
    body = {
        "application_type": "web",
        "response_types": ["id_token"],
        "grant_types": ["implicit", "client_credentials"],
        "initiate_login_uri": tool.addresses.login_url,
        "redirect_uris": [tool.addresses.launch_url, f"{tool.url}/launch/second"],
        "client_name": "A registered tool",
        "jwks_uri": tool.addresses.jwks_url,
        "token_endpoint_auth_method": "private_key_jwt",
        "scope": " ".join(scopes or v.ALL_SCOPES),
        v.TOOL_CONFIGURATION: configuration,
        **changes,
    }
    return _without_none(body) | {
        v.TOOL_CONFIGURATION: _without_none(body.get(v.TOOL_CONFIGURATION) or {})
    }


def _without_none(values):
    return {name: value for name, value in values.items() if value is not None}


class Registrant:
    """An administrator at the LMS, and the tool's server that answers."""

    def __init__(self, visitor, tool):
        self.visitor = visitor
        self.tool = tool
        self.http = visitor.http

    def paste(self, **form):
        """Paste the tool's registration address."""
        self.visitor.become("administrator-1")
        return self.http.post("/tools/", data={"url": f"{self.tool.url}/register?i=1", **form})

    def begin(self, **form):
        """Begin to add the tool and return what its registration page is given."""
        page = self.paste(**form)
        assert page.status_code == 303, page.text
        address = self.http.get(page.location + "/begin").location
        assert address.startswith(f"{self.tool.url}/register?i=1&")
        return dict(parse_qsl(urlsplit(address).query))

    def post(self, token, body, **headers):
        """Send a registration to the LMS."""
        headers = {"Authorization": f"Bearer {token}", **headers} if token else headers
        return self.http.post("/lti/registrations", json=body, headers=headers)

    def register(self, **changes):
        """Go all the way and return the LMS's answer."""
        answer = self.post(self.begin()["registration_token"], registration(self.tool, **changes))
        assert answer.status_code < 300, answer.text
        return answer.get_json()


def navigation_of(lms, client_id):
    """Return the launch page of a tool's link in the course's menu."""
    with lms.store.reading() as db:
        row = db.execute(
            "SELECT id FROM activity WHERE client_id = ? AND course_id = 'edu-210'", (client_id,)
        ).fetchone()
    return f"/courses/edu-210/activities/{row['id']}/launch"
