"""What each LMS calls our addresses, and where its own usually lie: for connecting by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from curriculum.foundation.errors import N_
from lti_tool.lti.registering.hosts import CANVAS_SCHOOLS

ADDRESSES = ("issuer", "auth_login_url", "auth_token_url", "key_set_url", "auth_audience")
"""The fields of `NewRegistration` that follow from whose LMS it is."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """One LMS. In its addresses, `{site}` stands for the school's own, `{client}` for our id."""

    key: str
    name: str
    site_label: str
    """What to ask the administrator for; empty where nothing follows from the school's address."""

    site_example: str = ""
    usual: Mapping[str, str] | None = None
    """Addresses by field; one that is left out is asked for."""

    shared_origins: tuple[str, ...] = ()
    """Who frames our pages besides the school's own host."""

    may_have_path: bool = False
    """Whether the whole LMS may lie under a path of its host, e.g. school.edu/moodle."""

    inner_pages: frozenset[str] = frozenset()
    """Where the path of the LMS ends, and that of a page in it begins."""

    def addresses(self, site: str, client_id: str) -> dict[str, str]:
        """Return what usually holds at a school, as far as it follows from these two.

        :param site: scheme and host of the school's LMS, without a slash at the end.
        """
        places = {"{site}": site, "{client}": quote(client_id, safe="")}
        found = {}
        for field, pattern in (self.usual or {}).items():
            if all(value or place not in pattern for place, value in places.items()):
                for place, value in places.items():
                    pattern = pattern.replace(place, value)
                found[field] = pattern
        return found

    def fixed(self) -> dict[str, str]:
        """Return the addresses that are the same at every school."""
        return {k: v for k, v in (self.usual or {}).items() if "{" not in v}


CANVAS = Dialect(
    "canvas",
    "Canvas",
    N_("Address of your Canvas"),
    "https://SCHOOL.instructure.com",
    {
        "issuer": "https://canvas.instructure.com",
        "auth_login_url": "https://sso.canvaslms.com/api/lti/authorize_redirect",
        "auth_token_url": "{site}/login/oauth2/token",
        "key_set_url": "https://sso.canvaslms.com/api/lti/security/jwks",
    },
    (CANVAS_SCHOOLS,),
)
MOODLE = Dialect(
    "moodle",
    "Moodle",
    N_("Address of your Moodle"),
    "https://moodle.school.edu",
    {
        "issuer": "{site}",
        "auth_login_url": "{site}/mod/lti/auth.php",
        "auth_token_url": "{site}/mod/lti/token.php",
        "key_set_url": "{site}/mod/lti/certs.php",
    },
    may_have_path=True,
    inner_pages=frozenset({"my", "login", "admin", "course", "mod", "user", "index.php"}),
)
BLACKBOARD = Dialect(
    "blackboard",
    "Blackboard",
    N_("Address of your Blackboard"),
    "https://blackboard.school.edu",
    {
        "issuer": "https://blackboard.com",
        "auth_login_url": "https://developer.blackboard.com/api/v1/gateway/oidcauth",
        "auth_token_url": "https://developer.blackboard.com/api/v1/gateway/oauth2/jwttoken",
        "key_set_url": (
            "https://developer.blackboard.com/api/v1/management/applications/{client}/jwks.json"
        ),
    },
)
BRIGHTSPACE = Dialect(
    "brightspace",
    "Brightspace",
    N_("Address of your Brightspace"),
    "https://SCHOOL.brightspace.com",
    {
        "issuer": "{site}",
        "auth_login_url": "{site}/d2l/lti/authenticate",
        "auth_token_url": "https://auth.brightspace.com/core/connect/token",
        "key_set_url": "{site}/d2l/.well-known/jwks",
        "auth_audience": "https://api.brightspace.com/auth/token",
    },
)
SAKAI = Dialect(
    "sakai",
    "Sakai",
    N_("Address of your Sakai"),
    "https://sakai.school.edu",
    {
        "issuer": "{site}",
        "auth_login_url": "{site}/imsoidc/lti13/oidc_auth",
        "key_set_url": "{site}/imsblis/lti13/keyset",
    },
    may_have_path=True,
    inner_pages=frozenset({"portal", "access"}),
)
OTHER = Dialect("other", N_("Another LMS"), "")

DIALECTS = {each.key: each for each in (CANVAS, MOODLE, BLACKBOARD, BRIGHTSPACE, SAKAI, OTHER)}
