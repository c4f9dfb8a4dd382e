"""The classroom, the hooks and the gate of "Who packs the bag?"."""

from clips.family_people import PARK, STEPFATHER
from clips.figures import figure
from clips.rooms import CREAM, DAY, WOOD, tree
from clips.shapes import (
    AMBER,
    CLAY,
    INK,
    MIST,
    SAND,
    SLATE,
    STONE,
    TEAL,
    WHITE,
    area,
    at,
    box,
    line,
)

STAR = "M0 -34 L10 -11 34 -9 15 7 21 31 0 18 -21 31 -15 7 -34 -9 -10 -11z"
BAG = (
    line("M-34 -104 v-14 a34 26 0 0 1 68 0 v14", "#08403e", 11)
    + box(-76, -108, 152, 108, TEAL, rounded=26)
    + box(-52, -58, 104, 50, "#2f7a74", rounded=14)
    + line("M-44 -44 H44", SAND, 5)
    + line("M-74 -88 q74 26 148 0", "#08403e", 6)
)


def chart(colours: tuple[str, ...] = ()) -> str:
    """Draw a grid of squares around (0, 0), the first of them colored."""
    paper = box(-46, -56, 92, 112, WHITE, edge=INK)
    squares = "".join(
        box(-38 + n % 4 * 20, -48 + n // 4 * 20, 16, 16, colour, rounded=2, edge=STONE)
        for n, colour in enumerate(colours + (WHITE,) * (16 - len(colours)))
    )
    return paper + squares + line("M-38 46 H38", STONE, 2.5)


def calendar(x: float, y: float, weeks: int) -> str:
    """Draw a wall calendar on which weeks are crossed out."""
    paper = box(-70, -70, 140, 144, WHITE, edge=INK) + box(-70, -70, 140, 26, CLAY, edge=INK)
    days = "".join(
        box(-60 + day * 25, -34 + week * 26, 19, 19, MIST if day < 5 else SAND, rounded=2)
        for week in range(4)
        for day in range(5)
    )
    crossed = "".join(
        line(f"M-58 {-32 + week * 26} l117 15 m0 -15 l-117 15", INK, 3) for week in range(weeks)
    )
    return at(x, y, paper + days + crossed)


def hooks() -> str:
    """Draw coat hooks with coats and bags on a wall."""
    rail = box(300, 96, 330, 14, WOOD, edge="#a5713f")
    things = ""
    for n, colour in enumerate((CLAY, SLATE, AMBER, TEAL)):
        x = 334 + n * 82
        things += line(f"M{x} 108 v12 q0 9 9 9", INK, 5)
        coat = f"M{x - 26} 210 L{x - 18} 136 q22 -16 44 0 L{x + 34} 210z"
        things += area(coat, colour) + line(f"M{x + 4} 140 V208", "#00000022", 3)
    return rail + things


def street() -> str:
    """Draw the gate of the school and what is behind it."""
    sky = box(0, 0, 640, 300, DAY, rounded=0) + box(0, 296, 640, 64, SAND, rounded=0)
    house = box(190, 92, 300, 208, CREAM, edge=STONE) + area("M170 94 L340 36 510 94z", CLAY)
    panes = "".join(
        box(x, 122, 40, 48, "#a9c2cc", edge=WHITE, weight=4) for x in (214, 276, 366, 428)
    )
    entry = box(316, 216, 50, 84, TEAL)
    fence = "".join(
        line(f"M{x} 300 V204", SLATE, 5) for x in (*range(8, 170, 22), *range(486, 640, 22))
    )
    rails = line("M0 222 H164 M0 284 H164 M482 222 H640 M482 284 H640", SLATE, 5)
    posts = box(164, 180, 22, 126, WOOD, edge=INK) + box(462, 180, 22, 126, WOOD, edge=INK)
    return (
        sky
        + house
        + panes
        + entry
        + tree(70, 300, 1.2)
        + tree(590, 300, 1.4)
        + fence
        + rails
        + posts
    )


def at_the_gate(sentence: int) -> str:
    """Let the stepfather yawn, and the note go into the pocket."""
    note = at(
        -34, -60, box(-13, -18, 26, 36, WHITE, edge=INK) + line("M-7 -8 h14 M-7 0 h14", STONE, 2)
    )
    pocketed = area("M10 -96 h18 v18 h-18z", WHITE, edge=INK, weight=1.5) + line(
        "M8 -78 H31", "#08403e", 3
    )
    shown_note = note if sentence == 0 else pocketed
    him = figure(
        PARK, 196, 340, scale=1.16, turned=0.8, mood="smile", held=shown_note, left=(-34, -62)
    )
    tall = figure(STEPFATHER, 430, 342, scale=1.32, turned=-0.6, mood="yawn", left=(-14, -146))
    return street() + him + tall
