"""Where the two of "The first call" are: her kitchen, his car, the lunch room's table."""

from clips.figures import Look, figure, shade
from clips.rooms import (
    CREAM,
    DAY,
    LIGHT,
    WOOD,
    backdrop,
    clock_at,
    cut,
    mobile_phone,
    picture_of_school,
    tabletop,
    tree,
    waves,
    window,
)
from clips.shapes import (
    AMBER,
    CLAY,
    DEEP,
    FAIR,
    INK,
    MIST,
    PAPER,
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

MOTHER = Look(skin=DEEP, hair="bun", coat=CLAY, wear="collar", trim=SAND, width=1.08)
TEACHER = Look(skin=FAIR, hair="mop", coat=SLATE, glasses=True, wear="tie", trim=AMBER)
GIRL = Look(skin=DEEP, hair="plaits", coat=AMBER, legs=TEAL)
BOY = Look(skin=FAIR, hair="mop", colour=CLAY, coat=TEAL)
THIRD = Look(skin=TAWNY, hair="bob", coat=CLAY)
GRANDMOTHER = Look(skin=DEEP, hair="scarf", colour=STONE, coat=TEAL, wear="skirt", trim=SLATE)


def kitchen(sky: str = DAY, wall: str = CREAM) -> str:
    """Draw the kitchen behind the counter."""
    hill = dot(0, 90, 90, shade(sky, 0.86))
    shelf = box(410, 92, 190, 9, WOOD) + "".join(
        box(x, 92 - h, 24, h, colour, rounded=5)
        for x, h, colour in ((424, 36, TEAL), (458, 26, CLAY), (492, 40, AMBER))
    )
    cups = "".join(
        box(x, 70, 20, 22, WHITE, edge=STONE) + line(f"M{x + 20} 75 q9 6 0 12", STONE, 3)
        for x in (530, 564)
    )
    return backdrop(wall, SAND, 330) + window(130, 96, 150, 120, sky, hill) + shelf + cups


def counter(*, running: bool = False) -> str:
    """Draw the counter with the sink."""
    water = line("M96 216 V256", "#8fb6c9", 9) if running else ""
    faucet = line("M58 258 V206 q0 -20 20 -20 q18 0 18 18", STONE, 13) + box(86, 202, 20, 10, SLATE)
    basin = '<ellipse cx="104" cy="258" rx="66" ry="9" fill="#52687a"/>'
    return tabletop(252, 16, -10, 650) + basin + water + faucet


def ringing(x: float, y: float, *, loud: bool) -> str:
    """Draw the telephone on the counter, with the school on its screen."""
    case = at(x, y, mobile_phone("#f6e3b4", picture_of_school(0.56)), scale=1.25)
    return (waves(x, y, 1.25) if loud else "") + case


def car(inside: str, *, sky: str = DAY, behind: str = "", before: str = "") -> str:
    """Draw a car from the front, with somebody behind the windshield."""
    glass = "M120 214 L168 66 Q320 46 472 66 L520 214 Q320 232 120 214z"
    roof = area("M96 226 L150 56 Q320 28 490 56 L544 226 Q320 250 96 226z", TEAL, edge=INK)
    hood = area(
        "M60 268 Q76 216 116 214 Q320 240 524 214 Q564 216 580 268 V370 H60z", TEAL, edge=INK
    )
    lights = "".join(box(x, 274, 78, 36, "#f6e3b4", rounded=16, edge=INK) for x in (84, 478))
    grill = box(214, 286, 212, 40, SLATE, rounded=10) + line(
        "M226 299 H414 M226 313 H414", STONE, 3
    )
    clip = f'<clipPath id="glass"><path d="{glass}"/></clipPath>'
    cabin = f'<g clip-path="url(#glass)">{inside}{before}</g>'
    mirror = box(296, 60, 48, 16, INK, rounded=6)
    ground = box(0, 300, 640, 60, STONE, rounded=0)
    return (
        box(0, 0, 640, 360, sky, rounded=0)
        + behind
        + ground
        + clip
        + roof
        + area(glass, LIGHT, edge=INK)
        + cabin
        + mirror
        + hood
        + lights
        + grill
    )


WHEEL = (
    '<ellipse cx="404" cy="226" rx="62" ry="34" fill="none" stroke="#1d2524" stroke-width="10"/>'
)
SEATS = box(196, 96, 84, 150, SAND, rounded=18, edge=STONE) + box(
    362, 96, 84, 150, SAND, rounded=18, edge=STONE
)
CARD = box(-26, -17, 52, 34, PAPER, edge=INK) + line("M-17 -7 H17 M-17 1 H12 M-17 9 H17", STONE, 3)


def in_wheelchair(x: float) -> str:
    """Draw the third child, who sits in a wheelchair at the end of the table."""
    wheel = (
        f'<circle cx="{x - 6}" cy="290" r="46" fill="{LIGHT}" fill-opacity=".35" '
        f'stroke="{INK}" stroke-width="7"/>'
    )
    frame = line(f"M{x - 44} 186 V262 H{x + 44} L{x + 56} 318 h16", SLATE, 8)
    caster = dot(x + 58, 324, 10, INK)
    thigh = line(f"M{x} 252 H{x + 52} L{x + 56} 306 h8", TEAL, 20)
    child = figure(
        THIRD,
        x,
        330,
        scale=0.98,
        turned=0.8,
        mood="smile",
        left=(-24, -80),
        right=(50, -92),
        legs=False,
    )
    return line(f"M{x - 44} 186 h-14", SLATE, 8) + child + thigh + frame + wheel + caster


def rain() -> str:
    """Draw rain over the whole picture."""
    drops = "".join(f"M{(n * 97) % 660 - 10} {(n * 61) % 300} l-7 22 " for n in range(46))
    return line(drops, SLATE, 2.2)


def rows(filled: bool) -> str:
    """Draw the list of families around (0, 0), with one line filled or none."""
    page = box(-130, -150, 260, 300, WHITE, rounded=4, edge=STONE)
    lines = "".join(line(f"M-70 {y} H112", STONE, 2.5) for y in range(-100, 140, 46))
    heads = "".join(
        dot(-98, y - 14, 9, SLATE) + area(f"M-112 {y + 4} q14 -22 28 0z", SLATE)
        for y in range(-100, 140, 46)
    )
    mark = ""
    if filled:
        small = at(-36, -25, mobile_phone("#f6e3b4"), scale=0.5)
        mark = small + clock_at(24, -26, 19, 6, 10) + line("M58 -26 h34 m-10 -9 l10 9 -10 9")
    return page + lines + heads + mark


def lunch(sentence: int) -> str:
    """Show the box, the hand that opens it, and the face that turns away."""
    done = sentence > 0
    lid = area("M-46 0 L-34 -34 H58 L46 0z", MIST, edge=INK) if done else ""
    food = "".join(dot(x, 0, 9, colour) for x, colour in ((-24, AMBER), (-4, CLAY), (18, TEAL)))
    held = lid + (food if done else "") + box(-46, 0, 92, 32, WHITE, rounded=6, edge=INK)
    lunchbox = at(336, 236, held + ("" if done else box(-49, -7, 98, 11, MIST, edge=INK)))
    boy = figure(
        BOY,
        284,
        352,
        scale=1.02,
        turned=0.8,
        mood="smile" if done else "worry",
        left=(-4, -104),
        right=(22, -116) if not done else (18, -98),
    )
    girl = figure(
        GIRL,
        430,
        352,
        scale=1.02,
        turned=(-0.8, -0.7, 1)[sentence],
        mood="smile" if done else "calm",
        left=(-46, -104) if done else (-20, -98),
        right=(20, -98),
    )
    outside = tree(6, 66, 0.95)
    place = window(566, 116, 120, 160, DAY, outside)
    apple = dot(216, 248, 12, CLAY) + line("M216 238 v-8", INK, 3)
    return (
        backdrop(LIGHT, SAND, 330)
        + place
        + boy
        + girl
        + tabletop(258, 14, 168, 560)
        + lunchbox
        + apple
        + in_wheelchair(96)
    )


def halves(left: str, right: str, middle: str = "") -> str:
    """Split the picture: her kitchen on the left, his car on the right."""
    hers = backdrop(CREAM, SAND, 400) + window(70, 90, 100, 100, DAY, dot(0, 80, 70, "#bac7cc"))
    seat = box(404, 118, 150, 260, SAND, rounded=30, edge=STONE)
    frame = area("M320 0 H640 V60 Q480 30 320 60z", TEAL)
    his = box(320, 0, 320, 360, LIGHT, rounded=0) + tree(610, 240, 1.6) + seat + frame
    split = line("M320 0 V360", INK, 5)
    return hers + left + cut(320, 0, 320, 360, his + right) + split + middle


def at_a_window(look: Look, x: float, scale: float) -> str:
    """Draw somebody who looks out of a window to the right."""
    pane = window(x + 72, 112, 46, 62, DAY, tree(0, 30, 0.4))
    return pane + figure(look, x, 252, scale=scale, turned=1, mood="smile", right=(34, -96))
