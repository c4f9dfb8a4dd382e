"""The last scenes of "Who chose the song?": a house cut open, a crowd, a parcel, the gym."""

from clips.figures import BACK, Look, figure
from clips.rooms import (
    CREAM,
    DAY,
    DUSK,
    LEAF,
    WOOD,
    tree,
    window,
)
from clips.shapes import (
    AMBER,
    BROWN,
    CLAY,
    DEEP,
    FAIR,
    INK,
    MIST,
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
    note,
)
from clips.winter_songs import (
    BOY,
    CAP,
    CEDAR,
    CROWD,
    DAUGHTER,
    GRANDMOTHER,
    ORTEGA,
    cedar,
)


def cut_open(sentence: int) -> str:
    """Show the house as a doll's house: a cradle, a wolf struck out, and the church next door."""
    sky = box(0, 0, 640, 330, DUSK, rounded=0) + box(0, 326, 640, 34, "#59636b", rounded=0)
    roof = area("M20 118 L220 18 420 118z", CLAY)
    walls = box(40, 116, 360, 212, "#f6e7bf", rounded=0, edge=CLAY, weight=7)
    floor = box(44, 304, 352, 22, WOOD, rounded=0)
    lamp_ = line("M110 120 V150", INK, 3) + area("M96 166 L104 148 H116 L124 166z", AMBER)
    her = figure(GRANDMOTHER, 146, 318, scale=0.96, turned=0.9, mood="smile", right=(56, -88))
    cradle = (
        area("M196 256 H292 L276 296 H212z", WOOD, edge="#8f6038")
        + line("M198 306 Q244 320 290 306", "#8f6038", 6)
        + dot(218, 252, 14, TAWNY)
        + line("M213 252 q2 2 4 0 M220 252 q2 2 4 0", INK, 1.6)
        + area("M230 246 h58 l4 12 h-66z", WHITE)
    )
    book = ""
    if sentence:
        wolf = (
            area("M-20 16 L-26 -8 -18 -30 -8 -14 H8 L18 -30 26 -8 20 16 0 32z", SLATE)
            + dot(-9, 0, 3.5, WHITE)
            + dot(9, 0, 3.5, WHITE)
            + dot(0, 25, 5, INK)
        )
        pages = box(-46, -44, 92, 90, WHITE, edge=INK, weight=3) + wolf + cross(0, 0, 36)
        book = at(342, 186, pages, scale=0.95)
    church = ""
    if sentence == 2:
        church = note(400, 168, AMBER) + note(352, 270, AMBER, scale=0.9) + note(440, 220, AMBER)
    nave = box(440, 150, 176, 178, MIST, rounded=0) + area("M428 152 L528 66 628 152z", SLATE)
    spire = line("M528 66 V28 M514 42 h28", INK, 6)
    pipes = "".join(
        box(
            478 + 18 * n,
            206 - (0, 18, 30, 18, 0)[n],
            12,
            66 + (0, 18, 30, 18, 0)[n],
            AMBER,
            edge=INK,
            weight=1.5,
        )
        for n in range(5)
    )
    organ = box(466, 270, 112, 40, WOOD) + line("M478 282 h88", WHITE, 7)
    return (
        sky
        + roof
        + walls
        + floor
        + lamp_
        + her
        + cradle
        + book
        + nave
        + spire
        + pipes
        + organ
        + church
    )


def people_or_house(sentence: int) -> str:
    """Set a crowd with one man pushed forward beside three people at a lit table."""
    sheet = box(16, 16, 608, 328, WHITE, edge=STONE) + line("M320 16 V344", STONE, 3, dashes="9 8")
    rows = "".join(
        figure(CROWD, 60 + 44 * n + (row % 2) * 20, 232 + 34 * row, scale=0.7, turned=0.3)
        for row in range(3)
        for n in range(6 - row % 2)
    )
    faces = f'<g opacity=".55">{rows}</g>'
    front = cedar(166, 340, 0.98, turned=0.6, mood="worry")
    hands = "".join(line(f"M{x} 262 L{y} 262", "#8b9492", 10) for x, y in ((96, 128), (236, 204)))
    right = ""
    if sentence:
        pane = box(360, 56, 226, 220, "#f8e2a6", edge=INK, weight=7)
        trio = (
            figure(GRANDMOTHER, 412, 316, scale=0.98, turned=0.8, mood="laugh", legs=False)
            + figure(CEDAR, 534, 316, scale=0.98, turned=-0.8, mood="smile", legs=False, held=CAP)
            + figure(BOY, 474, 300, scale=0.8, turned=0, mood="laugh", legs=False)
        )
        top = (
            box(364, 232, 218, 40, WOOD, rounded=0)
            + dot(440, 238, 9, WHITE)
            + dot(506, 238, 9, WHITE)
        )
        bars = line("M473 58 V96", INK, 4) + area("M455 112 L464 92 h18 l9 20z", CLAY)
        room = '<clipPath id="pane"><rect x="364" y="60" width="218" height="212"/></clipPath>'
        room += f'<g clip-path="url(#pane)">{trio}{top}</g>'
        right = pane + bars + room + box(350, 272, 246, 12, STONE)
    return box(0, 0, 640, 360, "#e4ddcd", rounded=0) + sheet + faces + hands + front + right


