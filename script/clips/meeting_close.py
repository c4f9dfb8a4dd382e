"""The small room's table, papers and hands from near, for both films of the meeting."""

from clips.meeting_room import EDGE, page_in_a_bubble, typed_page
from clips.rooms import WOOD, writing_hand
from clips.shapes import (
    AMBER,
    BROWN,
    CLAY,
    FAIR,
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
    dot,
    line,
)


def from_above(sentence: int) -> str:
    """Bring the seven chairs; wipe the table; lay down the pen."""
    walls = box(0, 0, 640, 360, SAND, rounded=0) + box(
        70, 14, 500, 332, "#efe6d3", edge=SLATE, weight=10
    )
    doorway = box(62, 150, 16, 80, "#efe6d3", rounded=0) + line("M70 150 V230", WHITE, 3)
    doorway += line("M70 230 H142", TEAL, 8) + line(
        "M142 230 A76 76 0 0 0 70 154", STONE, 2, dashes="4 7"
    )
    seat = box(-24, -16, 48, 36, WOOD, rounded=9, edge=EDGE) + box(-26, -24, 52, 12, EDGE)
    seats = "".join(
        at(326, 180, at(0, -132, seat), turn=turn)
        for turn in (-90, -38.6, 12.9, 64.3, 115.7, 167.1, 218.6)
    )
    top = dot(326, 180, 98, WOOD, edge=EDGE)
    shine = line("M268 150 q34 -40 84 -36", "#dcae83", 7) if sentence else ""
    tool = (
        at(402, 196, line("M0 -26 V22", INK, 8) + line("M0 -8 v6", AMBER, 8))
        if sentence > 1
        else ""
    )
    return walls + doorway + seats + top + shine + tool + (wiping() if sentence == 1 else "")


def wiping() -> str:
    """Draw Ms. Dell from above, with a cloth in her hand."""
    cloth = at(330, 146, area("M-34 -16 L30 -20 34 16 -30 20z", MIST, edge=STONE))
    reach = line("M416 60 L372 98 L344 140", TEAL, 22) + dot(342, 142, 11, FAIR)
    rest = line("M472 66 L484 106", TEAL, 22) + dot(486, 112, 11, FAIR)
    trunk = '<ellipse cx="444" cy="58" rx="52" ry="24" fill="#0b5d5a" stroke="#1d2524"/>'
    return cloth + reach + rest + trunk + dot(444, 60, 23, STONE, edge=INK)


def signed_page() -> str:
    """Draw a page with six names and a seventh that is being written."""
    desk = box(0, 0, 640, 360, WOOD, rounded=0)
    paper = box(120, -20, 330, 400, WHITE, rounded=3, edge=STONE)
    scrawl = "q8 -18 14 0 t14 -2 q8 -14 12 2 t16 0 q10 -10 16 0"
    names = "".join(
        line(f"M150 {y} H410", STONE, 2) + line(f"M{160 + n * 9} {y - 6} {scrawl} {scrawl}", ink, 3)
        for n, (y, ink) in enumerate(zip(range(52, 290, 44), (TEAL, INK, SLATE) * 2, strict=True))
    )
    last = line("M150 316 H410", STONE, 2) + line(f"M160 310 {scrawl}", TEAL, 3)
    return desk + paper + names + last + writing_hand(236, 308, BROWN, CLAY, scale=1.25)


def small_sheet(lines: int = 3, scale: float = 1) -> str:
    """Draw the small sheet of paper around (0, 0) with one, two or three lines on it."""
    rows = "".join(
        line(f"M-28 {y} h{w}", INK, 4) for y, w in ((-22, 56), (0, 46), (22, 52))[:lines]
    )
    return at(0, 0, box(-42, -46, 84, 92, WHITE, edge=INK) + rows, scale=scale)


def from_her_chair(content: str, *, tilt: float = -3) -> str:
    """Draw the table from above, with the typed page on it."""
    wood = box(0, 0, 640, 360, WOOD, rounded=0) + line("M0 70 H640 M0 300 H640", "#b57f50", 3)
    return wood + at(320, 176, typed_page(), turn=tilt, scale=1.04) + content


def resting(x: float, y: float) -> str:
    """Draw Mrs. Poplar's hand, flat on the table."""
    cuff = line(f"M{x + 30} {y + 44} L{x + 130} {y + 170}", CLAY, 58)
    fingers = "".join(
        line(f"M{x + dx} {y + dy} l-16 -36", BROWN, 15)
        for dx, dy in ((-14, 18), (0, 6), (15, 0), (30, 4))
    )
    gaps = "".join(
        line(f"M{x + dx} {y + dy} l-10 -22", "#5f3c26", 1.5)
        for dx, dy in ((-8, 10), (7, 2), (22, 0))
    )
    thumb = line(f"M{x + 2} {y + 42} l-32 -6", BROWN, 15)
    return cuff + fingers + thumb + dot(x + 14, y + 28, 29, BROWN) + gaps


def typed(sentence: int) -> str:
    """Show the page; its date and her line; then that nothing else fits."""
    marks = ""
    if sentence > 0:
        marks = box(340, 12, 90, 34, "none", rounded=10, edge=AMBER, weight=4)
        marks += box(218, 296, 212, 44, "none", rounded=10, edge=AMBER, weight=4)
    paper = at(110, 190, small_sheet(3), scale=0.9, turn=-8) if sentence == 2 else ""
    pale = f'<g opacity=".45">{paper}</g>' if paper else ""
    return from_her_chair(marks + pale + resting(500, 214), tilt=0)


def pen_over_it(sentence: int) -> str:
    """Let a hand with a pen reach over the page from the other side."""
    sleeve = line("M250 -60 L316 66", TEAL, 52) + line("M300 36 L322 78", SAND, 30)
    hand = dot(332, 102, 28, FAIR, edge=STONE) + line("M312 116 l-10 18 M330 124 l-3 18", FAIR, 14)
    rod = line("M372 88 L272 159", INK, 11) + line("M306 135 l-6 4", AMBER, 11)
    bubble = speech_from_above()
    return from_her_chair(resting(520, 236)) + sleeve + rod + hand + bubble


def speech_from_above() -> str:
    """Draw a bubble whose tail goes up, out of the picture."""
    tail = area("M424 46 L352 -8 L456 46", WHITE, edge=INK)
    shell = box(398, 46, 216, 140, WHITE, rounded=22, edge=INK)
    seam = box(426.5, 45, 27, 4, WHITE, rounded=0)
    return shell + tail + seam + at(506, 116, page_in_a_bubble())


def in_the_pocket() -> str:
    """Draw the pocket, seen through, with her hand around the paper."""
    pocket = area("M424 150 H604 V296 q0 24 -24 24 H448 q-24 0 -24 -24z", "#c67d66", edge=INK)
    seam = line("M436 162 V292 q0 16 16 16 H576 q16 0 16 -16 V162", "#6d3425", 2.5, dashes="8 7")
    paper = at(524, 238, small_sheet(3), scale=1.05, turn=6)
    sleeve = line("M470 110 L500 196", CLAY, 46)
    palm = box(482, 196, 44, 70, BROWN, rounded=20)
    fingers = "".join(line(f"M512 {y} h36", BROWN, 14) for y in (212, 229, 246, 262))
    gaps = line("M520 220.5 h28 M520 237.5 h28 M520 254 h28", "#5f3c26", 1.5)
    trail = line("M340 330 Q380 330 416 290", STONE, 3, dashes="2 9")
    return trail + pocket + seam + paper + sleeve + palm + fingers + gaps
