"""The people, rooms and things of "Two tables"."""

from functools import partial
from typing import Any

from clips.people import Look, human
from clips.scenery import (
    BERRY,
    NAVY,
    WOOD,
    halves,
    room,
    says,
    window,
)
from clips.shapes import (
    AMBER,
    BROWN,
    CLAY,
    FAIR,
    INK,
    MIST,
    SLATE,
    STONE,
    TEAL,
    WHITE,
    area,
    at,
    box,
    disc,
    line,
)
from clips.things import blackboard, desk, handset, lined

DANA = Look(coat=TEAL, skin=FAIR, hair="short", colour=CLAY, legs=NAVY)
MAPLE = Look(coat=NAVY, skin=BROWN, beard=True, legs="#6b5a4a", wide=1.15)
BOY = Look(coat=AMBER, skin=BROWN, hair="curls", legs=SLATE, child=True)
SISTER = Look(coat=BERRY, skin=BROWN, hair="plaits", legs=INK)
dana = partial(human, DANA)
boy = partial(human, BOY, scale=0.8)
sister = partial(human, SISTER, scale=0.95)


def maple(x: float, y: float = 322, **pose: Any) -> str:
    """Draw the father in his bus driver's jacket: a badge, and shoulder straps."""
    drop = 26 if pose.get("sits") else 0
    scale = float(pose.get("scale", 1.1))
    badge = box(6, -108 + drop, 13, 9, AMBER, rounded=2)
    straps = line(f"M-26 {-119 + drop} l12 -5 M26 {-119 + drop} l-12 -5", AMBER, 4)
    somebody = human(MAPLE, x, y, **pose)
    return somebody + at(x, y, badge + straps, scale=scale)


SCHOOLROOM = room("#e3ece8", "#c9b994")
KITCHEN = room("#f6e6d0", "#cfa987")
BOTH_ROOMS = (
    box(0, 0, 320, 360, "#e3ece8", rounded=0)
    + box(0, 296, 320, 64, "#c9b994", rounded=0)
    + box(320, 0, 320, 360, "#f6e6d0", rounded=0)
    + box(320, 296, 320, 64, "#cfa987", rounded=0)
)
CHALK = line("M-70 -24 h50 M-70 -4 h34 M-70 16 h44", WHITE, 4) + line(
    "M20 20 l24 -44 24 44z", "#e8c77c", 4
)
DRAWN = "#3a6f86"
PUMP = (
    line("M-4 40 V-18 h24 V40", DRAWN, 5)
    + line("M8 -18 V-34 L-30 -22", DRAWN, 5)
    + line("M20 -4 h18 v10", DRAWN, 5)
    + area("M38 14 q-7 11 0 15 q7 -4 0 -15z", DRAWN)
    + line("M-22 42 h60", DRAWN, 5)
)
DAYS = "".join(
    box(-84 + n * 24, -36 + week * 28, 22, 26, WHITE, rounded=0, edge=STONE, weight=1.5)
    for n in range(7) for week in range(4)
)  # fmt: skip
MONTH = box(-92, -78, 184, 160, WHITE, edge=INK) + box(-92, -78, 184, 32, CLAY) + DAYS
EASEL = line("M330 330 L350 60 M490 330 L470 60", WOOD, 8) + box(
    300, 50, 220, 170, WHITE, edge=INK, rounded=2
)
CABINET = box(24, 214, 118, 112, "#a87c50") + "".join(
    box(32, y, 102, 44, WOOD, rounded=3) + box(72, y + 17, 22, 7, INK) for y in (222, 274)
)
PLANE = area("M-30 4 L30 -16 L2 18 L-4 8z", MIST, edge=INK) + line("M-4 8 L30 -16", INK, 2)
STAMP = box(-8, -10, 16, 20, AMBER, rounded=0, edge=INK)
LETTER = lined(-34, 3, scale=0.85, turn=-8) + lined(2, 0, scale=0.85) + lined(38, 4, scale=0.85,
                                                                           turn=8)  # fmt: skip
SCHOOL_TABLE = desk(0, 190, 0, 62, "#7fa39b")
HOME_TABLE = desk(0, 190, 0, 74)
LOOP = line("M14 -12 a18 18 0 1 0 5 14", CLAY, 4.5) + area("M6 -18 l16 -2 -6 15z", CLAY)
SHIP = (
    area("M-30 10 H30 L20 26 H-20z", CLAY)
    + line("M0 10 V-30", INK, 4)
    + area("M4 -28 L26 4 H4z", AMBER)
    + line("M-48 32 q12 -9 24 0 t24 0 t24 0 t24 0", DRAWN, 4)
)


def thinks(x: float, y: float, content: str, to: tuple[float, float]) -> str:
    """Draw a thought around (x, y), with its dots coming from a head."""
    steps = "".join(
        disc(to[0] + (x - to[0]) * far, to[1] + (y - to[1]) * far, size)
        for far, size in ((0.12, 5), (0.3, 9))
    )
    return steps + box(x - 110, y - 50, 220, 100, WHITE, rounded=48, edge=INK) + at(x, y, content)


CRUMPLED = area(
    "M-30 6 L-34 -10 L-16 -20 L0 -14 L14 -24 L30 -12 L34 4 L12 10z", WHITE, edge=INK
) + (line("M-22 -4 L-4 -10 L6 0 M14 -14 L8 -4 L22 0", STONE, 2))


def calling(*, his: bool, content: str) -> str:
    """Draw both on the telephone; one of them speaks."""
    her = dana(150, 345, face=0.8, mood=1 if his else 2, right=(27, -140), scale=1.35) + handset(
        188, 156, scale=1.3
    )
    him = maple(178, 345, face=-0.8, mood=2 if his else 0, left=(-27, -140), scale=1.35) + handset(
        140, 156, turn=-12, scale=1.3
    )
    left = SCHOOLROOM + blackboard(60, 90, 170, 90, CHALK) + her
    right = KITCHEN + window(270, 120, 110, 120, "#e9c9a4") + him
    to = (430, 170) if his else (212, 178)
    return halves(left, right) + says(320, 70, 190, 104, content, to=to)


LETTERS_SENT = (
    at(-36, 6, LETTER, scale=0.72) + at(48, -14, PLANE, scale=0.95) + at(66, 26, STAMP, scale=0.9)
)
