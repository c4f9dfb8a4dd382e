"""The people, places and things of "Three questions about one door"."""

from functools import partial

from clips.people import Look, human, wheelchair
from clips.scenery import (
    BERRY,
    BRICK,
    GRASS,
    NAVY,
    ROAD,
    SKY,
    apartments,
    halves,
    room,
    says,
    tree,
    van,
    window,
)
from clips.shapes import (
    AMBER,
    BROWN,
    CLAY,
    DEEP,
    FAIR,
    INK,
    SAND,
    SLATE,
    STONE,
    TAWNY,
    TEAL,
    WHITE,
    area,
    at,
    box,
    dot,
    line,
    words,
)
from clips.things import chair, desk, handset, keys, padlock

RAVI = Look(coat="#7d9cab", skin=TAWNY, hair="short", legs=NAVY, glasses=True)
FERN = Look(coat=BERRY, skin=DEEP, hair="bob", colour=STONE, legs=SLATE, skirt=True, wide=1.1)
GIRL = Look(coat=AMBER, skin=DEEP, hair="plaits", legs=TEAL, child=True)
CLERK = Look(coat=CLAY, skin=FAIR, hair="bun", colour="#6b4a36", wide=1.2)
CUSTODIAN = Look(coat="#5f8a5b", skin=BROWN, hair="cap", colour=NAVY, legs=NAVY, beard=True)
ravi = partial(human, RAVI)
fern = partial(human, FERN)
girl = partial(wheelchair, GIRL)
CLASS_WALL = room("#e6ebe4", "#c9b994")
HOME_WALL = room("#f3e1e4", "#b98f72")
DRIVER = dot(0, 0, 8, FAIR) + box(-9, -9, 18, 7, NAVY, rounded=3)


def clipboard(x: float, y: float, marks: int, *, scale: float = 1) -> str:
    """Draw a list on a clipboard with so many marks on it."""
    strokes = "".join(
        line(f"M{-20 + (n % 4) * 9} {-22 + (n // 4) * 22} v14", CLAY, 3.5) for n in range(marks)
    )
    board = box(-34, -46, 68, 96, "#a87c50") + box(-28, -36, 56, 80, WHITE, rounded=2)
    return at(x, y, board + box(-12, -52, 24, 12, STONE) + strokes, scale=scale)


def little_apartments(x: float, y: float, scale: float = 0.28) -> str:
    """Draw the building that she lives in, small."""
    return at(x, y, apartments(0, 0), scale=scale)


def school_door(x: float, y: float, *, ajar: bool = False, ramp: bool = True) -> str:
    """Draw the side door on its ramp."""
    frame = box(-50, -172, 100, 172, WHITE, rounded=0)
    if ajar:
        leaf = box(-42, -164, 84, 164, "#f6e3b0", rounded=0)
        leaf += area("M-42 -164 L-78 -150 V14 L-42 0z", TEAL)
    else:
        leaf = box(-42, -164, 84, 164, TEAL, rounded=0) + box(-22, -146, 44, 60, SKY)
        leaf += dot(30, -76, 5, AMBER)
    slope = area("M-50 0 H50 L190 40 H-50z", "#a9a59c") if ramp else ""
    return at(x, y, frame + leaf + slope)


def street(view: str = "") -> str:
    """Draw what is seen from her window."""
    return box(-116, 36, 232, 40, ROAD, rounded=0) + tree(-70, 40, scale=0.7) + view


