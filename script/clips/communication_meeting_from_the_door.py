"""Pictures for "The same meeting: from the door"."""

from clips.figures import Look, figure, infant
from clips.meeting_close import in_the_pocket, pen_over_it, small_sheet, typed
from clips.meeting_room import (
    AMARI,
    DELL,
    POPLAR,
    chair_back,
    from_the_door,
    name_card,
    round_table,
    sits,
    team_from_the_door,
    typed_page,
)
from clips.poplar_places import POCKETED, corridor, half_a_day, laughter, three_lines
from clips.rooms import (
    LIGHT,
    backdrop,
    bus,
    clock_at,
    coin,
    lamp,
    speech,
    tabletop,
    thought,
    window,
)
from clips.shapes import (
    AMBER,
    BROWN,
    CLAY,
    INK,
    MIST,
    PAPER,
    SAND,
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
)

NARRATOR = "man"
VOICES = {"Mrs. Poplar": "woman", "Ms. Dell": "other woman"}

AT_HOME = Look(skin=BROWN, hair="bob", coat=MIST, wear="collar", width=1.04)


def kitchen_table(sentence: int) -> str:
    """Show her at the table; then the paper, one line after the other."""
    wall = backdrop("#3f4a57", "#7d6a55", 300) + window(
        58, 108, 76, 130, "#16242d", dot(-8, -26, 13, "#f6e3b4")
    )
    stove = (
        box(510, 190, 110, 130, STONE, edge=INK)
        + dot(548, 184, 4, INK)
        + box(524, 160, 62, 30, CLAY, rounded=6, edge=INK)
    )
    dial = clock_at(560, 84, 38, 9, 0)
    paper = area("M236 258 L300 256 308 276 228 278z", WHITE, edge=INK, weight=1.5)
    her = figure(
        AT_HOME,
        320,
        366,
        scale=1.26,
        turned=-0.4,
        mood="down",
        left=(-36, -80),
        right=(22, -86),
        legs=False,
    )
    rod = line("M272 262 L288 226", INK, 5)
    plan = thought(188, 70, 56, (292, 150)) + at(
        188, 70, small_sheet(sentence * 3 // 2), scale=0.78
    )
    return (
        wall
        + stove
        + dial
        + lamp(330, 66)
        + her
        + tabletop(276, 14, 60, 600)
        + paper
        + rod
        + (plan if sentence else "")
    )


def at_the_door(sentence: int) -> str:
    """Let her hear the laughter; open the door; and see the chair."""
    if sentence == 0:
        her = figure(POPLAR, 318, 332, scale=1.1, turned=0.8, right=(62, -92), held=POCKETED)
        return corridor(her + laughter())
    free = chair_back(434, 330, 1.1) if sentence == 2 else ""
    table = '<ellipse cx="500" cy="268" rx="110" ry="34" fill="#c98f5e"/>'
    faces = sits(AMARI, 398, 300, 0.62, turned=-0.6) + sits(DELL, 462, 292, 0.6, turned=-0.5)
    her = figure(POPLAR, 300, 332, scale=1.1, turned=0.8, held=POCKETED)
    return corridor(her, ajar=True, inside=faces + table + free)


def seven(sentence: int) -> str:
    """Show the six who look; their names; and the place without a card."""
    places = ((212, 270), (428, 270), (320, 266), (128, 282), (512, 282), (96, 318))
    cards = "".join(name_card(x, y, 1) for x, y in places) if sentence else ""
    empty = (
        '<ellipse cx="320" cy="334" rx="60" ry="15" fill="none" stroke="#fbfaf7" '
        'stroke-width="3.5" stroke-dasharray="3 9" stroke-linecap="round"/>'
        if sentence == 2
        else ""
    )
    return from_the_door() + team_from_the_door() + round_table(300, on_it=cards + empty)


def says_yes(sentence: int) -> str:
    """Show what she thinks; the nod; and her hand around the paper in her pocket."""
    mood = ("down", "worry", "calm", "down")[sentence]
    her = figure(
        POPLAR, 250, 556, scale=2.2, turned=0.3, mood=mood, left=(-24, -76), right=(34, -66)
    )
    scene = backdrop(LIGHT, SAND, 420) + box(20, -10, 130, 370, TEAL, rounded=0, edge=INK) + her
    if sentence == 1:
        full = at(468, 106, typed_page(), scale=0.5) + at(556, 110, small_sheet(3), scale=0.62)
        return scene + thought(504, 108, 100, (318, 196)) + full
    if sentence == 2:
        return scene + line("M178 166 q-16 20 0 44 M322 166 q16 20 0 44", INK, 4)
    return scene + (in_the_pocket() if sentence == 3 else "")


def the_bus(sentence: int) -> str:
    """Show her question; the yellow note; and the page that is turned."""
    moods = {"short" + TEAL: "calm"} if sentence < 2 else {"short" + TEAL: "smile"}
    note = at(322, 262, area("M-24 -10 H22 L26 12 H-28z", AMBER, edge=INK, weight=1.5))
    if sentence > 0:
        slip = area("M-13 -12 H15 L18 8 H-15z", "#f9e3a0", edge=INK, weight=1.5)
        note += at(322, 256, slip + at(1, 4, bus(CLAY), scale=0.13))
    leaf = ""
    if sentence == 2:
        leaf = area("M428 284 h58 q-6 -44 -46 -40z", WHITE, edge=INK) + line(
            "M452 226 q26 -12 40 14 m-12 -6 l13 7 5 -13", INK, 3
        )
    sheet = area("M370 286 H486 L500 310 H356z", WHITE, edge=STONE) + line(
        "M384 293 h88 M380 299 h98 M376 305 h80", STONE, 2
    )
    said = box(56, 214, 190, 116, WHITE, rounded=22, edge=INK) + area(
        "M150 326 L196 372 L182 326", WHITE, edge=INK
    )
    seam = line("M154 325 L178 325", WHITE, 6)
    asked = said + seam + at(151, 312, bus(), scale=0.98)
    table = round_table(300, on_it=note + sheet + leaf)
    return from_the_door() + team_from_the_door(moods) + table + asked


def in_the_hallway(sentence: int) -> str:
    """Let him ask; let her answer; let both wait."""
    pad = box(14, -112, 26, 34, PAPER, edge=INK) + line("M19 -104 h16 M19 -96 h16", STONE, 2)
    him = figure(
        AMARI,
        556,
        336,
        scale=1.12,
        turned=-0.9,
        mood=("open", "calm", "calm")[sentence],
        left=(-8, -92),
        right=(26, -86),
        held=pad,
    )
    her = figure(
        POPLAR,
        290,
        336,
        scale=1.12,
        turned=0.9,
        right=(30, -62),
        mood=("calm", "smile", "down")[sentence],
        held=POCKETED,
    )
    scene = corridor(him + her)
    if sentence == 2:
        return scene + "".join(dot(404 + n * 20, 50, 5, STONE) for n in range(3))
    return scene


def her_paper(sentence: int) -> str:
    """Show the sheet in her hands, with what its three lines are about."""
    held = at(0, -92, small_sheet(3), scale=0.86)
    her = figure(
        POPLAR,
        200,
        440,
        scale=1.62,
        turned=0.5,
        mood="calm",
        left=(-34, -84),
        right=(34, -84),
        held=held,
    )
    him = figure(AMARI, 566, 440, scale=1.6, turned=-0.9, mood="calm")
    icons = at(336, 64, coin(22)) + at(394, 66, infant(BROWN)) + at(466, 84, bus(), scale=0.42)
    said = speech(400, 66, 240, 100, (268, 180)) + icons
    return corridor("") + him + her + said


PICTURES: tuple[Shown, ...] = (
    shown(
        "A kitchen table at night under a hanging lamp; Mrs. Poplar writes on a small sheet "
        "of paper, and a clock behind her shows nine. Above her the sheet appears with one "
        "line, and then with three.",
        kitchen_table,
    ),
    shown(
        "Three small scenes come side by side: a girl of about thirteen counts coins at a "
        "market stall, the same girl holds a sleeping baby under a moon, and the same girl "
        "stands at a bus stop beside a timetable, with one arm raised.",
        three_lines,
    ),
    shown(
        "Mrs. Poplar, now in a long buttoned coat, holds the folded paper at her pocket; then "
        "she sits at the window of a city bus in the morning, with a corner of the paper "
        "showing.",
        half_a_day,
    ),
    shown(
        "A closed door in a corridor, with laughter drawn as small marks above it; Mrs. "
        "Poplar has her hand on the handle. Then the door is open, the marks are gone, and "
        "inside there are faces and one empty chair.",
        at_the_door,
    ),
    shown(
        "The round table seen from the chair beside the door: behind it a window, and six "
        "adults who look toward the viewer. Each gets a small name card, and the place in "
        "front has none.",
        seven,
    ),
    shown(
        "A typed page seen from above, filled from edge to edge, with a date at the top and a "
        "line at the bottom; Mrs. Poplar’s hand rests beside it. A small sheet with three "
        "lines lies there for a moment, pale, beside the page.",
        typed,
    ),
    shown(
        "The page is still there, and a hand with a pen reaches over it from the other side "
        "of the table; a speech bubble comes from above the hand, with a filled page and a "
        "question mark in it.",
        pen_over_it,
    ),
    shown(
        "Mrs. Poplar, close up: she looks down, thinks of the full page and the small sheet "
        "beside it, and nods. Then, through the outline of her coat pocket, her hand closes "
        "around the paper with three lines.",
        says_yes,
    ),
    shown(
        "The six at the table again; a speech bubble from the viewer’s side holds a bus. A "
        "yellow note with a small bus is stuck on a folder in front of Ms. Dell, and the page "
        "beside it is being turned.",
        the_bus,
    ),
    shown(
        "The corridor outside the closed door; Mrs. Poplar, still in her coat, and a young "
        "man with a notebook, Mr. Amari, stand facing each other, and then nobody speaks.",
        in_the_hallway,
    ),
    shown(
        "The same two people, closer; Mrs. Poplar holds the small sheet open in both hands, "
        "and its three lines can be seen. A speech bubble from her holds a coin, a sleeping "
        "baby and a bus.",
        her_paper,
    ),
)
