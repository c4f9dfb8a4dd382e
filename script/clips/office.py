"""The front office of unit 1: its people, its desk and its papers, seen from both sides."""

from clips.figures import BACK, Look, Point, figure
from clips.rooms import CREAM, DAY, LEAF, WOOD, backdrop, clock_at, window
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

RED = "#b2332e"
SLIP = "#f2cf6b"
BRICK = "#b9775e"
SHADE = "#b57f50"
FLOOR = 322

REED = Look(skin=TAWNY, colour="#33241b", coat=TEAL, legs=INK)
ROWAN = Look(skin=FAIR, hair="long", colour="#3b2a20", coat=SLATE, legs=INK)
GIRL = Look(skin=FAIR, hair="bob", colour="#3b2a20", coat=AMBER, legs=TEAL)
BOY = Look(skin=DEEP, hair="curls", coat=LEAF, legs=SLATE)
DRIVER = Look(skin=BROWN, coat=SLATE, legs=INK, width=1.15, wear="jacket", trim=STONE)
BELL = Look(skin=FAIR, hair="bob", colour="#dfe3e1", coat=CLAY, glasses=True, wear="cardigan")
READER = Look(skin=BROWN, hair="afro", coat=AMBER)
NEIGHBOR = Look(
    skin=DEEP, hair="wrap", colour=AMBER, coat=TEAL, wear="apron", trim=SAND, legs=DEEP, width=1.12
)

TO_EAR: Point = (30, -160)
HANDSET = line("M27 -186 Q33 -170 25 -150", INK, 9) + line("M27 -186 h-5 M25 -150 h-7", INK, 9)
STRIPES = "".join(line(f"M-27 {y} Q0 {y + 5} 27 {y}", MIST, 6) for y in (-126, -110, -94, -78))
SCARF = (
    area("M-21 -152 q21 13 42 0 l4 13 q-25 16 -50 0z", RED)
    + area("M6 -141 l15 -3 5 47 -17 2z", RED)
    + line("M10 -95 v6 M15 -95 v6 M20 -96 v6", RED, 3)
)
PACK = box(-20, -138, 40, 58, TEAL, rounded=10) + box(-13, -108, 26, 20, SLATE, rounded=5)


def reed(
    x: float,
    y: float,
    scale: float = 1,
    *,
    turned: float = 1,
    mood: str = "calm",
    held: str = "",
    left: Point | None = None,
    right: Point | None = None,
) -> str:
    """Draw Mr. Reed in his striped sweater, with a beard that leaves his mouth free."""
    aside = 6 * turned
    beard = area(
        f"M-22 -170 q-1 34 22 34 q23 0 22 -34 q-3 8 -6 9 Q{aside + 6} -148 {aside} -149 "
        f"Q{aside - 6} -148 -16 -161 q-3 -1 -6 -9z",
        REED.colour,
    )
    return figure(
        REED,
        x,
        y,
        scale=scale,
        turned=turned,
        mood=mood,
        held=STRIPES + beard + held,
        left=left,
        right=right,
    )


def rowan(
    x: float,
    y: float,
    scale: float = 1,
    *,
    turned: float = -1,
    mood: str = "calm",
    held: str = "",
    left: Point | None = None,
    right: Point | None = None,
    legs: bool = True,
) -> str:
    """Draw Mrs. Rowan in her red scarf."""
    return figure(
        ROWAN,
        x,
        y,
        scale=scale,
        turned=turned,
        mood=mood,
        held=SCARF + held,
        left=left,
        right=right,
        legs=legs,
    )


def girl(
    x: float,
    y: float,
    scale: float = 0.7,
    *,
    turned: float = -1,
    mood: str = "calm",
    left: Point | None = None,
    right: Point | None = None,
) -> str:
    """Draw the daughter with her backpack, which is seen from behind only."""
    held = PACK if turned == BACK else line("M-15 -142 V-96 M15 -142 V-96", TEAL, 6)
    return figure(
        GIRL, x, y, scale=scale, turned=turned, mood=mood, held=held, left=left, right=right
    )


