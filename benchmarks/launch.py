"""CPU per complete launch: login, launch, first page.

Run by hand: `.venv/bin/python benchmarks/launch.py [--launches N] [--without-page]`.

Starts gunicorn with one worker and two threads on an SQLite file, registers a platform whose
key set a thread here serves, and goes through N launches of ten people, candidates, over
kept-alive connections. Nothing is left out: the tokens are signed with RS256 and verified, each
launch is committed with `synchronous=FULL`, and the first page is the candidate's course home.

What is counted is the processor time of the worker's threads, user and system, from
/proc/PID/task/*/schedstat; the client, which signs the tokens, is another process. A second
gunicorn answers a bare Flask GET, measured the same way. The two take turns, ROUNDS times, and
the medians are printed: a busy machine slows both alike, so the ratio can be compared where
the milliseconds cannot.
"""

import argparse
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
AGS = "https://purl.imsglobal.org/spec/lti-ags/"
NRPS = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
ISSUER = "https://lms.example.edu"
PEOPLE = 10
ROUNDS = 20

Measured = tuple[int, Callable[[int], object]]
"""A worker's process id, and what to ask of it."""

BARE = """
from flask import Flask
app = Flask("bare")
@app.get("/")
def hello():
    return "hello"
"""


@contextmanager
def key_set(key: rsa.RSAPrivateKey) -> Iterator[str]:
    """Serve the platform's public key and yield the address."""
    public = RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
    body = json.dumps({"keys": [{**public, "kid": "1", "alg": "RS256", "use": "sig"}]}).encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/jwks"
    server.shutdown()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as waiting:
        waiting.bind(("127.0.0.1", 0))
        return int(waiting.getsockname()[1])


@contextmanager
def gunicorn(
    module: str, port: int, folder: Path, threads: int = 2, **environment: str
) -> Iterator[int]:
    """Start gunicorn and yield the process id of its one worker."""
    command = [sys.executable, "-m", "gunicorn", module, "--workers=1", f"--threads={threads}"]
    command += [f"--bind=127.0.0.1:{port}", f"--chdir={folder}", "--log-level=error"]
    command += ["--keep-alive=75"]  # while the other one has its turn
    with (folder / f"{port}.log").open("w") as log:
        master = subprocess.Popen(
            command, env={**os.environ, **environment}, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        wait_for(port)
        yield worker_of(master.pid)
    finally:
        master.send_signal(signal.SIGTERM)
        master.wait(20)


def wait_for(port: int) -> None:
    """Wait until somebody listens there."""
    ends = time.monotonic() + 30
    while time.monotonic() < ends:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("gunicorn did not start")


def worker_of(master: int) -> int:
    """Return the process id of a gunicorn master's worker."""
    while True:
        children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        if children:
            return int(children[0])
        time.sleep(0.05)


def cpu_of(pid: int) -> float:
    """Return the milliseconds that a process's threads have run, user and system."""
    threads = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e6


def measure(pid: int, times: int, work: Callable[[int], object]) -> float:
    """Return milliseconds of the worker's CPU per turn."""
    before = cpu_of(pid)
    for turn in range(times):
        work(turn)
    return (cpu_of(pid) - before) / times


def take_turns(bare: Measured, launch: Measured, times: int) -> list[tuple[float, float]]:
    """Return milliseconds of a bare GET and of a launch, round by round, after one to warm up."""
    rounds = [
        (measure(bare[0], 5 * times, bare[1]), measure(launch[0], times, launch[1]))
        for _ in range(ROUNDS + 1)
    ]
    return rounds[1:]


class Browser:
    """One person's browser: a cookie and a kept-alive connection."""

    def __init__(self, port: int, sub: str, key: rsa.RSAPrivateKey, first_page: bool) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port)
        self.sub, self.key, self.first_page = sub, key, first_page
        self.cookie = ""

    def launch(self) -> None:
        """Go through one complete launch."""
        form = {
            "iss": ISSUER,
            "client_id": "client",
            "login_hint": self.sub,
            "target_link_uri": "http://localhost:8000/lti/launch",
            "lti_message_hint": "hint",
            "lti_deployment_id": "1",
        }
        status, location = self.ask("POST", "/lti/login", form)
        asked = parse_qs(urlsplit(location).query)
        token = jwt.encode(self.claims(asked["nonce"][0]), self.key, "RS256", {"kid": "1"})
        form = {"id_token": token, "state": asked["state"][0]}
        status, location = self.ask("POST", "/lti/launch", form)
        if status != 303:
            raise SystemExit(f"a launch answered {status}")
        if self.first_page:
            status, _location = self.ask("GET", location, None)
            if status != 200:
                raise SystemExit(f"the first page answered {status}")

    def ask(self, method: str, path: str, form: dict[str, str] | None) -> tuple[int, str]:
        """Send a request; return its status and where it leads."""
        headers = {"Cookie": self.cookie, "Accept-Language": "en"}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, urlencode(form) if form else None, headers)
        answer = self.connection.getresponse()
        answer.read()
        if set_cookie := answer.getheader("Set-Cookie"):
            self.cookie = set_cookie.partition(";")[0]
        return answer.status, answer.getheader("Location", "")

    def claims(self, nonce: str) -> dict[str, object]:
        """Return what Moodle would say of this person."""
        now = int(time.time())
        services = f"{ISSUER}/mod/lti/services.php"
        return {
            "iss": ISSUER,
            "aud": "client",
            "sub": self.sub,
            "iat": now,
            "exp": now + 60,
            "nonce": nonce,
            "name": f"Person {self.sub}",
            "given_name": "Person",
            "family_name": self.sub,
            "email": "person@example.edu",
            CLAIM + "version": "1.3.0",
            CLAIM + "message_type": "LtiResourceLinkRequest",
            CLAIM + "deployment_id": "1",
            CLAIM + "target_link_uri": "http://localhost:8000/lti/launch",
            CLAIM + "roles": ["http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"],
            CLAIM + "context": {"id": "2", "label": "EDU210", "title": "Families and Schools"},
            CLAIM + "resource_link": {"id": "1", "title": "Reciprocal"},
            CLAIM + "launch_presentation": {"locale": "en", "return_url": f"{ISSUER}/return"},
            CLAIM + "tool_platform": {"product_family_code": "moodle", "guid": "1"},
            CLAIM + "custom": {"context_memberships_url": f"{services}/CourseSection/2"},
            AGS + "claim/endpoint": {
                "scope": [AGS + "scope/lineitem", AGS + "scope/score"],
                "lineitems": f"{services}/2/lineitems?type_id=1",
            },
            NRPS: {
                "context_memberships_url": f"{services}/CourseSection/2/memberships",
                "service_versions": ["2.0"],
            },
        }


