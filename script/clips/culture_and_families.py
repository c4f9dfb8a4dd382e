"""Pictures for "Who chose the song?"."""

from functools import partial

from clips.shapes import (
    AMBER,
    CLAY,
    INK,
    MIST,
    SAND,
    STONE,
    TEAL,
    area,
    at,
    box,
    bubble,
    built,
    cross,
    disc,
    door,
    house,
    line,
    note,
    person,
    still,
    table,
    words,
)

teacher = partial(person, hair="long")
grandfather = partial(person, coat=AMBER, colour=STONE, beard=True)

AT_THE_DOOR = door(520) + teacher(200) + grandfather(420)
THREE_SONGS = "".join(
    disc(x, 150, 42) + note(x - 4, 158, colour)
    for x, colour in ((280, TEAL), (395, AMBER), (510, CLAY))
)
CHANT = (
    disc(0, 0, 34)
    + area("M0 -15 L14 -5 9 12 H-9 L-14 -5z", INK)
    + line("M0 -15 V-33 M14 -5 L32 -11 M9 12 L20 27 M-9 12 L-20 27 M-14 -5 L-32 -11", INK, 2.5)
)
LULLABY = disc(0, 0, 34, MIST) + area("M8 -20 a22 22 0 1 0 12 32 a18 18 0 1 1 -12 -32z", AMBER)
HYMN = (
    disc(0, 0, 34, SAND)
    + area("M-16 22 V-2 L0 -22 L16 -2 V22z", CLAY)
    + box(-5, 6, 10, 16, SAND, rounded=0)
)
PARCEL = (
    box(-75, -55, 150, 110, SAND, rounded=6, edge=CLAY, weight=4)
    + line("M-75 0 H75 M0 -55 V55", CLAY, 7)
    + line("M0 -55 q-34 -40 -40 -8 q6 14 40 8 q34 -40 40 -8 q-6 14 -40 8", CLAY, 6)
)
HOUSEHOLD = (
    house(320, 400, 290)
    + grandfather(230, scale=0.9)
    + person(410, coat=CLAY, hair="bun", scale=0.9)
    + person(320, scale=0.65)
    + table(320, 130, height=36)
    + note(275, 128, TEAL, scale=0.8)
    + note(320, 100, AMBER, scale=0.9)
    + note(365, 128, CLAY, scale=0.8)
)


def not_a_parcel(sentence: int) -> str:
    """Strike out the parcel, then show the household in its place."""
    if sentence == 0:
        return at(320, 225, PARCEL) + cross(320, 220, 95)
    return HOUSEHOLD + (words(320, 350, "Ask about the house.", size=22) if sentence > 1 else "")


PICTURES = (
    still(
        AT_THE_DOOR, bubble(215, 36, "What do you people sing", "at this time of year?", tail=-10)
    ),
    built(
        house(125, 190, 240) + grandfather(125),
        THREE_SONGS,
        cross(395, 150) + cross(510, 150),
    ),
    built(AT_THE_DOOR, bubble(215, 36, "What gets sung", "in your house?", tail=-10)),
    built(
        house(320, 420, 300) + grandfather(320) + at(205, 225, CHANT),
        at(320, 110, LULLABY),
        at(435, 225, HYMN),
    ),
    not_a_parcel,
)
