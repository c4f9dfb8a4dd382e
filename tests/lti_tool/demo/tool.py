"""A small conforming tool, written by hand, for the tests of the demonstration LMS."""

import html
import json
import re
import secrets
import time
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from lti_tool.demo import vocabulary as v
from lti_tool.demo.settings import ToolAddresses

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@cache
def key_called(name):
    """Make a key; the same for the same name, because making one is slow."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Tool:
    """Publishes keys on a port of this machine, and says what a tool says."""

    def __init__(self):
        self.keys = {}
        self.jwks_answer = None
        self.agents = []
        self.launches = []
        self.add_key("first")
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        self.url = f"http://localhost:{self._server.server_port}"
        self.addresses = ToolAddresses(
            f"{self.url}/login",
            f"{self.url}/launch",
            f"{self.url}/jwks",
            f"{self.url}/home",
            f"{self.url}/pick",
        )

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def add_key(self, kid):
        self.keys[kid] = key_called(kid)

    def sign(self, claims, *, kid="first", key=None, algorithm="RS256", headers=None):
        key = key or self.keys[kid]
        headers = {"kid": kid} if headers is None else headers
        return jwt.encode(claims, key, algorithm, headers=headers)

    def published(self):
        keys = [
            {**RSAAlgorithm.to_jwk(key.public_key(), as_dict=True), "kid": kid, "use": "sig"}
            for kid, key in self.keys.items()
        ]
        noise = {"kty": "oct", "kid": "secret", "k": "AAAA"}
        return {"keys": [{**keys[0], "use": "enc", "kid": "for-encryption"}, noise, *keys]}

    def assertion(self, lms, client_id="demo-client", **changes):
        now = int(time.time())
        claims = {
            "iss": client_id,
            "sub": client_id,
            "aud": lms.token_url,
            "iat": now,
            "exp": now + 60,
            "jti": secrets.token_hex(8),
        }
        return {name: x for name, x in {**claims, **changes}.items() if x is not None}

    def token_form(self, lms, *scopes, assertion=None, **changes):
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": assertion or self.sign(self.assertion(lms)),
            "scope": " ".join(scopes or v.ALL_SCOPES),
        }
        return form | changes

    def deep_link_claims(self, lms, request, items, **changes):
        now = int(time.time())
        claims = {
            "iss": request["aud"],
            "aud": lms.issuer,
            "iat": now,
            "exp": now + 60,
            "nonce": secrets.token_hex(8),
            v.MESSAGE_TYPE: v.DEEP_LINKING_RESPONSE,
            v.VERSION: "1.3.0",
            v.DEPLOYMENT_ID: request[v.DEPLOYMENT_ID],
            v.CONTENT_ITEMS: items,
        }
        if "data" in request[v.DEEP_LINKING_SETTINGS]:
            claims[v.DATA] = request[v.DEEP_LINKING_SETTINGS]["data"]
        return {name: x for name, x in {**claims, **changes}.items() if x is not None}

    def _handler(self):
        tool = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                tool.agents.append(self.headers.get("User-Agent"))
                status, body = tool.jwks_answer or (200, json.dumps(tool.published()))
                self._answer(status, body.encode(), "application/json")

            def do_POST(self):
                length = int(self.headers["Content-Length"])
                form = {
                    name: values[0]
                    for name, values in parse_qs(self.rfile.read(length).decode()).items()
                }
                if self.path == "/login":
                    self.send_response(302)
                    self.send_header("Location", tool.auth_address(form))
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return
                tool.launches.append(form)
                self._answer(
                    200, b"<!DOCTYPE html><title>Tool</title><h1>Arrived</h1>", "text/html"
                )

            def _answer(self, status, body, media):
                self.send_response(status)
                self.send_header("Content-Type", media)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        return Handler

    def auth_address(self, initiation, **changes):
        """Return where the tool's login sends the browser."""
        query = {
            "scope": "openid",
            "response_type": "id_token",
            "response_mode": "form_post",
            "prompt": "none",
            "client_id": initiation["client_id"],
            "redirect_uri": self.addresses.launch_url,
            "login_hint": initiation["login_hint"],
            "lti_message_hint": initiation["lti_message_hint"],
            "state": secrets.token_hex(8),
            "nonce": secrets.token_hex(8),
            **changes,
        }
        sent = {name: x for name, x in query.items() if x is not None}
        return f"{initiation['iss']}/lti/auth?{urlencode(sent)}"


class Visitor:
    """A browser at the LMS, one person at a time."""

    def __init__(self, app, lms, tool):
        self.http = app.test_client()
        self.lms = lms
        self.tool = tool

    def become(self, person_id):
        answer = self.http.post("/become", data={"person": person_id})
        assert answer.status_code == 303
        return self

    def initiate(self, path):
        """Open a launch page and return what it would post to the tool's login."""
        action, fields = form_in(self.http.get(path))
        assert action == self.tool.addresses.login_url
        return fields

    def authenticate(self, initiation, **changes):
        """Send the tool's authentication request and return the LMS's answer."""
        address = urlsplit(self.tool.auth_address(initiation, **changes))
        return self.http.get(f"{address.path}?{address.query}")

    def launch(self, path, **changes):
        """Go all the way and return the id_token's claims, verified."""
        action, fields = form_in(self.authenticate(self.initiate(path), **changes))
        assert action == self.tool.addresses.launch_url
        return self.read(fields["id_token"])

    def read(self, id_token):
        header = jwt.get_unverified_header(id_token)
        keys = {key["kid"]: key for key in self.http.get("/lti/jwks").get_json()["keys"]}
        return jwt.decode(
            id_token,
            jwt.PyJWK(keys[header["kid"]]),
            algorithms=["RS256"],
            issuer=self.lms.issuer,
            options={"verify_aud": False},
        )


def squeezed(answer):
    """Return a page's text with single spaces, however its template is laid out."""
    return re.sub(r"\s+", " ", answer.text)


def form_in(answer):
    """Return the action and the fields of a page's form."""
    assert answer.status_code == 200, answer.text
    action = html.unescape(
        re.search(r'id="onward"\s+method="post"\s+action="([^"]*)"', answer.text)[1]
    )
    found = re.findall(r'type="hidden"\s+name="([^"]*)"\s+value="([^"]*)"', answer.text)
    return action, {name: html.unescape(value) for name, value in found}


class Services:
    """A tool's server at the LMS's services, through Flask's test client."""

    def __init__(self, app, lms, tool, client_id="demo-client"):
        self.http = app.test_client()
        self.lms = lms
        self.tool = tool
        self.client_id = client_id

    def token(self, *scopes):
        assertion = self.tool.sign(self.tool.assertion(self.lms, self.client_id))
        answer = self.http.post(
            "/lti/token", data=self.tool.token_form(self.lms, *scopes, assertion=assertion)
        )
        assert answer.status_code == 200, answer.text
        return answer.get_json(force=True)["access_token"]

    def ask(self, method, url, *scopes, token=None, body=None, media=None, accept=None, **headers):
        headers = {"Authorization": f"Bearer {token or self.token(*scopes)}", **headers}
        if accept:
            headers["Accept"] = accept
        data = None if body is None else body if isinstance(body, str) else json.dumps(body)
        address = urlsplit(url)
        path = f"{address.path}?{address.query}" if address.query else address.path
        return self.http.open(path, method=method, data=data, content_type=media, headers=headers)
