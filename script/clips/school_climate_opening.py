"""Pictures for "The same door"."""

from clips.front_door import (
    ASPEN,
    BELLS_SMALL,
    CLERK,
    FORM_SMALL,
    GATE_SMALL,
    MARA,
    arm_to,
    aspen,
    bells,
    boy,
    building,
    doorstep,
    entrance,
    form_box,
    framed,
    mara,
)
from clips.people import human
from clips.scenery import (
    BRICK,
    ROAD,
    SKY,
    WOOD,
    city_bus,
    outdoors,
    room,
    says,
    tree,
)
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
    shown,
    words,
)
from clips.things import padlock

NARRATOR = "man"
VOICES = {"The voice": "other woman", "Mara": "woman"}


def from_the_street(sentence: int) -> str:
    """Show the front; then who comes in at the side, with a card."""
    side = box(528, 190, 54, 98, SLATE, rounded=1, edge=WHITE, weight=5) + dot(572, 242, 3.5, AMBER)
    reader = box(592, 224, 12, 20, INK, rounded=2)
    if not sentence:
        return building() + side + reader
    light = dot(598, 229, 3.5, "#f0c23c")
    her = mara(520, 310, face=1, mood=1, right=(58, -108), scale=0.82)
    card = box(566, 214, 17, 12, WHITE, rounded=2, edge=INK)
    return building() + side + reader + light + her + card


def locked_gate(sentence: int) -> str:
    """Show the bus, then the two, then the gate and its sign."""
    place = outdoors(SKY, "#cfc9bb", 268) + box(0, 312, 640, 48, ROAD, rounded=0)
    place += box(470, 206, 150, 62, BRICK, rounded=0) + box(464, 198, 162, 10, "#8f4f3b")
    place += entrance(546, 268, scale=0.42) + tree(440, 270, scale=0.5)
    bus = city_bus(112, 336, scale=0.98)
    two = aspen(306, 336, face=1, right=(34, -70), mood=1 if sentence < 2 else -1)
    two += boy(366, 338, face=1, mood=1 if sentence == 1 else 0, left=(-34, -74))
    bars = "".join(line(f"M{x} 320 V168", INK, 6) for x in range(428, 577, 21))
    gate = bars + line("M420 190 H584 M420 296 H584", INK, 7) + padlock(502, 244, scale=1.35)
    post = line("M610 322 V150", SLATE, 7) + box(556, 92, 78, 62, WHITE, rounded=4, edge=INK)
    bent = line("M614 140 V118 H574 m11 -11 l-11 11 11 11", INK, 5)
    return place + bus + two + ((gate + post + bent) if sentence > 1 else "")


def pressing(sentence: int) -> str:
    """Show the bells; press the middle one; let the camera glow."""
    finger = arm_to(148, 208, ASPEN.coat, ASPEN.skin, start=(330, 420))
    return bells(sentence > 1) + (finger if sentence else "")


def asked(sentence: int) -> str:
    """Let the voice come out of the wall."""
    who = aspen(150, 340, face=0.8, mood=2, left=(-34, -68), scale=1.25)
    who += boy(84, 342, face=0.8, mood=0, right=(32, -72), scale=0.86)
    said = says(250, 62, 250, 76, words(0, 9, "Are you Mom?", size=27), to=(276, 146))
    return doorstep() + who + said


def pulling(sentence: int) -> str:
    """Let her pull, too late; then reach back for the bell."""
    who = aspen(
        378, 340, face=-1 if sentence else 1, mood=-1, scale=1.25,
        left=(-66, -112) if sentence else None, right=(50, -112),
    )  # fmt: skip
    who += boy(188, 342, face=1, mood=0, scale=0.86)
    hum = line("M440 120 q8 -8 16 0 t16 0 M440 134 q8 -8 16 0 t16 0", AMBER, 4)
    ring = line("M238 178 q-9 20 0 40 M226 168 q-15 30 0 60", AMBER, 4)
    return doorstep() + who + (ring if sentence else hum)


