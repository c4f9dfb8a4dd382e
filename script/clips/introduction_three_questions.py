"""Pictures for "Three questions about one door"."""

from clips.people import human
from clips.scenery import (
    BERRY,
    NAVY,
    ROAD,
    SKY,
    WOOD,
    apartments,
    halves,
    outdoors,
    room,
    says,
    tree,
    van,
    window,
)
from clips.shapes import (
    AMBER,
    CLAY,
    FAIR,
    INK,
    MIST,
    SLATE,
    STONE,
    TEAL,
    WHITE,
    area,
    arrow,
    at,
    box,
    dot,
    line,
    shown,
    words,
)
from clips.side_door import (
    CLASS_WALL,
    CLERK,
    CUSTODIAN,
    DRIVER,
    HOME_WALL,
    LEFT_HALF,
    RIGHT_HALF,
    call_of,
    clipboard,
    fern,
    from_above,
    girl,
    little_apartments,
    ravi,
    school_door,
    street,
)
from clips.things import alarm_clock, chair, clock_at, desk, handset, keys, laptop, pack

NARRATOR = "man"
VOICES = {"Mrs. Fern": "woman"}


def eleven(sentence: int) -> str:
    """Hold up the list, and fill it."""
    door = box(66, 70, 124, 230, WOOD, rounded=0) + box(76, 80, 104, 220, "#dfe8ee", rounded=0)
    desks = "".join(desk(x, 96, 346, 56, "#7fa39b") + chair(x, 356, fill=SLATE) for x in (500, 610))
    him = ravi(256, 340, face=0.7, right=(54, -104), left=(-28, -62), scale=1.3)
    board = clipboard(356, 196, 11 if sentence else 1, scale=1.35)
    return CLASS_WALL + door + clock_at(484, 84, 8, 20, 44) + desks + him + board


def on_the_lift(sentence: int) -> str:
    """Show the two before their house; then the van, and the girl on its lift."""
    place = outdoors(SKY, ROAD) + box(0, 286, 640, 22, "#d5cfc2", rounded=0) + tree(34, 292)
    place += apartments(150, 290, scale=1.2)
    her = fern(238 if sentence else 280, 330, face=1, mood=1, right=(28, -60))
    bag = pack(284 if sentence else 326, 298, CLAY, scale=0.9)
    if not sentence:
        return place + her + bag + girl(400, 334, mood=1, scale=0.86)
    lift = box(316, 296, 96, 9, AMBER, rounded=2) + line(
        "M412 300 V190 M412 214 L420 190", AMBER, 6
    )
    return (
        place
        + van(520, 336, scale=1.22, driver=DRIVER)
        + her
        + bag
        + lift
        + girl(362, 296, mood=1, scale=0.86)
    )


def writing(sentence: int) -> str:
    """Let him write: a clock first, then where he thinks the cause is."""
    him = chair(190, 334, to=1, scale=1.15) + ravi(
        200, 334, sits=True, face=1, right=(56, -84), left=(34, -78), scale=1.2
    )
    shelf = box(430, 180, 170, 8, WOOD) + "".join(
        box(440 + n * 20, 180 - h, 15, h, fill, rounded=1)
        for n, (h, fill) in enumerate(
            ((52, CLAY), (60, TEAL), (46, AMBER), (58, SLATE), (50, BERRY), (60, MIST))
        )
    )
    what = clock_at(-70, 0, 8, 20, 26)
    if sentence:
        what += arrow(-30, 0, 50)
    if sentence > 1:
        what += little_apartments(74, 28, 0.3)
    table = desk(270, 330, 336, 84)
    return (
        CLASS_WALL
        + shelf
        + him
        + table
        + laptop(296, 250, scale=1.5)
        + says(300, 70, 250, 92, what, to=(222, 150))
    )


