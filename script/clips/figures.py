"""People with legs, faces and hands that reach, for scenes that need more than a silhouette."""

from dataclasses import dataclass
from math import acos, atan2, cos, hypot, sin

from clips.shapes import (
    FAIR,
    INK,
    SAND,
    SLATE,
    TEAL,
    WHITE,
    area,
    at,
    box,
    dot,
    line,
)

Point = tuple[float, float]

HEAD = -168
"""Height of the middle of the head above the feet."""
UPPER, LOWER = 38, 38
"""The two parts of an arm."""
BACK = 2
"""A value of `turned`: the person is seen from behind."""

FRINGE = "M-23 -162 V-170 a23 23 0 0 1 46 0 V-162 q-2 -12 -8 -17 q-15 -6 -30 0 q-6 5 -8 17z"
LOCKS = "M-26 -128 V-172 a26 25 0 0 1 52 0 V-128 q-10 8 -16 0 H-10 q-6 8 -16 0z"
BOB = "M-27 -148 V-172 a27 25 0 0 1 54 0 V-148 q-6 5 -12 2 h-30 q-6 3 -12 -2z"
VEIL = "M-32 -122 Q-30 -140 -27 -150 V-172 a27 27 0 0 1 54 0 V-150 Q30 -140 32 -122 q-32 16 -64 0z"
OPENING = "M-18 -166 a18 21 0 1 1 36 0 a18 20 0 1 1 -36 0z"
WRAP = "M-24 -172 q-8 -34 20 -36 q34 -4 28 36 q-24 -14 -48 0z"

LIP = "#d69a84"
"""The mouth of somebody with a beard."""

MOUTHS = {
    "calm": "M-5 0 q5 2.5 10 0",
    "smile": "M-8 -2 q8 9 16 0",
    "worry": "M-6 2 q6 -5 12 0",
    "asleep": "M-4 1 q4 2 8 0",
}


@dataclass(frozen=True)
class Look:
    """What stays the same about somebody from picture to picture."""

    skin: str = FAIR
    hair: str = "short"
    colour: str = INK
    coat: str = TEAL
    legs: str = SLATE
    width: float = 1
    beard: bool = False
    glasses: bool = False
    wear: str = ""
    """Over the coat: tie, cardigan, buttons (a long coat), skirt, jacket, apron."""
    trim: str = WHITE
    """The colour of what is worn over the coat."""


def shade(colour: str, by: float = 0.82) -> str:
    """Return a darker tone of a colour."""
    parts = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return "#" + "".join(f"{round(part * by):02x}" for part in parts)


def figure(
    look: Look,
    x: float,
    y: float = 334,
    *,
    scale: float = 1,
    turned: float = 0,
    mood: str = "calm",
    left: Point | None = None,
    right: Point | None = None,
    held: str = "",
    legs: bool = True,
) -> str:
    """Draw somebody standing at a point.

    `turned` goes from -1 (to the left) to 1 (to the right); `BACK` is from behind. The hands
    reach to points measured from between the feet, before scaling. `held` is drawn behind the
    hands, in the same measure. Without legs somebody can sit behind a table.
    """
    lower = legs_of(look) if legs else ""
    seen = lower + body_of(look, turned) + head_of(look, turned, mood)
    reach = held + arm(look, -1, left) + arm(look, 1, right)
    return at(x, y, reach + seen if turned == BACK else seen + reach, scale=scale)


def legs_of(look: Look) -> str:
    """Draw trousers or stockings and shoes."""
    w = look.width
    return "".join(
        box(side * 13 * w - 10 * w, -76, 20 * w, 70, look.legs, rounded=5)
        + box(side * 14 * w - 12 * w, -10, 24 * w, 11, INK, rounded=5)
        for side in (-1, 1)
    )


def body_of(look: Look, turned: float) -> str:
    """Draw neck, trunk and what is worn over it."""
    w = look.width
    neck = box(-8, -156, 16, 20, shade(look.skin, 0.9), rounded=6)
    trunk = (
        f"M{-29 * w} -68 L{-31 * w} -116 Q{-30 * w} -142 -9 -144 H9 "
        f"Q{30 * w} -142 {31 * w} -116 L{29 * w} -68z"
    )
    return neck + area(trunk, look.coat) + worn(look, turned)


