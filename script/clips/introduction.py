"""Pictures for "Two tables"."""

from functools import partial

from clips.shapes import (
    AMBER,
    BROWN,
    MIST,
    SLATE,
    TEAL,
    WHITE,
    box,
    bubble,
    built,
    disc,
    house,
    person,
    school,
    still,
    table,
    words,
)

child = partial(person, coat=AMBER, skin=BROWN, hair="curls", scale=0.8)
teacher = partial(person, hair="bun")
father = partial(person, coat=SLATE, skin=BROWN)

TABLES = table(125, 130) + table(515, 130) + child(320)
NAMES = words(125, 350, "home", size=22) + words(515, 350, "school", size=22)

PICTURES = (
    built(TABLES, house(125, 200, 240) + school(515, 210, 220) + TABLES + NAMES),
    still(
        school(470, 260, 250),
        teacher(450),
        table(530, 110, height=52),
        bubble(280, 36, "How can I get this family", "to help me?", tail=120),
    ),
    still(
        house(170, 260, 290),
        father(190),
        table(110, 110, height=52),
        bubble(380, 40, "How can I get this school", "to help us?", tail=-130),
    ),
    built(
        house(110, 180, 230) + school(530, 190, 210) + father(110) + teacher(498),
        disc(320, 200, 88, MIST) + words(320, 192, "what both", "want to know", size=22),
    ),
    still(
        father(190),
        teacher(450),
        bubble(320, 40, "What do you see, and", "how can we work together?", tail=-80),
    ),
    still(
        father(195),
        teacher(445),
        child(320, scale=0.95),
        table(320, 330),
        box(288, 245, 64, 9, WHITE, edge=TEAL),
    ),
)