def call_of(sentence: int, *, she_speaks: bool) -> str:
    """Draw the two on the telephone: he on the edge of his desk, she at her table."""
    mood = 1 if she_speaks else 2
    him = ravi(140, 330, sits=True, face=1, mood=mood, right=(30, -128), scale=1.3)
    left = CLASS_WALL + desk(110, 190, 345, 84) + him + handset(181, 168, scale=1.2)
    sheet = box(-30, -10, 60, 16, WHITE, rounded=2, edge=INK)
    left += at(60, 262, sheet) + line("M42 258 l18 -16", AMBER, 5)
    her = chair(196, 334, to=-1, scale=1.15) + fern(
        184, 336, sits=True, face=-0.8, mood=2 if she_speaks else 0, left=(-30, -128), scale=1.25,
    )  # fmt: skip
    right = HOME_WALL + window(266, 96, 84, 100) + her + handset(144, 176, turn=-12, scale=1.2)
    right += desk(110, 240, 340, 80)
    if she_speaks:
        return halves(left, right)
    puff = line("M-34 -6 q8 -9 16 0 t16 0 M-40 8 q8 -9 16 0 t16 0", SLATE, 3.5)
    seen = at(22, 40, girl(0, 0, scale=0.42)) + at(-34, 6, puff)
    what = (words(0, 14, "…", size=40), seen, at(-4, 4, words(0, 20, "?", size=58)))[sentence]
    return halves(left, right) + says(320, 64, 190, 96, what, to=(206, 150))


def from_above(sentence: int) -> str:
    """Show the way of the van; lock the door; show her way around, uphill."""
    ground = box(0, 0, 640, 360, GRASS, rounded=0) + box(0, 292, 640, 68, ROAD, rounded=0)
    ground += "".join(box(x, 323, 36, 5, WHITE, rounded=0) for x in range(10, 640, 80))
    path = line("M250 262 H560 V54 H330", "#e4dccb", 34)
    walls = box(190, 96, 290, 130, BRICK, rounded=2) + box(204, 110, 262, 102, "#d29a80", rounded=0)
    front = box(296, 86, 68, 16, TEAL, rounded=0) + area("M330 62 l-9 -14 h18z", INK)
    side = box(224, 220, 52, 14, AMBER if sentence == 0 else SLATE, rounded=0)
    ramp = area("M226 234 H274 L282 292 H218z", "#a9a59c") + line("M230 252 H270 M228 270 H272",
                                                                  WHITE, 3)  # fmt: skip
    hill = "".join(line(f"M600 {230 - n * 40} q-12 -22 0 -34", "#8da883", 4) for n in range(4))
    top = at(160, 318, box(-62, -24, 124, 48, WHITE, rounded=10, edge=SLATE, weight=3)
             + box(30, -18, 20, 36, SKY, rounded=4))  # fmt: skip
    lock = padlock(250, 214, scale=1.3) if sentence else ""
    way = ""
    if sentence > 1:
        way = line("M250 262 H560 V54 H344", INK, 5, dashes="2 13")
        way += at(560, 150, dot(0, 0, 15, AMBER, edge=INK) + dot(0, 0, 8, DEEP)
                  + line("M-18 -10 V10 M18 -10 V10", INK, 5))  # fmt: skip
    trees = "".join(
        dot(x, y, 24, "#8fb083") for x, y in ((70, 60), (110, 130), (60, 220), (120, 36))
    )
    return ground + trees + hill + path + ramp + walls + front + side + top + way + lock


TORN = "l14 28 -20 30 18 32 -16 30 20 34 -18 30 14 26"
LEFT_HALF = (
    area(f"M60 60 H318 {TORN} H60z", WHITE, edge=INK)
    + box(84, 90, 200, 150, "#f3e1cb", rounded=0, edge=CLAY, weight=4)
    + area("M130 240 L180 130 H250 L284 240z", SAND)
    + line("M180 130 L130 240 M250 130 L284 200", CLAY, 3)
    + keys(118, 128, scale=1.25)
)
RIGHT_HALF = (
    area(f"M322 60 {TORN} H580 V60z", WHITE, edge=INK)
    + box(372, 100, 60, 130, TEAL, rounded=0, edge=CLAY, weight=4)
    + area("M372 230 H432 L520 260 H372z", "#a9a59c")
    + van(500, 262, scale=0.62, to=-1)
)
