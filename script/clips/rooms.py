"""Rooms, streets and the things that stand in them, for scenes with figures."""

from math import cos, pi, sin

from clips.shapes import (
    AMBER,
    CLAY,
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
    disc,
    dot,
    line,
)

LIGHT = "#e9f1ef"
CREAM = "#f7efdf"
NIGHT = "#2b3d4a"
DUSK = "#6d6a83"
DAY = "#d9e8ee"
LEAF = "#3d7a63"
WOOD = "#c98f5e"


def backdrop(wall: str = LIGHT, floor: str = SAND, y: float = 300) -> str:
    """Fill the canvas with a wall and a floor that meet at a height."""
    seam = line(f"M0 {y} H640", STONE, 1.5)
    return box(0, 0, 640, y, wall, rounded=0) + box(0, y, 640, 360 - y, floor, rounded=0) + seam


def cut(x: float, y: float, width: float, height: float, content: str) -> str:
    """Show only what lies within a rectangle, given from its upper left corner."""
    name = "c" + "-".join(f"{part:.0f}" for part in (x, y, width, height))
    return (
        f'<clipPath id="{name}"><rect x="{x}" y="{y}" width="{width}" height="{height}"/>'
        f'</clipPath><g clip-path="url(#{name})">{content}</g>'
    )


def window(
    x: float, y: float, width: float, height: float, sky: str = DAY, inside: str = ""
) -> str:
    """Draw a window around a point; what is outside is drawn from that point too."""
    left, top = -width / 2, -height / 2
    view = cut(left, top, width, height, box(left, top, width, height, sky) + inside)
    bars = line(f"M0 {top} V{-top} M{left} 0 H{-left}", WHITE, 4)
    frame = box(left, top, width, height, "none", edge=WHITE, weight=8)
    edge = box(left - 4, top - 4, width + 8, height + 8, "none", edge=STONE, weight=1.5)
    sill = box(left - 10, -top + 4, width + 20, 9, WHITE, edge=STONE, weight=1.5)
    return at(x, y, view + bars + frame + edge + sill)


def tree(x: float, y: float, scale: float = 1, *, bare: bool = False) -> str:
    """Draw a tree with leaves or without."""
    trunk = line("M0 0 V-70", CLAY, 10)
    if bare:
        twigs = "M0 -50 L-30 -90 M0 -60 L30 -104 M0 -70 L-8 -122 M-18 -74 L-40 -80 M18 -86 L38 -84"
        return at(x, y, trunk + line(twigs, CLAY, 5), scale=scale)
    crown = dot(0, -100, 38, LEAF) + dot(-28, -80, 26, LEAF) + dot(28, -80, 26, LEAF)
    return at(x, y, trunk + crown, scale=scale)


def clock_at(x: float, y: float, radius: float, hour: float, minute: float) -> str:
    """Draw a clock that shows a time."""

    def hand(turn: float, length: float, weight: float) -> str:
        dx, dy = length * radius * sin(turn * 2 * pi), -length * radius * cos(turn * 2 * pi)
        return line(f"M0 0 l{dx:.1f} {dy:.1f}", INK, weight)

    marks = "".join(
        at(0, 0, line(f"M0 {-radius * 0.84:.1f} v{radius * 0.1:.1f}", STONE, 2), turn=turn)
        for turn in range(0, 360, 30)
    )
    hands = hand((hour % 12 + minute / 60) / 12, 0.48, radius / 9) + hand(
        minute / 60, 0.72, radius / 13
    )
    return at(x, y, disc(0, 0, radius) + marks + hands + dot(0, 0, radius / 10, INK))


def lamp(x: float, y: float, *, lit: bool = True) -> str:
    """Draw a lamp that hangs from the ceiling, with its light."""
    light = area("M-34 0 L-150 230 H150 L34 0z", AMBER) if lit else ""
    cone = f'<g opacity=".22">{light}</g>'
    shade = area("M-12 -26 H12 L38 2 H-38z", CLAY)
    return at(x, y, cone + line(f"M0 {-y} V-26", INK, 3) + dot(0, 2, 11, "#f6d58a") + shade)


def chair(x: float, y: float, colour: str = WOOD, *, scale: float = 1) -> str:
    """Draw a chair seen from its front: back, seat and legs."""
    dark = "#8f6038"
    back = box(-26, -112, 52, 40, colour, rounded=8) + box(-17, -72, 6, 26, dark, rounded=0)
    back += box(11, -72, 6, 26, dark, rounded=0)
    legs = box(-26, -44, 7, 44, dark, rounded=2) + box(19, -44, 7, 44, dark, rounded=2)
    return at(x, y, back + legs + box(-30, -52, 60, 12, colour, rounded=5), scale=scale)


def tabletop(
    y: float, height: float = 14, left: float = 0, right: float = 640, colour: str = WOOD
) -> str:
    """Draw the edge of a table or a counter that people sit or stand behind."""
    width = right - left
    front = box(left + 10, y + height, width - 20, 360 - y, "#b57f50", rounded=0)
    return front + box(left, y, width, height, colour, rounded=5)


def speech(x: float, y: float, width: float, height: float, to: tuple[float, float]) -> str:
    """Draw a large speech bubble around a point, its tail ending at another."""
    left, top = x - width / 2, y - height / 2
    tx, ty = to
    below = ty > y
    edge = top + height if below else top
    root = min(max(tx, left + 34), left + width - 34)
    tail = f"M{root - 13} {edge} L{tx} {ty} L{root + 13} {edge}"
    inner = -2.6 if below else -0.4
    return (
        box(left, top, width, height, WHITE, rounded=22, edge=INK)
        + area(tail, WHITE, edge=INK)
        + box(root - 11.6, edge + inner, 23.2, 3, WHITE, rounded=0)
    )


