"""The people of "Who packs the bag?", and the mobile that they hang from."""

from clips.figures import Look, figure, infant
from clips.rooms import CREAM, LEAF, WOOD, backdrop, bus, envelope, picture_of_school
from clips.shapes import (
    AMBER,
    BROWN,
    CLAY,
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
)

WREN = Look(skin=TAWNY, hair="mop", colour=BROWN, coat=AMBER, legs=TEAL)
PARK = Look(skin=FAIR, coat=TEAL, wear="cardigan")
STEPFATHER = Look(
    skin=BROWN, hair="bald", beard=True, coat=SLATE, legs=INK, wear="jacket", trim=AMBER, width=1.16
)
MOTHER = Look(skin=TAWNY, hair="long", colour=BROWN, coat=CLAY)
BROTHER = Look(skin=TAWNY, hair="curls", coat=MIST, legs=SLATE)
HEADS = {"mother": MOTHER, "stepfather": STEPFATHER, "brother": BROTHER, "wren": WREN}
SIZES = {"mother": 0.8, "stepfather": 0.86, "brother": 0.74, "wren": 0.62}


def piece(name: str, swing: float, length: float) -> str:
    """Draw one piece of the mobile on its thread, hanging from (0, 0)."""
    thread = line(f"M0 0 V{length}", INK, 2)
    if name == "baby":
        hung = at(-4, length + 26, infant(TAWNY), scale=1.35)
    else:
        scale = SIZES[name]
        hung = figure(HEADS[name], 0, length + 200 * scale, scale=scale)
    return at(0, 0, thread + hung, turn=swing)


def mobile(
    names: tuple[str, ...], swings: tuple[float, ...] = (0, 0, 0, 0, 0), lean: float = 0
) -> str:
    """Draw the mobile around its hook at (0, 0)."""
    places = (-220, -116, 0, 112, 220)
    lengths = (44, 66, 34, 70, 44)
    bar = line("M-220 0 Q0 -26 220 0", "#8f6038", 7)
    pieces = "".join(
        at(x, -13 + 13 * (x / 220) ** 2, piece(name, swing - lean, length))
        for x, name, swing, length in zip(places, names, swings, lengths, strict=True)
    )
    return line("M0 -60 V-12", INK, 3) + at(0, -13, at(0, 13, bar + pieces), turn=lean)


BEFORE = ("wren", "mother", "baby", "stepfather", "brother")
AFTER = ("mother", "wren", "stepfather", "baby", "brother")
FINGER = (
    line("M-90 40 L-22 4", SLATE, 40)
    + dot(-14, 0, 22, FAIR)
    + line("M-10 -6 L34 -14", FAIR, 13)
    + line("M-4 8 q10 4 14 -4", "#b08d6c", 2)
)


def small_mobile() -> str:
    """Draw the drawing of the mobile that hangs on the wall, around (0, 0)."""
    paper = box(-84, -60, 168, 120, WHITE, edge=STONE)
    bar = line("M0 -56 V-40 M-58 -34 Q0 -46 58 -34", INK, 3)
    heads = "".join(
        line(f"M{x} {-36 - (x == 0) * 4} V{y - 14}", INK, 1.8)
        + dot(x, y - 6, 9, colour)
        + area(f"M{x - 12} {y + 22} q12 -40 24 0z", colour)
        for x, y, colour in (
            (-58, -2, CLAY),
            (-28, 20, AMBER),
            (0, -6, SLATE),
            (30, 20, LEAF),
            (58, -2, TEAL),
        )
    )
    return paper + bar + heads + dot(0, -60, 4, CLAY)


def touches(sentence: int) -> str:
    """Show what can touch it; then the note from school."""
    wall = backdrop(CREAM, SAND, 338) + box(0, 0, 640, 12, WOOD, rounded=0)
    still = at(320, 62, mobile(AFTER), scale=0.84)
    book = area("M-30 14 L0 24 L30 14 V-20 L0 -10 L-30 -20z", WHITE, edge=INK) + line(
        "M0 -10 V24 M-22 -8 l14 5 M-22 2 l14 5 M22 -8 l-14 5 M22 2 l-14 5", TEAL, 3
    )
    rattle = (
        line("M0 10 V34", CLAY, 8)
        + dot(0, -6, 19, AMBER, edge=INK)
        + "".join(dot(x, y, 3, INK) for x, y in ((-7, -10), (6, -12), (0, 0)))
    )
    note = envelope(84, 58) + at(0, 12, picture_of_school(0.58))
    seen = (
        at(58, 70, book, scale=1.2)
        + at(70, 296, rattle, scale=1.2)
        + at(560, 320, bus(), scale=0.62)
    )
    if sentence:
        ring = f'<circle cx="578" cy="76" r="54" fill="{WHITE}" stroke="{AMBER}" stroke-width="5"/>'
        seen += ring + at(578, 76, note)
    return wall + still + seen
