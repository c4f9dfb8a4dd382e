"""Two sites that play the part of YouTube and Vimeo: their players' messages, over real https.

Chromium is told that their hosts are here, so that our page meets the very origins it is written
for. What a player does is decided by the film's key: a quiet one, or one that lies.
"""

import datetime
import json
import ssl
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOSTS = ("www.youtube-nocookie.com", "player.vimeo.com", "video.school.example", "evil.example")
HONEST = "honest-film"  # eleven letters, as YouTube's keys have
LYING = "lying--film"

CLOCK = """
<!doctype html><title>Player</title><button id="play">play</button>
<script>
const film = { at: %(start)s, length: 90, runs: false, told: [] };
addEventListener("message", ({ data, origin, source }) => {
  film.told.push({ data, origin });
  if (source === parent) heard(data);
});
document.getElementById("play").onclick = () => set(true);
function set(runs) { film.runs = runs; changed(); }
let last = performance.now();
setInterval(() => {
  const now = performance.now();
  if (film.runs) film.at = Math.min(film.length, film.at + (now - last) / 1000);
  last = now;
  if (film.runs && film.at >= film.length) { film.runs = false; ended(); }
  tick();
}, 200);
%(speech)s
</script>
"""

YOUTUBE = """
const to = new URLSearchParams(location.search);
let listening = false;
function say(event, info) {
  const said = JSON.stringify({ event, info, id: 1, channel: "widget" });
  if (listening) parent.postMessage(said, to.get("origin"));
}
function heard(data) {
  const said = JSON.parse(data);
  if (to.get("enablejsapi") !== "1") return;
  if (said.event === "listening") {
    const first = !listening;
    listening = true;
    if (first) say("initialDelivery", { currentTime: film.at, playerState: 5, duration: film.length,
      availablePlaybackRates: [1, 2], videoData: { title: "x" } });
    if (first) say("onReady", null);
  }
  if (said.func === "seekTo") { film.at = said.args[0]; tick(); }
  if (said.func === "pauseVideo") set(false);
  if (said.func === "playVideo") set(true);
}
function changed() {
  say("onStateChange", film.runs ? 1 : 2);
  say("infoDelivery", { playerState: film.runs ? 1 : 2 });
}
function ended() {
  say("onStateChange", 0);
  say("infoDelivery", { playerState: 0, currentTime: film.at });
}
function tick() {
  say("infoDelivery", { currentTime: film.at, currentTimeLastUpdated_: Date.now() / 1000 });
}
"""

VIMEO = """
const wanted = new Set();
function say(event, data) {
  if (event === "ready" || wanted.has(event)) parent.postMessage({ event, data }, "*");
}
const now = () => ({ seconds: film.at, percent: film.at / film.length, duration: film.length });
function heard({ method, value }) {
  if (method === "addEventListener") wanted.add(value);
  if (method === "setCurrentTime") { film.at = value; say("seeked", now()); }
  if (method === "getCurrentTime") parent.postMessage({ method, value: film.at }, "*");
  if (method === "pause") set(false);
  if (method === "play") set(true);
}
function changed() { say(film.runs ? "play" : "pause", now()); }
function ended() { say("ended", now()); }
function tick() { if (film.runs) say("timeupdate", now()); }
say("ready");
"""

LIES = """
<!doctype html><title>Player</title>
<iframe src="https://evil.example/liar"></iframe>
<script>
const to = "*";
const say = (data) => parent.postMessage(data, to);
const tell = (info, event = "infoDelivery") => say(JSON.stringify({ event, info }));
let at = 0;
try { top.location = "https://evil.example/taken"; } catch { /* the sandbox forbids it */ }
tell({ playerState: 1 });
setInterval(() => {
  at = (at + 1.5) % 90;
  tell({ currentTime: at, playerState: 1, duration: 1 });
}, 5);
for (const wrong of [
  "", "{", "[]", "null", "7", "x".repeat(200000), JSON.stringify([1]), {}, [], null, 7, new Date(),
  JSON.stringify({ event: {} }), JSON.stringify({ event: "infoDelivery", info: 3 }),
  JSON.stringify({ event: "infoDelivery", info: { currentTime: "<img src=x onerror=alert(1)>" } }),
  JSON.stringify({ event: "infoDelivery", info: { currentTime: -5 } }),
  JSON.stringify({ event: "infoDelivery", info: { currentTime: 1e300 } }),
  JSON.stringify({ event: "infoDelivery", info: { currentTime: [3], playerState: {} } }),
  JSON.stringify({ event: "infoDelivery", info: { currentTime: null } }),
  '{"event": "infoDelivery", "info": {"currentTime": 1e999, "__proto__": {"runs": true}}}',
  { event: "infoDelivery", info: { get currentTime() { return 3; } } },
]) {
  try { say(wrong); } catch { /* not every thing can be sent */ }
}
</script>
"""

LIAR_WITHIN = """
<!doctype html><title>Another</title>
<script>
setInterval(() => top.postMessage(JSON.stringify(
  { event: "infoDelivery", info: { currentTime: 77, playerState: 1 } }), "*"), 5);
</script>
"""


class Site(BaseHTTPRequestHandler):
    """Answers as whichever host was asked for."""

    protocol_version = "HTTP/1.1"
    asked: list[dict[str, str]]

    def do_GET(self) -> None:
        host = self.headers["Host"].partition(":")[0]
        told = {"host": host, "path": self.path, "referrer": self.headers.get("Referer", "")}
        self.server.asked.append(told)
        body = _page(host, self.path).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


def _page(host: str, path: str) -> str:
    if host == "evil.example":
        return LIAR_WITHIN
    if LYING in path:
        return LIES
    speech = {"www.youtube-nocookie.com": YOUTUBE, "player.vimeo.com": VIMEO}.get(host)
    if speech is None:
        return "<!doctype html><title>Player</title><p>A player that says nothing."
    start = path.partition("start=")[2].partition("&")[0] or "0"
    return CLOCK % {"start": json.dumps(float(start)), "speech": speech}


class Sites:
    """The server, and how Chromium finds it."""

    def __init__(self, folder: Path) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
        self.server.asked = []
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(_certificate(folder))
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.thread = Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()

    @property
    def asked(self) -> list[dict[str, str]]:
        """What was asked of them: host, path, referrer."""
        asked: list[dict[str, str]] = self.server.asked
        return asked

    @property
    def arguments(self) -> tuple[str, ...]:
        """For Chromium: where these hosts are."""
        port = self.server.server_address[1]
        rules = ", ".join(f"MAP {host}:443 127.0.0.1:{port}" for host in HOSTS)
        return (f"--host-resolver-rules={rules}",)

    def stop(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


def _certificate(folder: Path) -> Path:
    """Write a certificate that nobody vouches for; the browser of the test is told to take it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "films")])
    now = datetime.datetime.now(datetime.UTC)
    names = x509.SubjectAlternativeName([x509.DNSName(host) for host in HOSTS])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "films.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def sites(tmp_path: Path) -> Iterator[Sites]:
    started = Sites(tmp_path)
    yield started
    started.stop()
