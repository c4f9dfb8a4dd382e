"""The small room of "One meeting" and "The same meeting": its people, seen from two seats.

from clips.figures import (Look, figure)
from clips.shapes import (AMBER, INK, SLATE, TAWNY, area)
Around the table sit, in this order: Ms. Dell, the principal, the therapist, Mrs. Poplar beside the
door, Mr. Amari, the teacher and the psychologist. Whoever is on the left from one seat is on the
right from the other.
"""

from clips.figures import BACK, Look, Point, figure
from clips.rooms import (
    CREAM,
    DAY,
    LIGHT,
    WOOD,
    backdrop,
    clock_at,
    cut,
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
    dot,
    line,
    words,
)

DELL = Look(skin=FAIR, colour=STONE, coat=TEAL, wear="cardigan", trim=SAND, width=1.06)
PRINCIPAL = Look(skin=DEEP, hair="bald", beard=True, coat=SLATE, wear="tie", trim=AMBER, width=1.2)
THERAPIST = Look(skin=TAWNY, hair="scarf", colour=AMBER, coat=STONE, legs=INK)
POPLAR = Look(skin=BROWN, hair="bob", coat=CLAY, wear="buttons", trim=SAND, width=1.04)
AMARI = Look(skin=TAWNY, hair="curls", coat=AMBER, wear="collar")
TEACHER = Look(skin=DEEP, hair="afro", coat=SAND, wear="collar", trim=CLAY, width=1.1)
PSYCHOLOGIST = Look(skin=FAIR, hair="bun", colour=CLAY, coat=MIST, glasses=True)
DAUGHTER = Look(skin=BROWN, hair="long", coat=AMBER, legs=TEAL)

EDGE = "#a5713f"
PAGE = area("M-22 -8 H22 L28 10 H-28z", WHITE, edge=STONE, weight=1.5) + line(
    "M-15 -3 H15 M-17 1 H17 M-19 5 H12", STONE, 1.5
)
FOLDER = area("M-26 -10 H26 L32 12 H-32z", AMBER, edge=INK, weight=1.5)
DOOR_X, CHAIR_X = 218, 300
"""Where the door and the chair beside it are, seen from Ms. Dell's chair."""


def shelf(x: float) -> str:
    """Draw the bookcase that stands along one side of the room."""
    case = box(x - 46, 76, 92, 226, WOOD, edge=EDGE)
    books = ""
    for row, colours in enumerate(((TEAL, SAND, CLAY, SLATE), (AMBER, SLATE, MIST, CLAY)) * 2):
        top = 84 + row * 54
        books += box(x - 40, top, 80, 46, EDGE, rounded=0) + "".join(
            box(x - 36 + n * 17, top + 8 + (n * 5) % 9, 14, 38 - (n * 5) % 9, colour, rounded=1)
            for n, colour in enumerate(colours)
        )
    return case + books


def door(*, ajar: bool = False, outside: str = "") -> str:
    """Draw the door with its pane of glass; what is in the corridor is drawn around (0, 0)."""
    frame = box(-62, -224, 124, 224, SAND, rounded=2, edge=CLAY, weight=3)
    if ajar:
        hall = box(-52, -214, 104, 214, "#cdd6d2", rounded=0)
        leaf = area("M-52 0 V-214 L-92 -196 V16z", TEAL, edge=INK, weight=1.5)
        return at(DOOR_X, 302, frame + hall + outside + leaf)
    leaf = box(-52, -214, 104, 214, TEAL, rounded=0)
    glass = cut(-38, -198, 76, 104, box(-38, -198, 76, 104, DAY, rounded=0) + outside)
    rim = box(-38, -198, 76, 104, "none", rounded=2, edge=INK)
    return at(DOOR_X, 302, frame + leaf + glass + rim + dot(40, -80, 6, AMBER))


def from_the_table(
    minute: float = 0, *, ajar: bool = False, outside: str = "", hour: float = 8
) -> str:
    """Draw the room as Ms. Dell sees it: the door and the clock, the bookcase on the left."""
    board = box(420, 60, 160, 104, WHITE, edge=STONE, weight=4) + line(
        "M440 88 h84 M440 108 h110 M440 128 h60", MIST, 5
    )
    entry = door(ajar=ajar, outside=outside)
    dial = clock_at(DOOR_X, 40, 33, hour, minute)
    return backdrop(LIGHT, SAND, 302) + shelf(64) + board + entry + dial


def from_the_door() -> str:
    """Draw the room as Mrs. Poplar sees it: the window, the bookcase on the right."""
    view = tree(-70, 76, 1.1) + tree(84, 84, 1.3)
    return backdrop(CREAM, SAND, 290) + window(300, 110, 300, 130, DAY, view) + shelf(594)


def round_table(y: float = 300, *, on_it: str = "") -> str:
    """Draw the round table, seen from a chair, and what lies on it."""

    def oval(top: float, fill: str) -> str:
        return f'<ellipse cx="320" cy="{top}" rx="268" ry="62" fill="{fill}"/>'

    foot = box(286, y, 68, 90, EDGE, rounded=0)
    return foot + oval(y + 12, EDGE) + oval(y, WOOD) + on_it


