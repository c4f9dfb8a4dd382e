"""Pictures for "The same door"."""

from functools import partial

from clips.shapes import (
    AMBER,
    BROWN,
    CLAY,
    INK,
    MIST,
    PAPER,
    SAND,
    STONE,
    TEAL,
    WHITE,
    arrow,
    at,
    baby,
    box,
    bubble,
    built,
    disc,
    door,
    dot,
    line,
    person,
    words,
)

grandmother = partial(person, coat=CLAY, skin=BROWN, hair="scarf", colour=AMBER)
colleague = partial(person, hair="bun")

FRONT = box(330, 60, 280, 262, MIST, edge=TEAL, weight=4) + "".join(
    box(x, 90, 40, 44, PAPER) for x in (356, 450, 544)
)
BUS = (
    box(-80, -86, 160, 74, AMBER, rounded=10)
    + "".join(box(x, -74, 28, 26, PAPER) for x in (-68, -32, 4, 40))
    + dot(-44, -12, 14, INK)
    + dot(44, -12, 14, INK)
)
GATE = (
    "".join(line(f"M{x} 322 V190", INK, 6) for x in range(340, 441, 20))
    + line("M334 215 H446 M334 295 H446", INK, 6)
    + box(376, 240, 28, 24, AMBER)
    + line("M382 240 v-8 a8 8 0 0 1 16 0 v8", AMBER, 5)
)
BELLS = box(480, 150, 110, 172, SAND, rounded=8, edge=INK) + "".join(
    disc(508, y, 11, AMBER) + line(f"M530 {y} q7 -9 14 0 t14 0 t14 0", STONE)
    for y in (186, 232, 278)
)
FORM = (
    box(400, 120, 180, 190, WHITE, rounded=6, edge=INK)
    + words(458, 172, "Mother", size=22)
    + words(454, 242, "Father", size=22)
    + line("M420 195 h140 M420 265 h140", STONE, 3)
)


def with_baby(x: float) -> str:
    """Draw the grandmother with the baby on her arm."""
    return grandmother(x) + baby(x + 14, 258, BROWN)


def questions(sentence: int) -> str:
    """Let the voice ask and her answer, and then show the form."""
    if sentence == 2:
        return with_baby(170) + FORM
    asked = bubble(390, 40, "Who are you?", tail=110)
    return with_baby(170) + BELLS + asked + (bubble(190, 100, "…", tail=-8) if sentence else "")


PICTURES = (
    built(FRONT + door(470), colleague(240) + arrow(288, 240, 34)),
    built(at(115, 322, BUS, scale=1.2) + with_baby(270), GATE, BELLS),
    questions,
    built(
        FRONT + door(470, ajar=True) + with_baby(170) + colleague(330),
        bubble(250, 36, "We were expecting you.", tail=60),
        words(320, 350, "It is the same door.", size=22),
    ),
)
