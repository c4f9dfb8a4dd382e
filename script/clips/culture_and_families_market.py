"""Pictures for "A third of a bucket": what a stall at the market teaches, and what it lends."""

from clips.figures import figure
from clips.market_lends import both, on_monday, without_a_job, yes_and_no
from clips.market_stall import (
    ALVAREZ,
    CLASSMATE,
    OLD_MAN,
    SALT,
    SISTER,
    WOMAN,
    awning,
    bucket,
    copper,
    exercises,
    son,
    square,
    stall,
    wares,
    worksheet,
)
from clips.rooms import WOOD, speech
from clips.shapes import (
    AMBER,
    CLAY,
    DEEP,
    INK,
    MIST,
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

VOICES = {"Mrs. Copper": "woman"}
NARRATOR = "man"


def half_empty(sentence: int) -> str:
    """Show the sheet; then two more like it beneath."""
    boards = box(0, 0, 640, 360, WOOD, rounded=0) + line("M0 110 H640 M0 232 H640", "#b57f50", 2)
    before = exercises(214, 196, -13) + exercises(424, 194, 12) if sentence else ""
    pencil = at(380, 258, box(-7, -84, 14, 150, AMBER) + area("M-7 66 h14 l-7 20z", INK), turn=62)
    eraser = box(540, 40, 60, 32, CLAY, rounded=6)
    return boards + eraser + before + exercises(320, 184, -2) + pencil


def saturday(sentence: int) -> str:
    """Let Mrs. Copper greet; then the two arrive."""
    her = copper(424, 318, 1.04, turned=-0.7, mood="smile", left=(-48, -178))
    two = ""
    if sentence:
        two = figure(
            ALVAREZ, 176, 346, scale=1.08, turned=0.9, mood="smile", right=(52, -130)
        ) + figure(CLASSMATE, 84, 350, scale=1.06, turned=0.9, mood="smile")
    return square() + stall(306, 570, her, wares(458, 226)) + two


def takes_orders(sentence: int) -> str:
    """Let the boy take orders, double, make change, with his sister at his shirt."""
    top = 262
    measure = box(-13, -16, 26, 30, MIST, edge=INK) + line("M13 -8 q11 4 0 16", INK, 3)
    him = son(
        320,
        378,
        1.32,
        turned=(-0.7, 0.3, 0.3)[sentence],
        mood="smile",
        left=(-44, -108),
        right=(44, -104),
    )
    cash = at(
        262, 226, box(-30, -17, 60, 34, "#a9c9a4", edge=INK) + words(0, 7, "50", size=20), turn=-10
    )
    coins = "".join(dot(370 + 17 * n, 236 - 5 * (n % 2), 11, AMBER, edge=INK) for n in range(3))
    sister = (
        figure(
            SISTER, 424, 352, scale=0.94, turned=-0.9, mood="laugh", left=(-62, -112), legs=False
        )
        if sentence == 2
        else ""
    )
    left = figure(OLD_MAN, 96, 452, scale=1.46, turned=0.9, mood="open")
    right = figure(WOMAN, 560, 452, scale=1.46, turned=-0.9, mood="open")
    if sentence == 0:
        first = speech(176, 60, 120, 66, (122, 128)) + line("M136 50 h80 M136 66 h54", SLATE, 4)
        second = speech(462, 60, 120, 66, (526, 128)) + line(
            "M420 52 q7 -10 14 0 t14 0 t14 0 t14 0 t14 0 t14 0 M420 70 q7 -10 14 0 t14 0 t14 0",
            CLAY,
            4,
        )
        said = first + second
    else:
        cloud = dot(320, 62, 52, WHITE, edge=STONE) + dot(320, 122, 6, WHITE, edge=STONE)
        said = cloud + at(294, 68, measure) + at(340, 68, measure) + words(317, 38, "× 2", size=20)
    change = "" if sentence == 1 else cash + coins
    back = box(0, 0, 640, 300, "#efe2c6", rounded=0) + awning(0, 640, -22)
    bar = box(0, top, 640, 16, WOOD, rounded=0) + box(0, top + 14, 640, 100, "#b57f50", rounded=0)
    return back + sister + him + bar + change + left + right + said


def the_salt(sentence: int) -> str:
    """Let his mother hold back the hand with the salt."""
    back = box(0, 0, 640, 360, "#efe2c6", rounded=0) + awning(0, 640, -14, CLAY)
    bar = box(0, 284, 640, 16, WOOD, rounded=0) + box(0, 298, 640, 70, "#b57f50", rounded=0)
    boy = son(196, 404, 1.5, turned=0.8, mood="worry", left=(-30, -90), right=(90, -146))
    mother = copper(462, 430, 1.74, turned=-0.9, mood="smile", left=(-62, -148), right=(34, -88))
    inside = '<ellipse cx="318" cy="236" rx="86" ry="12" fill="#c9a06f" stroke="#1d2524" '
    bowl = area("M232 236 H404 Q396 288 348 288 H288 Q240 288 232 236z", MIST, edge=INK)
    bowl += inside + 'stroke-width="2"/>'
    scoop = line("M332 190 L352 208", SLATE, 9) + area("M338 212 q24 -26 48 0z", SALT, edge=STONE)
    scoop += area("M334 210 h56 q-2 26 -28 26 q-26 0 -28 -26z", SLATE, edge=INK)
    hand = dot(332, 187, 14, DEEP, edge="#7a5140")
    grip = "".join(line(f"M{348 - 10 * n} {166 + 3 * n} l-9 17", "#7a5140", 8) for n in range(3))
    jar = box(82, 228, 50, 58, SALT, rounded=6, edge=STONE) + box(78, 220, 58, 12, TEAL)
    return back + boy + mother + bar + bowl + scoop + jar + hand + grip


def he_knows(sentence: int) -> str:
    """Let her point over her shoulder to the boy with the bucket."""
    back = box(0, 0, 640, 360, "#efe2c6", rounded=0) + awning(0, 640, -14, CLAY)
    boy = son(122, 320, 1.06, turned=0.8, mood="calm", left=(-28, -92), right=(46, -138))
    jug = at(
        186,
        152,
        area("M-18 -22 H20 L16 22 H-14z", TEAL, edge=INK) + line("M20 -14 q18 8 0 26", INK, 4),
        turn=62,
    )
    pour = line("M194 178 Q198 190 198 240", AMBER, 8)
    bar = box(0, 286, 640, 16, WOOD, rounded=0) + box(0, 300, 640, 70, "#b57f50", rounded=0)
    pail = bucket(198, 238, 1.08, bright=sentence == 1)
    mother = copper(
        386, 420, 1.62, turned=0.8, mood="open" if sentence == 0 else "smile", left=(-58, -158)
    )
    thumb = line("M280 164 L260 154", DEEP, 11)
    two = figure(ALVAREZ, 526, 476, scale=1.3, turned=-0.9, mood="smile")
    other = figure(CLASSMATE, 604, 480, scale=1.3, turned=-0.9)
    return back + jug + pour + boy + pail + bar + mother + thumb + other + two


def already(sentence: int) -> str:
    """Show the worksheet in her head; then the bucket on it."""
    plain = box(0, 0, 640, 360, "#dfe9e6", rounded=0) + box(0, 330, 640, 30, "#d6cfc0", rounded=0)
    her = figure(
        ALVAREZ,
        190,
        476,
        scale=1.9,
        turned=0.8,
        mood="smile",
        right=(20, -142) if sentence else None,
    )
    cloud = (
        dot(440, 148, 128, WHITE, edge=STONE)
        + dot(306, 162, 13, WHITE, edge=STONE)
        + dot(276, 166, 9, WHITE, edge=STONE)
        + dot(252, 164, 6, WHITE, edge=STONE)
    )
    return plain + her + cloud + at(440, 150, worksheet(drawn=sentence == 1), scale=1.2, turn=3)


def asks(sentence: int) -> str:
    """Let her stop, with open hands, and ask."""
    her = figure(
        ALVAREZ,
        166,
        358,
        scale=1.2,
        turned=0.9,
        mood="open" if sentence else "calm",
        left=(-56, -112),
        right=(58, -112),
    )
    mother = copper(452, 326, 1.1, turned=-0.9, mood="calm")
    asked = speech(268, 70, 108, 92, (200, 130)) + words(268, 92, "?", size=64) if sentence else ""
    return square() + stall(330, 600, mother, wares(496, 226)) + her + asked


PICTURES: tuple[Shown, ...] = (
    shown(
        "A desk seen from above: a sheet of fractions on which the upper part is filled in "
        "and the rest is empty, and a pencil lying across it. Then two more sheets like it "
        "show beneath.",
        half_empty,
    ),
    shown(
        "A food stall under a striped awning at an outdoor market: a woman in a yellow "
        "headwrap and an apron raises a hand in greeting, and two young women arrive from "
        "the left.",
        saturday,
    ),
    shown(
        "Behind the counter a boy of about ten, in an apron, looks from one customer to the "
        "other; their speech bubbles hold straight lines and waves. He thinks of two "
        "measures, holds a banknote and coins, and a small girl tugs at him from behind.",
        takes_orders,
    ),
    shown(
        "The boy and his mother at a large bowl: he holds a scoop heaped with white salt "
        "over it, and her hand closes over his.",
        the_salt,
    ),
    shown(
        "The mother faces her two visitors and points over her shoulder with her thumb; "
        "behind her the boy pours from a jug into a bucket that is filled up to the lower "
        "of two marks. A dashed line shows that mark.",
        he_knows,
    ),
    shown(
        "One of the visitors, the candidate, alone: in a thought bubble above her there is "
        "a worksheet, and then a drawing of a bucket appears on it.",
        already,
    ),
    shown(
        "The candidate stands before the stall with open, empty hands; the thought bubble "
        "is gone, and a speech bubble with a question mark takes its place. The mother "
        "looks at her.",
        asks,
    ),
    shown(
        "The mother hands a paper bag to a customer. Her speech bubble holds the sign “× 2” "
        "with a check mark, then three small people beside it, then a recipe card with a "
        "cross through it.",
        yes_and_no,
    ),
    shown(
        "Evening at the stall, the sun low: the boy stands with a ball under his arm and "
        "his mother’s hand on his shoulder. For a moment he wears his apron again; then it "
        "lies on the counter.",
        without_a_job,
    ),
    shown(
        "A classroom: children sit in two groups, one of them in a wheelchair, and pour "
        "water into measuring cups marked in thirds. Several hands go up; the boy sits in "
        "one of the groups, bent over a cup.",
        on_monday,
    ),
    shown(
        "The mother and the candidate stand face to face across the counter, and above them "
        "hangs one large speech bubble with two tails, one to each. In it appear the sign "
        "“× 2” and, before it, a question mark.",
        both,
    ),
)