def chair_back(x: float, y: float, scale: float = 1) -> str:
    """Draw the back of a chair behind somebody who sits on it."""
    rails = line("M-30 -60 V-112 M30 -60 V-112", EDGE, 7)
    return at(x, y, rails + box(-36, -124, 72, 30, WOOD, rounded=9, edge=EDGE), scale=scale)


def sits(
    look: Look,
    x: float,
    y: float,
    scale: float,
    *,
    turned: float = 0,
    mood: str = "calm",
    left: Point | None = (-20, -84),
    right: Point | None = (20, -84),
    held: str = "",
) -> str:
    """Draw somebody on a chair at the table."""
    return chair_back(x, y, scale) + figure(
        look,
        x,
        y,
        scale=scale,
        turned=turned,
        mood=mood,
        left=left,
        right=right,
        held=held,
        legs=False,
    )


def team_from_the_table(mood: str = "calm", *, poplar: str = "", looks: float = 0) -> str:
    """Draw the five who are not Ms. Dell, and Mrs. Poplar, as Ms. Dell sees them."""
    return (
        poplar
        + sits(AMARI, 390, 318, 0.86, turned=-0.3 - looks, mood=mood)
        + sits(THERAPIST, 142, 326, 0.92, turned=0.4, mood=mood)
        + sits(TEACHER, 484, 324, 0.9, turned=-0.5, mood=mood)
        + sits(PRINCIPAL, 44, 356, 1.04, turned=0.8, mood=mood)
        + sits(PSYCHOLOGIST, 590, 352, 1.02, turned=-0.8, mood=mood)
    )


def dell_from_behind(
    x: float = 486, y: float = 506, *, left: Point | None = None, held: str = ""
) -> str:
    """Draw Ms. Dell on the near side of the table."""
    return figure(DELL, x, y, scale=1.42, turned=BACK, left=left, held=held)


def name_card(x: float, y: float, scale: float = 1) -> str:
    """Draw a folded card with a name and a title."""
    card = area("M-24 10 L-19 -14 H19 L24 10z", WHITE, edge=INK, weight=1.5)
    return at(
        x, y, card + line("M-13 -6 H13", INK, 3) + line("M-15 2 H11", STONE, 2.5), scale=scale
    )


SEATS_FROM_THE_DOOR = (
    (PSYCHOLOGIST, 212, 300, 0.84, 0.3),
    (PRINCIPAL, 428, 300, 0.86, -0.3),
    (DELL, 320, 294, 0.82, 0),
    (TEACHER, 112, 318, 0.94, 0.5),
    (THERAPIST, 526, 318, 0.94, -0.5),
    (AMARI, 30, 372, 1.12, 0.7),
)


def team_from_the_door(moods: dict[str, str] | None = None, *, dell: str = "") -> str:
    """Draw the six as Mrs. Poplar sees them; Ms. Dell can be drawn in her own way."""
    seen = ""
    for look, x, y, scale, turned in SEATS_FROM_THE_DOOR:
        if look is DELL and dell:
            seen += dell
        else:
            mood = "smile" if not moods else moods.get(look.hair + look.coat, "calm")
            seen += sits(look, x, y, scale, turned=turned, mood=mood)
    return seen


def typed_page(*, date: bool = True, name: bool = True) -> str:
    """Draw the page of goals from above around (0, 0), filled from edge to edge."""
    paper = box(-105, -150, 210, 300, WHITE, rounded=3, edge=STONE)
    head = line("M28 -132 H92", CLAY, 6) if date else ""
    rows = "".join(
        line(
            f"M-90 {y} H{90 - (y * 7) % 31}", SLATE if n % 4 == 0 else STONE, 5 if n % 4 == 0 else 3
        )
        for n, y in enumerate(range(-110, 108, 12))
    )
    foot = words(-84, 136, "×", size=20) + line("M-68 134 H88", INK, 2.5) if name else ""
    return paper + head + rows + foot


def folded(scale: float = 1) -> str:
    """Draw the folded paper around (0, 0)."""
    sheet = box(-18, -24, 36, 48, WHITE, edge=INK) + line("M-18 0 H18", STONE, 2)
    return at(0, 0, sheet, scale=scale)


def page_in_a_bubble() -> str:
    """Draw a page and a question mark, for a speech bubble, around (0, 0)."""
    return at(-36, 0, typed_page(), scale=0.3) + words(38, 25, "?", size=74)


def comes(look: Look, x: float, y: float, scale: float, mood: str, turned: float = 0.2) -> str:
    """Draw somebody who comes in with a folder."""
    folder = area("M-22 -112 h44 v32 h-44z", AMBER, edge=INK, weight=1.6)
    return figure(
        look,
        x,
        y,
        scale=scale,
        turned=turned,
        mood=mood,
        held=folder,
        left=(-24, -88),
        right=(22, -88),
    )


def family_outside() -> str:
    """Draw the next family behind the glass."""
    father = Look(skin=TAWNY, hair="short", beard=True, coat=SLATE)
    child = Look(skin=TAWNY, hair="curls", coat=AMBER)
    return figure(father, -14, -58, scale=0.66) + figure(child, 22, -44, scale=0.48)
