"""Pictures for "From the bus": the same three Thursdays, as the mother lived them."""

from clips.after_the_letter import august, on_the_stairs, on_time, one_word, the_gate
from clips.figures import figure
from clips.office import (
    BELL,
    HANDSET,
    READER,
    RED,
    SHADE,
    TO_EAR,
    closer,
    folded_note,
    girl,
    hurt_boy,
    reed,
    rowan,
    rules,
    waves,
)
from clips.rooms import (
    CREAM,
    DAY,
    LEAF,
    LIGHT,
    NIGHT,
    WOOD,
    backdrop,
    clock_at,
    lamp,
    pen,
    speech,
    tree,
    window,
)
from clips.shapes import (
    AMBER,
    CLAY,
    INK,
    MIST,
    SAND,
    SLATE,
    STONE,
    TEAL,
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
from clips.way_to_school import (
    big_bus,
    clipped,
    her_arm,
    school_front,
    seated_legs,
)

VOICES = {"Mrs. Rowan": "woman"}
NARRATOR = "man"


def on_the_bus(sentence: int) -> str:
    """Let her speak in waves; below, the same in straight lines."""
    wall = box(0, 0, 640, 360, "#e6ddc9", rounded=0) + box(0, 262, 640, 98, SLATE, rounded=0)
    pane = "M24 34 H404 Q420 34 420 50 V206 Q420 222 404 222 H24z"
    town = (
        box(0, 0, 440, 240, DAY, rounded=0)
        + box(-20, 110, 120, 140, "#b9c6cb")
        + box(300, 80, 130, 160, "#c6d0d3")
        + tree(180, 240, 1.1)
        + tree(258, 236, 0.8)
    )
    street = clipped("pane", pane, town)
    frame = area(pane, "none", edge=INK, weight=7) + line("M0 244 H640", STONE, 8)
    pole = line("M446 0 V360", AMBER, 9)
    seat = box(18, 176, 196, 230, TEAL, rounded=26)
    her = rowan(
        116, 476, 1.6, turned=0.9, mood="open", left=(-14, -92), right=(40, -104), legs=False
    )
    first = speech(334, 80, 196, 108, (172, 186)) + waves(257, 54, 154, 4, 19, 4)
    second = ""
    if sentence:
        second = speech(516, 186, 176, 100, (424, 108)) + rules(450, 160, 132, 4, 18, 4)
    return wall + street + frame + seat + her + pole + first + second


def corridor(sentence: int) -> str:
    """Let them wait side by side in front of a closed door."""
    wall = backdrop(LIGHT, "#dfe5e2", 286) + box(0, 206, 640, 9, MIST, rounded=0)
    frame = box(396, 74, 112, 214, STONE, rounded=2) + box(406, 84, 92, 204, WHITE, rounded=0)
    sight = box(420, 106, 22, 66, MIST, edge=STONE) + dot(486, 196, 6, STONE)
    plaque = box(344, 108, 36, 26, TEAL) + line("M362 113 v16 M354 121 h16", WHITE, 5)
    leaves = "".join(
        area(f"M0 0 Q{x} -60 {x * 1.6} -92 Q{x * 0.2} -66 0 0z", LEAF)
        for x in (-34, -16, 0.5, 18, 36)
    )
    plant = at(66, 268, leaves + area("M-26 0 H26 L20 50 H-20z", CLAY))
    chairs = "".join(
        box(x - 44, 196, 88, 62, TEAL, rounded=10)
        + box(x - 46, 256, 92, 13, SLATE)
        + line(f"M{x - 36} 268 V318 M{x + 36} 268 V318", INK, 6)
        for x in (198, 312)
    )
    reach = (86, -124) if sentence else (22, -84)
    her = rowan(198, 334, turned=0.5, mood="calm", left=(-22, -84), right=reach, legs=False)
    her_legs = at(198, 336, seated_legs(INK))
    comic = (
        area("M-30 -100 L0 -92 30 -100 V-62 L0 -54 -30 -62z", AMBER, edge=INK)
        + line("M0 -92 V-54", INK)
        + dot(-15, -80, 6, RED)
        + dot(15, -80, 6, TEAL)
    )
    child_legs = at(312, 296, seated_legs(TEAL), scale=0.72)
    child = girl(312, 308, 0.76, turned=0, mood="down", left=(-26, -84), right=(26, -84))
    book = at(312, 312, comic, scale=0.8)
    cut = clipped("childtop", "M250 100 H380 V258 H250z", child)
    all_of_it = (
        wall + frame + sight + plaque + plant + chairs + cut + child_legs + book + her_legs + her
    )
    return closer(all_of_it, 262, 204, 1.25)


def four_minutes(sentence: int) -> str:
    """Let the bus stand at the school; above it the minutes that it waits."""
    sky = box(0, 0, 640, 270, DAY, rounded=0) + box(0, 264, 640, 96, "#9aa3a1", rounded=0)
    walk = box(0, 256, 640, 20, "#d5d2c6", rounded=0)
    stop = (
        line("M600 262 V122", SLATE, 7)
        + dot(600, 112, 22, TEAL, edge=WHITE)
        + box(588, 104, 24, 14, WHITE)
        + dot(593, 120, 3, WHITE)
        + dot(607, 120, 3, WHITE)
    )
    off = rowan(498, 302, 0.74, turned=-0.5) + girl(548, 304, 0.54, turned=-0.6)
    face = ""
    if sentence:
        turn = "M0 0 V-56 A56 56 0 0 1 22.8 -51.2z"
        marks = "".join(at(0, 0, line("M0 -60 v7", INK, 3), turn=6 * n) for n in range(5))
        hours = "".join(at(0, 0, line("M0 -60 v9", STONE, 3), turn=30 * n) for n in range(12))
        disc = dot(0, 0, 68, WHITE, edge=INK) + hours + area(turn, RED) + marks
        hand = line("M0 0 V-50", INK, 5) + line("M0 0 L20.3 -45.7", INK, 4) + dot(0, 0, 6, INK)
        face = at(188, 84, disc + hand)
    return sky + school_front(360, 258, 0.98) + walk + stop + big_bus(262, 340, 1.2) + off + face


def seven_things(sentence: int) -> str:
    """Let her call at night, and the line break after the third choice."""
    room = backdrop("#40505c", "#5a4c44", 300) + window(
        86, 108, 108, 110, NIGHT, dot(20, -24, 13, "#f0ead2")
    )
    counter = box(0, 262, 214, 98, SHADE, rounded=0) + box(0, 252, 222, 13, WOOD)
    pot = (
        box(34, 216, 76, 38, SLATE, rounded=6)
        + line("M110 226 h26", INK, 8)
        + box(30, 210, 84, 8, INK)
    )
    her = rowan(
        216, 452, 1.55, turned=0.8, mood="worry" if sentence else "open", right=TO_EAR, held=HANDSET
    )
    places = ((330, 146), (384, 96), (444, 66), (506, 84), (556, 126), (580, 186), (572, 248))
    seen = line("M290 176 L330 146 L384 96 L444 66", AMBER, 4)
    for n, (px, py) in enumerate(places, 1):
        gone = sentence and n > 3
        seen += dot(px, py, 21, "#6d7b84" if gone else WHITE, edge=STONE if gone else INK)
        seen += words(px, py + 8, str(n), size=23, fill="#b9c3c8" if gone else INK)
    if sentence:
        seen += line("M466 56 l6 32 M477 59 l6 32", RED, 5)
    else:
        seen += line(
            "M468 70 L482 76 M528 98 L536 110 M566 148 L572 164 M579 210 L576 224", AMBER, 4
        )
    return room + counter + pot + her + seen


def polite_note(sentence: int) -> str:
    """Let her write by lamplight, and remember August."""
    room = backdrop("#4b5a63", "#5a4c44", 330) + lamp(150, 84)
    top = box(0, 268, 640, 18, WOOD, rounded=0) + box(0, 284, 640, 80, SHADE, rounded=0)
    paper = (
        area("M150 256 H290 L312 282 H134z", WHITE, edge=STONE)
        + waves(172, 266, 90, 1)
        + waves(162, 276, 76, 1)
    )
    her = rowan(
        206, 372, 1.24, turned=0.3, mood="down", left=(-40, -90), right=(28, -92), legs=False
    )
    mind = ""
    if sentence:
        bar = box(390, 154, 210, 12, WOOD) + box(396, 164, 200, 60, SHADE, rounded=0)
        behind = figure(
            BELL, 444, 272, scale=1, turned=0.6, mood="smile", legs=False, right=(30, -126)
        )
        other = figure(
            READER, 546, 272, scale=1, turned=-0.8, mood="open", legs=False, left=(-40, -128)
        )
        page = box(476, 116, 34, 40, WHITE, edge=INK) + waves(483, 128, 20, 3, 9, 2)
        cloud = dot(494, 112, 104, WHITE, edge=STONE)
        inside = clipped(
            "mind",
            "M394 112 a100 100 0 1 1 200 0 a100 100 0 1 1 -200 0z",
            behind + other + bar + page,
        )
        trail = dot(372, 170, 11, WHITE) + dot(334, 176, 8, WHITE) + dot(300, 172, 5, WHITE)
        mind = cloud + inside + trail
    return room + her + top + paper + pen(246, 268, 28, 0.8) + mind


def ran_in(sentence: int) -> str:
    """Show the counter from her side: the man turned away, the boy, and her hand."""
    wall = backdrop(CREAM, SAND, 330) + clock_at(552, 64, 34, 11, 0)
    busy = reed(320, 398, 1.4, turned=-1, right=TO_EAR, held=HANDSET, mood="open")
    bar = box(0, 236, 640, 18, WOOD, rounded=0) + box(0, 252, 640, 110, "#a06c40", rounded=0)
    hurt = hurt_boy(130, 420, 1.12, turned=-0.3) if sentence else ""
    hand_y = (320, 292, 262)[sentence]
    paper = at(456, hand_y - 34, folded_note(0, 0, 2.3), turn=(-14, -8, 0)[sentence])
    arm = her_arm(486, hand_y) if sentence < 2 else her_arm(506, 268)
    return wall + busy + bar + hurt + paper + arm


PICTURES: tuple[Shown, ...] = (
    shown(
        "A woman in a red scarf sits by the window of a bus and speaks; her speech bubble "
        "is filled with waves, and beside it a second bubble is filled with straight lines.",
        on_the_bus,
    ),
    shown(
        "The woman and a girl of about eight sit side by side in a bright corridor with a "
        "potted plant and a closed door. The girl reads a comic, her feet off the floor; "
        "the woman puts a hand on her shoulder.",
        corridor,
    ),
    shown(
        "A bus stands with its door open in front of a brick school; the woman and the girl "
        "have got off beside it. Above the bus a clock face appears with a slice of four "
        "minutes colored red.",
        four_minutes,
    ),
    shown(
        "The woman stands in a dark kitchen with a telephone at her ear. Seven small "
        "circles numbered one to seven float out of it on a line; then the line is cut "
        "after the third, and the rest turn gray.",
        seven_things,
    ),
    shown(
        "The woman sits at a table under a lamp and writes neat waves on a sheet of paper. "
        "In a thought bubble a woman with white hair and glasses and a third person stand "
        "at a counter, and that person points at a page.",
        polite_note,
    ),
    shown(
        "A high counter from the visitors’ side: behind it a man with a beard turns away, a "
        "telephone at his ear, and before it a boy holds a bloodstained towel to his nose. "
        "The woman’s hand lays a folded paper on the counter.",
        ran_in,
    ),
    shown(
        "At the office door the woman looks back at the man, whose raised hand shows above "
        "the counter. His speech bubble holds the one word “Ma’am” and otherwise gray "
        "lines; the clock is ringed in red, and in the window the bus stands.",
        one_word,
    ),
    shown(
        "Two women stand on the stairs of an apartment house: one in slippers and an apron "
        "holds a long white letter, and the one in the red scarf grips the railing. The "
        "section sign at the head of the letter turns red.",
        on_the_stairs,
    ),
    shown(
        "Four clocks stand in a row, a check mark under each; below them appear a hospital "
        "door, a bus, a sewing machine, and a counter with a folded paper on it.",
        on_time,
    ),
    shown(
        "From behind: the woman stands at the line of an open school gate, and the girl "
        "walks on alone toward the entrance, her backpack on her back, and gets smaller.",
        the_gate,
    ),
    shown(
        "The school in evening light, all its windows dark but one: in it a woman with "
        "white hair and the woman in the red scarf bend over a folder of papers, and the "
        "clock on the wall shows six.",
        august,
    ),
)
