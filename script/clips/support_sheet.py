"""The sheet of "Who holds the pen?" as it is drawn, seen from above."""

from clips.rooms import WOOD, pen, writing_hand
from clips.shapes import (
    AMBER,
    BROWN,
    CLAY,
    DEEP,
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


def sheet_of_paper() -> str:
    """Draw the sheet from above; it fills the picture."""
    return box(0, 0, 640, 360, WOOD, rounded=0) + box(
        26, 14, 588, 332, WHITE, rounded=3, edge=STONE
    )


OWN = (190, 150)
BOYS = ((146, 224), (228, 226))


def own_circle() -> str:
    """Draw her circle, the mother, and her two boys beside it."""
    seen = dot(*OWN, 30, SAND, edge=INK) + at(OWN[0], OWN[1] + 4, face_of(AMBER, BROWN))
    for (x, y), colour in zip(BOYS, (CLAY, AMBER), strict=True):
        seen += dot(x, y, 23, SAND, edge=INK) + at(
            x, y + 3, face_of(colour, BROWN, hair=INK), scale=0.8
        )
    return seen


def face_of(coat: str, skin: str, *, hair: str = "") -> str:
    """Draw a head as somebody draws it with a pen, around (0, 0)."""
    top = area("M-10 -8 a10 11 0 0 1 20 0 q-10 -7 -20 0z", hair or coat)
    return area("M-15 18 q15 -24 30 0z", coat) + dot(0, -5, 9.5, skin) + top


def laundromat_square() -> str:
    """Draw the large square with three machine doors."""
    square = box(318, 88, 252, 178, MIST, rounded=4, edge=INK, weight=3)
    doors = "".join(
        dot(x, 188, 32, WHITE, edge=INK)
        + dot(x, 188, 22, "#a9c2cc", edge=INK)
        + line(f"M{x - 14} 192 q7 -8 14 0 t14 0", WHITE, 3)
        for x in (368, 444, 520)
    )
    tag = line("M342 126 H546", INK, 3) + dot(354, 110, 4, AMBER) + dot(370, 110, 4, AMBER)
    return square + doors + tag + line("M228 158 L314 166 M256 220 L314 210", INK, 4)


def own_hand(x: float, y: float) -> str:
    """Draw her hand with the pen."""
    return writing_hand(x, y, BROWN, TEAL, scale=1.15)


def circles(sentence: int) -> str:
    """Draw the small circles; then the laundromat, which is larger than they are."""
    if sentence == 0:
        return sheet_of_paper() + own_circle() + own_hand(252, 240)
    return sheet_of_paper() + own_circle() + laundromat_square() + own_hand(516, 262)


def prayer_group() -> str:
    """Draw the ring of small heads with its thick line."""
    ring = "".join(
        at(88, 78, at(0, -34, dot(0, 0, 9, colour, edge=INK)), turn=turn)
        for turn, colour in zip(
            range(0, 360, 45), (CLAY, AMBER, SLATE, TEAL, SAND, STONE, BROWN, MIST), strict=True
        )
    )
    return ring + line("M118 96 L156 126", INK, 9)


def cousin() -> str:
    """Draw the house of the cousin, far away, with an arrow both ways."""
    home = area("M548 74 V44 L572 24 596 44 V74z", SAND, edge=INK) + box(565, 54, 14, 20, TEAL)
    both = line("M216 124 Q330 40 536 52", INK, 4) + line(
        "M524 42 l13 10 -14 9 M219 106 l-4 19 17 -4", INK, 4
    )
    return home + both


def lines_and_names(sentence: int) -> str:
    """Add the prayer group; the cousin; and his hand, which points and does not touch."""
    seen = sheet_of_paper() + own_circle() + laundromat_square() + prayer_group() + cousin()
    if sentence == 0:
        return seen + own_hand(574, 76)
    if sentence == 1:
        return seen + own_hand(540, 54)
    points = line("M500 -50 L438 -4", SLATE, 46) + line("M446 -8 L434 0", WHITE, 42)
    hand = dot(418, 14, 22, DEEP) + line("M410 18 L384 42", DEEP, 14)
    return seen + points + hand


def school_on_the_sheet() -> str:
    """Draw the small school near the lower edge."""
    walls = box(270, 310, 64, 28, WHITE, edge=INK) + box(295, 320, 14, 18, TEAL, rounded=0)
    return (
        walls + area("M264 310 L302 291 340 310z", CLAY, edge=INK) + line("M302 291 V278", INK, 3)
    )


THICK = line("M246 246 L278 296", INK, 9)
DOTTED = line("M152 252 Q166 322 256 326", INK, 6, dashes="1 13")


def last_line(sentence: int) -> str:
    """Draw the school; the thick line; and the dotted one."""
    seen = sheet_of_paper() + own_circle() + laundromat_square() + prayer_group() + cousin()
    seen += school_on_the_sheet()
    if sentence > 0:
        seen += THICK
    if sentence > 1:
        return seen + DOTTED + pen(420, 326, 72, 1.1)
    return seen + own_hand(*((336, 336), (280, 298))[sentence])
