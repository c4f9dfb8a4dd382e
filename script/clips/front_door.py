"""The people, places and things of "The same door"."""

from functools import partial
from typing import Any

from clips.people import Look, human
from clips.scenery import (
    BERRY,
    BRICK,
    NAVY,
    ROAD,
    SKY,
    outdoors,
    tree,
)
from clips.shapes import (
    AMBER,
    BROWN,
    CLAY,
    FAIR,
    INK,
    PAPER,
    SLATE,
    STONE,
    TAWNY,
    TEAL,
    WHITE,
    area,
    at,
    box,
    disc,
    dot,
    line,
    words,
)
from clips.things import padlock

ASPEN = Look(coat="#3f7a56", skin=BROWN, hair="scarf", colour=BERRY, legs="#4a4a55", skirt=True,
             wide=1.15)  # fmt: skip
BOY = Look(coat="#6f8fb0", skin=BROWN, hair="curls", legs=NAVY, child=True)
MARA = Look(coat=CLAY, skin=FAIR, hair="bob", colour=INK, legs=NAVY)
CLERK = Look(coat="#7a6a94", skin=TAWNY, hair="bob", colour="#f4f1e8", glasses=True)
aspen = partial(human, ASPEN)
mara = partial(human, MARA)


def boy(x: float, y: float = 322, *, scale: float = 0.78, **pose: Any) -> str:
    """Draw the grandson with his yellow backpack."""
    bag = box(-27, -126, 54, 58, "#f0c23c", rounded=14)
    straps = line("M-12 -126 V-84 M12 -126 V-84", "#f0c23c", 6)
    him = human(BOY, x, y, scale=scale, **pose)
    return at(x, y, bag, scale=scale) + him + at(x, y, straps, scale=scale)


def bricks(left: float, top: float, width: float, height: float) -> str:
    """Draw a brick wall."""
    rows = "".join(
        line(f"M{left} {y} h{width}", "#b06e54", 1.5)
        for y in range(int(top) + 14, int(top + height), 14)
    )
    return box(left, top, width, height, BRICK, rounded=0) + rows


def entrance(x: float, y: float, *, scale: float = 1) -> str:
    """Draw the wide front entrance: two glass doors under a roof, up a step."""
    doors = "".join(
        box(a, -104, 50, 104, SKY, rounded=0, edge=TEAL, weight=5) + line(f"M{b} -62 v26", INK, 4)
        for a, b in ((-52, -10), (2, 10))
    )
    roof = box(-78, -130, 156, 14, TEAL, rounded=2)
    posts = line("M-66 -116 V0 M66 -116 V0", "#e9e2d2", 8)
    return at(x, y, roof + posts + doors + box(-84, 0, 168, 9, "#d5cfc2", rounded=2), scale=scale)


def building(sky: str = SKY) -> str:
    """Draw the school from the street."""
    place = outdoors(sky, "#c9c5bb", 286) + box(0, 330, 640, 30, ROAD, rounded=0)
    place += bricks(50, 84, 560, 204) + box(40, 70, 580, 18, "#8f4f3b", rounded=2)
    for x in (82, 158, 402):
        place += box(x, 122, 52, 56, SKY, edge=WHITE, weight=5, rounded=1)
        place += box(x, 206, 52, 56, SKY, edge=WHITE, weight=5, rounded=1)
    place += box(478, 122, 52, 56, SKY, edge=WHITE, weight=5, rounded=1)
    place += (
        box(250, 104, 132, 26, PAPER, rounded=3)
        + area("M316 70 V20 h42 l-9 11 9 11 h-42", AMBER)
        + line("M316 70 V18", INK, 4)
    )
    rows = line("M268 117 h96", STONE, 5)
    return place + rows + entrance(316, 286, scale=1.16) + tree(22, 292, scale=0.9)


