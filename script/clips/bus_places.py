"""Buses, seen by the two of "Who holds the pen?": the stop, and the map of the lines."""

from clips.figures import Look, figure
from clips.laundromat import CHILD, OLDER, YOUNGER
from clips.rooms import CREAM, DAY, LIGHT, backdrop, clock_at, cut
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
    box,
    dot,
    line,
)

TESFAYE = Look(skin=DEEP, beard=True, coat=SLATE, wear="tie", trim=CLAY, width=1.08)
SAFFRON = Look(skin=BROWN, hair="wrap", colour=AMBER, coat=TEAL, wear="jacket", trim=AMBER)


def late(sentence: int) -> str:
    """Draw what her bubble holds."""
    ground = box(36, 176, 428, 20, SAND, rounded=0)
    stop = line("M104 180 V56", SLATE, 5) + box(86, 40, 36, 30, AMBER, edge=INK)
    sign = line("M94 58 h20 v-8 h-20z M98 62 v2 M110 62 v2", INK, 2.5)
    boy = figure(OLDER, 160, 182, scale=0.6, turned=-0.7, mood="worry")
    time = clock_at(232, 66, 32, 9, 20)
    if sentence == 0:
        road = line("M270 176 H450", STONE, 4, dashes="14 12")
        return ground + stop + sign + boy + time + road
    wall = box(300, 20, 170, 160, LIGHT, rounded=0)
    leaf = box(352, 52, 66, 126, TEAL, edge=CLAY, weight=4) + box(366, 66, 38, 40, DAY, edge=INK)
    faces = cut(
        367,
        67,
        36,
        38,
        figure(YOUNGER, 378, 142, scale=0.36, mood="smile")
        + figure(CHILD, 394, 146, scale=0.36, mood="smile"),
    )
    return ground + stop + sign + boy + time + wall + leaf + faces + dot(360, 120, 4, AMBER)


def bus_map() -> str:
    """Draw a map of bus lines on the wall."""
    paper = box(60, 44, 220, 176, WHITE, edge=STONE, weight=4)
    lines = line("M80 80 H160 L200 130 H264", TEAL, 7) + line("M96 200 V140 L150 96 V60", CLAY, 7)
    lines += line("M76 176 H210 L250 120 V62", AMBER, 7)
    stops = "".join(
        dot(x, y, 6, WHITE, edge=INK)
        for x, y in ((110, 80), (160, 80), (232, 130), (96, 170), (150, 96), (140, 176), (250, 90))
    )
    return paper + lines + stops


def by_thursday(sentence: int) -> str:
    """Show him at the telephone; the route he asks about; and the day."""
    paper = box(470, 56, 126, 116, WHITE, edge=INK) + box(470, 56, 126, 26, CLAY, edge=INK)
    days = "".join(
        box(478 + day * 23, 90 + week * 26, 17, 19, MIST, rounded=2, edge=STONE, weight=1)
        for week in range(3)
        for day in range(5)
    )
    ring = ""
    if sentence == 2:
        ring = (
            f'<circle cx="555.5" cy="125.5" r="18" fill="none" stroke="{AMBER}" stroke-width="6"/>'
        )
    route = line("M80 80 H160 L200 130 H264", INK, 3, dashes="3 10") if sentence > 0 else ""
    ear = box(21, -192, 11, 42, INK, rounded=4)
    man = figure(
        TESFAYE,
        366,
        372,
        scale=1.32,
        turned=-0.6 if sentence < 2 else 0.8,
        held=ear,
        right=(30, -160),
        mood="open",
        left=(-52, -120) if sentence == 1 else None,
    )
    return (
        backdrop(CREAM, SAND, 310)
        + box(0, 244, 640, 10, MIST)
        + bus_map()
        + route
        + paper
        + days
        + (ring + man)
    )
