"""Where Mrs. Poplar and her daughter go, outside of the meeting."""

from clips.figures import Look, figure, infant
from clips.meeting_close import small_sheet
from clips.meeting_room import DAUGHTER, EDGE, POPLAR
from clips.rooms import CREAM, DAY, LIGHT, NIGHT, WOOD, backdrop, bus, coin, cut, window
from clips.shapes import (
    AMBER,
    BROWN,
    CLAY,
    FAIR,
    INK,
    MIST,
    PAPER,
    SAND,
    SLATE,
    STONE,
    TEAL,
    WHITE,
    area,
    at,
    box,
    dot,
    line,
)

POCKETED = area("M14 -88 l18 -3 3 20 h-20z", WHITE, edge=INK, weight=1.5)
POCKET = line("M10 -70 H36", "#6d3425", 3)


def stall() -> str:
    """Draw the girl behind the market stall, counting change."""
    stripes = "".join(
        box(18 + n * 30, 70, 30, 34, (CLAY, WHITE)[n % 2], rounded=0) for n in range(6)
    )
    poles = line("M22 104 V250 M194 104 V250", EDGE, 6)
    fruit = "".join(
        dot(44 + n * 22, 244 - (n % 2) * 5, 12, (AMBER, CLAY, "#3d7a63")[n % 3]) for n in range(4)
    )
    girl = figure(
        DAUGHTER,
        108,
        330,
        scale=1,
        turned=0.5,
        mood="down",
        left=(-6, -92),
        right=(24, -96),
        legs=False,
    )
    coins = at(146, 216, coin(11)) + at(164, 224, coin(11)) + at(152, 198, coin(11))
    return poles + girl + box(14, 252, 186, 70, WOOD, edge=EDGE) + fruit + stripes + coins


def with_the_baby() -> str:
    """Draw the girl with the sleeping baby."""
    child = at(318, 246, infant(BROWN), scale=1.3)
    girl = figure(
        DAUGHTER,
        316,
        352,
        scale=1.05,
        turned=-0.4,
        mood="smile",
        legs=False,
        left=(-22, -92),
        right=(26, -100),
    )
    moon = dot(388, 92, 17, "#f6e3b4") + dot(396, 86, 15, NIGHT)
    return girl + child + moon


def at_the_stop() -> str:
    """Draw the girl at the bus stop, with one arm raised."""
    pole = line("M604 320 V90", SLATE, 7) + box(582, 74, 44, 40, AMBER, edge=INK)
    table = box(574, 130, 58, 84, WHITE, edge=INK) + line(
        "M582 144 h42 M582 156 h42 M582 168 h42 M582 180 h42 M582 192 h42", STONE, 3
    )
    girl = figure(DAUGHTER, 520, 322, scale=1, turned=-0.6, mood="smile", left=(-58, -178))
    return (
        at(604, 101, bus(INK), scale=0.2) + pole + table + girl + at(604, 103, bus(CLAY), scale=0.2)
    )


def three_lines(sentence: int) -> str:
    """Show one thing that she can do after the other."""
    fills = (CREAM, NIGHT, DAY)
    scenes = (stall, with_the_baby, at_the_stop)
    seen = box(0, 0, 640, 360, PAPER, rounded=0)
    for n, (fill, scene) in enumerate(zip(fills, scenes, strict=True)):
        x = 6 + n * 211
        if n > sentence:
            seen += box(x, 6, 205, 348, SAND, rounded=6, edge=STONE)
        else:
            ground = box(x, 320, 205, 40, SAND, rounded=0)
            seen += cut(x, 6, 205, 348, box(x, 6, 205, 348, fill, rounded=0) + ground + scene())
            seen += box(x, 6, 205, 348, "none", rounded=6, edge=INK)
    return seen


