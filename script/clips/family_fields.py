"""What the stepfather tells, drawn in small fields of 150 by 96."""

from clips.family_people import BROTHER, MOTHER, PARK, STEPFATHER
from clips.figures import figure, infant
from clips.rooms import CREAM, DAY, NIGHT, WOOD, chair, clock_at, cut, lamp, speech, window
from clips.shapes import (
    AMBER,
    CLAY,
    INK,
    SAND,
    SLATE,
    STONE,
    TAWNY,
    TEAL,
    WHITE,
    area,
    arrow,
    at,
    box,
    dot,
    line,
    words,
)


def evening_course() -> str:
    """Draw the mother with books at an evening window, in a field of 150 by 96."""
    pane = window(30, 32, 60, 52, NIGHT, dot(14, -10, 8, "#f6e3b4"))
    her = figure(
        MOTHER,
        86,
        120,
        scale=0.6,
        mood="down",
        turned=-0.2,
        left=(-18, -84),
        right=(20, -84),
        legs=False,
    )
    books = area("M64 76 L86 82 L108 76 V86 L86 92 L64 86z", WHITE, edge=INK, weight=1.5)
    pile = "".join(
        box(116, 84 - n * 9, 32, 9, c, rounded=2) for n, c in enumerate((TEAL, AMBER, CLAY))
    )
    return (
        box(0, 0, 150, 96, CREAM) + pane + her + box(54, 92, 96, 4, WOOD, rounded=0) + books + pile
    )


def night_shift() -> str:
    """Draw a warehouse under a moon, in a field of 150 by 96."""
    moon = dot(122, 22, 12, "#f6e3b4") + dot(128, 18, 11, NIGHT)
    hall = area("M14 90 V48 L75 28 L136 48 V90z", STONE, edge=INK)
    gates = "".join(
        box(x, 58, 26, 32, AMBER, rounded=1, edge=INK, weight=1.5) for x in (28, 62, 96)
    )
    return box(0, 0, 150, 96, NIGHT) + moon + hall + gates


def asleep() -> str:
    """Draw the stepfather asleep in an armchair, in a field of 150 by 96."""
    sofa = box(34, 22, 84, 70, CLAY, rounded=16) + box(22, 50, 24, 42, "#8a4632", rounded=10)
    other = box(106, 50, 24, 42, "#8a4632", rounded=10)
    him = figure(
        STEPFATHER, 76, 134, scale=0.6, mood="asleep", legs=False, left=(-22, -76), right=(22, -76)
    )
    zs = words(128, 34, "z", size=17) + words(140, 20, "z", size=13)
    return box(0, 0, 150, 96, SAND) + sofa + him + other + clock_at(22, 22, 15, 4, 0) + zs


def collects() -> str:
    """Draw the teenager with the baby at a neighbor's door, in a field of 150 by 96."""
    entry = box(92, 14, 40, 76, TEAL, edge=CLAY, weight=3) + dot(99, 56, 3, AMBER)
    him = figure(BROTHER, 50, 92, scale=0.46, turned=0.4, left=(-22, -94), right=(28, -92))
    child = at(50, 50, infant(TAWNY), scale=0.6)
    return box(0, 0, 150, 96, DAY) + box(0, 84, 150, 12, SAND, rounded=0) + entry + him + child


def empty_table() -> str:
    """Draw the kitchen table with nobody at it, in a field of 150 by 96."""
    light = at(75, 20, lamp(0, 20, lit=True), scale=0.34)
    top = box(28, 62, 94, 8, WOOD, rounded=3) + line("M38 70 V92 M112 70 V92", "#8f6038", 5)
    book = area("M56 58 L75 62 L94 58 V50 L75 54 L56 50z", WHITE, edge=INK, weight=1.5)
    seats = chair(20, 92, scale=0.44) + chair(130, 92, scale=0.44)
    return box(0, 0, 150, 96, CREAM) + light + seats + top + book


def fields(number: int) -> str:
    """Draw the first so many fields of the stepfather's story."""
    places = ((42, 24), (226, 24), (410, 24), (134, 142), (318, 142))
    kinds = (evening_course, night_shift, asleep, collects, empty_table)
    seen = ""
    for n, ((x, y), kind) in enumerate(zip(places, kinds, strict=True)):
        if n < number:
            seen += at(x, y, cut(0, 0, 150, 96, kind()) + box(0, 0, 150, 96, "none", edge=INK))
    arrows = ((195, 72), (379, 72), None, (287, 190))
    seen += "".join(arrow(*place, 26) for n, place in enumerate(arrows) if place and number > n + 1)
    if number > 3:
        seen += line("M486 122 V132 H112 V190 H126 m-9 -8 l9 8 -9 8")
    return seen


def moved() -> str:
    """Draw a house whose parts go around, for a speech bubble."""
    home = area("M-34 40 V0 L0 -30 34 0 V40z", SAND, edge=CLAY, weight=4) + box(
        -9, 14, 18, 26, TEAL
    )
    around = line("M-62 26 q-26 -66 40 -76 m-13 -7 l14 7 -8 13", AMBER, 6)
    return home + around + at(0, 0, around, turn=180)


def tells(sentence: int) -> str:
    """Let his bubble fill with the first row."""
    said = speech(302, 88, 556, 150, (560, 208))
    inside = at(302, 84, moved()) if sentence == 0 else at(0, 14, fields((1, 3)[sentence - 1]))
    return told(said + inside, "yawn" if sentence == 2 else "open")


def told(said: str, mood: str) -> str:
    """Draw the two at the gate below the large bubble."""
    sky = box(0, 0, 640, 360, DAY, rounded=0) + box(0, 330, 640, 30, SAND, rounded=0)
    fence = "".join(line(f"M{x} 334 V250", SLATE, 5) for x in range(8, 640, 22)) + line(
        "M0 266 H640 M0 318 H640", SLATE, 5
    )
    tall = figure(STEPFATHER, 574, 446, scale=1.3, turned=-0.6, mood=mood)
    him = figure(PARK, 52, 432, scale=1.02, turned=0.9)
    return sky + fence + him + tall + at(0, 6, said, scale=0.86)


def tells_more(sentence: int) -> str:
    """Let the second row grow."""
    said = speech(302, 131, 556, 246, (586, 272)) + fields((4, 5, 5)[sentence])
    return told(said, ("open", "open", "smile")[sentence])
