"""The bus, the brick school, and what else Mrs. Rowan meets on a Thursday."""

from clips.figures import shade
from clips.office import (
    BRICK,
    RED,
)
from clips.rooms import (
    DAY,
    WOOD,
)
from clips.shapes import (
    AMBER,
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


def clipped(name: str, path: str, content: str) -> str:
    """Show only what lies inside an outline."""
    outline = f'<clipPath id="{name}"><path d="{path}"/></clipPath>'
    return f'{outline}<g clip-path="url(#{name})">{content}</g>'


def seated_legs(colour: str, shoe: str = INK) -> str:
    """Draw the legs of somebody who sits and is seen from the front, below the trunk."""
    return "".join(
        box(s * 15 - 11, -76, 22, 26, shade(colour, 0.9), rounded=9)
        + box(s * 15 - 9, -58, 18, 46, colour, rounded=5)
        + box(s * 15 - 12, -16, 24, 12, shoe, rounded=5)
        for s in (-1, 1)
    )


def bricks(x: float, y: float, width: float, height: float) -> str:
    """Draw a brick wall."""
    marks = "".join(
        line(f"M{x + 16 + (row % 3) * 37 + n * 118} {y + 16 + row * 26} h18", shade(BRICK, 0.88), 3)
        for row in range(int(height // 26))
        for n in range(int(width // 118))
    )
    return box(x, y, width, height, BRICK, rounded=2) + marks


def school_front(x: float, y: float, scale: float = 1, *, pane: str = DAY, lit: str = "") -> str:
    """Draw the brick school, its entrance at a point; one window may hold something lit."""
    wall = bricks(-230, -190, 460, 190) + box(-238, -200, 476, 14, shade(BRICK, 0.78))
    panes = "".join(
        box(cx - 24, top, 48, 50, pane, edge=WHITE, weight=5) + line(f"M{cx} {top} v50", WHITE, 3)
        for cx in (-184, -112, 112, 184)
        for top in (-168, -84)
        if not (lit and cx > 0)
    )
    porch = box(-46, -112, 92, 112, SAND) + box(-36, -96, 34, 96, TEAL) + box(2, -96, 34, 96, TEAL)
    glass = box(-30, -86, 22, 36, pane) + box(8, -86, 22, 36, pane) + box(-58, -122, 116, 14, CLAY)
    over = box(-40, -168, 80, 34, SAND) + line("M-24 -151 H24", CLAY, 6)
    return at(x, y, wall + panes + porch + glass + over + lit, scale=scale)


def big_bus(x: float, y: float, scale: float = 1, *, ajar: bool = True) -> str:
    """Draw the city bus from its side, its front door open."""
    shell = box(-150, -116, 300, 98, AMBER, rounded=14, edge=INK) + box(
        -150, -46, 300, 14, WHITE, rounded=0
    )
    panes = "".join(box(px, -102, 50, 42, DAY, edge=INK) for px in (-138, -82, -26, 30))
    entry = box(94, -104, 44, 86, INK if ajar else MIST, rounded=3)
    step = box(98, -22, 36, 8, STONE) if ajar else line("M116 -104 v86", INK, 3)
    leaves = (
        box(88, -104, 9, 86, MIST, edge=INK) + box(135, -104, 9, 86, MIST, edge=INK) if ajar else ""
    )
    wheels = "".join(dot(wx, -16, 22, INK) + dot(wx, -16, 9, STONE) for wx in (-92, 56))
    return at(x, y, shell + panes + entry + step + leaves + wheels, scale=scale)


def her_arm(x: float, y: float) -> str:
    """Draw her arm coming up from the lower right."""
    sleeve = line(f"M{x + 74} {y + 60} L{x + 190} {y + 150}", SLATE, 62)
    cuff = line(f"M{x + 66} {y + 52} l8 7", RED, 58)
    palm = line(f"M{x + 30} {y + 18} L{x + 50} {y + 36}", FAIR, 40)
    fingers = "".join(
        line(f"M{x + 22 + 5 * n} {y + 22 - 11 * n} l-26 {-16 - 2 * n}", FAIR, 12) for n in range(3)
    )
    return sleeve + cuff + palm + fingers


def sewing_machine(x: float, y: float) -> str:
    """Draw a sewing machine on its plate."""
    body = area("M-44 0 V-12 H26 V-38 H-26 V-26 H-40 V-54 H48 V0z", INK)
    wheel = dot(52, -44, 13, SLATE) + line("M-34 -26 V-12", STONE, 4) + dot(-20, -60, 7, RED)
    return at(
        x, y, box(-56, 0, 118, 10, WOOD) + body + wheel + area("M-60 0 q10 -12 26 -12 v12z", TEAL)
    )