def at_the_counter(sentence: int) -> str:
    """Show her before the counter; then who smiles behind it."""
    hall = room("#e9ece4", "#cdbb98") + box(420, 60, 150, 96, WHITE, edge=STONE, rounded=2)
    hall += "".join(
        box(432 + a * 46, 72 + b * 38, 36, 28, fill, rounded=1)
        for a, b, fill in ((0, 0, MIST), (1, 0, "#f0d9cc"), (2, 0, MIST), (0, 1, "#f4e7c5"),
                           (1, 1, MIST), (2, 1, "#f0d9cc"))
    )  # fmt: skip
    who = aspen(206, 344, face=1, mood=0, right=(34, -70), scale=1.12)
    who += boy(120, 346, face=1, mood=0, right=(30, -70), scale=0.82)
    block = box(286, 208, 128, 152, WOOD, rounded=0) + box(272, 196, 156, 16, "#a87c50")
    block += box(300, 230, 100, 112, "#bd8d5c", rounded=4)
    helper = human(CLERK, 486, 330, face=-1, mood=1, left=(-54, -116), scale=1.25)
    screen = box(372, 150, 8, 48, INK) + line("M352 196 h48", INK, 5) + box(376, 136, 10, 48, SLATE)
    return hall + screen + (helper if sentence else "") + who + block


def the_form(sentence: int) -> str:
    """Show the form; then the letters on the wall behind her."""
    wall = room("#e6efe9", "#cdbb98")
    letters = words(156, 56, "Everyone", "belongs here", size=36, fill=TEAL) if sentence else ""
    her = aspen(150, 420, face=0.8, mood=-1 if sentence else 0, scale=1.45)
    top = box(0, 322, 640, 38, WOOD, rounded=0)
    paper = box(0, 0, 300, 292, WHITE, rounded=3, edge=INK)
    sheet = at(314, 34, paper + form_box(24, 66, "Mother", 42) + form_box(24, 160, "Father", 38)
               + line("M24 254 H180", STONE, 2.5))  # fmt: skip
    return wall + letters + her + top + sheet


def three_things(sentence: int) -> str:
    """Hang three pictures in a row."""
    wall = box(0, 0, 640, 360, "#eeeae0", rounded=0)
    row = framed(116, GATE_SMALL, SKY) + framed(320, BELLS_SMALL, "#d9a48c")
    row += framed(524, FORM_SMALL, "#e6efe9")
    return wall + (row if sentence else f'<g opacity=".3">{row}</g>')


def taped(sentence: int) -> str:
    """Tape a card beside the middle bell; then its two languages."""
    bell = area("M-13 10 q0 -30 13 -30 q13 0 13 30z", AMBER, edge=INK) + dot(0, 14, 4, INK)
    print_ = ""
    if sentence:
        print_ = line("M232 190 h128 M232 203 h92", TEAL, 5) + line(
            "M232 226 h112 M232 239 h128", CLAY, 5
        )
    card = box(178, 168, 200, 88, WHITE, rounded=3, edge=INK) + at(206, 212, bell) + print_
    card += f'<g opacity=".8">{box(164, 158, 46, 18, "#e8d9a8", rounded=0)}</g>'
    card += f'<g opacity=".8">{box(346, 158, 46, 18, "#e8d9a8", rounded=0)}</g>'
    morning = f'<g opacity=".16">{box(0, 0, 640, 360, "#ffd98a", rounded=0)}</g>'
    hand = (
        arm_to(372, 172, MARA.coat, MARA.skin, start=(560, 420))
        if sentence == 0
        else arm_to(392, 250, MARA.coat, MARA.skin, start=(600, 420))
    )
    return bells(card=card) + morning + hand


