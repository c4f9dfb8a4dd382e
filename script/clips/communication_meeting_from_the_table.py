"""Pictures for "One meeting: from the table"."""

from clips.figures import figure
from clips.meeting_close import from_above, signed_page
from clips.meeting_room import (
    AMARI,
    CHAIR_X,
    DAUGHTER,
    DELL,
    DOOR_X,
    FOLDER,
    PAGE,
    POPLAR,
    PRINCIPAL,
    PSYCHOLOGIST,
    TEACHER,
    THERAPIST,
    chair_back,
    comes,
    dell_from_behind,
    family_outside,
    from_the_table,
    page_in_a_bubble,
    round_table,
    sits,
    team_from_the_table,
    typed_page,
)
from clips.rooms import (
    DAY,
    backdrop,
    bus,
    clock_at,
    cut,
    lamp,
    pen,
    speech,
    tabletop,
    thought,
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
    WHITE,
    Shown,
    area,
    at,
    box,
    dot,
    line,
    shown,
)

NARRATOR = "man"
VOICES = {"Ms. Dell": "other woman"}

LAPTOP = box(-52, -66, 104, 68, SLATE, rounded=6, edge=INK) + dot(0, -32, 7, MIST)
MUG = box(-13, -28, 26, 28, CLAY, rounded=4) + line("M13 -22 q13 8 0 16", CLAY, 5)
COPIER = (
    box(-36, -8, 72, 48, STONE, rounded=4, edge=INK)
    + box(-40, -24, 80, 18, SLATE, rounded=4, edge=INK)
    + area("M-24 -24 L-12 -48 L2 -34 L14 -52 L26 -24z", WHITE, edge=INK)
    + line("M-22 14 H22", INK, 3)
)
NOTE = area("M-19 -9 H17 L22 12 H-24z", "#f0c75e", edge=INK, weight=1.5)


def night_before(sentence: int) -> str:
    """Show her at work; then whom she thinks of; then the page she types."""
    wall = backdrop("#3b4f5b", "#7d6a55", 300) + window(
        590, 112, 72, 130, "#16242d", dot(8, -28, 13, "#f6e3b4")
    )
    dial = clock_at(66, 92, 38, 9, 0)
    her = figure(
        DELL,
        330,
        366,
        scale=1.26,
        turned=-0.3,
        mood="calm",
        left=(-36, -86),
        right=(20, -86),
        legs=False,
    )
    girl = cut(124, 34, 84, 102, figure(DAUGHTER, 168, 200, scale=0.72, mood="smile", legs=False))
    liked = thought(168, 92, 54, (292, 152)) + girl if sentence > 0 else ""
    page = at(478, 96, typed_page(), scale=0.29) if sentence > 1 else ""
    typed = thought(478, 96, 62, (372, 152)) + page if sentence > 1 else ""
    things = at(286, 282, LAPTOP) + at(412, 280, MUG)
    return wall + lamp(330, 66) + dial + liked + typed + her + tabletop(276, 14, 60, 600) + things


def team_comes(sentence: int) -> str:
    """Let the five come in, and laugh about the copier."""
    mood = ("smile", "laugh", "smile")[sentence]
    outside = comes(THERAPIST, 10, 0, 0.92, mood, 0)
    people = (
        comes(TEACHER, 158, 318, 0.96, mood, 0.6)
        + comes(AMARI, 366, 314, 0.94, "smile", -0.5)
        + comes(PRINCIPAL, 70, 344, 1.06, mood, 0.5)
        + comes(PSYCHOLOGIST, 580, 336, 1.04, mood, -0.7)
    )
    joke = speech(470, 60, 130, 92, (556, 148)) + at(470, 66, COPIER, scale=0.74)
    room = from_the_table(0, ajar=True, outside=outside, hour=8) + people
    return room + round_table(318) + (joke if sentence == 1 else "") + dell_from_behind(440, 520)


