"""Pictures for "Who chose the song?": a question about a people, then one about a house."""

from clips.figures import figure
from clips.rooms import (
    CREAM,
    DAY,
    LEAF,
    WOOD,
    backdrop,
    speech,
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
    TEAL,
    WHITE,
    Shown,
    area,
    at,
    box,
    cross,
    dot,
    line,
    note,
    shown,
    words,
)
from clips.song_house import cut_open, handed_on, people_or_house, program
from clips.winter_songs import (
    DAUGHTER,
    ORTEGA,
    backpack,
    ball,
    boy,
    cedar,
    hooks,
    hums,
    outline_house,
    outside,
    school_door,
    street,
)

VOICES = {"Mr. Cedar": "man"}


def planning(sentence: int) -> str:
    """Show the teacher with a date, and with no songs."""
    days = "".join(
        box(-74 + 30 * day, -36 + 27 * week, 22, 19, MIST, rounded=3)
        for week in range(4)
        for day in range(5)
    )
    ring = f'<circle cx="27" cy="28" r="21" fill="none" stroke="{CLAY}" stroke-width="6"/>'
    month = box(-88, -86, 176, 166, WHITE, edge=STONE) + box(-88, -86, 176, 38, TEAL, rounded=3)
    calendar = at(
        500,
        116,
        month + words(0, -59, "December", size=23, fill=WHITE) + days + (ring if sentence else ""),
    )
    her = figure(
        ORTEGA,
        212,
        404,
        scale=1.5,
        turned=0.3,
        mood="worry" if sentence else "calm",
        left=(-30, -92),
        right=(12, -148) if sentence else (34, -92),
    )
    sheet = area("M296 250 H456 L480 318 H286z", WHITE, edge=STONE) + words(
        378, 276, "Songs", size=24
    )
    pencil = line("M496 262 L540 296", AMBER, 9) + line("M496 262 l-5 -4", INK, 6)
    top = box(0, 240, 640, 90, WOOD, rounded=0) + box(0, 328, 640, 40, "#b57f50", rounded=0)
    return (
        backdrop(CREAM, SAND, 330)
        + window(82, 96, 110, 120, DAY, tree(0, 66, 0.8, bare=True))
        + calendar
        + her
        + top
        + sheet
        + pencil
    )


def first_question(sentence: int) -> str:
    """Let her stop the grandfather at the door and ask about songs."""
    her = figure(
        ORTEGA,
        170,
        338,
        scale=1.16,
        turned=1,
        mood="open" if sentence else "smile",
        right=(62, -112),
    )
    him = cedar(390, 342, 1.18, turned=-1, left=(-38, -70)) + backpack(345, 256, 0.95)
    asked = ""
    if sentence:
        asked = speech(292, 64, 132, 104, (206, 126)) + at(286, 70, note(0, 0, TEAL, scale=1.25))
    return outside(school_door(150)) + her + him + asked


def thinks(sentence: int) -> str:
    """Let him look up and think, while the boy waits on the path."""
    scene = box(0, 0, 640, 300, DAY, rounded=0) + box(0, 296, 640, 64, "#cfd3c9", rounded=0)
    path = area("M470 296 H520 L640 360 H380z", "#e5dfd0")
    hedge = box(420, 246, 230, 50, "#8fa58f", rounded=10)
    wall = box(0, 0, 150, 300, "#b9775e", rounded=0) + box(132, 0, 22, 300, SAND, rounded=0)
    her = figure(ORTEGA, 104, 474, scale=1.66, turned=1, mood="calm")
    him = cedar(
        324,
        478,
        1.68,
        turned=0.5 if sentence else 0.2,
        mood="smile" if sentence else "calm",
        right=(12, -146),
        left=(-36, -72),
    )
    dots = "".join(dot(386 + 22 * n, 104 - 20 * n, 6 + 2 * n, WHITE, edge=STONE) for n in range(3))
    kid = boy(516, 336, 0.8, turned=-0.8)
    return (
        scene
        + tree(596, 292, 1.5, bare=True)
        + hedge
        + path
        + wall
        + her
        + kid
        + him
        + (dots if sentence else "")
    )


def way_home(sentence: int) -> str:
    """Let the two walk and the boy go ahead with his music."""
    two = cedar(
        196, 346, 1.12, turned=-0.6, mood="open" if not sentence else "calm", right=(44, -84)
    ) + figure(DAUGHTER, 300, 346, scale=1.08, turned=-0.8, mood="calm", right=(38, -70))
    ahead = boy(508, 340, 0.84, turned=1, phones=True)
    return street() + two + ahead + (hums(546, 150) if sentence else "")


