"""Pictures for "Who holds the pen?"."""

from clips.bus_places import SAFFRON, TESFAYE, by_thursday, late
from clips.figures import figure
from clips.laundromat import sunday_evening
from clips.rooms import (
    CREAM,
    DAY,
    WOOD,
    backdrop,
    cut,
    pen,
    speech,
    tabletop,
    tree,
    window,
)
from clips.shapes import (
    AMBER,
    CLAY,
    INK,
    MIST,
    SAND,
    STONE,
    TEAL,
    WHITE,
    Shown,
    area,
    at,
    box,
    line,
    shown,
    words,
)
from clips.support_sheet import circles, last_line, lines_and_names

VOICES = {"Mr. Tesfaye": "man", "Ms. Saffron": "other woman"}


LIST = (
    box(-30, -44, 60, 88, WHITE, edge=INK)
    + line("M-20 -34 H8", CLAY, 5)
    + "".join(line(f"M-20 {y} h24 M10 {y} h11", STONE, 2.5) for y in range(-24, 42, 6))
)


def meeting_room(sky: str = DAY) -> str:
    """Draw the small room in the school."""
    board = box(430, 60, 140, 92, "#e6d2ae", edge=WOOD, weight=5)
    pinned = box(446, 74, 40, 50, WHITE) + box(500, 70, 52, 36, MIST) + box(504, 114, 38, 28, AMBER)
    return (
        backdrop(CREAM, SAND, 316)
        + window(130, 104, 130, 116, sky, tree(-30, 58, 0.9))
        + board
        + pinned
    )


def two(his: str, hers: str, on_it: str = "", *, sky: str = DAY, between: str = "") -> str:
    """Put the two opposite one another at the table."""
    return meeting_room(sky) + between + his + hers + tabletop(268, 16, 130, 510) + on_it


def him(
    mood: str = "calm",
    *,
    turned: float = 0.8,
    right: tuple[float, float] | None = (24, -92),
    held: str = "",
) -> str:
    """Draw Mr. Tesfaye on his side of the table."""
    return figure(
        TESFAYE,
        192,
        380,
        scale=1.28,
        turned=turned,
        mood=mood,
        right=right,
        left=(-26, -88),
        held=held,
        legs=False,
    )


def her(
    mood: str = "calm",
    *,
    turned: float = -0.8,
    left: tuple[float, float] | None = (-24, -92),
    right: tuple[float, float] | None = (26, -88),
    held: str = "",
) -> str:
    """Draw Ms. Saffron on her side of the table."""
    return figure(
        SAFFRON,
        448,
        380,
        scale=1.28,
        turned=turned,
        mood=mood,
        left=left,
        right=right,
        held=held,
        legs=False,
    )


def eleven_numbers(sentence: int) -> str:
    """Show the list in his hand; his pride; and the list in her hands, folded."""
    given = at(70, -134, LIST, scale=0.86)
    if sentence < 2:
        return two(him("smile" if sentence else "calm", right=(50, -116), held=given), her())
    small = box(-15, -114, 30, 34, WHITE, edge=INK) + line("M0 -114 V-80 M-15 -97 H15", STONE, 2)
    return two(him("smile"), her("calm", left=(-17, -92), right=(18, -92), held=small))


def empty_sheet(sentence: int) -> str:
    """Show the empty sheet; then the pen, held out with its end toward her."""
    paper = area("M232 254 H410 L432 280 H210z", WHITE, edge=INK)
    if sentence == 0:
        return two(him("smile"), her(), paper, sky="#f3d9a8")
    offered = at(72, -122, line("M-20 0 H36", INK, 7) + line("M20 0 h4", AMBER, 7))
    return two(him("smile", right=(52, -122), held=offered), her("smile"), paper, sky="#f3d9a8")


def ordinary_week(sentence: int) -> str:
    """Let him ask about the seven days."""
    paper = area("M232 254 H410 L432 280 H210z", WHITE, edge=INK)
    days = "".join(
        box(102 + n * 38, 46, 30, 42, MIST if n < 5 else SAND, rounded=5, edge=INK)
        for n in range(7)
    )
    said = speech(246, 66, 316, 82, (226, 142)) + days + words(382, 84, "?", size=46)
    asks = figure(
        TESFAYE,
        192,
        380,
        scale=1.28,
        turned=0.8,
        mood="open",
        left=(-26, -88),
        right=(20, -90),
        legs=False,
    )
    hand = her("down", left=(-52, -102))
    return two(asks, hand, paper + pen(377, 266, 14, 0.95), sky="#f3d9a8") + said


def asks_about_it(sentence: int) -> str:
    """Let him lean forward and ask about the dotted line."""
    leans = at(170, 470, figure(TESFAYE, 0, 0, scale=1.72, turned=0.9, mood="open"), turn=7)
    hers = figure(SAFFRON, 500, 480, scale=1.72, turned=-0.8, mood="calm")
    dots = line("M296 78 Q346 50 404 76", INK, 9, dashes="1 19")
    said = speech(370, 70, 230, 100, (258, 168)) + dots + words(450, 92, "?", size=62)
    paper = area("M250 330 H420 L450 366 H226z", WHITE, edge=INK)
    return meeting_room("#f3d9a8") + leans + hers + tabletop(334, 16, 100, 560) + paper + said


