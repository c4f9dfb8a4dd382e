"""The last scenes of "From the bus": one word, the letter on the stairs, the gate."""

from clips.figures import BACK, figure, shade
from clips.office import (
    BELL,
    NEIGHBOR,
    RED,
    ROWAN,
    SHADE,
    folded_note,
    girl,
    letter,
    reed,
    rowan,
)
from clips.rooms import (
    CREAM,
    DAY,
    DUSK,
    LEAF,
    WOOD,
    backdrop,
    clock_at,
    speech,
    window,
)
from clips.shapes import (
    AMBER,
    CLAY,
    DEEP,
    INK,
    PAPER,
    SAND,
    STONE,
    TEAL,
    WHITE,
    area,
    at,
    box,
    dot,
    line,
    words,
)
from clips.way_to_school import (
    big_bus,
    clipped,
    school_front,
    sewing_machine,
)


def on_the_stairs(sentence: int) -> str:
    """Let the neighbor read the letter aloud on the stairs."""
    wall = box(0, 0, 640, 360, "#e9dfcf", rounded=0) + box(0, 0, 640, 130, "#dccdb4", rounded=0)
    steps = "".join(
        box(60 + 96 * n, 318 - 44 * n, 640, 50, shade(STONE, 1 - 0.05 * n), rounded=0)
        + line(f"M{60 + 96 * n} {318 - 44 * n} H640", "#c9cfcd", 5)
        for n in range(6)
    )
    flat = box(0, 318, 640, 50, shade(STONE, 1), rounded=0)
    rail = line("M20 196 L520 -33", CLAY, 11) + "".join(
        line(f"M{x} {196 - 0.458 * (x - 20)} V{318 - 44 * k}", CLAY, 5)
        for k, x in ((0, 40), (1, 110), (2, 206))
    )
    front_door = box(548, -40, 90, 138, TEAL) + dot(562, 40, 5, AMBER)
    sign = RED if sentence else INK
    her = rowan(110, 318, 1.06, turned=0.9, mood="worry", left=(-36, -140), right=(34, -72))
    post = letter(258, 168, 0.8, sign=sign, turn=5)
    her_neighbor = figure(
        NEIGHBOR,
        322,
        230,
        scale=1.06,
        turned=-0.8,
        mood="worry" if sentence else "open",
        left=(-38, -82),
        right=(6, -84),
    )
    slippers = "".join(
        box(322 + s * 17 - 19, 218, 38, 14, RED, rounded=7) + dot(322 + s * 17, 220, 6, SAND)
        for s in (-1, 1)
    )
    thumb = dot(290, 150, 9, DEEP)
    return wall + front_door + steps + flat + rail + her + her_neighbor + slippers + post + thumb


def on_time(sentence: int) -> str:
    """Show four clocks, and what each was for."""
    ground = box(0, 0, 640, 360, PAPER, rounded=0)
    times = ((8, 30), (10, 40), (11, 30), (11, 0))
    clocks = "".join(clock_at(92 + 152 * n, 96, 50, *time) for n, time in enumerate(times))
    ticks = "".join(line(f"M{74 + 152 * n} 168 l12 12 24 -26", LEAF, 7) for n in range(4))
    if sentence == 0:
        return ground + clocks + ticks
    care = at(
        92,
        312,
        box(-42, -100, 84, 100, WHITE, edge=STONE, weight=4)
        + line("M0 -96 V0", STONE, 3)
        + dot(0, -60, 20, TEAL)
        + line("M0 -70 v20 M-10 -60 h20", WHITE, 6),
    )
    ride = big_bus(244, 312, 0.44)
    work = sewing_machine(396, 300)
    desk_ = at(548, 312, box(-50, -78, 100, 12, WOOD) + box(-42, -66, 84, 66, "#a06c40", rounded=0))
    return ground + clocks + ticks + care + ride + work + desk_ + folded_note(560, 233, 1.5)


