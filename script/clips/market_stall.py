"""The stall at the market: who works there, what stands on it, and the sheets of a lesson."""

from clips.figures import Look, Point, figure
from clips.rooms import DAY, LEAF, WOOD, tree
from clips.shapes import (
    AMBER,
    BROWN,
    CLAY,
    DEEP,
    FAIR,
    INK,
    MIST,
    SAND,
    SLATE,
    STONE,
    TAWNY,
    TEAL,
    WHITE,
    area,
    at,
    box,
    line,
    words,
)

COPPER = Look(skin=DEEP, hair="wrap", colour=AMBER, trim=CLAY, coat=CLAY, width=1.1)


SON = Look(skin=DEEP, hair="mop", coat=TEAL, legs=SLATE)


SISTER = Look(skin=DEEP, hair="plaits", coat=AMBER, legs=CLAY)


ALVAREZ = Look(skin=TAWNY, hair="bob", colour="#3b2a20", coat=SLATE, wear="collar", legs=INK)


CLASSMATE = Look(skin=FAIR, hair="bun", colour=CLAY, coat=MIST, legs=SLATE, glasses=True)


OLD_MAN = Look(skin=TAWNY, hair="bald", colour=STONE, coat=LEAF, beard=True, legs=INK)


WOMAN = Look(skin=BROWN, hair="scarf", colour=TEAL, coat=AMBER, wear="skirt", trim=SLATE)


APRON = box(-22, -120, 44, 54, SAND, rounded=5) + line(
    "M-18 -118 L-9 -144 M18 -118 L9 -144", SAND, 4
)


SALT = "#f4f6f5"


def copper(
    x: float,
    y: float,
    scale: float = 1,
    *,
    turned: float = 0,
    mood: str = "calm",
    left: Point | None = None,
    right: Point | None = None,
) -> str:
    """Draw Mrs. Copper in her apron, behind something that hides her legs."""
    return figure(
        COPPER,
        x,
        y,
        scale=scale,
        turned=turned,
        mood=mood,
        held=APRON,
        left=left,
        right=right,
        legs=False,
    )


def son(
    x: float,
    y: float,
    scale: float = 0.8,
    *,
    turned: float = 0,
    mood: str = "calm",
    left: Point | None = None,
    right: Point | None = None,
    apron: bool = True,
    held: str = "",
    legs: bool = False,
) -> str:
    """Draw the boy, at work in an apron or after it."""
    return figure(
        SON,
        x,
        y,
        scale=scale,
        turned=turned,
        mood=mood,
        left=left,
        right=right,
        held=(APRON if apron else "") + held,
        legs=legs,
    )


def fraction(x: float, y: float, upper: int, lower: int, size: int = 17) -> str:
    """Write a fraction around a point."""
    both = words(x, y - 5, str(upper), size=size) + words(x, y + size, str(lower), size=size)
    return both + line(f"M{x - 9} {y} h18", INK, 2)


def exercises(x: float, y: float, turn: float) -> str:
    """Draw a sheet of fractions, filled in as far as the middle."""
    rows = ""
    for row in range(5):
        top = -116 + 56 * row
        rows += fraction(-76, top, 1 + row, (3, 4, 5, 6, 8)[row]) + words(
            -46, top + 7, "+", size=20
        )
        rows += fraction(-16, top, 1, (3, 2, 5, 3, 4)[row]) + words(12, top + 7, "=", size=20)
        if row < 2:
            rows += line(f"M34 {top + 4} q8 -14 16 0 t16 -2 t14 2", TEAL, 4)
        else:
            rows += line(f"M30 {top + 12} h62", STONE, 2)
    return at(x, y, box(-112, -156, 224, 312, WHITE, edge=STONE) + rows, turn=turn)


def awning(left: float, right: float, y: float, colour: str = CLAY) -> str:
    """Draw a striped awning."""
    step = (right - left) / 8
    return "".join(
        area(
            f"M{left + n * step} {y} h{step} v46 a{step / 2} 14 0 0 1 {-step} 0z",
            colour if n % 2 == 0 else WHITE,
        )
        for n in range(8)
    ) + line(f"M{left} {y} H{right}", INK, 4)