def handed_on(sentence: int) -> str:
    """Show a closed parcel; then a table where a sheet of music is passed on and changed."""
    left = box(0, 0, 214, 360, MIST, rounded=0)
    parcel = (
        box(36, 170, 142, 110, "#c9a06f", edge="#8f6038", weight=3)
        + line("M107 170 V280 M36 224 H178", SAND, 6)
        + line("M107 170 q-30 -34 -32 -8 q6 14 32 8 q30 -34 32 -8 q-6 14 -32 8", SAND, 5)
    )
    shelf = box(14, 280, 186, 12, SLATE)
    if sentence == 0:
        return box(0, 0, 640, 360, MIST, rounded=0) + at(160, -152, parcel + shelf, scale=1.5)
    room = box(214, 0, 426, 360, CREAM, rounded=0) + window(
        560, 84, 96, 96, DAY, tree(0, 56, 0.7, bare=True)
    )
    young = figure(
        BOY, 300, 392, scale=1.12, turned=0.9, mood="open", right=(44, -108), left=(-24, -96)
    )
    middle = figure(
        DAUGHTER,
        412,
        412,
        scale=1.3,
        turned=-0.7 if sentence == 1 else 0.8,
        mood="smile",
        left=(-46, -104),
        right=(34, -98),
    )
    old = figure(
        GRANDMOTHER,
        540,
        412,
        scale=1.3,
        turned=-0.8,
        mood="calm",
        left=(-44, -98),
        right=(22, -104),
    )
    top = box(214, 290, 426, 80, WOOD, rounded=0) + box(214, 286, 426, 8, "#b57f50", rounded=0)
    staff = "".join(line(f"M-34 {y} H34", STONE, 2) for y in (-18, -10, -2, 6))
    tune = dot(-22, 4, 5, INK) + dot(-4, -6, 5, INK) + dot(16, -12, 5, INK)
    music = box(-42, -30, 84, 60, WHITE, edge=INK) + staff + tune
    paper = at(354, 278, music, turn=-8) if sentence == 1 else at(478, 286, music, turn=6)
    if sentence == 2:
        change = (
            line("M466 302 l26 3", CLAY, 6)
            + line("M488 300 L512 262", AMBER, 8)
            + line("M488 300 l2 -4", INK, 6)
        )
        paper += change
    divide = line("M214 0 V360", INK, 5)
    return left + parcel + shelf + room + young + middle + old + top + paper + divide


def program(sentence: int) -> str:
    """Let the children sing in the gym, and Mr. Cedar beat time."""
    hall = box(0, 0, 640, 360, CREAM, rounded=0) + box(0, 300, 640, 60, "#c79a6b", rounded=0)
    curtain = "".join(
        area(f"M{x} 0 h70 q-12 110 {d} 206 h-58z", CLAY) for x, d in ((0, -20), (570, 0))
    )
    garland = line("M70 28 Q200 74 320 34 Q440 74 570 28", LEAF, 8) + "".join(
        dot(x, y, 8, AMBER)
        for x, y in ((130, 48), (196, 54), (262, 46), (378, 46), (446, 54), (512, 48))
    )
    stage = box(40, 206, 560, 26, WOOD) + box(50, 230, 540, 76, "#a9744a", rounded=0)
    looks = (
        Look(skin=DEEP, hair="plaits", coat=TEAL),
        Look(skin=FAIR, hair="mop", colour=CLAY, coat=SLATE),
        BOY,
        Look(skin=BROWN, hair="scarf", colour=AMBER, coat=CLAY),
        Look(skin=FAIR, hair="bob", coat=AMBER),
        Look(skin=DEEP, hair="curls", coat=LEAF),
    )
    row = "".join(
        figure(look, 116 + 74 * n, 208, scale=0.68, mood="open") for n, look in enumerate(looks)
    )
    tunes = note(560, 112, CLAY, scale=0.8) + note(540, 160, TEAL, scale=0.6)
    conducts = figure(
        ORTEGA, 320, 360, scale=1, turned=BACK, left=(-62, -158), right=(62, -150 - 16 * sentence)
    )
    baton = line(f"M382 {206 - 16 * sentence} l16 -26", INK, 4)
    seats = (
        Look(skin=TAWNY, hair="bob", coat=CLAY),
        Look(skin=DEEP, hair="bald", coat=SLATE),
        Look(skin=FAIR, hair="bob", colour=STONE, coat=TEAL),
    )
    adults = "".join(
        figure(look, x, 452, scale=1.12, turned=BACK)
        for look, x in zip(seats, (44, 206, 430), strict=True)
    )
    him = figure(
        CEDAR, 536, 452, scale=1.16, turned=BACK, held=CAP, right=(50, -176) if sentence else None
    )
    return (
        hall
        + garland
        + stage
        + row
        + curtain
        + (tunes if sentence else "")
        + conducts
        + baton
        + adults
        + him
    )