def hurt_boy(x: float, y: float, scale: float = 0.66, *, turned: float = -1) -> str:
    """Draw the boy who holds a towel to his nose."""
    towel = area("M-15 -166 q16 -7 31 0 l7 42 q-22 11 -45 0z", WHITE, edge=STONE)
    spots = dot(-2, -150, 5, RED) + dot(6, -140, 3.5, RED) + dot(-7, -138, 3, RED)
    return figure(
        BOY,
        x,
        y,
        scale=scale,
        turned=turned,
        mood="worry",
        held=at(4 * turned, 0, towel + spots),
        left=(-14, -142),
        right=(16, -142),
    )


def driver(x: float, y: float, scale: float = 1, *, turned: float = -1) -> str:
    """Draw the man in a cap who brings a stack of boxes."""
    cap = area("M-24 -176 q2 -22 24 -22 q22 0 24 22z", AMBER) + line(
        f"M{-26 if turned < 0 else -4} -176 h30", AMBER, 7
    )
    stack = box(-44, -100, 88, 48, WOOD, edge=SHADE) + box(-34, -138, 68, 38, "#dcae80", edge=SHADE)
    tape = line("M0 -100 v48 M0 -138 v38", SAND, 7)
    return figure(
        DRIVER,
        x,
        y,
        scale=scale,
        turned=turned,
        held=cap + stack + tape,
        left=(-46, -72),
        right=(46, -72),
    )


