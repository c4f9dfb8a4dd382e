"""Pictures for "Two tables"."""

from clips.scenery import (
    NIGHT,
    house_front,
    room,
    says,
    school_front,
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
    area,
    arrow,
    at,
    box,
    disc,
    dot,
    line,
    shown,
)
from clips.things import blackboard, chair, desk, fridge, lamp, laptop, lined, mug
from clips.two_tables import (
    BOTH_ROOMS,
    CABINET,
    CHALK,
    CRUMPLED,
    DRAWN,
    EASEL,
    HOME_TABLE,
    KITCHEN,
    LETTER,
    LETTERS_SENT,
    LOOP,
    MONTH,
    PUMP,
    SCHOOL_TABLE,
    SCHOOLROOM,
    SHIP,
    boy,
    calling,
    dana,
    maple,
    sister,
    thinks,
)

VOICES = {"Mr. Maple": "man"}


def two_tables(sentence: int) -> str:
    """Show the boy between two bare tables; then the rooms that they stand in."""
    rooms = BOTH_ROOMS + blackboard(140, 128, 190, 104, CHALK) + lamp(500, 110)
    things = (
        lined(140, 254, scale=0.4, turn=80)
        + mug(470, 248)
        + at(520, 248, area("M-24 -14 H24 Q20 0 0 0 Q-20 0 -24 -14z", MIST, edge=SLATE))
    )
    tables = at(140, 322, SCHOOL_TABLE) + at(500, 322, HOME_TABLE)
    who = boy(320, 334, mood=1, scale=0.92)
    return (rooms if sentence else "") + tables + (things if sentence else "") + who


def classroom(sentence: int) -> str:
    """Let him explain with his hands; then put paper before him."""
    pump = at(248, 128, PUMP, scale=1.35)
    wall = SCHOOLROOM + blackboard(96, 104, 150, 100, at(0, 0, CHALK, scale=0.85))
    table = desk(320, 420, 330, 88, "#7fa39b")
    if sentence == 0:
        him = boy(352, 322, mood=2, left=(-56, -142), right=(46, -134), face=-0.7, scale=0.98)
        her = dana(510, 322, face=-1, mood=1, left=(-44, -84), scale=1.2)
        return wall + pump + her + him + table
    him = boy(352, 322, mood=-1, left=(-20, -80), right=(20, -80), scale=0.98)
    her = dana(510, 322, face=-1, left=(-60, -90), scale=1.2)
    sheet = at(352, 246, area("M-46 0 L-32 -16 H36 L50 0z", WHITE, edge=INK))
    return wall + f'<g opacity=".22">{pump}</g>' + her + him + table + sheet


def kitchen(sentence: int) -> str:
    """Let him tell, his sister type, and him go back to the beginning."""
    door = box(516, 74, 100, 232, "#8a6a4d", rounded=0) + box(
        526, 84, 80, 222, "#f3d9ae", rounded=0
    )
    listener = maple(566, 316, face=-1, mood=1, left=(-14, -96), scale=1.05) + mug(552, 214)
    him = boy(296, 306, face=-0.6, mood=2, left=(-46, -118), right=(46, -122), scale=0.88)
    her = chair(90, 330, to=1, scale=1.1) + sister(
        100, 330, face=1, right=(54, -98), left=(34, -92), sits=True, scale=1.1
    )
    screen = laptop(152, 236, scale=1.2)
    story = at(-56, 0, SHIP, scale=0.8)
    if sentence > 0:
        story += at(8, 0, lined(0, 0, scale=0.7))
    if sentence > 1:
        story += at(66, 0, LOOP, scale=1.1)
    bubble = says(270, 58, 230, 88, story, to=(292, 126))
    table = desk(250, 330, 330, 94)
    return KITCHEN + lamp(60, 70, lit=False) + door + listener + him + her + table + screen + bubble


def at_night(sentence: int) -> str:
    """Show her thought, then the note, then more lines on it."""
    dark = room(NIGHT, "#232f37") + window(100, 110, 120, 110, "#1b2730", dot(26, -22, 13, SAND))
    light = f'<g opacity=".45">{area("M336 192 L236 246 H476 L376 192z", "#ffe9b0")}</g>'
    stand = line("M430 252 V196 L356 178", STONE, 5) + area("M334 196 L346 170 L376 178 L384 200z",
                                                          AMBER)  # fmt: skip
    her = chair(240, 332, to=1, scale=1.15) + dana(
        250, 332, sits=True, face=0.6, right=(50, -84), scale=1.2
    )
    table = desk(330, 340, 334, 86)
    note = at(322, 244, area("M-34 4 L-22 -12 H34 L44 4z", WHITE, edge=INK))
    ask = (
        at(-66, 30, school_front(0, 0, scale=0.34))
        + arrow(-22, 4, 44)
        + at(66, 28, house_front(0, 0, scale=0.5))
    )
    rows = line("M306 240 h44", SLATE, 2) + line("M302 245 h30", SLATE, 2)
    thought = thinks(440, 74, ask, (282, 140))
    return (
        dark + light + her + table + stand + thought
        + (note if sentence else "") + (rows if sentence > 1 else "")
    )  # fmt: skip