def configure(folder: Path, key_set_url: str) -> Path:
    """Write a configuration, make the tables and register the platform."""
    from lti_tool.app import create_app
    from lti_tool.extensions import db, writing
    from lti_tool.lti.registrations import NewRegistration, add_registration
    from lti_tool.settings import load_settings
    from lti_tool.tables import metadata

    path = folder / "config.toml"
    path.write_text(
        'public_url = "http://localhost:8000"\n'
        f'secret_key = "{"0123456789abcdef" * 4}"\n'
        f'database_url = "sqlite:///{folder / "launch.sqlite"}"\n'
        "[lti]\nallow_loopback = true\n"
    )
    app = create_app(load_settings(path))
    with app.app_context(), writing():
        metadata.create_all(db.engine)
        new = NewRegistration(
            name="School",
            issuer=ISSUER,
            client_id="client",
            auth_login_url=f"{ISSUER}/auth",
            auth_token_url=f"{ISSUER}/token",
            key_set_url=key_set_url,
            deployment_ids=["1"],
        )
        add_registration(db.session(), new, allow_loopback=True)
        db.session.commit()
    return path


def main() -> None:
    """Measure both and print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--launches", type=int, default=1000)
    parser.add_argument("--without-page", action="store_true", help="stop after the redirect")
    options = parser.parse_args()
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    with tempfile.TemporaryDirectory() as name, key_set(key) as address:
        folder = Path(name)
        (folder / "bare.py").write_text(BARE)
        config = configure(folder, address)
        ports = free_port(), free_port()
        with (
            gunicorn("bare:app", ports[0], folder) as bare,
            gunicorn("lti_tool.wsgi:app", ports[1], folder, RECIPROCAL_CONFIG=str(config)) as tool,
        ):
            plain = Browser(ports[0], "", key, first_page=False)
            people = [
                Browser(ports[1], str(n), key, first_page=not options.without_page)
                for n in range(PEOPLE)
            ]
            found = take_turns(
                (bare, lambda _turn: plain.ask("GET", "/", None)),
                (tool, lambda turn: people[turn % PEOPLE].launch()),
                options.launches // ROUNDS,
            )
    what = "login and launch" if options.without_page else "login, launch, first page"
    print(f"bare Flask GET             {median(bare for bare, _ in found):6.2f} ms")
    print(f"{what:26} {median(launch for _, launch in found):6.2f} ms")
    print(f"ratio                      {median(launch / bare for bare, launch in found):6.1f}")
    print(f"load average               {os.getloadavg()[0]:6.1f}")


if __name__ == "__main__":
    main()