def welcome(sentence: int) -> str:
    """Open the door to them; then let her say it."""
    inside = "#f6e3b0"
    place = doorstep(inside) + area("M330 60 L288 86 V330 L330 312z", SKY, edge=TEAL, weight=6)
    place += box(322, 306, 280, 14, "#e4dfd4", rounded=2)
    card = box(248, 188, 44, 22, WHITE, rounded=1, edge=INK) + line(
        "M256 196 h24 M256 203 h16", TEAL, 2.5
    )
    her = mara(420, 312, face=-1, mood=2, left=(-56, -100), scale=1.12)
    two = aspen(166, 344, face=1, mood=1, left=(-34, -68), scale=1.15)
    two += boy(100, 346, face=1, mood=1, right=(32, -72), scale=0.86)
    said = ""
    if sentence:
        text = words(0, -5, "We were expecting", "you both.", size=23)
        said = says(230, 58, 244, 84, text, to=(392, 150))
    return place + card + her + two + said


def from_the_street_again(sentence: int) -> str:
    """Show the street as at first; then who went outside to look."""
    side = box(528, 190, 54, 98, SLATE, rounded=1, edge=WHITE, weight=5) + dot(572, 242, 3.5, AMBER)
    morning = building("#f4e3c4") + side
    card = box(388, 226, 12, 16, WHITE, rounded=1, edge=INK, weight=1.5)
    if not sentence:
        return morning + card
    her = mara(420, 344, face=-1, mood=1, left=(-46, -92), right=(36, -72), scale=0.98)
    tape = at(458, 272, dot(0, 0, 11, "#e8d9a8", edge=INK) + dot(0, 0, 4, WHITE, edge=INK))
    return morning + card + her + tape


PICTURES = (
    shown(
        "A brick school building is seen from the street, with a wide front entrance in the middle "
        "and, far to the right, a small side door, at which a woman with short dark hair holds a "
        "card to a reader.",
        from_the_street,
    ),
    shown(
        "A city bus stands at the curb, a grandmother in a green coat and a boy with a yellow "
        "backpack beside it; then they stand before a gate with a padlock. A sign shows a bent "
        "arrow, and far behind the gate lies the front entrance.",
        locked_gate,
    ),
    shown(
        "Three round bells sit in a column beside the glass entrance, the labels next to them worn "
        "blank; a finger presses the middle one, and above the bells a small camera lens glows.",
        pressing,
    ),
    shown(
        "A large speech bubble with the words “Are you Mom?” comes from the bells; the grandmother "
        "holds the boy’s hand and has opened her mouth to answer.",
        asked,
    ),
    shown(
        "The grandmother pulls at the handle of the closed glass door with one hand; then she "
        "turns and stretches the other back toward the bells, while the boy waits.",
        pulling,
    ),
    shown(
        "Inside, a high counter reaches up to the grandmother’s shoulders and over the boy’s head; "
        "behind it a woman with white hair and glasses smiles down at them.",
        at_the_counter,
    ),
    shown(
        "A form stands large beside the grandmother, with one box marked Mother, one box marked "
        "Father and a thin line at the bottom; on the wall behind her, large letters read "
        "“Everyone belongs here.”",
        the_form,
    ),
    shown(
        "Three small pictures hang in a row against a plain wall: the gate with its padlock, the "
        "three bells, and the form with its two boxes.",
        three_things,
    ),
    shown(
        "The three bells again, in morning light: a white card with a drawn bell is taped beside "
        "the middle one, a hand smooths down the tape, and the card shows print in two colors, one "
        "for each language.",
        taped,
    ),
    shown(
        "The woman with short dark hair stands on the step and holds the glass door open; the "
        "grandmother and the boy walk toward her, and a speech bubble says “We were expecting you "
        "both.”",
        welcome,
    ),
    shown(
        "The school building from the street once more, as in the first picture, but now the woman "
        "with short dark hair stands outside near the front entrance and looks at it, with a roll "
        "of tape in her hand.",
        from_the_street_again,
    ),
)