def at_the_kitchen_table(sentence: int) -> str:
    """Show his thought, the worksheet that made somebody cry, and nobody across the table."""
    ask = (
        at(-60, 32, school_front(0, 0, scale=0.36))
        + line("M28 4 H-14 m9 -9 l-9 9 9 9")
        + at(68, 28, house_front(0, 0, scale=0.5))
    )
    tear = area("M0 -10 q-7 11 0 15 q7 -4 0 -15z", DRAWN)
    drops = at(232, 214, tear) + at(252, 206, tear, scale=0.8) if sentence else ""
    empty = chair(130, 336, fill=CLAY, scale=1.25)
    him = chair(420, 332, to=-1, scale=1.15) + maple(
        408, 332, sits=True, face=-0.6, mood=-1, left=(-48, -86), scale=1.2
    )
    table = desk(280, 420, 334, 86)
    return (
        KITCHEN + lamp(330, 66, lit=False) + window(560, 130, 110, 120, "#e9c9a4") + empty + him
        + table + at(270, 242, CRUMPLED, scale=1.1) + drops + thinks(168, 74, ask, (378, 142))
    )  # fmt: skip


def refrigerator(sentence: int) -> str:
    """Hang the note; cross seven days out; let it get dark."""
    note = lined(0, 0, rows=5, scale=1.15) + dot(0, -44, 7, CLAY)
    crossed = "".join(
        line(f"M{-80 + n * 24} -2 l14 18 m0 -18 l-14 18", CLAY, 3.5) for n in range(7)
    )
    dusk = f'<g opacity=".34">{box(0, 0, 640, 360, NIGHT, rounded=0)}</g>' if sentence > 1 else ""
    cool = at(210, 340, fridge(0, 0), scale=1.3)
    table = desk(470, 240, 336, 60)
    return (
        KITCHEN + cool + at(214, 206, note, scale=1.1) + table
        + at(450, 140, MONTH + (crossed if sentence else "")) + dusk
    )  # fmt: skip


def waiting(sentence: int) -> str:
    """Let her tell of the pump, then ask, then wait."""
    told = (at(0, 2, PUMP, scale=0.8), at(0, 2, PUMP, scale=0.8), "")
    return calling(his=False, content=told[sentence])


def telling(sentence: int) -> str:
    """Fill his bubble: a mouth, then sheets, then the airplane that takes them."""
    talk = line(
        "M-30 -14 q14 -12 28 0 t28 0 M-30 4 q14 -12 28 0 t28 0 M-30 22 q14 -12 28 0", CLAY, 4
    )
    return calling(his=True, content=LETTERS_SENT if sentence > 1 else talk if sentence else "")


def overlap(sentence: int) -> str:
    """Put what she has seen beside what he has seen; where they overlap it is bright."""
    left = disc(240, 158, 128, MIST) + at(178, 158, PUMP, scale=1.5)
    ring = (
        f'<circle cx="240" cy="158" r="128" fill="none" stroke="{INK}" stroke-width="2"/>'
        f'<circle cx="400" cy="158" r="128" fill="none" stroke="{INK}" stroke-width="2"/>'
    )
    lens = area("M320 58 A128 128 0 0 1 320 258 A128 128 0 0 1 320 58z", "#fff6c9")
    heads = dana(60, 420, face=1, scale=1.3) + maple(580, 420, face=-1, scale=1.3)
    if sentence == 0:
        return left + heads
    right = disc(400, 158, 128, SAND)
    return (
        left + right + lens + ring + at(178, 158, PUMP, scale=1.5)
        + at(452, 158, LETTER, scale=0.95) + heads
    )  # fmt: skip