def at_the_window(sentence: int) -> str:
    """Let her read; then the van comes."""
    coming = van(20, 66, scale=0.52, to=-1, driver=DRIVER) if sentence else ""
    pane = window(390, 150, 240, 156, SKY, street(coming))
    her = fern(190, 340, face=0.8, mood=-1, right=(46, -112), left=(-28, -60), scale=1.3)
    screen = at(250, 184, box(-15, -26, 30, 52, INK, rounded=5) + box(-11, -20, 22, 38, WHITE)
                + line("M-7 -12 h14 M-7 -4 h9 M-7 4 h14", SLATE, 2.5), turn=10)  # fmt: skip
    return HOME_WALL + pane + clock_at(570, 70, 7, 50, 34) + her + screen


def half_past_five(sentence: int) -> str:
    """Let her speak; behind her, what she has done since half past five."""
    pane = window(110, 110, 150, 150, SKY, box(-75, 46, 150, 29, ROAD, rounded=0)
                  + van(6, 70, scale=0.42, to=-1))  # fmt: skip
    bench = box(300, 236, 340, 124, "#cdb497", rounded=0) + box(292, 226, 348, 12, WOOD)
    lunch = box(560, 198, 56, 28, TEAL, rounded=5) + line("M576 198 v-8 h24 v8", TEAL, 4)
    bowls = "".join(
        at(x, 226, area("M-26 -18 H26 Q22 0 0 0 Q-22 0 -26 -18z", MIST, edge=SLATE)
           + line("M10 -18 L24 -34", SLATE, 3))
        for x in (450, 516)
    )  # fmt: skip
    clock = at(372, 226, alarm_clock(0, 0, 5, 30), scale=1.45)
    her = fern(218, 356, face=0.4, mood=2, left=(-34, -76), right=(36, -104), scale=1.45)
    glow = dot(372, 176, 62, "#fff0c2") if sentence else ""
    return HOME_WALL + pane + bench + glow + clock + bowls + lunch + her


def asking_the_office(sentence: int) -> str:
    """Ask, and be told kindly that nobody has anything to do with vans."""
    her = fern(120, 350, face=0.8, mood=0 if sentence > 1 else 2, right=(30, -140), scale=1.3)
    left = HOME_WALL + window(262, 140, 90, 110) + her + handset(160, 168, scale=1.25)
    shrugs = sentence > 1
    clerk = human(
        CLERK, 200, 350, face=-0.6, mood=1 if shrugs else 0, scale=1.3,
        left=(-52, -112) if shrugs else None, right=(52, -112) if shrugs else (28, -140),
    )  # fmt: skip
    right = (
        room("#e9e4d6", "#c9b994")
        + box(30, 60, 90, 70, WHITE, edge=STONE)
        + line("M42 80 h62 M42 96 h48 M42 112 h58", STONE, 3)
        + clerk
        + (handset(238, 168, scale=1.25) if sentence < 2 else "")
    )
    right += box(0, 276, 320, 84, WOOD, rounded=0) + box(0, 268, 320, 14, "#a87c50", rounded=0)
    asked = van(-30, 26, scale=0.46) + words(54, 18, "?", size=48)
    bubble = says(320, 62, 190, 84, asked, to=(170, 176)) if sentence > 0 else ""
    return halves(left, right) + bubble


def afternoon(sentence: int) -> str:
    """Let him call, say what he sees, and ask."""
    return call_of(sentence, she_speaks=False)


def two_halves(sentence: int) -> str:
    """Lay down her half, which he lacked; then his, which she lacked."""
    board = box(0, 0, 640, 360, "#dfe5e2", rounded=0)
    heads = ravi(70, 500, face=1, scale=1.35) + fern(570, 500, face=-1, scale=1.35)
    left, right = at(-18, -8, LEFT_HALF), at(18, 6, RIGHT_HALF)
    return board + right + (left if sentence else "") + heads


def open_door(sentence: int) -> str:
    """Open the door, bring the van, turn the list on its face."""
    wall = outdoors("#cf9a80", "#b9b4a8", 300)
    for y in range(18, 300, 28):
        wall += line(f"M0 {y} H640", "#c58d73", 2)
    door = school_door(260, 262, ajar=True)
    man = human(CUSTODIAN, 152, 330, face=1, mood=1, right=(36, -92), left=(-30, -66))
    man += keys(120, 262, scale=0.75)
    rider = girl(358, 290, to=-1, mood=1, scale=0.82)
    waving = van(524, 346, scale=1.06, to=-1, driver=DRIVER)
    if sentence > 0:
        waving += line("M446 258 L428 236", NAVY, 8) + dot(426, 231, 8, FAIR)
    bench = box(8, 306, 96, 10, WOOD) + line("M22 316 V340 M90 316 V340", WOOD, 8)
    turned = box(22, 296, 70, 10, "#86603a", rounded=3) if sentence > 1 else ""
    clock = clock_at(392, 62, 8, 14, 34)
    return wall + clock + door + bench + turned + man + waving + rider


