"""The people of "Who chose the song?" and the places between school and home."""

from clips.figures import Look, Point, figure
from clips.rooms import (
    CREAM,
    DAY,
    LEAF,
    LIGHT,
    WOOD,
    backdrop,
    tree,
)
from clips.shapes import (
    AMBER,
    BROWN,
    CLAY,
    INK,
    MIST,
    PAPER,
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
    note,
)

ORTEGA = Look(skin=BROWN, hair="bun", coat=AMBER, wear="cardigan", trim=WHITE, legs=SLATE)


CEDAR = Look(
    skin=TAWNY,
    hair="bald",
    colour="#e7e4dc",
    coat=LEAF,
    wear="buttons",
    trim=SAND,
    legs=INK,
    beard=True,
)


DAUGHTER = Look(skin=TAWNY, hair="bob", coat=CLAY, legs=SLATE)


BOY = Look(skin=TAWNY, hair="mop", coat=TEAL, legs=INK)


GRANDMOTHER = Look(skin=TAWNY, hair="bun", colour="#d5d8d6", coat=SLATE, wear="apron", trim=SAND)


CROWD = Look(skin="#aab2b0", hair="short", colour=STONE, coat=STONE, legs=STONE)


CAP = area("M-25 -176 q0 -22 26 -22 q24 0 25 20 q-26 -8 -51 2z", SLATE)


PHONES = (
    line("M-24 -170 a24 25 0 0 1 48 0", INK, 5)
    + box(-30, -178, 11, 20, AMBER, rounded=5)
    + box(19, -178, 11, 20, AMBER, rounded=5)
)


def cedar(
    x: float,
    y: float,
    scale: float = 1,
    *,
    turned: float = 0,
    mood: str = "calm",
    left: Point | None = None,
    right: Point | None = None,
    held: str = "",
) -> str:
    """Draw Mr. Cedar in his cap and coat."""
    peak = line(f"M{4 if turned >= 0 else -28} -178 h24", SLATE, 7)
    return figure(
        CEDAR,
        x,
        y,
        scale=scale,
        turned=turned,
        mood=mood,
        held=CAP + peak + held,
        left=left,
        right=right,
    )


def boy(x: float, y: float, scale: float, *, turned: float = 0, phones: bool = False) -> str:
    """Draw the grandson."""
    return figure(BOY, x, y, scale=scale, turned=turned, held=PHONES if phones else "")


def backpack(x: float, y: float, scale: float = 1) -> str:
    """Draw a child's backpack that hangs from a hand at a point."""
    bag = box(-24, 12, 48, 56, TEAL, rounded=12) + box(-16, 40, 32, 20, AMBER, rounded=6)
    return at(x, y, line("M-9 16 Q0 -16 9 16", INK, 5) + bag, scale=scale)


def school_door(x: float, *, wide: float = 130) -> str:
    """Draw the open door of the school, seen from outside, in a brick wall."""
    wall = box(0, 0, 330, 310, "#b9775e", rounded=0) + "".join(
        line(f"M{20 + (row % 2) * 34 + 74 * n} {24 + 28 * row} h24", "#a2664f", 3)
        for row in range(10)
        for n in range(4)
    )
    hole = box(x - wide / 2 - 10, 72, wide + 20, 240, SAND) + box(
        x - wide / 2, 82, wide, 230, CREAM, rounded=0
    )
    leaf = area(f"M{x - wide / 2} 82 l-44 16 v224 l44 -10z", TEAL) + dot(
        x - wide / 2 - 36, 208, 5, AMBER
    )
    lamp = box(x - 18, 40, 36, 14, INK) + dot(x, 58, 10, "#f6d58a")
    return wall + hole + leaf + lamp


def outside(inside: str = "") -> str:
    """Draw the ground before the school door, a path and trees."""
    sky = box(0, 0, 640, 312, DAY, rounded=0) + box(0, 308, 640, 52, "#cfd3c9", rounded=0)
    hedge = box(330, 262, 310, 50, "#8fa58f", rounded=10)
    return sky + tree(560, 300, 1.5, bare=True) + hedge + inside


def street() -> str:
    """Draw a street of low houses with bare trees."""
    sky = box(0, 0, 640, 292, "#e3e3da", rounded=0)
    walk = box(0, 288, 640, 72, "#cbc8bd", rounded=0) + line("M0 300 H640", "#b6b3a6", 3)
    houses = ""
    for x, width, height, colour in (
        (20, 120, 120, "#d9b99a"),
        (176, 104, 150, MIST),
        (318, 130, 110, "#d3c2b4"),
        (486, 130, 140, "#c9d2c2"),
    ):
        houses += (
            box(x, 290 - height, width, height, colour, rounded=0)
            + area(
                f"M{x - 10} {290 - height} L{x + width / 2} {246 - height} "
                f"{x + width + 10} {290 - height}z",
                SLATE,
            )
            + box(x + 16, 310 - height, 26, 32, DAY, edge=WHITE, weight=3)
            + box(x + width - 42, 310 - height, 26, 32, DAY, edge=WHITE, weight=3)
        )
    trees = tree(160, 296, 1.25, bare=True) + tree(466, 296, 1.35, bare=True)
    return sky + houses + walk + trees


def hums(x: float, y: float) -> str:
    """Draw what the boy hums along with."""
    return note(x, y, CLAY, scale=0.55) + note(x + 34, y - 24, AMBER, scale=0.7)


def hooks(y: float = 96) -> str:
    """Draw the hall inside the school door: coats on a row of hooks."""
    rail = box(20, y, 600, 14, WOOD)
    coats = ""
    for n, colour in enumerate((TEAL, CLAY, "", SLATE, AMBER, "", MIST, LEAF)):
        x = 58 + 75 * n
        coats += line(f"M{x} {y + 10} v12 q0 8 8 6", INK, 5)
        if colour:
            coats += area(f"M{x - 10} {y + 20} h20 l16 76 h-52z", colour)
    return backdrop(LIGHT, SAND, 306) + rail + coats


def outline_house(x: float, y: float, scale: float = 1) -> str:
    """Draw the outline of a house around a point."""
    return at(x, y, area("M-40 38 V-6 L0 -42 40 -6 V38z", PAPER, edge=INK, weight=5), scale=scale)


def ball(x: float, y: float, radius: float, *, half: bool = False) -> str:
    """Draw a football; half of it may be marked off."""
    spots = "".join(
        at(0, 0, dot(0, -radius * 0.72, radius * 0.2, INK), turn=72 * n) for n in range(5)
    )
    seen = dot(0, 0, radius, WHITE, edge=INK) + spots + dot(0, 0, radius * 0.26, INK)
    if half:
        seen += area(f"M0 {-radius} A{radius} {radius} 0 0 1 0 {radius}z", AMBER) + line(
            f"M0 {-radius - 8} V{radius + 8}", CLAY, 4, dashes="7 6"
        )
    return at(x, y, seen)