def one_line(sentence: int) -> str:
    """Let him speak and her write; let him copy; shut the worksheets away."""
    hers = line("M324 96 q16 -16 32 0 t32 0 t32 0 t32 0 t32 0", TEAL, 5)
    copied = line("M324 146 q16 -16 32 0 t32 0 t32 0", CLAY, 7)
    her = dana(570, 336, face=-1, mood=1, left=(-58, -140), scale=1.15)
    pile = at(82, 200, box(-40, -6, 80, 20, WHITE, edge=INK) + line("M-40 1 h80 M-40 7 h80",
                                                                         STONE, 2))  # fmt: skip
    base = SCHOOLROOM + CABINET + EASEL + hers
    if sentence == 0:
        him = boy(236, 340, face=1, mood=2, right=(46, -100), scale=1.05)
        speech = says(196, 74, 110, 60, line("M-36 4 q12 -14 24 0 t24 0 t24 0", TEAL, 4),
                      to=(238, 150))  # fmt: skip
        return base + pile + him + her + speech
    him = boy(282, 340, face=1, mood=1, right=(60, -150), scale=1.05)
    pencil = line("M346 186 L366 160", AMBER, 9) + line("M366 160 l6 -8", INK, 4)
    return base + (pile if sentence == 1 else "") + her + copied + him + pencil


def together(sentence: int) -> str:
    """Push both tables together; then let all three look at the letter."""
    backs = BOTH_ROOMS + blackboard(110, 92, 150, 84, at(0, 0, CHALK, scale=0.75)) + lamp(540, 84)
    mood = 1 if sentence else 0
    her = chair(84, 338, to=1, fill=TEAL, scale=1.15) + dana(
        96, 338, sits=True, face=1, mood=mood, right=(52, -80), scale=1.2
    )
    him = chair(556, 338, to=-1, scale=1.15) + maple(
        544, 338, sits=True, face=-1, mood=mood, left=(-52, -80), scale=1.2
    )
    child = boy(320, 312, mood=2 if sentence > 1 else mood, left=(-34, -78), right=(34, -78),
                scale=1.0)  # fmt: skip
    tables = desk(198, 250, 336, 84, "#7fa39b") + desk(442, 250, 336, 84)
    pages = "".join(
        at(x, 250, area("M-26 4 L-18 -12 H22 L30 4z", WHITE, edge=INK)
           + line("M-14 -6 h30 M-17 -1 h30", SLATE, 1.8))
        for x in (250, 320, 390)
    )  # fmt: skip
    return backs + her + him + child + tables + pages


PICTURES = (
    shown(
        "Two tables stand side by side: on the left a low classroom table with a blackboard behind "
        "it, on the right a kitchen table with a lamp above it, and a small boy with curly hair "
        "stands in the gap between them.",
        two_tables,
    ),
    shown(
        "The boy stands behind the classroom table and draws a pump in the air with both hands, "
        "while a teacher with short red hair leans in. Then an empty sheet lies in front of him; "
        "his hands sink and the pump fades.",
        classroom,
    ),
    shown(
        "At the kitchen table the boy talks with both arms raised; his speech bubble holds a ship, "
        "then a sheet of writing, then an arrow in a circle. His older sister types on a laptop, "
        "and a bearded man in a bus driver’s jacket watches from the door with a mug.",
        kitchen,
    ),
    shown(
        "The teacher sits alone in the dark classroom under one lamp and writes a note; she thinks "
        "of an arrow that points from a small school to a small house.",
        at_night,
    ),
    shown(
        "The man sits alone at the kitchen table with a crumpled worksheet in front of him, across "
        "from an empty chair; he thinks of an arrow that points from a small house to a small "
        "school.",
        at_the_kitchen_table,
    ),
    shown(
        "The note hangs under a magnet on a refrigerator door; on the wall calendar beside it "
        "seven days are crossed out, and it grows dark.",
        refrigerator,
    ),
    shown(
        "The picture is split down the middle: on the left the teacher is on the telephone, on the "
        "right the man has picked up his. Her speech bubble holds the pump, and then it is empty.",
        waiting,
    ),
    shown(
        "The split picture remains; now the man is speaking, and his speech bubble fills with "
        "three sheets of writing, a paper airplane and a stamp.",
        telling,
    ),
    shown(
        "The teacher and the man stand in the lower corners. Above them two circles overlap: the "
        "left one holds the pump, the right one the sheets of writing, and the part where they "
        "overlap is brighter than the rest.",
        overlap,
    ),
    shown(
        "The boy speaks while the teacher writes one wavy line on a large sheet; then he copies it "
        "below hers with a thick pencil, and the stack of worksheets on the cabinet is gone.",
        one_line,
    ),
    shown(
        "The two tables from the first picture stand pushed together as one long table; the "
        "teacher sits at one end, the man at the other, the boy is in the middle, and the three "
        "pages of the letter lie between them.",
        together,
    ),
)
