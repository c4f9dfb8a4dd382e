"""Pictures for "The first call"."""

from clips.call_places import (
    CARD,
    GIRL,
    GRANDMOTHER,
    MOTHER,
    SEATS,
    TEACHER,
    WHEEL,
    at_a_window,
    car,
    counter,
    halves,
    kitchen,
    lunch,
    rain,
    ringing,
    rows,
)
from clips.figures import figure, shade
from clips.rooms import (
    CREAM,
    DAY,
    DUSK,
    WOOD,
    backdrop,
    coin,
    cut,
    fists,
    mobile_phone,
    speech,
    tabletop,
    thermometer,
    thought,
    tree,
    window,
    writing_hand,
)
from clips.shapes import (
    BROWN,
    FAIR,
    INK,
    MIST,
    PAPER,
    SAND,
    SLATE,
    STONE,
    WHITE,
    Shown,
    area,
    at,
    box,
    dot,
    line,
    shown,
    words,
)

NARRATOR = "man"
VOICES = {"Mrs. Laurel": "woman"}
AT_EAR = box(21, -192, 11, 42, INK, rounded=4)


def first_ring(sentence: int) -> str:
    """Let the water run; then close the faucet and dry the hands."""
    towel = area("M-32 -116 h64 v50 q-16 10 -32 0 q-16 10 -32 0z", WHITE, edge=STONE)
    left, right = (-30, -112), (30, -112)
    if sentence == 0:
        left, right, towel = (-50, -88), (48, -88), ""
    her = figure(MOTHER, 300, 362, scale=1.36, turned=0.9, held=towel, left=left, right=right)
    return kitchen() + her + counter(running=sentence == 0) + ringing(492, 212, loud=sentence != 1)


def old_calls(sentence: int) -> str:
    """Show what the last calls were about, and the telephone that rings again."""
    kinds = (thermometer(), fists(FAIR, BROWN), coin(), fists(FAIR, BROWN))
    row = "".join(
        thought(x, 84, 60, (320 + (x - 320) * 0.18, 190)) + at(x, 84, kind, scale=1.15)
        for x, kind in zip((92, 244, 396, 548), kinds, strict=True)
    )
    her = figure(MOTHER, 320, 446, scale=1.28, turned=0.9, mood="worry")
    wall = backdrop(CREAM, SAND, 400) + row + her
    return wall + tabletop(318, 16, -10, 650) + ringing(492, 282, loud=sentence > 0)


def asked(sentence: int) -> str:
    """Let her ask before anything is said."""
    her = figure(
        MOTHER,
        210,
        560,
        scale=2.15,
        turned=0.4,
        mood="open",
        left=(-34, -76),
        held=AT_EAR,
        right=(30, -160),
    )
    girl = cut(400, 40, 120, 145, figure(GIRL, 460, 296, scale=0.98, legs=False))
    said = speech(490, 112, 220, 150, (340, 224)) + girl + words(554, 136, "?", size=76)
    sky = dot(0, 70, 70, shade(DAY, 0.86))
    return backdrop(CREAM, SAND, 400) + window(44, 90, 120, 120, DAY, sky) + said + her


def practiced(sentence: int) -> str:
    """Show him in his parked car, with the sentence on a card."""
    card = at(-66, -118, CARD, scale=0.9) if sentence == 2 else ""
    hand = (-52, -104) if sentence == 2 else None
    him = figure(
        TEACHER,
        404,
        308,
        scale=1.12,
        turned=-0.4 * (sentence == 2),
        mood="open",
        held=AT_EAR + card,
        left=hand,
        right=(30, -160),
        legs=False,
    )
    trees = tree(54, 300, 1.3) + tree(600, 300, 1.5)
    return car(SEATS + him, behind=trees, before=WHEEL)


def her(mood: str, turned: float = 0) -> str:
    """Draw the mother in her half."""
    return figure(
        MOTHER, 164, 476, scale=1.55, turned=turned, mood=mood, held=AT_EAR, right=(30, -160)
    )


def him(mood: str, turned: float = 0) -> str:
    """Draw the teacher in his half."""
    return figure(
        TEACHER, 480, 476, scale=1.55, turned=turned, mood=mood, held=AT_EAR, right=(30, -160)
    )


def silence(sentence: int) -> str:
    """Let nobody speak; then he looks at his screen."""
    if sentence == 0:
        return halves(her("down"), him("calm"))
    away = at(-56, -118, mobile_phone(MIST), scale=0.62, turn=-12)
    looks = figure(
        TEACHER, 490, 476, scale=1.55, turned=-1, mood="worry", held=away, left=(-48, -102)
    )
    doubt = words(380, 190, "?", size=40) if sentence == 2 else ""
    return halves(her("down"), looks + doubt)


def grandmothers_face(x: float, y: float, scale: float) -> str:
    """Draw the old woman's head and shoulders."""
    return figure(GRANDMOTHER, x, y + 150 * scale, scale=scale, legs=False, mood="smile")


def answer(sentence: int) -> str:
    """Let her words cross the line, with the grandmother in them."""
    old = cut(252, 16, 150, 130, grandmothers_face(327, 112, 1.25))
    away = at(-56, -118, mobile_phone(MIST), scale=0.62, turn=-12)
    looks = figure(
        TEACHER, 516, 476, scale=1.55, turned=-1, mood="open", held=away, left=(-44, -96)
    )
    said = speech(327, 82, 170, 136, (226, 216)) + old
    return halves(her("open", 0.5), looks, said)