def in_the_bus() -> str:
    """Draw the inside of a bus, with Mrs. Poplar beside the window."""
    town = box(-180, 24, 90, 120, SAND, rounded=0) + box(-70, -6, 80, 120, CLAY, rounded=0)
    town += box(40, 30, 120, 100, STONE, rounded=0) + dot(104, -40, 24, AMBER)
    wall = box(0, 0, 640, 360, MIST, rounded=0) + box(0, 306, 640, 54, SLATE, rounded=0)
    panes = window(180, 128, 230, 150, DAY, town) + window(
        470, 128, 230, 150, DAY, at(150, 10, town)
    )
    rail = line("M0 30 H640", AMBER, 8) + "".join(
        line(f"M{x} 30 v26", INK, 4) + line(f"M{x - 12} 64 a12 12 0 1 1 24 0z", INK, 5)
        for x in (330, 610)
    )
    rows = "".join(
        box(x - 62, 190, 124, 150, TEAL, rounded=22, edge=INK)
        + box(x - 50, 202, 100, 40, "#2f7a74", rounded=14)
        for x in (200, 480)
    )
    other = Look(skin=FAIR, hair="bald", beard=True, colour=STONE, coat=SLATE, glasses=True)
    man = figure(other, 486, 384, scale=1.06, turned=0.4, mood="asleep", legs=False)
    her = figure(
        POPLAR,
        200,
        384,
        scale=1.16,
        turned=-0.7,
        mood="calm",
        left=(-20, -76),
        right=(24, -58),
        legs=True,
        held=POCKETED + POCKET,
    )
    lower = box(0, 332, 640, 28, "#3d5060", rounded=0)
    return wall + panes + rail + rows + man + her + lower


def corridor(seen: str, *, ajar: bool = False, inside: str = "") -> str:
    """Draw the corridor outside the small room, with its door."""
    stripe = box(0, 196, 640, 12, MIST, rounded=0)
    pictures = "".join(
        box(x, 86, 62, 48, WHITE, edge=STONE)
        + line(f"M{x + 10} 122 q14 -34 24 -8 t20 -4", colour, 4)
        for x, colour in ((60, TEAL), (150, CLAY))
    )
    frame = box(370, 74, 128, 236, SAND, edge=CLAY, weight=3)
    opening = box(380, 84, 108, 226, LIGHT, rounded=0) + cut(380, 84, 108, 226, inside)
    if ajar:
        leaf = opening + area("M488 310 V84 L528 102 V330z", TEAL, edge=INK, weight=1.5)
    else:
        leaf = box(380, 84, 108, 226, TEAL, rounded=0) + box(396, 102, 76, 100, DAY, edge=INK)
        leaf += dot(392, 232, 6, AMBER)
    return backdrop(CREAM, SAND, 310) + stripe + pictures + frame + leaf + seen


def laughter() -> str:
    """Draw laughter as marks above the door."""
    arcs = ((392, 48, -14), (432, 36, 0), (474, 48, 14))
    return "".join(
        at(x, y, line("M-12 -6 q12 20 24 0z", AMBER, 5), turn=turn) for x, y, turn in arcs
    ) + line("M364 62 l-12 -12 M504 62 l12 -12 M412 24 l-4 -12 M454 24 l4 -12", AMBER, 4)


def half_a_day(sentence: int) -> str:
    """Show the paper going into the coat; then the morning bus."""
    if sentence == 0:
        page = at(46, -92, small_sheet(0), scale=0.46)
        her = figure(
            POPLAR,
            320,
            386,
            scale=1.42,
            turned=0.3,
            mood="calm",
            right=(44, -84),
            left=None,
            held=page,
        )
        hooks = box(60, 90, 130, 14, WOOD) + line(
            "M90 104 v14 q0 10 10 10 M150 104 v14 q0 10 10 10", SLATE, 5
        )
        leaf = box(470, 60, 120, 244, TEAL, rounded=0, edge=INK) + dot(488, 186, 6, AMBER)
        return backdrop(CREAM, SAND, 304) + hooks + leaf + her
    return in_the_bus()
