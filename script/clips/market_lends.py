"""The last scenes of "A third of a bucket": what is lent, what is not, and Monday."""

from clips.figures import Look, figure
from clips.market_stall import (
    ALVAREZ,
    APRON,
    COPPER,
    OLD_MAN,
    awning,
    check_mark,
    copper,
    cup,
    recipe,
    son,
    square,
)
from clips.rooms import CREAM, DAY, LEAF, WOOD, backdrop, speech, tree, window
from clips.shapes import (
    AMBER,
    BROWN,
    CLAY,
    DEEP,
    FAIR,
    INK,
    SAND,
    SLATE,
    STONE,
    TAWNY,
    TEAL,
    WHITE,
    area,
    at,
    box,
    cross,
    dot,
    line,
    words,
)


def yes_and_no(sentence: int) -> str:
    """Let her say what may be used, and what stays."""
    back = box(0, 0, 640, 360, "#efe2c6", rounded=0) + awning(0, 640, -14, CLAY)
    bar = box(0, 286, 640, 16, WOOD, rounded=0) + box(0, 300, 640, 70, "#b57f50", rounded=0)
    mother = copper(170, 420, 1.6, turned=0.9, mood="open", right=(66, -112), left=(-32, -86))
    bag = at(
        292,
        238,
        box(-26, -30, 52, 60, "#c9a06f", edge="#8f6038", weight=3)
        + line("M-10 -30 q10 -18 20 0", "#8f6038", 4),
    )
    buyer = figure(OLD_MAN, 420, 486, scale=1.5, turned=-0.9, mood="smile", left=(-66, -150))
    said = (
        speech(392, 76, 300, 116, (224, 170)) + words(296, 88, "× 2", size=38) + check_mark(336, 78)
    )
    if sentence == 2:
        said += line("M392 34 V120", STONE, 2) + recipe(466, 78, 1.1) + cross(466, 76, 38)
    elif sentence == 1:
        said += "".join(
            dot(430 + 34 * n, 84, 8, colour)
            + area(f"M{418 + 34 * n} 112 v-8 a12 12 0 0 1 24 0 v8z", colour)
            for n, colour in enumerate((TEAL, CLAY, SLATE))
        )
    return back + mother + bar + buyer + bag + said


def without_a_job(sentence: int) -> str:
    """Let the day end: the apron off, a ball, a hand on his shoulder."""
    dusk = box(0, 0, 640, 300, "#e9c9a0", rounded=0) + box(0, 296, 640, 64, "#b9ab97", rounded=0)
    sun = dot(92, 240, 52, "#f0a95a") + box(0, 262, 640, 38, "#cdb08c", rounded=0)
    mother = figure(
        COPPER, 374, 344, scale=1.14, turned=-0.8, mood="smile", left=(-54, -112), held=APRON
    )
    ball = (
        dot(0, 0, 23, WHITE, edge=INK)
        + dot(0, 0, 6, INK)
        + "".join(at(0, 0, dot(0, -16, 4.5, INK), turn=72 * n) for n in range(5))
    )
    boy = son(
        278,
        346,
        0.9,
        turned=-0.5,
        mood="smile" if sentence == 2 else "calm",
        apron=sentence == 1,
        left=(-34, -84),
        right=(38, -84),
        legs=True,
    )
    under_arm = at(240, 272, ball) if sentence != 1 else ""
    folded = box(468, 204, 60, 14, SAND, rounded=4) if sentence != 1 else ""
    counter = box(420, 218, 220, 15, WOOD) + box(428, 232, 212, 130, "#b57f50", rounded=0)
    cover = awning(410, 660, 40) + box(424, 60, 11, 160, WOOD)
    return dusk + sun + cover + counter + folded + boy + under_arm + mother


def on_monday(sentence: int) -> str:
    """Show groups of children pouring; hands go up; the boy is one of them."""
    board = box(220, 26, 200, 84, "#2f5d50", edge=WOOD, weight=7) + words(
        320, 78, "1/3  +  1/3", size=26, fill=WHITE
    )
    room = (
        backdrop(CREAM, SAND, 220)
        + board
        + window(96, 92, 110, 100, DAY, tree(0, 60, 0.8))
        + window(544, 92, 110, 100, DAY, tree(8, 60, 0.8))
    )
    up = sentence == 1
    looks = (
        Look(skin=FAIR, hair="mop", colour=CLAY, coat=SLATE),
        Look(skin=BROWN, hair="scarf", colour=AMBER, coat=CLAY),
        Look(skin=TAWNY, hair="plaits", coat=LEAF),
        Look(skin=FAIR, hair="bob", coat=AMBER),
        Look(skin=DEEP, hair="afro", coat=SLATE),
    )
    seats = ((72, 0), (176, 1), (420, 2), (596, 3))
    seen = ""
    for x, n in seats:
        raised = (
            (30, -206) if up and n != 1 else (22, -160) if sentence == 0 and n == 0 else (26, -96)
        )
        seen += figure(
            looks[n],
            x,
            340,
            scale=0.86,
            turned=0.6 if n in (0, 2) else -0.6,
            mood="smile" if up else "calm",
            legs=False,
            right=raised,
            left=(-26, -98),
        )
    him = son(
        508, 344, 0.88, turned=-0.2, mood="down", apron=False, left=(-26, -92), right=(26, -92)
    )
    teacher = figure(ALVAREZ, 296, 300, scale=0.9, turned=0.4, mood="smile") if sentence else ""
    desks = "".join(
        box(x, 262, w, 14, WOOD) + box(x + 10, 276, w - 20, 90, "#b57f50", rounded=0)
        for x, w in ((14, 226), (366, 270))
    )
    small = ((120, 1 + up), (462, 2), (552, 1))
    cups = "".join(at(x, 242, cup(0, 0, level), scale=0.72) for x, level in small)
    if sentence == 0:
        cups += at(92, 196, cup(0, 0, 2), scale=0.62, turn=62) + line(
            "M110 202 Q119 208 119 240", "#8fb6c9", 5
        )
    wheel = f'<circle cx="176" cy="318" r="44" fill="none" stroke="{INK}" stroke-width="7"/>' + dot(
        176, 318, 6, INK
    )
    return room + teacher + seen + him + desks + wheel + cups


def both(sentence: int) -> str:
    """Let the two stand face to face under one bubble with two tails."""
    back = square()
    bar = box(236, 246, 168, 14, WOOD) + box(246, 258, 148, 110, "#b57f50", rounded=0)
    her = figure(
        COPPER, 482, 362, scale=1.22, turned=-0.9, mood="smile", held=APRON, left=(-54, -102)
    )
    guest = figure(
        ALVAREZ,
        158,
        362,
        scale=1.22,
        turned=0.9,
        mood="smile" if sentence else "calm",
        right=(54, -102),
    )
    tails = ("M176 76 L170 112 L214 76z", "M464 76 L470 112 L426 76z")
    bubble = "".join(area(tail, WHITE, edge=INK) for tail in tails)
    bubble += box(140, 8, 360, 72, WHITE, rounded=24, edge=INK)
    bubble += box(178, 75, 34, 7, WHITE, rounded=0) + box(428, 75, 34, 7, WHITE, rounded=0)
    inside = words(392, 57, "× 2", size=34) if sentence else ""
    if sentence == 2:
        inside += words(244, 61, "?", size=48) + line(
            "M290 46 h52 m-13 -11 l13 11 -13 11", STONE, 5
        )
    return back + her + guest + bar + bubble + inside
