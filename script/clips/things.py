"""Things for the films: furniture, paper, clocks, phones.

Things stand on the point that they are given, or hang from it.
"""

from clips.scenery import BERRY, WOOD
from clips.shapes import (
    AMBER,
    CLAY,
    INK,
    PAPER,
    SAND,
    SLATE,
    STONE,
    WHITE,
    area,
    at,
    box,
    disc,
    dot,
    line,
)


def clock_at(x: float, y: float, hour: float, minute: float, radius: float = 26) -> str:
    """Draw a clock that shows a time."""
    short = at(0, 0, line(f"M0 0 v{-radius * 0.48}", INK, 4.5), turn=(hour + minute / 60) * 30)
    long = at(0, 0, line(f"M0 0 v{-radius * 0.74}", INK, 3), turn=minute * 6)
    marks = "".join(
        at(0, 0, line(f"M0 {-radius * 0.86} v{radius * 0.08}", STONE, 2), turn=n * 30)
        for n in range(12)
    )
    return at(x, y, disc(0, 0, radius) + marks + short + long + dot(0, 0, 3, INK))


def desk(x: float, width: float = 200, y: float = 322, height: float = 74, fill: str = WOOD) -> str:
    """Draw a table from the front, its top at `y - height`."""
    top, half = y - height, width / 2
    legs = "".join(
        box(x + side * (half - 16) - 6, top + 8, 12, height - 8, fill, rounded=2)
        for side in (-1, 1)
    )
    return (
        legs
        + box(x - half, top, width, 12, fill, rounded=4)
        + box(x - half + 6, top + 12, width - 12, 5, "#a87c50", rounded=2)
    )


def chair(x: float, y: float = 322, *, to: int = 0, fill: str = CLAY, scale: float = 1) -> str:
    """Draw a chair: from the front, or turned to our right (1) or left (-1)."""
    if to == 0:
        seat = box(-26, -52, 52, 9, fill) + box(-24, -118, 48, 40, fill, rounded=8)
        legs = line("M-20 -44 V0 M20 -44 V0 M-18 -82 V-50 M18 -82 V-50", fill, 6)
        return at(x, y, legs + seat, scale=scale)
    seat = line(f"M{-to * 24} -112 L{-to * 20} -48 H{to * 22}", fill, 8)
    legs = line(f"M{-to * 20} -48 L{-to * 24} 0 M{to * 20} -48 L{to * 22} 0", fill, 6)
    return at(x, y, legs + seat, scale=scale)


def lamp(x: float, y: float, *, lit: bool = True) -> str:
    """Draw a lamp that hangs from the ceiling, the rim of its shade at `y`."""
    glow = area(f"M{x - 32} {y} L{x - 130} 296 H{x + 130} L{x + 32} {y}z", "#fff3cf") if lit else ""
    return (
        (f'<g opacity=".5">{glow}</g>' if lit else "")
        + line(f"M{x} 0 V{y - 30}", INK, 3)
        + area(
            f"M{x - 36} {y} Q{x - 30} {y - 32} {x} {y - 32} Q{x + 30} {y - 32} {x + 36} {y}z", AMBER
        )
    )


def blackboard(x: float, y: float, width: float = 200, height: float = 100, marks: str = "") -> str:
    """Draw a blackboard by its middle; marks are drawn around (0, 0)."""
    frame = box(x - width / 2, y - height / 2, width, height, "#2f4a43", edge=WOOD, weight=7)
    return frame + at(x, y, marks)


def laptop(x: float, y: float, *, to: int = 1, scale: float = 1) -> str:
    """Draw an open laptop from its side; whoever uses it sits on our left (1) or right (-1)."""
    base = box(-24, -5, 48, 5, SLATE, rounded=2)
    return at(x, y, base + line(f"M{to * 22} -4 L{to * 32} -40", SLATE, 5), scale=scale)


def handset(x: float, y: float, *, turn: float = 12, scale: float = 1) -> str:
    """Draw a mobile telephone as it is held to an ear."""
    return at(x, y, box(-7, -16, 14, 32, INK, rounded=3) + box(-5, -13, 10, 25, SLATE, rounded=1),
              turn=turn, scale=scale)  # fmt: skip


def mug(x: float, y: float, fill: str = BERRY) -> str:
    """Draw a mug."""
    handle = f'<circle cx="9" cy="-9" r="6" fill="none" stroke="{fill}" stroke-width="3"/>'
    return at(x, y, handle + box(-8, -18, 16, 18, fill, rounded=3))


def lined(x: float, y: float, *, rows: int = 4, scale: float = 1, turn: float = 0) -> str:
    """Draw a sheet by its middle, with some rows written on."""
    written = "".join(
        line(f"M-20 {-26 + n * 13} h{40 if n % 3 != 2 else 26}", SLATE, 3) for n in range(rows)
    )
    return at(x, y, box(-30, -40, 60, 80, WHITE, rounded=3, edge=INK) + written,
              scale=scale, turn=turn)  # fmt: skip


def fridge(x: float, y: float = 322) -> str:
    """Draw a refrigerator."""
    return (
        box(x - 62, y - 236, 124, 236, WHITE, rounded=12, edge=STONE, weight=3)
        + line(f"M{x - 62} {y - 150} h124", STONE, 3)
        + line(f"M{x - 46} {y - 196} v28 M{x - 46} {y - 132} v44", SLATE, 6)
    )


def padlock(x: float, y: float, *, scale: float = 1) -> str:
    """Draw a shut padlock by its middle."""
    return at(x, y, line("M-9 -4 V-14 a9 9 0 0 1 18 0 V-4", INK, 5)
              + box(-16, -6, 32, 26, AMBER, edge=INK) + dot(0, 5, 4, INK)
              + line("M0 6 v7", INK, 3), scale=scale)  # fmt: skip


def keys(x: float, y: float, *, scale: float = 1) -> str:
    """Draw a ring of keys, hanging from the point."""
    ring = f'<circle r="12" fill="none" stroke="{INK}" stroke-width="3.5"/>'
    one = dot(0, 18, 7, AMBER, edge=INK) + line("M0 26 v22 M0 40 h7 M0 47 h6", INK, 4)
    return at(x, y, ring + "".join(at(0, 0, one, turn=turn) for turn in (-38, -4, 30)), scale=scale)


def pack(x: float, y: float, fill: str = AMBER, *, scale: float = 1) -> str:
    """Draw a child's backpack, standing."""
    return at(x, y, line("M-10 -48 q10 -16 20 0", fill, 5) + box(-20, -48, 40, 48, fill, rounded=12)
              + box(-14, -26, 28, 20, SAND, rounded=5), scale=scale)  # fmt: skip


def plate(x: float, y: float, fill: str = PAPER) -> str:
    """Draw a bowl on a table."""
    return at(x, y, area("M-24 -16 H24 Q20 0 0 0 Q-20 0 -24 -16z", fill, edge=SLATE))


def alarm_clock(x: float, y: float, hour: float, minute: float) -> str:
    """Draw an alarm clock that stands at the point."""
    feet = line(f"M{x - 15} {y - 6} l-5 6 M{x + 15} {y - 6} l5 6", INK, 4)
    bells = dot(x - 17, y - 54, 9, AMBER) + dot(x + 17, y - 54, 9, AMBER)
    return feet + bells + clock_at(x, y - 28, hour, minute, 26)
