"""Places for the films: rooms, streets, houses, and what drives past.

Things stand on the point that they are given.
"""

from clips.shapes import (
    AMBER,
    CLAY,
    INK,
    MIST,
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

SKY, GRASS, ROAD, NIGHT = "#dceaf0", "#c9d8bd", "#b9bdbc", "#2c3b45"
WOOD, BRICK, BLUSH = "#c99b6b", "#bf7a5f", "#f0d9cc"
GREEN, BERRY, NAVY = "#5f8a5b", "#8c4f6b", "#33475b"


def room(wall: str = "#eef1ea", floor: str = "#d9c7a8") -> str:
    """Draw the inside of a room: wall, skirting board and floor."""
    return (
        box(0, 0, 640, 360, wall, rounded=0)
        + box(0, 296, 640, 64, floor, rounded=0)
        + box(0, 292, 640, 5, WHITE, rounded=0)
    )


def outdoors(sky: str = SKY, ground: str = ROAD, horizon: float = 296) -> str:
    """Draw the sky and the ground."""
    return box(0, 0, 640, 360, sky, rounded=0) + box(
        0, horizon, 640, 360 - horizon, ground, rounded=0
    )


def halves(left: str, right: str) -> str:
    """Show two places side by side, each drawn for a canvas 320 wide."""
    return (
        '<clipPath id="west"><rect width="318" height="360"/></clipPath>'
        '<clipPath id="east"><rect width="318" height="360"/></clipPath>'
        f'<g clip-path="url(#west)">{left}</g>'
        f'<g transform="translate(322 0)"><g clip-path="url(#east)">{right}</g></g>'
        + box(317, 0, 6, 360, WHITE, rounded=0)
    )


def says(
    x: float, y: float, width: float, height: float, content: str = "", *, to: tuple[float, float]
) -> str:
    """Draw a speech bubble around (x, y) that points to a mouth; content is drawn around (0, 0)."""
    across, down = to[0] - x, to[1] - y
    if abs(across) * height > abs(down) * width:
        edge = x + (width / 2 - 4) * (1 if across > 0 else -1)
        root = f"M{edge} {y - 10} L{to[0]} {to[1]} L{edge} {y + 10}"
    else:
        edge = y + (height / 2 - 4) * (1 if down > 0 else -1)
        foot = x + max(24 - width / 2, min(width / 2 - 24, across * 0.5))
        root = f"M{foot - 10} {edge} L{to[0]} {to[1]} L{foot + 10} {edge}"
    frame = box(x - width / 2, y - height / 2, width, height, WHITE, rounded=20, edge=INK)
    cover = box(x - width / 2 + 1, y - height / 2 + 1, width - 2, height - 2, WHITE, rounded=19)
    return frame + area(root, WHITE, edge=INK) + cover + at(x, y, content)


def window(
    x: float, y: float, width: float = 110, height: float = 110, sky: str = SKY, view: str = ""
) -> str:
    """Draw a window by its middle, and what is seen through it (around its middle)."""
    left, top = x - width / 2, y - height / 2
    return (
        box(left, top, width, height, sky, rounded=2)
        + at(x, y, view)
        + line(f"M{x} {top} v{height} M{left} {y} h{width}", WHITE, 4)
        + box(left, top, width, height, "none", rounded=2, edge=WHITE, weight=8)
        + box(left - 8, top + height, width + 16, 8, WOOD, rounded=2)
    )


def house_front(x: float, y: float = 322, *, scale: float = 1, fill: str = BLUSH) -> str:
    """Draw a small house."""
    return at(
        x,
        y,
        box(-50, -70, 100, 70, fill, rounded=0)
        + area("M-62 -68 L0 -122 L62 -68z", CLAY)
        + box(-12, -40, 24, 40, TEAL, rounded=1)
        + box(-40, -56, 20, 20, SKY, edge=WHITE)
        + box(20, -56, 20, 20, SKY, edge=WHITE),
        scale=scale,
    )


def school_front(x: float, y: float = 322, *, scale: float = 1) -> str:
    """Draw a small school with a flag."""
    windows = "".join(
        box(n - 10, -62, 20, 26, SKY, edge=WHITE, rounded=1) for n in (-70, -40, 40, 70)
    )
    return at(
        x,
        y,
        box(-92, -80, 184, 80, BRICK, rounded=0)
        + area("M-30 -80 L0 -104 L30 -80z", CLAY)
        + windows
        + box(-15, -44, 30, 44, TEAL, rounded=1)
        + line("M0 -104 V-142", INK, 3)
        + area("M0 -142 h26 l-6 8 6 8 H0z", AMBER),
        scale=scale,
    )


def apartments(x: float, y: float = 300, *, scale: float = 1, fill: str = "#d9b99b") -> str:
    """Draw a low apartment building."""
    windows = "".join(
        box(a - 14, b, 28, 30, SKY, edge=WHITE, weight=3, rounded=1)
        for a in (-84, -42, 0, 42, 84)
        for b in (-166, -112)
    )
    door = box(-18, -62, 36, 62, TEAL, rounded=2) + box(-32, -70, 64, 8, CLAY)
    lower = "".join(box(a - 14, -56, 28, 30, SKY, edge=WHITE, weight=3) for a in (-78, 78))
    return at(x, y, box(-112, -190, 224, 190, fill, rounded=2) + box(-118, -196, 236, 10, CLAY)
              + windows + lower + door, scale=scale)  # fmt: skip


def tree(x: float, y: float = 300, *, scale: float = 1) -> str:
    """Draw a tree."""
    return at(x, y, box(-6, -50, 12, 50, "#86664a", rounded=2) + dot(0, -80, 38, GREEN)
              + dot(-22, -62, 24, GREEN) + dot(22, -62, 24, GREEN), scale=scale)  # fmt: skip


def van(x: float, y: float = 322, *, scale: float = 1, to: int = 1, driver: str = "") -> str:
    """Draw a white van that drives to our right (1) or left (-1); the driver is drawn behind glass.

    The driver is drawn around the middle of the front window.
    """
    body = area(
        "M-96 -20 V-104 Q-96 -112 -88 -112 H44 L86 -62 Q100 -58 100 -44 V-20z",
        WHITE, edge=SLATE, weight=3,
    )  # fmt: skip
    glass = area("M34 -100 H42 L74 -62 H34z", SKY, edge=SLATE)
    side = box(-84, -100, 42, 34, SKY, edge=SLATE) + box(-34, -100, 58, 34, SKY, edge=SLATE)
    wheels = "".join(dot(n, -16, 17, INK) + dot(n, -16, 7, STONE) for n in (-58, 62))
    stripe = box(-95, -52, 192, 8, TEAL, rounded=0)
    return (
        f'<g transform="translate({x} {y}) scale({scale * to} {scale})">'
        f"{body}{stripe}{glass}{at(50, -74, driver)}{side}{wheels}</g>"
    )


def city_bus(x: float, y: float = 322, *, scale: float = 1) -> str:
    """Draw a city bus from its side."""
    windows = "".join(box(n, -104, 40, 40, SKY, rounded=4) for n in (-122, -76, -30, 62))
    return at(
        x,
        y,
        box(-140, -124, 280, 108, AMBER, rounded=14)
        + box(-140, -54, 280, 12, WHITE, rounded=0)
        + windows
        + box(18, -106, 36, 88, MIST, rounded=3, edge=INK)
        + line("M36 -104 V-20", INK, 2)
        + box(106, -104, 30, 48, SKY, rounded=4)
        + "".join(dot(n, -16, 19, INK) + dot(n, -16, 8, STONE) for n in (-88, 86)),
        scale=scale,
    )


def counter(y: float = 230, fill: str = WOOD) -> str:
    """Draw a counter across the whole picture."""
    return box(0, y, 640, 360 - y, fill, rounded=0) + box(0, y - 8, 640, 16, "#a87c50", rounded=0)