def bells(lit: bool = False, *, card: str = "") -> str:
    """Draw the three bells, large, beside the glass entrance."""
    wall = bricks(0, 0, 640, 360)
    glass = box(392, -10, 260, 380, SKY, rounded=0, edge=TEAL, weight=16)
    glass += line("M470 60 L600 -10 M470 150 L640 50", WHITE, 6) + line("M424 150 v80", INK, 9)
    board = box(96, 18, 216, 326, "#e4dfd4", rounded=14, edge=SLATE, weight=4)
    eye = dot(204, 58, 21, INK) + dot(204, 58, 12, "#d9534a" if lit else SLATE)
    if lit:
        eye += dot(200, 54, 4, WHITE)
        eye = f'<g opacity=".35">{dot(204, 58, 34, "#f5b27a")}</g>' + eye
    row = "".join(
        disc(140, y, 24, AMBER)
        + dot(140, y, 12, "#f2c47c")
        + box(180, y - 20, 108, 40, WHITE, edge=STONE)
        + line(f"M192 {y} h14 m16 0 h8 m18 0 h12", "#d8d4ca", 5)
        for y in (126, 206, 286)
    )
    return wall + glass + board + eye + row + card


def arm_to(x: float, y: float, sleeve: str, skin: str, *, start: tuple[float, float]) -> str:
    """Draw an arm that comes into the picture, its fingertip at the point."""
    dx, dy = x - start[0], y - start[1]
    far = (dx * dx + dy * dy) ** 0.5
    ux, uy = dx / far, dy / far
    wrist = (x - ux * 78, y - uy * 78)
    return (
        line(f"M{start[0]} {start[1]} L{wrist[0]} {wrist[1]}", sleeve, 54)
        + dot(x - ux * 52, y - uy * 52, 28, skin)
        + line(f"M{x - ux * 40} {y - uy * 40} L{x - ux * 6} {y - uy * 6}", skin, 15)
    )


def doorstep(inside: str = SKY) -> str:
    """Draw the glass doors from near by, the bells on their left."""
    place = bricks(0, 0, 640, 312) + box(0, 308, 640, 52, "#cfc9bb", rounded=0)
    place += box(330, 60, 260, 252, inside, rounded=0, edge=TEAL, weight=10)
    place += line("M460 62 V310", TEAL, 9) + line("M444 178 v44 M476 178 v44", INK, 6)
    place += box(252, 134, 46, 104, "#e4dfd4", rounded=6, edge=SLATE, weight=3)
    place += dot(275, 148, 6, "#d9534a")
    return place + "".join(dot(264, y, 7, AMBER) + box(274, y - 6, 18, 12, WHITE)
                           for y in (172, 198, 224))  # fmt: skip


def form_box(x: float, y: float, label: str, half: float) -> str:
    """Draw a box to write into; `half` is half the width of its label."""
    return words(x + half, y - 10, label, size=24) + box(x, y, 250, 44, PAPER, rounded=2, edge=INK)


def framed(x: float, content: str, fill: str) -> str:
    """Draw one of three small pictures."""
    return at(x, 176, box(-92, -100, 184, 200, fill, rounded=8, edge=INK, weight=3) + content)


GATE_SMALL = (
    "".join(line(f"M{x} 78 V-64", INK, 6) for x in range(-66, 67, 22))
    + line("M-76 -44 H76 M-76 58 H76", INK, 7)
    + padlock(0, 4, scale=1.7)
)
BELLS_SMALL = box(-52, -82, 104, 164, "#e4dfd4", rounded=8, edge=SLATE, weight=3) + "".join(
    disc(-24, y, 13, AMBER) + box(0, y - 11, 42, 22, WHITE, edge=STONE) for y in (-46, 2, 50)
)
FORM_SMALL = (
    box(-62, -82, 124, 164, WHITE, rounded=3, edge=INK)
    + words(-22, -48, "Mother", size=17)
    + box(-48, -40, 96, 26, PAPER, rounded=2, edge=INK)
    + words(-24, 12, "Father", size=17)
    + box(-48, 20, 96, 26, PAPER, rounded=2, edge=INK)
)