def mother_comes(sentence: int) -> str:
    """Show Mrs. Poplar in the door; then the hand that is held out to her."""
    her = figure(
        POPLAR, 0, 0, scale=0.96, turned=0.2, mood="calm", left=(-30, -62), right=(30, -62)
    )
    people = (
        sits(AMARI, 390, 318, 0.86, turned=-0.6, mood="smile")
        + sits(THERAPIST, 132, 326, 0.92, turned=0.6, mood="smile")
        + sits(TEACHER, 484, 324, 0.9, turned=-0.7, mood="smile")
        + sits(PRINCIPAL, 44, 356, 1.04, turned=0.8, mood="smile")
        + sits(PSYCHOLOGIST, 590, 352, 1.02, turned=-0.8, mood="smile")
    )
    hand = (-92, -154) if sentence else None
    room = from_the_table(2, ajar=True, outside=her) + people + chair_back(CHAIR_X, 322, 0.84)
    return room + round_table(300) + dell_from_behind(left=hand)


def mothers_chair(mood: str = "calm", *, pocket: bool = False, held: str = "") -> str:
    """Draw Mrs. Poplar on the chair beside the door."""
    left = (-15, -62) if pocket else (-20, -84)
    return sits(POPLAR, CHAIR_X, 318, 0.86, turned=0.2, mood=mood, left=left, held=held)


def explains(sentence: int) -> str:
    """Let time pass while Ms. Dell points to one line after the other."""
    minute = (8, 14, 20)[sentence]
    pages = (
        at(CHAIR_X, 264, PAGE) + at(392, 268, FOLDER, scale=0.7) + at(160, 274, FOLDER, scale=0.7)
    )
    near = at(388, 318, PAGE, scale=2.3) + line(f"M356 {312 + 7 * sentence} h60", CLAY, 4)
    room = from_the_table(minute) + team_from_the_table(poplar=mothers_chair())
    hand = (-54, -122 + 5 * sentence)
    return room + round_table(300, on_it=pages + near) + dell_from_behind(x=500, left=hand)


def offers(sentence: int) -> str:
    """Show Ms. Dell, who holds out the pen."""
    held = at(98, -118, line("M-20 8 L34 -14", INK, 8) + line("M-2 0.5 L4 -2", AMBER, 8))
    her = figure(DELL, 200, 560, scale=2.1, turned=0.6, mood="smile", right=(96, -118), held=held)
    said = speech(480, 104, 230, 150, (290, 226)) + at(480, 104, page_in_a_bubble())
    return (
        backdrop("#e9f1ef", SAND, 420) + window(104, 96, 150, 130, DAY, tree(-30, 64)) + said + her
    )


def nods(sentence: int) -> str:
    """Show Mrs. Poplar alone among pale others, and Ms. Dell's shoulders, which drop."""
    mood = "down" if sentence == 0 else "smile"
    veil = '<rect width="640" height="360" fill="#e9f1ef" opacity=".72"/>'
    nod = line("M262 148 q-10 10 0 22 M338 148 q10 10 0 22", INK, 3) if sentence == 1 else ""
    drop = 14 if sentence > 1 else 0
    table = round_table(300, on_it=at(CHAIR_X, 266, PAGE, scale=1.1))
    room = (
        from_the_table(21)
        + team_from_the_table()
        + veil
        + mothers_chair(mood, pocket=True)
        + nod
        + table
    )
    return room + dell_from_behind(484, 490 + drop, left=(-34, -96 + drop))


def asks(sentence: int) -> str:
    """Show what she asks about; who waits; and the yellow note."""
    outside = family_outside() if sentence > 0 else ""
    her = mothers_chair("open" if sentence == 0 else "calm", pocket=True)
    people = team_from_the_table(poplar=her)
    said = speech(410, 64, 170, 104, (326, 158)) + at(410, 106, bus(), scale=0.86)
    slip = at(404, 322, NOTE + at(0, 6, bus(CLAY), scale=0.17), scale=2) if sentence > 1 else ""
    note = slip + (pen(398, 330, 40, 0.9) if slip else "")
    room = from_the_table(23, outside=outside) + people + said
    hand = (-46, -118) if sentence > 1 else (-34, -100)
    return (
        room + round_table(300, on_it=at(CHAIR_X, 266, PAGE)) + note + dell_from_behind(left=hand)
    )


