"""What an attacker sends: sound requests with something wrong in them, and plain nonsense."""

import json
import os
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote_plus

import hypothesis
from hypothesis import strategies as s

USUAL = 150
EXAMPLES = int(os.environ.get("RECIPROCAL_FUZZ", USUAL))
"""How many requests each test makes; `script/fuzz` asks for more, and new ones each time."""

fuzzed = hypothesis.settings(
    max_examples=EXAMPLES,
    derandomize=EXAMPLES == USUAL,
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=list(hypothesis.HealthCheck),
)

HOSTILE = (
    "", " ", "\x00", "a\x00b", "\n", "\r\nX: y", "%00", "%zz", "é", "😀", "\u202e", "\ufeff",
    "null", "-1", "0", "1e309", "9" * 400, "9" * 5000, "true", "[]", "{}", "$Variable", "{{7*7}}",
    "%s%n", "'; DROP TABLE launch; --", "../../etc/passwd", "<script>alert(1)</script>",
    '"><svg onload=1>',
    "javascript:alert(1)", "//evil.example", "http://[::1", "http://localhost:99999/",
    "http://localhost:8000", "http://localhost:8000/lti/launch?submission=" + "9" * 30,
    "http://localhost:8000@evil.example/", "https://" + "a" * 3000, "A" * 5000, "xn--", "\\\\host",
)  # fmt: skip

words = s.one_of(
    s.sampled_from(HOSTILE),
    s.text(max_size=40),
    s.text(min_size=1, max_size=3).map(lambda text: text * 400),
)
plain = s.text(s.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"))

values: s.SearchStrategy[Any] = s.recursive(
    s.one_of(
        s.none(), s.booleans(), s.integers(), s.sampled_from([2**63, -(2**64), 10**400]),
        s.floats(), words,
    ),
    lambda inner: s.one_of(s.lists(inner, max_size=4), s.dictionaries(words, inner, max_size=4)),
    max_leaves=8,
)  # fmt: skip
"""Whatever JSON can say, and a little more."""


@s.composite
def damaged(draw: Callable[..., Any], sound: str) -> str:
    """Return a sound word with something wrong in it."""
    at = draw(s.integers(0, len(sound)))
    return draw(
        s.sampled_from(
            [
                sound[:at],
                sound[at:],
                sound[:at] + draw(words) + sound[at:],
                sound + sound,
                sound.swapcase(),
                sound + "\x00",
                draw(words),
            ]
        )
    )


@s.composite
def forms(draw: Callable[..., Any], sound: Mapping[str, str]) -> bytes:
    """Return an encoded form that is nearly right."""
    pairs: list[tuple[str, str]] = []
    for name, value in sound.items():
        how = draw(s.sampled_from(["keep"] * 8 + ["drop", "twice", "damage", "damage"]))
        if how == "keep":
            pairs.append((name, value))
        elif how == "twice":
            pairs += [(name, value), (name, draw(words))]
        elif how == "damage":
            pairs.append((name, draw(damaged(value))))
    pairs += draw(s.lists(s.tuples(words, words), max_size=2))
    encoded = "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in pairs)
    return encoded.encode() + draw(s.sampled_from([b""] * 9 + [b"&%ff=%c3", b"&=&&", b"&a"]))


def _quoted(text: str) -> str:
    return quote_plus(text.encode("utf-8", "surrogatepass"))


@s.composite
def json_like(draw: Callable[..., Any], sound: Mapping[str, Any], most: int = 3) -> dict[str, Any]:
    """Return a JSON object that is nearly right: some members, at any depth, are something else."""
    changed = json.loads(json.dumps(sound))
    for _ in range(draw(s.integers(0, most))):
        place: Any = changed
        name = draw(s.sampled_from(sorted(place) or ["x"]))
        while isinstance(place.get(name), dict) and place[name] and draw(s.booleans()):
            place = place[name]
            name = draw(s.sampled_from(sorted(place)))
        how = draw(s.sampled_from(["replace", "replace", "damage", "drop", "add"]))
        if how == "drop":
            place.pop(name, None)
        elif how == "add":
            place[draw(words)] = draw(values)
        elif how == "damage" and isinstance(place.get(name), str):
            place[name] = draw(damaged(place[name]))
        else:
            place[name] = draw(values)
    return changed


@s.composite
def headers(draw: Callable[..., Any]) -> dict[str, str]:
    """Return request headers, some of them ours to read."""
    known = {
        "Sec-Fetch-Dest": s.sampled_from(["iframe", "document", "empty", "x"]),
        "User-Agent": s.sampled_from(["Mozilla/5.0 (X11)", "curl/8"]),
        "Origin": s.sampled_from(["http://localhost:8000", "https://lms.example.edu", "null"]),
        "Host": s.sampled_from(["localhost:8000", "evil.example", "[::1", "a b"]),
        "Accept": s.sampled_from(["application/json", "text/html", "*/*;q=x"]),
        "Accept-Language": s.sampled_from(["de-DE", "zz", "en;q=9, *"]),
        "X-Forwarded-Host": s.just("evil.example"),
        "Referer": s.just("https://evil.example/"),
        "Content-Type": s.sampled_from(
            ["application/x-www-form-urlencoded", "application/json", "multipart/form-data",
             "multipart/form-data; boundary=x", "text/plain; charset=utf-7", "/"]
        ),
    }  # fmt: skip
    chosen = draw(s.lists(s.sampled_from(sorted(known)), max_size=3, unique=True))
    return {
        name: draw(s.one_of(known[name], known[name], plain.map(lambda text: text[:60])))
        for name in chosen
    }