def one_door(sentence: int) -> str:
    """Join the halves on the wall beside the door; the girl is far inside."""
    wall = box(0, 0, 640, 360, "#d5a188", rounded=0) + box(0, 316, 640, 44, "#b9b4a8", rounded=0)
    inside = box(236, 60, 168, 262, "#f6e3b0", rounded=0)
    inside += area("M236 322 L296 214 H344 L404 322z", "#d9c391") + box(296, 120, 48, 94, "#fff5d8",
                                                                       rounded=0)  # fmt: skip
    inside += line("M236 60 L296 120 M404 60 L344 120", "#dcc58f", 3)
    small = girl(320, 246, scale=0.36) if sentence else girl(320, 318, scale=0.62)
    frame = box(226, 50, 188, 272, "none", rounded=0, edge=WHITE, weight=12)
    leaf = area("M226 50 L182 74 V344 L226 322z", TEAL)
    joined = at(420, 14, LEFT_HALF + RIGHT_HALF, scale=0.34) if sentence > 1 else ""
    him = ravi(112, 346, face=1, mood=1, right=(44, -84), scale=1.25)
    her = fern(520, 346, face=-1, mood=1, left=(-44, -84), scale=1.25)
    return wall + inside + small + frame + leaf + joined + him + her


PICTURES = (
    shown(
        "A man with glasses stands in a classroom with a list on a clipboard; one mark on it "
        "becomes eleven, and the clock on the wall stands at twenty past eight.",
        eleven,
    ),
    shown(
        "In front of a low apartment building stand a girl in a wheelchair and a woman with gray "
        "hair; then a white van is there, the girl rises on its lift, and the woman holds her "
        "school bag.",
        on_the_lift,
    ),
    shown(
        "The man sits at his desk and types on a laptop; a speech bubble above him holds a clock, "
        "then an arrow, then the apartment building.",
        writing,
    ),
    shown(
        "The woman stands at her window and reads the message on her telephone; the clock on the "
        "wall stands at ten to eight, and only now the white van pulls up in the street below.",
        at_the_window,
    ),
    shown(
        "The woman has turned from the window and speaks; beside her on the kitchen counter stand "
        "an alarm clock at half past five, two bowls and a packed lunch.",
        half_past_five,
    ),
    shown(
        "The picture is split: on the left the woman is on the telephone, and her speech bubble "
        "holds a small van with a question mark; on the right a clerk behind a school counter "
        "smiles and shrugs with both hands open.",
        asking_the_office,
    ),
    shown(
        "The picture is split down the middle: on the left the man sits on the edge of a desk with "
        "a telephone, an empty sheet of paper beside him; on the right the woman sits at her "
        "kitchen table and listens. His speech bubble shows the girl, then a question mark.",
        afternoon,
    ),
    shown(
        "A school building is seen from above: a van stops at a side door with a ramp, a padlock "
        "appears on the door, and a dotted line runs from it uphill around three sides of the "
        "building to the front entrance.",
        from_above,
    ),
    shown(
        "Two halves of one drawing lie next to each other like torn paper: the right half shows "
        "the van and the ramp, the left half shows the corridor and a ring of keys.",
        two_halves,
    ),
    shown(
        "The side door stands open and a man with a ring of keys holds it while the girl rolls up "
        "the ramp; the van’s driver waves from his seat, and the clipboard lies face down on a "
        "bench.",
        open_door,
    ),
    shown(
        "The teacher and the woman stand on either side of the open side door, the girl is already "
        "small at the end of the corridor, and the two halves of the drawing hang joined on the "
        "wall.",
        one_door,
    ),
)