def worn(look: Look, turned: float) -> str:
    """Draw what is worn over the coat."""
    w = look.width
    if look.wear in ("buttons", "skirt"):
        hem = -26 if look.wear == "buttons" else -34
        colour = look.coat if look.wear == "buttons" else look.trim
        top = -110 if look.wear == "buttons" else -74
        wide = (31 if look.wear == "buttons" else 29) * w
        cloth = area(f"M{-wide} {top} L{-38 * w} {hem} H{38 * w} L{wide} {top}z", colour)
        if look.wear == "skirt" or turned == BACK:
            return cloth
        studs = "".join(dot(3, y, 3.2, look.trim) for y in range(-130, -36, 22))
        return cloth + line(f"M-3 -142 V{hem}", shade(colour), 2) + studs
    if turned == BACK:
        return ""
    return {
        "tie": area("M-8 -144 L0 -134 8 -144z", WHITE)
        + area("M-4 -138 h8 l3 40 -7 9 -7 -9z", look.trim),
        "cardigan": area("M-10 -145 L0 -108 10 -145z", look.trim)
        + line("M0 -108 V-68", shade(look.coat), 2.5),
        "jacket": line("M0 -144 V-68", look.trim, 4)
        + area(f"M{-31 * w} -108 h{62 * w} v9 h{-62 * w}z", look.trim),
        "apron": box(-19 * w, -118, 38 * w, 56, look.trim, rounded=4)
        + line("M-15 -118 L-9 -144 M15 -118 L9 -144", look.trim, 4),
        "collar": area("M-11 -145 L0 -130 11 -145z", look.trim),
    }.get(look.wear, "")


def head_of(look: Look, turned: float, mood: str) -> str:
    """Draw head, hair and face."""
    behind, over = hair_of(look)
    if turned == BACK:
        covered = dot(0, HEAD, 22, look.skin if look.hair == "bald" else look.colour)
        return (
            behind
            + covered
            + (over if look.hair in ("scarf", "wrap", "bun") else "")
            + (area(VEIL, look.colour) if look.hair == "scarf" else "")
        )
    ears = dot(-22, HEAD + 2, 5, shade(look.skin, 0.93)) + dot(
        22, HEAD + 2, 5, shade(look.skin, 0.93)
    )
    if look.hair in ("scarf", "long", "bob"):
        ears = ""
    skull = dot(0, HEAD, 22, look.skin)
    beard = ""
    if look.beard:
        beard = area("M-22 -166 q2 8 8 8 q14 -7 28 0 q6 0 8 -8 a22 24 0 0 1 -44 0z", look.colour)
    return behind + ears + skull + over_order(look, beard, over, turned, mood)


def over_order(look: Look, beard: str, over: str, turned: float, mood: str) -> str:
    """Put a scarf under the face, and hair over it."""
    seen = face(look, turned, mood)
    if look.hair == "scarf":
        return over + area(OPENING, look.skin) + seen
    return beard + over + seen


def hair_of(look: Look) -> tuple[str, str]:
    """Return the hair behind the head and the hair, or what covers it, before it."""
    colour = look.colour
    fringe = area(FRINGE, colour)
    both = {
        "long": (area(LOCKS, colour), fringe),
        "bob": (area(BOB, colour), fringe),
        "bun": (dot(0, -198, 11, colour), fringe),
        "afro": (dot(0, -181, 31, colour), fringe),
        "scarf": ("", area(VEIL, colour)),
        "wrap": ("", area(WRAP, colour) + line("M-18 -182 q18 -14 38 2", look.trim, 3)),
        "bald": ("", ""),
        "mop": (
            "",
            fringe
            + area("M-22 -172 q-2 -24 24 -24 q24 0 20 24 q-12 2 -20 -8 q-8 10 -24 8z", colour),
        ),
        "plaits": (
            line("M-24 -160 q-8 14 -4 28 M24 -160 q8 14 4 28", colour, 9),
            fringe,
        ),
        "curls": (
            "".join(dot(x, y, 10, colour) for x, y in ((-23, -164), (23, -164))),
            "".join(
                dot(x, y, 9.5, colour)
                for x, y in ((-21, -178), (-13, -189), (0, -193), (13, -189), (21, -178))
            ),
        ),
    }
    return both.get(look.hair, ("", fringe))


