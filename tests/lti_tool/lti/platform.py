"""A platform for tests: keys of its own, a key set on loopback, and tokens of any shape."""

import base64
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from flask.testing import FlaskClient
from jwt.algorithms import RSAAlgorithm
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from lti_tool.lti import claims as c
from lti_tool.lti.models.registration import Deployment, Registration

PUBLIC_URL = "http://localhost:8000"
TARGET = PUBLIC_URL + "/lti/launch"
MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership#"
INSTRUCTOR, LEARNER = MEMBERSHIP + "Instructor", MEMBERSHIP + "Learner"
RETURN_URL = "https://lms.example.edu/deep-links/return?course=2&x=1"
RECORDINGS = Path(__file__).parent / "recordings"


@cache
def rsa_key(name: str = "platform", bits: int = 2048) -> rsa.RSAPrivateKey:
    """A private key, made once per name: making them is slow."""
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def jwk(key: rsa.RSAPrivateKey, kid: str, /, **changes: Any) -> dict[str, Any]:
    public = RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return {**public, "kid": kid, "alg": "RS256", "use": "sig"} | changes


class KeySetServer:
    """Serves whatever a test wants at the key set's address, over real HTTP."""

    def __init__(self) -> None:
        self.status = 200
        self.body: bytes = b""
        self.headers: dict[str, str] = {"Content-Type": "application/json"}
        self.delay = 0.0
        self.requests = 0
        self.agents: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.requests += 1
                outer.agents.append(self.headers.get("User-Agent", ""))
                time.sleep(outer.delay)
                self.send_response(outer.status)
                for name, value in outer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(outer.body)))
                self.end_headers()
                with suppress(ConnectionError):  # the tool had waited long enough
                    self.wfile.write(outer.body)

            def log_message(self, *_args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/jwks"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    def serve(self, *keys: dict[str, Any]) -> None:
        self.body = json.dumps({"keys": keys}).encode()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@contextmanager
def key_set_server() -> Iterator[KeySetServer]:
    server = KeySetServer()
    try:
        yield server
    finally:
        server.close()


class Platform:
    """One registration of ours, seen from the other side."""

    def __init__(self, session: Session, server: KeySetServer, **changes: Any) -> None:
        self.server = server
        self.kid = "key-1"
        self.key = rsa_key()
        server.serve(jwk(self.key, self.kid))
        values: dict[str, Any] = {
            "name": "School",
            "issuer": "https://lms.example.edu",
            "client_id": "client",
            "auth_login_url": "https://lms.example.edu/auth",
            "auth_token_url": "https://lms.example.edu/token",
            "key_set_url": server.url,
            "frame_origins": [],
        }
        deployments = changes.pop("deployments", ("1",))
        self.registration = Registration(**values | changes)
        self.registration.deployments = [Deployment(deployment_id=name) for name in deployments]
        session.add(self.registration)
        session.commit()

    def login_fields(self, **changes: Any) -> dict[str, str]:
        fields = {
            "iss": self.registration.issuer,
            "client_id": self.registration.client_id,
            "login_hint": "somebody",
            "target_link_uri": TARGET,
            "lti_message_hint": "hint",
            "lti_deployment_id": "1",
        }
        return without_none(fields | changes)

    def claims(self, nonce: str, /, **changes: Any) -> dict[str, Any]:
        """The claims of an ordinary launch by a candidate. None takes a claim away."""
        now = int(time.time())
        body = {
            "iss": self.registration.issuer,
            "aud": self.registration.client_id,
            "sub": "person-1",
            "iat": now,
            "exp": now + 60,
            "nonce": nonce,
            "name": "Ada Lovelace",
            "given_name": "Ada",
            "family_name": "Lovelace",
            c.VERSION: "1.3.0",
            c.MESSAGE_TYPE: c.RESOURCE_LINK_REQUEST,
            c.DEPLOYMENT_ID: "1",
            c.TARGET_LINK_URI: TARGET,
            c.ROLES: [LEARNER],
            c.CONTEXT: {"id": "course-1", "label": "EDU210", "title": "Families and Schools"},
            c.RESOURCE_LINK: {"id": "link-1", "title": "Reciprocal"},
            c.LAUNCH_PRESENTATION: {"locale": "en-US", "return_url": "https://lms.example.edu/2"},
            c.TOOL_PLATFORM: {"guid": "1", "product_family_code": "moodle"},
        }
        return without_none(body | changes)

    def deep_linking(self, **changes: Any) -> dict[str, Any]:
        """What turns an ordinary launch into a request for content."""
        settings = {
            "deep_link_return_url": RETURN_URL,
            "accept_types": ["ltiResourceLink"],
            "accept_presentation_document_targets": ["iframe"],
            "accept_multiple": True,
            "data": "keep this",
        }
        return {
            c.MESSAGE_TYPE: c.DEEP_LINKING_REQUEST,
            c.DEEP_LINKING_SETTINGS: without_none(settings | changes),
            c.RESOURCE_LINK: None,
            c.ROLES: [INSTRUCTOR],
        }

    def sign(self, body: dict[str, Any], **header: Any) -> str:
        headers = without_none({"kid": self.kid} | header)
        # The layer below the claims, which would refuse to sign some of what we try.
        payload = json.dumps(body).encode()
        return jwt.api_jws.encode(payload, self.key, "RS256", headers=headers)


def without_none(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def b64(part: dict[str, Any] | bytes) -> str:
    raw = part if isinstance(part, bytes) else json.dumps(part).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def sign_raw(key: rsa.RSAPrivateKey, header: dict[str, Any], payload: bytes) -> str:
    """A properly signed token around any header and any bytes."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

    signed = f"{b64(header)}.{b64(payload)}"
    signature = key.sign(signed.encode(), PKCS1v15(), hashes.SHA256())
    return f"{signed}.{b64(signature)}"


class Visit:
    """A browser that goes through a login at our tool and can post launches to it."""

    def __init__(self, client: FlaskClient, platform: Platform) -> None:
        self.client = client
        self.platform = platform
        self.state = self.nonce = ""

    def login(self, **fields: Any) -> TestResponse:
        answer = self.client.post("/lti/login", data=self.platform.login_fields(**fields))
        if answer.status_code == 302:
            asked = parse_qs(urlsplit(answer.location).query)
            self.state, self.nonce = asked["state"][0], asked["nonce"][0]
        return answer

    def post(self, token: str, **fields: Any) -> TestResponse:
        data = without_none({"id_token": token, "state": self.state} | fields)
        return self.client.post("/lti/launch", data=data)

    def launch(self, header: dict[str, Any] | None = None, **claims: Any) -> TestResponse:
        """Log in and come back with these claims changed."""
        if not self.state:
            self.login()
        return self.post(self.token(header, **claims))

    def token(self, header: dict[str, Any] | None = None, **claims: Any) -> str:
        return self.platform.sign(self.platform.claims(self.nonce, **claims), **header or {})


def recorded(name: str) -> dict[str, Any]:
    """The claims of a token that a real Moodle sent."""
    found = json.loads((RECORDINGS / name).read_text())
    found = found.get("id_token", found)
    return found["payload"]