def same_pose(sentence: int) -> str:
    """Show them both smiling, and between them the two who turn away alike."""
    old = at_a_window(GRANDMOTHER, 228, 0.84)
    young = at_a_window(GIRL, 366, 0.74) if sentence > 0 else ""
    card = box(184, 42, 286, 222, PAPER, rounded=20, edge=INK)
    left = figure(
        MOTHER, 100, 476, scale=1.5, turned=0.8, mood="smile", held=AT_EAR, right=(30, -160)
    )
    ear = box(21, -192, 11, 42, INK, rounded=4)
    right = figure(
        TEACHER, 552, 476, scale=1.5, turned=-0.8, mood="smile", held=ear, right=(30, -160)
    )
    return halves(left, right, card + old + young)


def written(sentence: int) -> str:
    """Show the list; then the answer on one of its lines."""
    filled = sentence > 0
    desk = box(0, 0, 640, 360, WOOD, rounded=0)
    grain = line("M0 60 H640 M0 190 H640 M0 310 H640", "#b57f50", 3)
    place = (400, 176) if filled else (330, 190)
    return desk + grain + at(300, 176, rows(filled)) + writing_hand(*place, FAIR, SLATE, scale=1.3)


def march(sentence: int) -> str:
    """Show the car in the rain, with the card on the dashboard."""
    lying = area("M210 196 L276 200 268 222 200 216z", PAPER, edge=INK)
    low = at(-34, -98, mobile_phone("#f6e3b4"), scale=0.62)
    him = figure(
        TEACHER,
        404,
        316,
        scale=1.12,
        turned=-0.7,
        mood="down" if sentence else "worry",
        held=low,
        left=(-30, -84),
        legs=False,
    )
    bare = tree(52, 300, 1.5, bare=True) + tree(600, 300, 1.7, bare=True)
    return car(SEATS + him, sky="#aeb9bd", behind=bare, before=WHEEL + lying) + rain()


def second_ring(sentence: int) -> str:
    """Show the mother with the telephone at her ear, and the list with its one line."""
    mood = ("open", "calm", "smile")[sentence]
    her = figure(
        MOTHER,
        330,
        374,
        scale=1.28,
        turned=-0.3,
        mood=mood,
        left=(-40, -92),
        held=AT_EAR,
        right=(30, -160),
    )
    corner = box(486, 128, 130, 108, PAPER, rounded=14, edge=INK)
    small = cut(490, 132, 122, 100, at(554, 186, rows(True), scale=0.46))
    note = corner + small if sentence > 0 else ""
    return kitchen(DUSK, "#ead9c0") + her + counter() + note


PICTURES: tuple[Shown, ...] = (
    shown(
        "A kitchen counter with a sink; a phone leans there, its lit screen showing a small "
        "school building. A woman, Mrs. Laurel, stands behind the counter; the faucet runs, "
        "then it is closed and she holds a towel in both hands, looking at the phone.",
        first_ring,
    ),
    shown(
        "Above the same woman four small thought pictures appear in a row: a thermometer, two "
        "fists, a coin, and the two fists again. She looks at the phone from the side.",
        old_calls,
    ),
    shown(
        "Mrs. Laurel, close up, holds the phone to her ear with her other hand on her hip; a "
        "speech bubble comes from her, with the face of a girl and a question mark in it.",
        asked,
    ),
    shown(
        "A parked car seen through its windshield; a young man with glasses, Mr. Cho, sits at "
        "the wheel with a phone at his ear, and then lifts a small written card in his other "
        "hand.",
        practiced,
    ),
    shown(
        "A lunch table with three children, one of them in a wheelchair. A boy frowns at a "
        "closed container; then the container stands open between him and a girl beside him, "
        "and she turns her face to a window with a tree in it.",
        lunch,
    ),
    shown(
        "The picture is split down the middle: on the left Mrs. Laurel stands still with the "
        "phone at her ear, on the right Mr. Cho in his car holds his phone away and looks at "
        "its screen.",
        silence,
    ),
    shown(
        "The split stays; Mrs. Laurel’s mouth is open, and a speech bubble from her crosses "
        "the line into Mr. Cho’s half, with the face of an old woman in a headscarf inside "
        "it.",
        answer,
    ),
    shown(
        "The split stays; both are smiling with their phones at their ears, and in the space "
        "between them are the old woman and the girl, each turned to a window, in the same "
        "pose.",
        same_pose,
    ),
    shown(
        "Mr. Cho’s hand writes on a list with many empty lines, a small head beside each; on "
        "one line there are now a small phone and a clock that shows after six.",
        written,
    ),
    shown(
        "The car again, with bare trees and rain outside; Mr. Cho sits with the phone in his "
        "hand and looks down, and the card lies under the windshield beside him.",
        march,
    ),
    shown(
        "The kitchen again, with dusk in the window and the faucet closed; Mrs. Laurel holds "
        "the phone to her ear and begins to smile, and the list with its one filled line is "
        "shown small at the side.",
        second_ring,
    ),
)