def face(look: Look, turned: float, mood: str) -> str:
    """Draw eyes, brows, nose and mouth."""
    dx = 8 * turned
    ink = INK if look.skin != "#5b3a29" else "#24130c"
    nose = line(f"M{dx * 1.5} -168 q{3 if turned >= 0 else -3} 5 {-1} 6", shade(look.skin, 0.72), 2)
    brow = 3 if mood in ("worry", "open") else 0
    brows = line(
        f"M{dx - 12} {-178 + brow} q4 {-3 - brow} 8 {-1 - brow} "
        f"M{dx + 12} {-178 + brow} q-4 {-3 - brow} -8 {-1 - brow}",
        ink if look.colour == WHITE else shade(ink, 0.9),
        2,
    )
    return brows + nose + eyes(look, dx, turned, mood) + mouth(LIP if look.beard else ink, dx, mood)


def eyes(look: Look, dx: float, turned: float, mood: str) -> str:
    """Draw the eyes, shut or open, and glasses."""
    if mood in ("asleep", "yawn", "down"):
        seen = line(f"M{dx - 12} -171 q4 3.5 8 0 M{dx + 4} -171 q4 3.5 8 0", INK, 2)
    else:
        seen = "".join(
            dot(dx + side * 8, -171, 3.6, WHITE) + dot(dx + side * 8 + turned * 1.2, -171, 2.4, INK)
            for side in (-1, 1)
        )
    if look.glasses:
        rims = "".join(
            f'<circle cx="{dx + side * 9}" cy="-171" r="7.5" fill="none" stroke="{INK}" '
            f'stroke-width="2"/>'
            for side in (-1, 1)
        )
        seen += rims + line(f"M{dx - 1.5} -172 h3", INK, 2)
    return seen


def mouth(ink: str, dx: float, mood: str) -> str:
    """Draw the mouth; in a beard it has a rim."""
    rim = f'stroke="{ink}" stroke-width="2"' if ink == LIP else ""
    if mood in ("open", "yawn"):
        size = (5, 5.5) if mood == "open" else (6.5, 8)
        shape = f'<ellipse rx="{size[0]}" ry="{size[1]}" fill="#4a1a16" {rim}/>'
    elif mood == "laugh":
        shape = area("M-9 -3 h18 q-1 10 -9 10 t-9 -10z", "#4a1a16") + area(
            "M-7 -2.4 h14 l-1 3 h-12z", WHITE
        )
    else:
        shape = line(MOUTHS.get(mood, MOUTHS["calm"]), ink, 2.4)
    return at(dx, -156, shape)


def arm(look: Look, side: int, hand: Point | None) -> str:
    """Draw an arm that reaches to a point, bent at the elbow when the point is near."""
    w = look.width
    start = (side * 26 * w, -127.0)
    goal = hand or (side * 37 * w, -54.0)
    elbow = bend(start, goal, side)
    path = f"M{start[0]:.1f} {start[1]:.1f} L{elbow[0]:.1f} {elbow[1]:.1f} L{goal[0]} {goal[1]}"
    sleeve = line(path, shade(look.coat), 18 * min(w, 1.1)) + line(
        path, shade(look.coat, 0.94), 14.5 * min(w, 1.1)
    )
    return sleeve + dot(goal[0], goal[1], 9.5, look.skin, edge=shade(look.skin, 0.8))


def bend(start: Point, goal: Point, side: int) -> Point:
    """Return where the elbow is: below and outside of the line from shoulder to hand."""
    dx, dy = goal[0] - start[0], goal[1] - start[1]
    far = min(hypot(dx, dy), UPPER + LOWER)
    if far < 1 or hypot(dx, dy) >= UPPER + LOWER:
        return (start[0] + dx / 2, start[1] + dy / 2)
    angle = acos((UPPER**2 + far**2 - LOWER**2) / (2 * UPPER * far))
    base = atan2(dy, dx)
    first, second = (
        (start[0] + UPPER * cos(base + turn), start[1] + UPPER * sin(base + turn))
        for turn in (angle, -angle)
    )
    return max(first, second, key=lambda point: point[1] + side * point[0] * 0.5)


def infant(skin: str, blanket: str = SAND) -> str:
    """Draw a baby asleep in a blanket, around (0, 0)."""
    edge = f'stroke="{INK}" stroke-width="1.6"'
    wrap = f'<ellipse cx="8" cy="6" rx="30" ry="16" fill="{blanket}" {edge}/>'
    fold = line("M-4 -8 Q14 4 30 -4", shade(blanket, 0.85), 2)
    head = dot(-19, -5, 14, skin) + area("M-32 -8 a13.5 13.5 0 0 1 14 -11 q-2 8 -14 11z", INK)
    sleeps = line("M-27 -4 q3 3 6 0 M-16 -5 q3 3 6 0 M-21 3 q2.5 2 5 0", INK, 1.7)
    return wrap + fold + head + sleeps