def thought(x: float, y: float, radius: float, to: tuple[float, float]) -> str:
    """Draw a round thought and the small bubbles that lead to somebody's head."""
    tx, ty = to
    trail = "".join(
        dot(x + (tx - x) * part, y + (ty - y) * part, size, WHITE, edge=STONE)
        for part, size in ((0.72, 7), (0.86, 5), (0.97, 3.5))
    )
    return trail + dot(x, y, radius, WHITE, edge=STONE)


def thermometer() -> str:
    """Draw a thermometer that shows a fever, around (0, 0)."""
    tube = line("M0 -32 V22", INK, 19) + line("M0 -32 V22", WHITE, 14)
    marks = line("M12 -28 h9 M12 -14 h6 M12 0 h9 M12 14 h6", INK, 2.5)
    return tube + dot(0, 26, 15, INK) + dot(0, 26, 12, CLAY) + line("M0 -24 V24", CLAY, 7) + marks


def fists(first: str, second: str) -> str:
    """Draw two fists that meet, around (0, 0)."""

    def fist(skin: str, sleeve: str) -> str:
        fingers = "".join(
            box(22, y, 17, 11, skin, rounded=5, edge=INK, weight=1.6) for y in (-20, -9, 2, 13)
        )
        hand = box(-6, -21, 36, 46, skin, rounded=10, edge=INK, weight=1.6)
        return box(-34, -16, 30, 36, sleeve, rounded=3) + hand + fingers

    sparks = line("M0 -34 V-46 M-11 -31 L-17 -40 M11 -31 L17 -40", AMBER, 4)
    left = at(-24, 0, fist(first, SLATE), scale=0.62)
    right = f'<g transform="translate(24 0) scale(-.62 .62)">{fist(second, TEAL)}</g>'
    return left + right + sparks


def coin(radius: float = 28) -> str:
    """Draw a coin around (0, 0)."""
    rim = disc(0, 0, radius, AMBER) + dot(0, 0, radius * 0.74, "#e6b25c")
    bar = line(f"M0 {-radius * 0.62} V{radius * 0.62}", INK, 3)
    curve = line("M9 -9 q-9 -7 -16 -1 q-5 7 5 10 q13 2 11 10 q-6 8 -19 0", INK, 3.5)
    return rim + bar + at(0, 0, curve, scale=radius / 30)


def bus(colour: str = AMBER) -> str:
    """Draw a bus that stands on (0, 0)."""
    panes = "".join(box(x, -74, 28, 26, PAPER) for x in (-68, -32, 4))
    wheels = "".join(dot(x, -12, 14, INK) + dot(x, -12, 6, STONE) for x in (-44, 44))
    shell = box(-80, -86, 160, 74, colour, rounded=10, edge=INK)
    return shell + panes + box(40, -74, 26, 58, MIST, edge=INK) + wheels


def mobile_phone(screen: str = MIST, inside: str = "") -> str:
    """Draw a telephone upright around (0, 0); what is on its screen is drawn from there too."""
    return box(-21, -38, 42, 76, INK, rounded=8) + box(-17, -31, 34, 60, screen, rounded=3) + inside


def waves(x: float, y: float, scale: float = 1) -> str:
    """Draw the sound of a telephone on both sides of it."""
    both = "".join(
        line(f"M{side * far} -20 q{side * 10} 20 0 40", AMBER, 4.5)
        for side in (-1, 1)
        for far in (32, 44)
    )
    return at(x, y, both, scale=scale)


def pen(x: float, y: float, turn: float = 35, scale: float = 1) -> str:
    """Draw a pen whose point is at a place."""
    shaft = box(-4, -62, 8, 50, INK, rounded=3) + area("M-4 -13 H4 L0 0z", STONE)
    return at(x, y, shaft + box(-4, -58, 8, 5, AMBER, rounded=0), turn=turn, scale=scale)


def writing_hand(x: float, y: float, skin: str, sleeve: str, *, scale: float = 1) -> str:
    """Draw a hand from the lower right that holds a pen with its point at a place."""
    cuff = line("M52 30 L150 120", sleeve, 44)
    palm = area(
        "M12 -14 q18 -22 42 -8 l20 28 q2 22 -24 28 q-22 2 -34 -16 q-14 -14 -4 -32z",
        skin,
        edge=INK,
        weight=1.6,
    )
    shaft = line("M0 0 L46 -62", INK, 8) + line("M30 -40 L34 -46", AMBER, 8)
    fingers = line("M14 -14 q10 4 20 -6 M12 0 q14 6 26 -4", INK, 2)
    return at(x, y, cuff + shaft + palm + fingers, scale=scale)


def envelope(width: float = 60, height: float = 42, colour: str = WHITE) -> str:
    """Draw an envelope around (0, 0)."""
    w, h = width / 2, height / 2
    return box(-w, -h, width, height, colour, edge=INK) + line(f"M{-w} {-h} L0 4 L{w} {-h}", INK, 2)


def picture_of_school(scale: float = 1) -> str:
    """Draw a small school around (0, 0)."""
    walls = box(-26, -4, 52, 24, WHITE, edge=INK, weight=2) + box(-6, 6, 12, 14, TEAL, rounded=0)
    panes = "".join(box(x, 2, 9, 8, SLATE, rounded=0) for x in (-21, 12))
    roof = area("M-30 -4 L0 -20 30 -4z", CLAY, edge=INK)
    flag = line("M0 -20 V-34", INK, 2.5) + area("M0 -34 h14 l-4 5 4 5 h-14z", AMBER)
    return at(0, 4, walls + panes + roof + flag, scale=scale)
