"""Calm flat shapes to draw a film with, on a canvas of 640 by 360.

Every function returns a piece of SVG. People and things stand on the point that they are given.
"""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

PAPER = "#fbfaf7"
INK = "#1d2524"
TEAL = "#0b5d5a"
MIST = "#cfe2de"
AMBER = "#d8942a"
SAND = "#f1e3c8"
CLAY = "#a9583f"
STONE = "#8b9492"
SLATE = "#52687a"
WHITE = "#ffffff"

FAIR = "#e6bd97"
TAWNY = "#c08a5e"
BROWN = "#8a5a3b"
DEEP = "#5b3a29"

Picture = Callable[[int], str]
"""Draws one paragraph. It is given the number of the sentence being spoken, from 0."""


@dataclass(frozen=True)
class Shown:
    """A picture and what is seen on it, said for those who do not see it."""

    description: str
    draw: Picture


def shown(description: str, draw: Picture) -> Shown:
    """Describe a picture."""
    return Shown(description, draw)


def built(*parts: str) -> Picture:
    """Return a picture that gains one part with every sentence."""
    return lambda sentence: "".join(parts[: sentence + 1])


def still(*parts: str) -> Picture:
    """Return a picture that is the same for every sentence."""
    return lambda sentence: "".join(parts)


def page(content: str) -> str:
    """Return a whole SVG document: the paper, a floor line, and the content."""
    floor = f'<rect y="320" width="640" height="40" fill="{SAND}" opacity=".55"/>'
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 360" width="640" height="360">'
        f'<rect width="640" height="360" fill="{PAPER}"/>{floor}{content}</svg>'
    )


def at(x: float, y: float, content: str, *, scale: float = 1, turn: float = 0) -> str:
    """Place a drawing."""
    return f'<g transform="translate({x} {y}) rotate({turn}) scale({scale})">{content}</g>'


def box(
    x: float,
    y: float,
    width: float,
    height: float,
    fill: str,
    *,
    rounded: float = 4,
    edge: str = "none",
    weight: float = 2,
) -> str:
    """Draw a rectangle from its upper left corner."""
    return (
        f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="{rounded}" '
        f'fill="{fill}" stroke="{edge}" stroke-width="{weight}"/>'
    )


def dot(x: float, y: float, radius: float, fill: str, *, edge: str = "none") -> str:
    """Draw a filled circle."""
    return (
        f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{fill}" stroke="{edge}" stroke-width="2"/>'
    )


def area(path: str, fill: str, *, edge: str = "none", weight: float = 2) -> str:
    """Draw a filled path."""
    return f'<path d="{path}" fill="{fill}" stroke="{edge}" stroke-width="{weight}"/>'


def line(path: str, colour: str = INK, weight: float = 4, *, dashes: str = "none") -> str:
    """Draw a path as a line with round ends."""
    return (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{weight}" '
        f'stroke-linecap="round" stroke-linejoin="round" stroke-dasharray="{dashes}"/>'
    )


def words(x: float, y: float, *lines: str, size: int = 24, fill: str = INK) -> str:
    """Write centred lines, the first with its baseline at `y`."""
    rows = "".join(
        f'<tspan x="{x}" dy="{0 if n == 0 else size * 1.25}">{escape(line)}</tspan>'
        for n, line in enumerate(lines)
    )
    return (
        f'<text y="{y}" font-family="Noto Serif, DejaVu Serif, serif" font-size="{size}" '
        f'text-anchor="middle" fill="{fill}">{rows}</text>'
    )


def bubble(x: float, y: float, *lines: str, tail: float = 0, size: int = 22) -> str:
    """Draw a speech bubble around `x`, its top at `y`; it points `tail` away from its middle."""
    width = max(len(text) for text in lines) * size * 0.52 + 44
    height = len(lines) * size * 1.25 + 24
    bottom = y + height
    root = x + max(26 - width / 2, min(width / 2 - 26, tail * 0.6))
    point = f"M{root - 11} {bottom - 1} L{x + tail} {bottom + 24} L{root + 11} {bottom - 1}"
    return (
        box(x - width / 2, y, width, height, WHITE, rounded=18, edge=INK)
        + area(point, WHITE, edge=INK)
        + box(root - 9.6, bottom - 3, 19.2, 3, WHITE, rounded=0)
        + words(x, y + 12 + size, *lines, size=size)
    )


CAP = "M-23 -120 a23 23 0 0 1 46 0 q-10 -10 -23 -10 t-23 10z"
VEIL = "M-27 -84 V-118 a27 27 0 0 1 54 0 V-84 q-27 14 -54 0z"
FACE = "M-17 -116 a17 19 0 1 1 34 0 a17 19 0 1 1 -34 0z"
LONG = "M-25 -86 V-120 a25 25 0 0 1 50 0 V-86 q-8 2 -10 -6 v-22 q-15 -14 -30 0 v22 q-2 8 -10 6z"


def hair_of(style: str, colour: str, skin: str) -> str:
    """Draw the hair, or what covers it, around a head at (0, -114)."""
    if style == "curls":
        places = ((-20, -120), (-14, -134), (0, -140), (14, -134), (20, -120))
        return "".join(dot(x, y, 11, colour) for x, y in places)
    if style == "scarf":
        return area(VEIL, colour) + area(FACE, skin)
    if style == "long":
        return area(LONG, colour)
    extra = {
        "bun": dot(0, -150, 10, colour),
        "plaits": dot(-25, -104, 7, colour) + dot(25, -104, 7, colour),
    }
    return extra.get(style, "") + area(CAP, colour)