def signatures(sentence: int) -> str:
    """Show the page with the names; then thanks, standing; then the clock."""
    if sentence == 0:
        return signed_page()
    people = (
        figure(AMARI, 398, 318, scale=0.94, turned=-0.5, mood="smile")
        + figure(THERAPIST, 56, 334, scale=1, turned=0.6, mood="smile")
        + figure(TEACHER, 484, 326, scale=0.98, turned=-0.6, mood="smile")
        + figure(PSYCHOLOGIST, 580, 336, scale=1, turned=-0.6, mood="smile")
        + figure(PRINCIPAL, 164, 322, scale=0.98, turned=0.8, mood="smile", right=(70, -96))
        + figure(POPLAR, 302, 322, scale=0.94, turned=-0.7, mood="smile", left=(-70, -98))
    )
    ring = (
        f'<circle cx="{DOOR_X}" cy="40" r="41" fill="none" stroke="{AMBER}" stroke-width="6"/>'
        if sentence == 2
        else ""
    )
    return from_the_table(26) + ring + people + round_table(334, on_it=at(320, 300, PAGE))


def left_alone(sentence: int) -> str:
    """Show the empty room; what she remembers; and her hand on the chair."""
    places = ((392, 306, 0.84), (486, 314, 0.9), (52, 352, 1.02), (132, 316, 0.9), (588, 346, 1.02))
    seats = "".join(chair_back(x, y, scale) for x, y, scale in places)
    coat = cut(370, 34, 180, 178, figure(POPLAR, 460, 234, scale=0.82))
    memory = thought(460, 128, 94, (262, 156)) + coat if sentence > 0 else ""
    touch = (66, -110) if sentence == 2 else None
    mood = ("calm", "worry", "down")[sentence]
    chair = chair_back(CHAIR_X, 322, 0.9)
    her = figure(DELL, 220, 324, scale=0.98, turned=0.6, mood=mood, right=touch)
    table = round_table(310, on_it=at(330, 304, line("M-22 6 L22 -4", INK, 6)))
    return from_the_table(34) + seats + chair + her + table + memory


PICTURES: tuple[Shown, ...] = (
    shown(
        "A hanging lamp lights a table at night; Ms. Dell, a woman with short gray hair, "
        "types on a laptop, with a mug beside her and a clock at nine on the wall. Two "
        "thought pictures appear: a smiling girl, and a page full of lines.",
        night_before,
    ),
    shown(
        "A small room with a round table seen from above, seven chairs around it and an open "
        "door on the left. Ms. Dell wipes the table; then a pen lies at the place farthest "
        "from the door.",
        from_above,
    ),
    shown(
        "The same room in daylight, seen from the far side of the table. Five adults with "
        "folders come in laughing under a clock at eight; one speaks of a copier. Ms. Dell is "
        "in front, seen from behind.",
        team_comes,
    ),
    shown(
        "The view is the same and the five are sitting; in the open doorway stands Mrs. "
        "Poplar in a long buttoned coat, and Ms. Dell holds out her hand to her across the "
        "table. The chair beside the door is empty.",
        mother_comes,
    ),
    shown(
        "All seven sit, Mrs. Poplar on the chair beside the door; Ms. Dell points to one line "
        "after the other on a typed page, and the clock above the door moves on to twenty "
        "past eight.",
        explains,
    ),
    shown(
        "Ms. Dell, close up, smiles and holds out the pen; a speech bubble comes from her, "
        "with a filled page and a question mark in it.",
        offers,
    ),
    shown(
        "The others have turned pale. Mrs. Poplar, small at the other end of the table, nods "
        "over the page with one hand in her coat pocket; in front, seen from behind, Ms. "
        "Dell’s shoulders sink a little.",
        nods,
    ),
    shown(
        "A speech bubble from Mrs. Poplar holds a bus; through the glass of the door a man "
        "and a child can be seen in the corridor; Ms. Dell draws the bus on a yellow note.",
        asks,
    ),
    shown(
        "A page with six signatures and a seventh being written by Mrs. Poplar’s hand; then "
        "all stand, and the principal shakes her hand. Her coat is still buttoned. The clock "
        "shows twenty-six minutes past eight.",
        signatures,
    ),
    shown(
        "The room is empty, with the chairs around the table and the pen on it. Ms. Dell "
        "stands beside the door, with Mrs. Poplar’s buttoned coat in her thoughts, and lays "
        "her hand on the chair next to it.",
        left_alone,
    ),
)