def waves(x: float, y: float, width: float, rows: int, gap: float = 14, weight: float = 3) -> str:
    """Draw lines of a language that the school does not read: waves, down from a point."""
    tooth = 7
    seen = ""
    for row in range(rows):
        long = width * (0.62 if row == rows - 1 and rows > 1 else 1)
        bends = "".join(
            f" q{tooth / 2} {-tooth} {tooth} 0 t{tooth} 0" for _ in range(int(long // (2 * tooth)))
        )
        seen += line(f"M{x} {y + row * gap}{bends}", CLAY, weight)
    return seen


def rules(x: float, y: float, width: float, rows: int, gap: float = 14, weight: float = 3) -> str:
    """Draw lines of the language of the school: straight, down from a point."""
    return "".join(
        line(
            f"M{x} {y + row * gap} h{width * (0.62 if row == rows - 1 and rows > 1 else 1)}",
            SLATE,
            weight,
        )
        for row in range(rows)
    )


def folded_note(x: float, y: float, scale: float = 1) -> str:
    """Draw the folded paper as it stands on the counter."""
    leaf = area("M-17 0 L-6 -22 H18 L8 0z", WHITE, edge=INK) + area(
        "M8 0 L18 -22 L24 0z", SAND, edge=INK
    )
    return at(x, y, leaf + waves(-6, -14, 16, 1, weight=2), scale=scale)


def slip(x: float, y: float, scale: float = 1, *, turn: float = 0, initials: bool = False) -> str:
    """Draw a late slip with its clock; its initials when they matter."""
    face = clock_at(0, -26, 19, 11, 0) + line("M-22 10 H22 M-22 22 H22", CLAY, 3)
    signed = words(14, 47, "R.", size=19) if initials else ""
    return at(x, y, box(-34, -54, 68, 108, SLIP, edge=INK) + face + signed, scale=scale, turn=turn)


def letter(x: float, y: float, scale: float = 1, *, sign: str = INK, turn: float = 0) -> str:
    """Draw the long letter that quotes the law."""
    paper = box(-46, -84, 92, 168, WHITE, edge=INK) + words(0, -46, "§", size=40, fill=sign)
    return at(x, y, paper + rules(-32, -24, 64, 7, 14), scale=scale, turn=turn)


def envelope(x: float, y: float, scale: float = 1) -> str:
    """Draw an envelope."""
    return at(
        x,
        y,
        box(-44, -29, 88, 58, WHITE, edge=INK) + line("M-42 -27 L0 8 L42 -27", INK, 3),
        scale=scale,
    )


def telephone(x: float, y: float, *, lifted: bool = False, lit: bool = False) -> str:
    """Draw the office telephone; two of its lights may glow."""
    case = area("M-30 0 L-24 -20 H24 L30 0z", INK)
    rest = "" if lifted else line("M-22 -25 H22", INK, 10)
    lights = dot(-9, -9, 4, RED if lit else STONE) + dot(9, -9, 4, RED if lit else STONE)
    glow = line("M-22 -36 L-29 -45 M0 -40 V-51 M22 -36 L29 -45", RED, 4) if lit else ""
    return at(x, y, case + rest + lights + glow)


def screen(x: float, y: float, *, lit: bool = False) -> str:
    """Draw the computer on the desk, seen from the side of the one who works at it."""
    glass = "#dff1f4" if lit else SLATE
    foot = box(-6, -20, 12, 18, INK, rounded=0) + box(-22, -5, 44, 5, INK)
    return at(x, y, foot + box(-42, -78, 84, 60, INK, rounded=5) + box(-36, -72, 72, 48, glass))


def way_in(x: float, *, wide: float = 0) -> str:
    """Draw the office door, open by a part between 0 and 1 onto the day."""
    frame = box(-52, -196, 104, 196, WOOD, rounded=2) + box(-44, -188, 88, 188, DAY, rounded=0)
    outside = box(-44, -40, 88, 40, "#c3d3cb", rounded=0) if wide else ""
    far = 44 - 88 * (1 - 0.72 * wide)
    low = 14 * wide
    leaf = area(f"M44 -188 L{far} {-188 - low} V{low} L44 0z", TEAL)
    pane = area(
        f"M{44 - (44 - far) * 0.25} -164 L{far + (44 - far) * 0.25} {-164 - low * 0.7} "
        f"V{-98} L{44 - (44 - far) * 0.25} -98z",
        MIST,
    )
    return at(x, FLOOR, frame + outside + leaf + pane + dot(far + 9, -84, 5, AMBER))


def office(behind: str = "", *, door: float = 0, bus: str = "", hour: float = 11) -> str:
    """Draw the room: the clerk's side on the left, a window, a clock and the door on the right."""
    seen = window(424, 128, 100, 92, DAY, bus)
    return (
        backdrop(CREAM, SAND, FLOOR - 22)
        + seen
        + clock_at(515, 84, 27, hour, 0)
        + way_in(584, wide=door)
        + behind
    )


def desk() -> str:
    """Draw the desk and the high counter, which hide those who sit behind them."""
    low = box(-10, 252, 290, 110, SHADE, rounded=0) + box(-10, 246, 292, 12, WOOD)
    high = box(262, 206, 50, 160, "#a06c40", rounded=0) + box(252, 196, 72, 13, WOOD)
    return low + high


def arm_from(side: int, x: float, y: float, *, coat: str = TEAL, skin: str = TAWNY) -> str:
    """Draw an arm that comes in from the left (-1) or the right (1); it points at a place."""
    sleeve = line("M82 6 L400 60", coat, 60) + line("M80 6 l5 1", MIST, 56)
    fingers = "".join(
        line(f"M34 {-13 + 11 * n} L{(6, 0, 2, 10)[n]} {-13 + 10 * n}", skin, 11.5) for n in range(4)
    )
    palm = line("M36 2 L60 4", skin, 42) + line("M40 -14 L18 -30", skin, 13)
    return f'<g transform="translate({x} {y}) scale({side} 1)">{sleeve}{palm}{fingers}</g>'


def closer(content: str, x: float, y: float, zoom: float) -> str:
    """Bring a point of the room to the middle of the picture."""
    return (
        f'<g transform="translate({320 - x * zoom} {180 - y * zoom}) scale({zoom})">{content}</g>'
    )