def person(
    x: float,
    y: float = 322,
    *,
    coat: str = TEAL,
    skin: str = TAWNY,
    hair: str = "short",
    colour: str = INK,
    scale: float = 1.15,
    beard: bool = False,
    arm: tuple[float, float] | None = None,
) -> str:
    """Draw somebody standing. An arm reaches to a point measured from the feet, before scaling."""
    body = box(-8, -98, 16, 22, skin) + area("M-34 0 V-50 a34 36 0 0 1 68 0 V0z", coat)
    head = dot(0, -114, 21, skin)
    if beard:
        head += area("M-18.5 -104 A21 21 0 0 0 18.5 -104z", colour)
    reach = ""
    if arm:
        shoulder = 24 if arm[0] > 0 else -24
        reach = line(f"M{shoulder} -62 L{arm[0]} {arm[1]}", coat, 17) + dot(*arm, 9, skin)
    return at(x, y, body + head + hair_of(hair, colour, skin) + reach, scale=scale)


def table(x: float, width: float = 170, y: float = 322, height: float = 62) -> str:
    """Draw a table seen from the side."""
    top, leg = y - height, width / 2 - 18
    return (
        box(x - leg - 4, top, 8, height, CLAY, rounded=0)
        + box(x + leg - 4, top, 8, height, CLAY, rounded=0)
        + box(x - width / 2, top - 6, width, 13, CLAY, rounded=6)
    )


def house(x: float, width: float, height: float, y: float = 322) -> str:
    """Draw a house: walls and a roof."""
    half, wall = width / 2, y - height * 0.62
    outline = f"M{x - half} {y} V{wall} L{x} {y - height} L{x + half} {wall} V{y}z"
    return area(outline, SAND, edge=CLAY, weight=4)


def school(x: float, width: float, height: float, y: float = 322) -> str:
    """Draw a school: a long building with a flag."""
    top = y - height * 0.66
    windows = "".join(
        box(x + n * width / 4 - 10, top + 18, 20, 24, PAPER) for n in (-1.4, -0.5, 0.5, 1.4)
    )
    flag = area(f"M{x} {top} V{y - height} h30 l-7 9 7 9 h-30", AMBER, edge=INK)
    walls = box(x - width / 2, top, width, y - top, MIST, edge=TEAL, weight=4)
    return walls + windows + flag


def door(x: float, y: float = 322, *, ajar: bool = False) -> str:
    """Draw a door in its frame, shut or standing open."""
    frame = box(-46, -178, 92, 178, SAND, edge=CLAY, weight=3)
    if ajar:
        leaf = area("M-38 0 V-170 L-72 -158 V12z", TEAL) + dot(-64, -76, 4, AMBER)
    else:
        leaf = box(-38, -170, 76, 170, TEAL, rounded=0) + dot(26, -82, 5, AMBER)
    return at(x, y, frame + leaf)


def phone(x: float, y: float, label: str, *, scale: float = 1) -> str:
    """Draw a mobile telephone with a word on its screen, ringing."""
    sides = ((side, far) for side in (-1, 1) for far in (58, 76))
    waves = "".join(line(f"M{s * far} -34 q{s * 16} 34 0 68", AMBER, 5) for s, far in sides)
    case = box(-42, -78, 84, 156, INK, rounded=14) + box(-35, -66, 70, 132, MIST)
    keys = dot(-16, 36, 12, CLAY) + dot(16, 36, 12, TEAL)
    return at(x, y, waves + case + words(0, -18, label, size=19) + keys, scale=scale)


def note(x: float, y: float, colour: str = TEAL, *, scale: float = 1) -> str:
    """Draw a musical note."""
    head = f'<ellipse cx="-8" cy="18" rx="13" ry="10" transform="rotate(-18)" fill="{colour}"/>'
    return at(x, y, head + line("M4 12 V-34 q4 14 22 18", colour, 5), scale=scale)


def cross(x: float, y: float, reach: float = 26) -> str:
    """Strike something out."""
    both = 2 * reach
    return line(f"M{x - reach} {y - reach} l{both} {both} m0 -{both} l-{both} {both}", CLAY, 6)


def disc(x: float, y: float, radius: float, fill: str = WHITE) -> str:
    """Draw a round frame to put a thing in."""
    return dot(x, y, radius, fill, edge=INK)


def sheet(x: float, y: float, *, scale: float = 1) -> str:
    """Draw a sheet of paper with writing on it."""
    rows = line("M-20 -26 h40 M-20 -12 h28 M-20 2 h40 M-20 16 h28", STONE)
    return at(x, y, box(-30, -42, 60, 84, WHITE, edge=INK) + rows, scale=scale)


def clock(x: float, y: float, radius: float = 30) -> str:
    """Draw a clock."""
    hands = f"M{x} {y} v{-radius * 0.6} M{x} {y} h{radius * 0.45}"
    return disc(x, y, radius) + line(hands)


def arrow(x: float, y: float, length: float = 22) -> str:
    """Draw an arrow to the right, from a point."""
    return line(f"M{x} {y} h{length} m-9 -9 l9 9 -9 9")


def baby(x: float, y: float, skin: str, *, scale: float = 1) -> str:
    """Draw a baby in a blanket, carried on an arm."""
    blanket = box(-15, -8, 42, 27, SAND, rounded=13, edge=INK, weight=1.5)
    return at(x, y, blanket + dot(-6, -8, 11, skin), scale=scale)
