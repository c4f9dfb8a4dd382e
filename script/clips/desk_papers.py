"""What lies and hangs about Ms. Bell's desk: a calendar, a cardigan, a page of notes."""

from clips.figures import shade
from clips.office import (
    RED,
    SHADE,
)
from clips.rooms import WOOD
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
    dot,
    line,
)


def calendar(x: float, y: float, crossed: int) -> str:
    """Draw a month on the wall, some of its weeks crossed out."""
    head = (
        box(-56, -58, 112, 20, CLAY, rounded=3) + dot(-30, -48, 4, WHITE) + dot(30, -48, 4, WHITE)
    )
    days = "".join(
        box(-48 + 20 * day, -32 + 18 * week, 15, 13, MIST, rounded=2)
        for week in range(5)
        for day in range(5)
    )
    marks = "".join(
        line(f"M-47 {-31 + 18 * week} l92 11 m0 -11 l-92 11", INK, 3)
        for week in range(1, crossed + 1)
    )
    return at(x, y, box(-56, -58, 112, 124, WHITE, edge=STONE) + head + days + marks)


def cardigan(x: float, y: float) -> str:
    """Draw a chair with somebody's cardigan over its back, its sleeves hanging down."""
    chair = box(-50, -82, 100, 170, INK, rounded=16)
    cloth = area("M-54 -76 Q0 -104 54 -76 L60 70 H-60z", CLAY)
    sleeves = "".join(
        line(f"M{side * 56} -60 L{side * 74} -24", shade(CLAY), 26)
        + line(f"M{side * 76} -19 l{side * 4} 8", SAND, 22)
        for side in (-1, 1)
    )
    collar = area("M-20 -90 Q0 -98 20 -90 L0 -50z", SAND)
    return at(x, y, chair + cloth + sleeves + collar)


def handwriting(x: float, y: float, width: float, rows: int, gap: float = 24) -> str:
    """Draw a clear hand: short words in a row."""
    parts = (0.22, 0.1, 0.3, 0.16)
    seen = ""
    for row in range(rows):
        start = x
        for n in range(4):
            long = parts[(n + row) % 4] * width
            seen += line(
                f"M{start} {y + row * gap} q{long / 4} -7 {long / 2} 0 t{long / 2} 0", SLATE, 3
            )
            start += long + width * 0.06
    return seen


SOCKS = (
    line("M-10 -26 V4 q0 10 10 12 l16 4", TEAL, 13)
    + line("M-10 -18 h0", WHITE, 5)
    + line("M14 -26 V-4 q0 8 10 12 l14 4", TEAL, 13)
    + line("M-10 -22 h0 M14 -22 h0", AMBER, 13)
)


COPIER = (
    box(-34, -12, 68, 40, STONE, edge=INK)
    + box(-40, -22, 80, 12, SLATE, edge=INK)
    + area("M-20 8 H20 L26 22 H-26z", WHITE, edge=INK)
    + dot(24, -2, 4, RED)
)


def table_top(colour: str = WOOD) -> str:
    """Draw a desk seen from above, with its boards."""
    return box(0, 0, 640, 360, colour, rounded=0) + line("M0 118 H640 M0 244 H640", SHADE, 2)


def notes_page(inside: str) -> str:
    """Draw Ms. Bell's sheet with one corner curled up."""
    sheet = area("M-150 -150 H150 V112 L112 160 H-150z", WHITE, edge=STONE)
    corner = area("M112 160 q4 -40 -8 -56 q28 12 46 8z", SAND, edge=STONE)
    return area("M-144 -144 H158 V118 L120 168 H-144z", SHADE) + sheet + inside + corner
