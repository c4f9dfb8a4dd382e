"""Pictures for "Who packs the bag?"."""

from clips.family_fields import tells, tells_more
from clips.family_people import (
    AFTER,
    BEFORE,
    BROTHER,
    FINGER,
    MOTHER,
    PARK,
    STEPFATHER,
    WREN,
    mobile,
    small_mobile,
    touches,
)
from clips.figures import Look, figure
from clips.rooms import (
    CREAM,
    DAY,
    LIGHT,
    WOOD,
    backdrop,
    chair,
    clock_at,
    pen,
    speech,
    tabletop,
    tree,
    window,
)
from clips.school_day import BAG, STAR, at_the_gate, calendar, chart, hooks, street
from clips.shapes import (
    AMBER,
    BROWN,
    CLAY,
    INK,
    SAND,
    SLATE,
    STONE,
    TAWNY,
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

VOICES = {"Mr. Park": "man", "Stepfather": "other man"}


def bag(sentence: int) -> str:
    """Show the bag; the line without a name; and the three weeks."""
    sheet = at(
        226, 104, chart() + line("M-46 10 L46 -4 M-10 -56 L6 56", "#cfd4d2", 2), turn=-9, scale=1.25
    )
    empty = ""
    if sentence > 0:
        glass = line("M352 214 L322 252", SLATE, 10) + dot(386, 176, 48, WHITE, edge=INK)
        empty = glass + words(360, 190, "×", size=30) + line("M374 190 H418", INK, 4)
    wall = backdrop(LIGHT, SAND, 330) + calendar(540, 108, 3 if sentence == 2 else 0)
    seat = chair(76, 330, scale=1.5)
    return wall + seat + tabletop(262, 16, 120, 660) + sheet + at(226, 264, BAG) + empty


def tried(sentence: int) -> str:
    """Show the colored squares; then the star, and a serious face."""
    marks = (AMBER, TEAL, CLAY, AMBER, TEAL)
    paper = at(322, 236, chart(marks), scale=0.94)
    star = at(326, 240, area(STAR, AMBER, edge=INK), scale=1) if sentence else ""
    knee = line("M176 312 L226 268 L236 330", SLATE, 26) + line("M170 316 L128 326", SLATE, 26)
    feet = box(224, 322, 34, 13, INK, rounded=6) + box(100, 318, 30, 13, INK, rounded=6)
    him = figure(
        PARK,
        178,
        378,
        scale=1.06,
        turned=0.8,
        legs=False,
        right=(68, -108),
        mood="worry" if sentence else "smile",
    )
    boy = figure(
        WREN,
        462,
        338,
        scale=0.86,
        turned=-0.7,
        left=(-40, -62),
        mood="down" if sentence else "calm",
    )
    return backdrop(LIGHT, SAND, 300) + hooks() + knee + feet + him + boy + paper + star


def begun(sentence: int) -> str:
    """Show him with the note, beside the empty chair."""
    rows = ("", "M250 256 H330 ", "M250 256 H330 M246 264 H322")[sentence]
    paper = area("M240 244 H340 L350 276 H226z", WHITE, edge=INK) + (
        line(rows, INK, 3) if rows else ""
    )
    reach = (16, -92) if sentence < 2 else (6, -150)
    tip = pen(306, 262, 30, 0.9) if sentence < 2 else ""
    him = figure(
        PARK,
        290,
        374,
        scale=1.3,
        turned=0.2 if sentence < 2 else 0.9,
        left=(-34, -84),
        mood="down" if sentence < 2 else "worry",
        right=reach,
        legs=False,
    )
    room = (
        backdrop(LIGHT, SAND, 330) + window(110, 110, 130, 130, "#f3d9a8") + calendar(420, 104, 3)
    )
    return room + him + tabletop(268, 16, 90, 490) + paper + tip + chair(568, 336, scale=1.35)


def asks(sentence: int) -> str:
    """Let Mr. Park ask about four o'clock."""
    him = figure(PARK, 150, 470, scale=1.72, turned=0.8, mood="open")
    tall = figure(STEPFATHER, 500, 508, scale=1.86, turned=-0.8)
    said = (
        speech(284, 72, 230, 124, (208, 184))
        + clock_at(234, 72, 46, 4, 0)
        + words(336, 100, "?", size=82)
    )
    return street() + him + tall + said


def hangs(sentence: int) -> str:
    """Let the mobile hang; be touched; and hang in a new order."""
    wall = backdrop(CREAM, SAND, 338) + box(0, 0, 640, 12, WOOD, rounded=0)
    if sentence == 0:
        return wall + at(320, 70, mobile(BEFORE))
    if sentence == 2:
        return wall + at(320, 70, mobile(AFTER))
    swung = mobile(BEFORE, (10, 24, -16, 13, -14), 5)
    near = at(96, 240, FINGER)
    gusts = line("M284 186 q14 10 28 0 M462 302 q14 10 28 0", STONE, 3)
    return wall + at(320, 70, swung) + near + gusts


def before_breakfast(sentence: int) -> str:
    """Show the half hour before breakfast: the boy, his stepfather, the two in the doorway."""
    sunrise = dot(0, 40, 42, "#f6d58a")
    room = backdrop("#faeedb", SAND, 320) + window(330, 100, 150, 110, "#f3c9a0", sunrise)
    room += clock_at(486, 66, 34, 6, 30)
    entry = box(26, 66, 150, 254, "#cdd6d2", edge=CLAY, weight=4)
    sleepy = figure(MOTHER, 74, 330, scale=0.98, turned=0.4, mood="asleep") + figure(
        BROTHER, 136, 332, scale=0.94, turned=0.4, mood="yawn", right=(10, -148)
    )
    striped = Look(skin=TAWNY, hair="mop", colour=BROWN, coat="#a9c2cc", wear="collar")
    stripes = "".join(line(f"M{x} -140 V-70", WHITE, 4) for x in (-20, -8, 8, 20))
    boy = figure(
        striped,
        316,
        352,
        scale=0.92,
        turned=0.3,
        mood="down",
        held=stripes,
        left=(-26, -92),
        right=(14, -92),
        legs=False,
    )
    mug = box(-12, -30, 24, 30, CLAY, rounded=4) + line("M12 -23 q13 8 0 16", CLAY, 5)
    man = figure(
        STEPFATHER,
        470,
        372,
        scale=1.18,
        turned=-0.5,
        mood="smile" if sentence else "down",
        right=(24, -88),
        left=(-30, -88),
        legs=False,
    )
    if sentence < 1:
        man = ""
    book = area("M290 268 L318 274 L346 268 V258 L318 264 L290 258z", WHITE, edge=INK, weight=1.5)
    pots = box(574, 220, 54, 100, STONE, edge=INK) + box(582, 196, 40, 24, TEAL, rounded=6)
    return (
        room
        + entry
        + (sleepy if sentence == 2 else "")
        + pots
        + boy
        + man
        + tabletop(272, 14, 220, 566)
        + book
        + pen(332, 264, 24, 0.6)
        + (at(536, 274, mug) if man else "")
    )


def other_question(sentence: int) -> str:
    """Let him tear up the note; the mobile hangs where the chart was."""
    wall = backdrop(LIGHT, SAND, 330) + window(100, 112, 130, 140, DAY, tree(10, 66, 0.9))
    fixed = (
        at(480, 120, chart((AMBER, TEAL)), scale=1.1)
        if sentence == 0
        else at(480, 118, small_mobile(), scale=1.2)
    )
    left = area("M-56 -112 h38 l-7 12 9 12 -9 14 7 12 h-38z", WHITE, edge=INK)
    right = area("M18 -112 h38 v50 h-38 l7 -12 -9 -14 9 -12z", WHITE, edge=INK)
    whole = box(-34, -114, 68, 54, WHITE, edge=INK) + line("M-24 -102 H24 M-24 -92 H16", STONE, 3)
    torn = left + right
    him = figure(
        PARK,
        290,
        374,
        scale=1.3,
        turned=(0, 0, 0.8)[sentence],
        mood=("worry", "calm", "smile")[sentence],
        held=whole if sentence == 0 else torn if sentence == 1 else "",
        left=(-46, -84),
        right=(46, -84),
        legs=False,
    )
    bits = "".join(
        at(x, 272, box(-12, -7, 24, 10, WHITE, rounded=1, edge=STONE), turn=turn)
        for x, turn in ((262, -12), (296, 8), (330, -4))
    )
    return wall + fixed + him + tabletop(276, 16, 90, 560) + (bits if sentence == 2 else "")


PICTURES: tuple[Shown, ...] = (
    shown(
        "A boy’s school bag stands on a classroom table; a creased sheet with a grid of "
        "squares sticks out of it. A magnifying glass shows an empty line for a name, and on "
        "the wall calendar behind it three weeks are crossed out.",
        bag,
    ),
    shown(
        "Mr. Park, a young man in a cardigan, sits on the floor in front of the boy beside a "
        "row of coat hooks. The chart between them has a few colored squares, and then one "
        "large star; both faces grow serious.",
        tried,
    ),
    shown(
        "Mr. Park sits alone at a table with a pen above a sheet of paper on which two lines "
        "are written; then he puts his hand to his chin. A child’s chair beside him is empty.",
        begun,
    ),
    shown(
        "Outside the school gate Mr. Park stands in front of a tall man in a work jacket who "
        "is yawning behind his hand; Mr. Park has the note in his hand, and then only its "
        "corner shows in his pocket.",
        at_the_gate,
    ),
    shown(
        "The two men at the gate, closer: a speech bubble from Mr. Park shows a clock at four "
        "and a question mark.",
        asks,
    ),
    shown(
        "The stepfather’s large speech bubble holds first a house with arrows around it, and "
        "then three small drawings joined by arrows: a woman with books at an evening window, "
        "a warehouse under a moon, and the stepfather himself asleep in an armchair.",
        tells,
    ),
    shown(
        "The bubble has grown a second row: a teenager with a baby on his arm at a neighbor’s "
        "door, and a kitchen table with a lamp, an open exercise book and nobody on the "
        "chairs.",
        tells_more,
    ),
    shown(
        "A mobile hangs from a ceiling with five pieces on it, the boy, the mother, the baby, "
        "the stepfather and the teenager. A finger touches the mother’s piece, and all the "
        "others swing; then they hang still, in another order.",
        hangs,
    ),
    shown(
        "The mobile in its new order, hanging still; around it are a book, a baby’s rattle "
        "and a bus, and then, in a ring, an envelope with a small school on it.",
        touches,
    ),
    shown(
        "The kitchen in early light, the clock at half past six: the boy writes at the table "
        "in striped pajamas, the stepfather sits beside him in his work jacket with a mug, "
        "and the mother and the teenager stand sleepily in the doorway.",
        before_breakfast,
    ),
    shown(
        "Mr. Park at his table looks at the note and tears it up; on the wall behind him, "
        "where the chart was, hangs a drawing of the mobile, and he looks up at it and "
        "smiles.",
        other_question,
    ),
)