def three_kinds(sentence: int) -> str:
    """Show the village and its three kinds of songs; two forbidden, one black."""
    two = cedar(122, 350, 1.12, turned=0.7, mood="open", right=(42, -106)) + figure(
        DAUGHTER, 222, 350, scale=1.08, turned=0.4, mood="smile" if sentence == 2 else "calm"
    )
    ahead = boy(580, 342, 0.72, turned=1, phones=True)
    oval = '<ellipse cx="412" cy="98" rx="190" ry="90"'
    cloud = f'{oval} fill="{WHITE}" stroke="{STONE}" stroke-width="2"/>'
    trail = dot(204, 122, 9, WHITE, edge=STONE) + dot(178, 136, 6, WHITE, edge=STONE)
    third = INK if sentence else AMBER
    tunes = (
        note(322, 66, TEAL, scale=0.9)
        + note(408, 60, CLAY, scale=0.9)
        + note(494, 66, third, scale=0.9)
    )
    struck = cross(324, 62, 27) + cross(410, 56, 27) if sentence else ""
    huts = "".join(
        box(x - 17, 164, 34, 30, colour, rounded=0)
        + area(f"M{x - 23} 164 L{x} 144 {x + 23} 164z", CLAY)
        for x, colour in ((288, SAND), (340, MIST), (430, SAND), (478, MIST))
    )
    tower = box(374, 146, 22, 48, SAND, rounded=0) + area("M370 146 L385 122 400 146z", SLATE)
    village = at(30, -36, huts + tower + line("M262 195 H504", LEAF, 5))
    return street() + two + ahead + cloud + trail + village + tunes + struck


def second_question(sentence: int) -> str:
    """Let her hear her own sentence; then ask about the house."""
    her = figure(
        ORTEGA,
        210,
        348,
        scale=1.2,
        turned=1,
        mood="open" if sentence else "worry",
        right=(52, -116) if sentence else (12, -146),
    )
    him = cedar(452, 350, 1.2, turned=-1 if sentence else -0.3)
    if sentence:
        said = speech(310, 76, 136, 112, (240, 138)) + outline_house(310, 78)
    else:
        said = (
            thought(300, 72, 52, (232, 138)) + note(292, 74, STONE, scale=0.9) + cross(296, 70, 28)
        )
    return hooks(118) + her + him + said


def football(sentence: int) -> str:
    """Let him laugh and lift a striped scarf; in the house lies a ball."""
    scarf = "".join(
        box(-16, 24 * n, 32, 25, (CLAY, WHITE)[n % 2], rounded=0) for n in range(5)
    ) + line("M-12 122 v8 M-4 122 v8 M4 122 v8 M12 122 v8", CLAY, 3)
    lifted = sentence > 0
    him = cedar(
        440,
        486,
        1.72,
        turned=-0.4,
        mood="laugh" if lifted else "open",
        right=(58, -188) if lifted else None,
    )
    cloth = at(540, 160, scarf, turn=-6) if lifted else ""
    her = figure(ORTEGA, 116, 486, scale=1.7, turned=1, mood="smile", legs=False)
    said = speech(262, 100, 170, 150, (176, 200)) + outline_house(262, 104, 1.45)
    inside = ball(262, 122, 26, half=sentence == 2) if lifted else ""
    return hooks(70) + her + cloth + him + said + inside


PICTURES: tuple[Shown, ...] = (
    shown(
        "A teacher sits at a desk with a calendar for December behind her; one day gets a "
        "ring around it. On the desk lies a sheet headed “Songs” with nothing written "
        "below, and she puts a hand to her chin.",
        planning,
    ),
    shown(
        "The teacher stands at an open school door and speaks to a grandfather with a white "
        "beard, a cap and a long green coat, who holds a child’s backpack; a speech bubble "
        "from her shows one large music note.",
        first_question,
    ),
    shown(
        "Closer: the grandfather has a hand at his chin and looks up, the speech bubble is "
        "gone, and a boy waits behind him on the path.",
        thinks,
    ),
    shown(
        "A street with bare trees: the grandfather walks beside his daughter, and the boy "
        "walks ahead of them in headphones, two music notes above him.",
        way_home,
    ),
    shown(
        "The same street: in a thought bubble above the grandfather, three music notes "
        "stand in a row above a small village. Two of them are crossed out, and the third "
        "turns black.",
        three_kinds,
    ),
    shown(
        "Indoors, before a row of coat hooks: the teacher thinks of a music note that is "
        "crossed out. Then she speaks to the grandfather, and her speech bubble shows the "
        "outline of a house.",
        second_question,
    ),
    shown(
        "The same place, closer: the grandfather laughs with one arm raised and a striped "
        "scarf in his hand. A ball appears in the house in the bubble, and one half of it "
        "is colored in.",
        football,
    ),
    shown(
        "A house is cut open like a doll’s house: a grandmother bends over a cradle, and "
        "beside her appears a picture of a wolf, crossed out. From an organ in the church "
        "next door music notes come through the wall.",
        cut_open,
    ),
    shown(
        "A sheet of paper divided in two: on the left a crowd of gray figures pushes the "
        "grandfather to the front, and on the right, in a lit window, three people laugh at "
        "a table.",
        people_or_house,
    ),
    shown(
        "A parcel tied with a ribbon. Then, beside it, a kitchen table: a boy passes a "
        "sheet of music to his mother, she passes it to the grandmother, and with a pencil "
        "a line on it is changed.",
        handed_on,
    ),
    shown(
        "A gym with a stage: six children sing with open mouths, the teacher conducts, and "
        "among the adults in the front row the man in the cap lifts one hand as notes fill "
        "the air.",
        program,
    ),
)
