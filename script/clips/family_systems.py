"""Pictures for "Who packs the bag?"."""

from functools import partial

from clips.shapes import (
    AMBER,
    BROWN,
    CLAY,
    FAIR,
    INK,
    MIST,
    PAPER,
    SLATE,
    STONE,
    TAWNY,
    TEAL,
    WHITE,
    area,
    arrow,
    at,
    baby,
    box,
    bubble,
    built,
    clock,
    disc,
    dot,
    line,
    person,
    sheet,
    still,
    table,
)

leo = partial(person, coat=AMBER, scale=0.8)
brother = partial(person, coat=MIST)
mother = partial(person, coat=CLAY, hair="long", colour=BROWN)
stepfather = partial(person, coat=SLATE, skin=BROWN, beard=True)
teacher = partial(person, skin=FAIR, colour=STONE)

BAG = (
    box(-44, -84, 88, 84, TEAL, rounded=16)
    + box(-30, -46, 60, 32, MIST, rounded=8)
    + line("M-20 -84 v-8 a20 16 0 0 1 40 0 v8", TEAL, 7)
)
MISSING = line("M-30 -42 h60 v84 h-60z", STONE, 3, dashes="7 9")
CHART = box(-36, -36, 72, 72, WHITE, edge=INK) + line(
    "M-36 -12 h72 M-36 12 h72 M-12 -36 v72 M12 -36 v72", STONE, 2
)
STAR = area("M0 -34 L10 -11 34 -9 15 7 21 31 0 18 -21 31 -15 7 -34 -9 -10 -11z", AMBER)
SUN = dot(0, 0, 34, AMBER) + "".join(
    at(0, 0, line("M0 -46 v-12", AMBER, 6), turn=turn) for turn in range(0, 360, 45)
)


def link(x: float, content: str) -> str:
    """Draw one link of the chain: a round frame with something in it."""
    return disc(x, 190, 64, PAPER) + content


def mobile(sentence: int) -> str:
    """Draw a mobile at rest, and the same mobile after somebody has touched one piece."""
    lean = 0 if sentence == 0 else 5
    swings = (0, 0, 0, 0) if sentence == 0 else (18, -9, 11, -16)
    people = (mother, stepfather, brother, leo)
    pieces = line("M-225 0 H225", INK, 6)
    for place, swing, who in zip((-210, -70, 70, 210), swings, people, strict=True):
        piece = line("M0 0 v70", INK, 2.5) + who(0, 190, scale=0.8)
        pieces += at(place, 0, piece, turn=swing - lean)
    return line("M320 0 V60", INK, 3) + at(320, 60, pieces, turn=lean)


PICTURES = (
    built(
        leo(150) + at(300, 322, BAG) + at(300, 170, MISSING),
        at(400, 200, CHART)
        + at(400, 280, STAR)
        + teacher(540)
        + bubble(500, 70, "Now, Leo …", tail=20),
    ),
    still(
        teacher(200),
        stepfather(450),
        bubble(270, 36, "What are the afternoons", "like now?", tail=-60),
    ),
    built(
        link(90, mother(78, 238, scale=0.72) + sheet(124, 196, scale=0.6)),
        arrow(154, 190) + link(243, stepfather(228, 238, scale=0.72) + clock(280, 180, 18)),
        arrow(307, 190)
        + link(396, brother(392, 238, scale=0.72) + baby(398, 212, TAWNY, scale=0.8)),
        arrow(460, 190) + link(549, table(549, 80, y=220, height=34)),
    ),
    mobile,
    built(
        at(90, 90, SUN)
        + leo(240, scale=0.95)
        + stepfather(360)
        + table(300, 240)
        + sheet(300, 233, scale=0.5),
        teacher(540) + bubble(430, 44, "What has changed?", tail=110),
    ),
)
