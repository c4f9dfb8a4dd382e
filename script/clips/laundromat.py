"""The laundromat on Sunday evening, and the people in it."""

from clips.figures import Look, figure
from clips.rooms import LIGHT, WOOD, backdrop, window
from clips.shapes import (
    AMBER,
    BROWN,
    CLAY,
    DEEP,
    FAIR,
    INK,
    MIST,
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
)

OLDER = Look(skin=BROWN, hair="curls", coat=CLAY, legs=SLATE)
YOUNGER = Look(skin=BROWN, coat=AMBER, legs=TEAL)
NURSE = Look(skin=FAIR, hair="bun", colour=CLAY, coat=MIST, legs=MIST, width=1.1)
MENDER = Look(
    skin=TAWNY, hair="bald", beard=True, colour=STONE, coat=STONE, wear="apron", trim=CLAY
)
CHILD = Look(skin=DEEP, hair="plaits", coat=WHITE, legs=CLAY)
DRYER = (
    box(-28, -62, 56, 62, WHITE, rounded=5, edge=INK)
    + dot(0, -28, 19, "#a9c2cc", edge=INK)
    + line("M-20 -54 h18", STONE, 4)
    + dot(18, -54, 4, AMBER)
)


def sunday_evening(sentence: int) -> str:
    """Show the laundromat on Sunday: the people, one after the other."""
    room = backdrop(LIGHT, "#c9d3d1", 306) + window(
        92, 84, 130, 104, "#3d4a66", dot(20, -18, 12, "#f6e3b4")
    )
    room += box(0, 0, 640, 12, SLATE, rounded=0) + "".join(
        box(x, 12, 90, 9, "#f6e3b4") for x in (60, 270, 480)
    )
    machines = "".join(at(x, 308, DRYER, scale=1.55) for x in (250, 340, 430))
    counter = box(502, 236, 150, 112, WOOD, rounded=4, edge="#a5713f")
    broken = at(560, 232, box(-24, -9, 48, 12, INK, rounded=3) + box(-12, -15, 11, 7, AMBER))
    broken += line("M590 228 l14 -10", SLATE, 4)
    mender = figure(
        MENDER,
        566,
        342,
        scale=1.02,
        turned=-0.2,
        mood="down",
        left=(-16, -104),
        right=(26, -108),
        legs=False,
    )
    child = figure(CHILD, 156, 338, scale=0.76, turned=-0.8, left=(-42, -104) if sentence else None)
    nurse = figure(
        NURSE,
        64,
        338,
        scale=1.02,
        turned=0.7,
        mood="down" if sentence else "smile",
        right=(46, -88) if sentence else None,
    )
    rash = "".join(dot(x, y, 2, CLAY) for x, y in ((124, 258), (130, 262), (136, 257)))
    seen = room + machines
    seen += nurse + child + mender + counter + (rash + broken if sentence else "")
    return seen + (readers() if sentence == 2 else "")


def readers() -> str:
    """Draw the two boys on top of the dryers, reading."""
    seen = ""
    for x, look, scale, colour in ((294, OLDER, 0.74, TEAL), (386, YOUNGER, 0.64, CLAY)):
        knees = line(f"M{x - 12} 206 V250 M{x + 12} 206 V250", look.legs, 15) + line(
            f"M{x - 15} 254 h8 M{x + 9} 254 h8", INK, 9
        )
        reads = figure(
            look,
            x,
            212 + 70 * scale,
            scale=scale,
            mood="down",
            left=(-20, -92),
            right=(20, -92),
            legs=False,
        )
        top = 212 - 24 * scale
        book = area(
            f"M{x - 24} {top - 14} L{x} {top - 6} L{x + 24} {top - 14} v22 L{x} {top + 16} "
            f"L{x - 24} {top + 8}z",
            colour,
            edge=INK,
        )
        seen += reads + knees + book + line(f"M{x} {top - 6} v22", WHITE, 2)
    warm = "".join(line(f"M{x} 292 q6 -8 0 -16 t0 -16", AMBER, 3) for x in (212, 470))
    return seen + warm