def late_buses(sentence: int) -> str:
    """Show the boy at the bus stop; then the door that is closed."""
    said = speech(250, 106, 446, 188, (462, 252)) + cut(36, 20, 428, 172, late(sentence))
    hers = figure(SAFFRON, 536, 480, scale=1.5, turned=-0.6, mood="open", left=(-40, -96))
    his = figure(TESFAYE, 70, 474, scale=1.28, turned=0.9)
    return backdrop(CREAM, SAND, 400) + his + hers + said


def goes_home(sentence: int) -> str:
    """Show her with the sheet in her bag; through the window, him and the empty table."""
    wall = box(0, 0, 640, 320, "#e3c9a8", rounded=0) + box(0, 312, 640, 48, "#b9c2bf", rounded=0)
    bricks = line("M0 60 H640 M0 120 H640 M0 180 H640 M0 240 H640", "#d3b48e", 2)
    inside = box(-110, -84, 220, 170, CREAM, rounded=0)
    pad = area("M-62 30 h26 l4 12 h-34z", AMBER, edge=INK, weight=1.5)
    if sentence > 0:
        writes = figure(
            TESFAYE,
            -50,
            156,
            scale=0.98,
            mood="down",
            left=(-26, -92),
            right=(16, -104),
            legs=False,
        )
        inside += writes + box(-120, 42, 240, 60, WOOD, rounded=0)
        inside += (pad + pen(-42, 34, 24, 0.55)) if sentence == 2 else ""
    room = window(196, 134, 214, 160, CREAM, inside)
    entry = box(388, 76, 132, 240, SAND, edge=CLAY, weight=4) + box(400, 88, 108, 228, "#cdd6d2")
    leaf = area("M400 316 V88 L362 104 V334z", TEAL, edge=INK, weight=1.5)
    bag = box(20, -92, 40, 44, CLAY, rounded=7) + line("M26 -92 L10 -138", CLAY, 5)
    roll = at(
        42,
        -100,
        box(-8, -42, 16, 62, WHITE, rounded=3, edge=INK) + line("M-8 -30 h16", STONE, 2),
        turn=10,
    )
    walks = figure(SAFFRON, 486, 346, scale=1.24, turned=0.8, mood="smile", held=roll + bag)
    return wall + bricks + room + entry + leaf + walks


PICTURES: tuple[Shown, ...] = (
    shown(
        "At a small table in a school room a man with a beard and a tie, Mr. Tesfaye, holds "
        "out a neat printed list; opposite him Ms. Saffron, a woman with a head wrap and a "
        "delivery jacket, then holds it folded in four.",
        eleven_numbers,
    ),
    shown(
        "The same table on another day: the list is gone, a large empty sheet lies between "
        "them, and Mr. Tesfaye holds out a pen with its end toward her.",
        empty_sheet,
    ),
    shown(
        "Ms. Saffron holds the pen above the sheet, and a speech bubble from Mr. Tesfaye "
        "shows seven small boxes in a row, like the days of a week, and a question mark.",
        ordinary_week,
    ),
    shown(
        "The sheet seen from above fills the picture: one small circle with a head in a wrap, "
        "two smaller circles with boys’ heads below it, and then, next to them, a very large "
        "square in which there are three round washing machine doors.",
        circles,
    ),
    shown(
        "The square has become a room with machines in a row: a nurse looks at a child’s arm, "
        "a man behind a counter bends over an open telephone, and then two boys sit reading "
        "on top of the dryers.",
        sunday_evening,
    ),
    shown(
        "The sheet from above again, with two additions: a ring of small heads with a thick "
        "line, and at the far edge a house with a line that has an arrow at both ends. Mr. "
        "Tesfaye’s hand points at the line and does not touch it.",
        lines_and_names,
    ),
    shown(
        "Near the lower edge of the sheet the pen draws a small school; a thick line runs "
        "from it to one of the boys’ circles, and a dotted line to the other.",
        last_line,
    ),
    shown(
        "The two people at the table, closer: Mr. Tesfaye leans forward, and his speech "
        "bubble contains only the dotted line and a question mark.",
        asks_about_it,
    ),
    shown(
        "Ms. Saffron’s speech bubble shows a bus stop with a boy waiting under a clock at "
        "twenty past nine, and then, beside him, a classroom door that is already closed, "
        "with two children behind its glass.",
        late_buses,
    ),
    shown(
        "Mr. Tesfaye stands in a corridor with a telephone at his ear in front of a map of "
        "bus lines; he reaches toward one of them, and on the wall calendar beside him "
        "Thursday gets a ring around it.",
        by_thursday,
    ),
    shown(
        "Ms. Saffron walks out of the school door with the rolled sheet standing up in her "
        "bag; through the window beside her Mr. Tesfaye writes in a small notebook on an "
        "otherwise empty table.",
        goes_home,
    ),
)