def square(sky: str = DAY) -> str:
    """Draw the ground of the market and the stalls behind."""
    ground = box(0, 0, 640, 300, sky, rounded=0) + box(0, 296, 640, 64, "#d6cfc0", rounded=0)
    far = box(20, 168, 120, 130, "#b8c4c0", rounded=0) + awning(10, 150, 150, TEAL)
    far += box(500, 176, 120, 122, "#c3c0b4", rounded=0) + awning(488, 632, 156, AMBER)
    return ground + tree(206, 296, 1.1) + tree(456, 296, 0.9) + f'<g opacity=".75">{far}</g>'


def wares(left: float, y: float) -> str:
    """Draw a pot, jars and limes on the counter."""
    pot = box(left, y - 44, 70, 44, SLATE, rounded=8) + box(left - 5, y - 48, 80, 9, INK)
    jars = "".join(
        box(left + 92 + 28 * n, y - 34, 22, 34, colour, rounded=5)
        + box(left + 92 + 28 * n, y - 40, 22, 8, INK)
        for n, colour in enumerate((CLAY, AMBER, LEAF))
    )
    return pot + jars


def stall(
    left: float, right: float, behind: str = "", on_top: str = "", *, top: float = 226
) -> str:
    """Draw the stall from the front: those behind it, the counter, what stands on it."""
    back = box(left + 8, 70, right - left - 16, 240, "#efe2c6", rounded=0)
    posts = box(left, 60, 11, 290, WOOD) + box(right - 11, 60, 11, 290, WOOD)
    bar = box(left - 10, top, right - left + 20, 15, WOOD) + box(
        left, top + 14, right - left, 140, "#b57f50", rounded=0
    )
    cloth = "".join(
        line(f"M{x} {top + 34} v{300}", "#a5713f", 3) for x in range(int(left) + 40, int(right), 52)
    )
    return back + behind + posts + awning(left - 14, right + 14, 40) + bar + cloth + on_top


def bucket(
    x: float,
    y: float,
    scale: float = 1,
    *,
    mark: bool = True,
    filled: bool = True,
    bright: bool = False,
) -> str:
    """Draw a bucket that is filled up to a third."""
    grip = line("M-34 -40 Q0 -92 34 -40", INK, 4)
    shell = area("M-38 -42 H38 L30 42 H-30z", WHITE, edge=INK, weight=3)
    third = area("M-32.6 14 H32.6 L30 40 H-30z", AMBER) if filled else ""
    lines = line("M-35 -14 H-20 M-33 14 H-12", INK, 3) if mark else ""
    strong = line("M-46 14 H46", CLAY, 5, dashes="9 7") if bright else ""
    return at(x, y, grip + shell + third + lines + strong, scale=scale)


def worksheet(*, drawn: bool) -> str:
    """Draw a worksheet around (0, 0); a bucket may be on it."""
    page = box(-62, -80, 124, 160, WHITE, edge=INK, weight=3) + line("M-44 -60 h60", SLATE, 6)
    rows = line("M-44 42 h88 M-44 56 h88 M-44 70 h52", STONE, 4)
    return (
        page
        + rows
        + (bucket(0, -4, 0.76) if drawn else line("M-44 -36 h88 M-44 -20 h88", STONE, 4))
    )


def recipe(x: float, y: float, scale: float = 1) -> str:
    """Draw a card with a recipe: a pot and lines."""
    pot = box(-30, -26, 26, 18, SLATE, rounded=4) + box(-33, -29, 32, 5, INK)
    rows = line("M4 -24 h26 M4 -13 h18 M-30 6 h60 M-30 18 h44", STONE, 3)
    return at(x, y, box(-42, -40, 84, 74, SAND, edge=INK) + pot + rows, scale=scale)


def check_mark(x: float, y: float) -> str:
    """Draw a check mark."""
    return line(f"M{x} {y} l12 14 26 -32", TEAL, 8)


def cup(x: float, y: float, level: int) -> str:
    """Draw a measuring cup marked in thirds, filled up to one of them."""
    water = box(-21, 27 - 18 * level, 42, 18 * level, "#8fb6c9", rounded=0)
    marks = line("M-22 9 h14 M-22 -9 h14 M-22 -27 h14", INK, 2.5)
    return at(
        x,
        y,
        box(-22, -34, 44, 62, WHITE, rounded=5)
        + water
        + box(-22, -34, 44, 62, "none", edge=INK)
        + marks
        + line("M22 -22 q18 12 0 34", INK, 4),
    )