def the_gate(sentence: int) -> str:
    """Let her stop at the line of the gate while the girl walks on."""
    sky = box(0, 0, 640, 220, DAY, rounded=0) + box(0, 214, 640, 146, "#b9cbb0", rounded=0)
    path = area("M286 214 H354 L470 360 H170z", "#ddd6c4")
    line_ = line("M196 328 H444", STONE, 6)
    fences = "".join(
        line(f"M{x} 338 V186", INK, 6) for x in (*range(14, 170, 30), *range(476, 640, 30))
    )
    rails = line("M0 204 H150 M0 316 H150 M476 204 H640 M476 316 H640", INK, 6)
    posts = (
        box(152, 160, 30, 184, CLAY)
        + box(458, 160, 30, 184, CLAY)
        + box(146, 152, 42, 12, SHADE)
        + box(452, 152, 42, 12, SHADE)
    )
    child = girl(*((346, 284, 0.62), (330, 246, 0.44))[sentence], turned=BACK)
    her = at(
        236,
        330,
        figure(
            ROWAN,
            0,
            0,
            scale=1.14,
            turned=BACK,
            held=area("M-24 -152 q24 12 48 0 l3 14 q-27 14 -54 0z", RED),
            left=(-36, -66),
            right=(36, -66),
        ),
    )
    return sky + school_front(320, 216, 0.86) + path + fences + rails + posts + line_ + child + her


def august(sentence: int) -> str:
    """Show one lit window, and two women over a folder."""
    dusk = box(0, 0, 640, 360, DUSK if not sentence else "#565370", rounded=0)
    sun = (
        box(0, 150, 640, 130, "#a98a86", rounded=0)
        if not sentence
        else box(0, 200, 640, 90, "#84727c", rounded=0)
    )
    ground = box(0, 312, 640, 48, "#5c6b63", rounded=0)
    front = school_front(180, 314, 1.5, pane="#56606c", lit=" ")
    inner = box(330, 78, 262, 200, "#f8e6b4", edge=WHITE, weight=9)
    clock = clock_at(556, 116, 26, 6, 0)
    two = figure(
        BELL,
        400,
        330,
        scale=1.12,
        turned=0.7,
        mood="down",
        legs=False,
        right=(36, -96),
        left=(-16, -92),
    ) + rowan(
        516, 330, 1.12, turned=-0.7, mood="down", left=(-34, -98), right=(18, -92), legs=False
    )
    table = box(330, 246, 262, 34, WOOD, rounded=0)
    folder = area("M428 232 L462 238 496 232 V256 L462 262 428 256z", AMBER, edge=INK)
    pages = box(436, 224, 24, 26, WHITE, edge=STONE) + box(466, 222, 24, 28, WHITE, edge=STONE)
    scene = clipped("lit", "M335 83 H587 V273 H335z", clock + two + table + pages + folder)
    edge = box(330, 78, 262, 200, "none", edge=WHITE, weight=9)
    return dusk + sun + front + ground + inner + scene + edge


def one_word(sentence: int) -> str:
    """Let her hear one word and see the clock; the bus waits outside."""
    street = box(-60, 30, 160, 40, "#9aa3a1", rounded=0)
    wall = backdrop(CREAM, SAND, 300) + window(
        330, 158, 150, 112, DAY, street + big_bus(2, 56, 0.42)
    )
    clock = clock_at(330, 48, 40, 11, 3)
    bar = box(-10, 226, 176, 140, "#a06c40", rounded=0) + box(-16, 214, 190, 14, WOOD)
    him = reed(84, 330, 1.08, turned=1, mood="open", right=(56, -182))
    frame = box(486, 40, 140, 322, WOOD) + box(498, 52, 116, 308, DAY, rounded=0)
    leaf = area("M614 52 L560 66 V356 L614 360z", TEAL) + dot(570, 214, 6, AMBER)
    her = rowan(488, 358, 1.3, turned=-0.9, mood="worry", right=(52, -104))
    said = speech(128, 62, 196, 78, (112, 132))
    heard = words(84, 58, "Ma’am", size=22) if sentence else line("M48 50 h70", STONE, 5)
    rest = line("M128 51 h80 M50 72 h150 M50 87 h96", STONE, 5)
    ring = (
        f'<circle cx="330" cy="48" r="40" fill="none" stroke="{RED}" stroke-width="5"/>'
        if sentence
        else ""
    )
    return wall + frame + leaf + clock + ring + him + bar + said + heard + rest + her
