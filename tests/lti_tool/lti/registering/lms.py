"""An LMS on a port of this machine that tools register with, as its test tells it to."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import local
from typing import Any

from tests.lti_tool.lti.services.scripted import Asked, Reply, Scripted, data

MOODLE = json.loads(
    (Path(__file__).parent / "recordings" / "moodle51_openid_configuration.json").read_text()
)
PLATFORM = "https://purl.imsglobal.org/spec/lti-platform-configuration"
TOOL = "https://purl.imsglobal.org/spec/lti-tool-configuration"
AGS = "https://purl.imsglobal.org/spec/lti-ags/scope/"
SCOPES = [
    f"{AGS}lineitem",
    f"{AGS}score",
    f"{AGS}result.readonly",
    "https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly",
]
TOKEN = "registration-token-that-nobody-else-may-see"


def configuration(base: str, *, product: str = "moodle", **changes: Any) -> dict[str, Any]:
    """Return a platform's configuration, all of it on one host."""
    found = {
        "issuer": base,
        "authorization_endpoint": f"{base}/auth",
        "token_endpoint": f"{base}/token",
        "jwks_uri": f"{base}/jwks",
        "registration_endpoint": f"{base}/register",
        "scopes_supported": ["openid", *SCOPES],
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": ["RS256"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "claims_supported": ["sub", "iss", "name", "given_name", "family_name", "email"],
        PLATFORM: {
            "product_family_code": product,
            "version": "1",
            "messages_supported": [
                {"type": "LtiResourceLinkRequest"},
                {"type": "LtiDeepLinkingRequest", "placements": ["ContentArea"]},
            ],
            "variables": ["Context.id.history", "User.id"],
        },
    }
    kept = {**found, **changes}
    return {name: value for name, value in kept.items() if value is not None}


def canvas(base: str, **changes: Any) -> dict[str, Any]:
    """Return what Canvas says of itself, with the places that concern us."""
    extension = "https://canvas.instructure.com/lti/"
    places = ["link_selection", "assignment_selection", f"{extension}module_index_menu_modal"]
    platform = {
        "product_family_code": "canvas",
        "version": "vCloud",
        "messages_supported": [
            {
                "type": "LtiResourceLinkRequest",
                "placements": ["course_navigation", "tool_configuration"],
            },
            {"type": "LtiDeepLinkingRequest", "placements": [*places, "editor_button"]},
        ],
        "notice_types_supported": ["LtiContextCopyNotice"],
        "variables": ["Context.id.history", "Canvas.masqueradingUser.userId"],
        f"{extension}account_name": "Test University",
    }
    notices = "https://purl.imsglobal.org/spec/lti/scope/noticehandlers"
    scopes = [
        "openid",
        *SCOPES,
        notices,
        "https://canvas.instructure.com/lti/feature_flags/scope/show",
    ]
    values = {
        "scopes_supported": scopes,
        "authorization_server": "canvas.instructure.com",
        PLATFORM: platform,
    }
    return configuration(base, product="canvas", **values | changes)


class _AskedByThread(list[Asked]):
    """Knows which request the thread that answers has received."""

    def __init__(self) -> None:
        super().__init__()
        self.mine = local()

    def append(self, asked: Asked) -> None:
        self.mine.last = asked
        super().append(asked)


class RegisteringLms(Scripted):
    """Answers by method: GET reads the configuration, POST registers, PUT changes."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = _AskedByThread()
        self.on_get = data(configuration(self.url))
        self.on_put = Reply(status=405)
        self.on_post = data({"client_id": "client-1", TOOL: {"deployment_id": "7"}})

    @property
    def address(self) -> str:
        return f"{self.url}/openid-configuration?tenant=1"

    def next_reply(self) -> Reply:
        replies = {"GET": self.on_get, "POST": self.on_post, "PUT": self.on_put}
        return replies[self.asked.mine.last.method]

    @property
    def posts(self) -> list[Asked]:
        return [asked for asked in self.asked if asked.method == "POST"]

    @property
    def body(self) -> dict[str, Any]:
        """What was posted, once."""
        (post,) = self.posts
        found: dict[str, Any] = json.loads(post.body)
        return found


@contextmanager
def registering_lms() -> Iterator[RegisteringLms]:
    lms = RegisteringLms()
    try:
        yield lms
    finally:
        lms.close()
