"""People for the films: somebody is a `Look`, drawn in a pose by `human`.

Feet, or the feet of the chair, stand on the point that is given; hands reach for points measured
from there before scaling. A grown person is about 170 high, a child's `scale` is about 0.7.
"""

from dataclasses import dataclass
from math import atan2, cos, hypot, sin
from typing import Any

from clips.shapes import (
    CLAY,
    FAIR,
    INK,
    MIST,
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

Point = tuple[float, float]

UPPER_ARM = FOREARM = 31.0
SITTING = 26
"""How much lower the shoulders of somebody who sits are."""


@dataclass(frozen=True)
class Look:
    """How somebody looks in every picture."""

    coat: str = TEAL
    skin: str = TAWNY
    hair: str = "short"
    """short, curls, afro, long, bob, bun, plaits, scarf, cap or bald."""
    colour: str = INK
    """Of the hair, or of what covers it."""
    legs: str = SLATE
    skirt: bool = False
    beard: bool = False
    glasses: bool = False
    apron: str = ""
    vest: str = ""
    wide: float = 1
    """1 is slender, 1.3 is stout."""
    child: bool = False


def human(
    look: Look,
    x: float,
    y: float = 322,
    *,
    face: float = 0,
    mood: int = 0,
    left: Point | None = None,
    right: Point | None = None,
    sits: bool = False,
    behind: bool = False,
    scale: float = 1.1,
) -> str:
    """Draw somebody.

    `face` turns the face from -1 (to our left) to 1; `mood` is -1, 0 or 1, and 2 speaks. `left` and
    `right` are the hands on our left and right. `behind` shows the back of the head.
    """
    drop = SITTING if sits else 0
    legs = _sitting_legs(look, face) if sits else _standing_legs(look)
    body = _torso(look)
    head = at(0, -150, _head(look, face, mood, behind), scale=1.2 if look.child else 1)
    arms = _arm(look, -1, left, drop) + _arm(look, 1, right, drop)
    return at(x, y, legs + at(0, drop, body) + arms + at(0, drop, head), scale=scale)


def shade(colour: str, by: float = 0.14) -> str:
    """Return a darker tone of a colour."""
    parts = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return "#" + "".join(f"{round(part * (1 - by)):02x}" for part in parts)


def wheelchair(look: Look, x: float, y: float = 322, *, to: int = 1, **pose: Any) -> str:
    """Draw somebody who rides in a wheelchair toward our right (`to` = 1) or left (-1)."""
    scale = float(pose.pop("scale", 1.1))
    frame = line(
        f"M{-to * 24} -92 V-44 H{to * 24} L{to * 36} -8 h{to * 12} M{-to * 24} -90 h{-to * 12}",
        INK,
        5,
    )
    far = dot(to * 34, -8, 8, shade(STONE))
    who = human(look, 0, -2, face=to, sits=True, scale=1, **pose)
    wheel = (
        f'<circle cx="{-to * 6}" cy="-30" r="30" fill="none" stroke="{INK}" stroke-width="5"/>'
        f'<circle cx="{-to * 6}" cy="-30" r="23" fill="none" stroke="{STONE}" stroke-width="2"/>'
        + dot(-to * 6, -30, 5, INK)
    )
    return at(x, y, frame + far + who + wheel, scale=scale)


def _standing_legs(look: Look) -> str:
    """Draw two legs and shoes, or a skirt."""
    w = 11 * look.wide
    shoes = box(-w - 9, -8, 18, 8, INK, rounded=4) + box(w - 9, -8, 18, 8, INK, rounded=4)
    if look.skirt:
        hem = 27 * look.wide
        bare = box(-w - 5, -30, 10, 26, look.skin) + box(w - 5, -30, 10, 26, look.skin)
        skirt = area(f"M{-18 * look.wide} -80 L{-hem} -22 H{hem} L{18 * look.wide} -80z", look.legs)
        return bare + shoes + skirt
    return shoes + "".join(
        box(side * w - 8 * look.wide, -80, 16 * look.wide, 76, look.legs, rounded=3)
        for side in (-1, 1)
    )


def _sitting_legs(look: Look, face: float) -> str:
    """Draw the legs of somebody on a chair: to the side, or toward us."""
    shoe = box(-9, -8, 20, 8, INK, rounded=4)
    if face == 0:
        return "".join(
            box(side * 12 - 9, -58, 18, 54, look.legs, rounded=6) + at(side * 12, 0, shoe)
            for side in (-1, 1)
        )
    knee = 36 if face > 0 else -36
    leg = line(f"M0 -50 H{knee} V-8", look.legs, 17 * look.wide)
    return leg + at(knee, 0, box(-9 if face > 0 else -11, -8, 20, 8, INK, rounded=4))


def _torso(look: Look) -> str:
    """Draw the body from the hips to the shoulders, and what is worn over it."""
    w, h = 25 * look.wide, 21 * look.wide
    neck = box(-7, -138, 14, 18, shade(look.skin, 0.08))
    trunk = area(
        f"M{-h} -70 V-92 Q{-w - 2} -112 {-w + 1} -118 Q{-w + 5} -128 -8 -129 H8 "
        f"Q{w - 5} -128 {w - 1} -118 Q{w + 2} -112 {h} -92 V-70 Q0 -66 {-h} -70z",
        look.coat,
    )
    over = ""
    if look.apron:
        over = box(-14 * look.wide, -112, 28 * look.wide, 66, look.apron, rounded=5)
        over += line(f"M{-12 * look.wide} -110 L-7 -128 M{12 * look.wide} -110 L7 -128",
                     look.apron, 3)  # fmt: skip
    if look.vest:
        over += area(f"M{-h} -70 V-120 L-7 -128 L-4 -70z M{h} -70 V-120 L7 -128 L4 -70z", look.vest)
    return neck + trunk + over


def _arm(look: Look, side: int, hand: Point | None, drop: float) -> str:
    """Draw an arm from the shoulder over the elbow to the hand; without a point it hangs."""
    shoulder = (side * 20 * look.wide, -116 + drop)
    hand = hand or (side * (20 * look.wide + 9), -57 + drop)
    elbow, hand = _bend(shoulder, hand, side)
    path = f"M{shoulder[0]:.1f} {shoulder[1]:.1f} L{elbow[0]:.1f} {elbow[1]:.1f} "
    path += f"L{hand[0]:.1f} {hand[1]:.1f}"
    return line(path, shade(look.coat), 13) + dot(*hand, 7.5, look.skin)


def _bend(shoulder: Point, hand: Point, side: int) -> tuple[Point, Point]:
    """Return the elbow, below or outside, and the hand, no farther than the arm is long."""
    dx, dy = hand[0] - shoulder[0], hand[1] - shoulder[1]
    far = hypot(dx, dy) or 1
    reach = min(far, UPPER_ARM + FOREARM - 0.5)
    hand = (shoulder[0] + dx / far * reach, shoulder[1] + dy / far * reach)
    along = atan2(dy, dx)
    open_by = atan2((UPPER_ARM**2 - (reach / 2) ** 2) ** 0.5, reach / 2)
    choices = [
        (shoulder[0] + UPPER_ARM * cos(a), shoulder[1] + UPPER_ARM * sin(a))
        for a in (along + open_by, along - open_by)
    ]
    return max(choices, key=lambda point: point[1] + side * point[0]), hand


def _head(look: Look, face: float, mood: int, behind: bool) -> str:
    """Draw a head around (0, 0): hair that lies behind, the face, hair that lies before."""
    back, front = _hair(look)
    skull = box(-18, -20, 36, 40, look.skin, rounded=18) + dot(-18, 2, 4, look.skin)
    skull += dot(18, 2, 4, look.skin)
    if behind:
        cover = look.skin if look.hair == "bald" else look.colour
        return back + skull + box(-19, -22, 38, 36, cover, rounded=18)
    return back + skull + _beard(look) + front + _features(look, face, mood)


def _features(look: Look, face: float, mood: int) -> str:
    """Draw eyes, mouth and glasses, moved to where the face looks."""
    dark = INK if look.skin != "#5b3a29" else "#120d0a"
    turn = face * 6
    eyes = dot(turn - 7, -1, 2.3, dark) + dot(turn + 7, -1, 2.3, dark)
    if look.glasses:
        rings = "".join(
            f'<circle cx="{turn + s * 8}" cy="-1" r="6.5" fill="{WHITE}" fill-opacity=".15" '
            f'stroke="{dark}" stroke-width="1.8"/>'
            for s in (-1, 1)
        )
        eyes += rings + line(f"M{turn - 2} -2 h4", dark, 1.8)
    if mood == 2:
        return eyes + f'<ellipse cx="{turn}" cy="10" rx="4" ry="5" fill="{dark}"/>'
    mouth = "#f3e6da" if look.beard and look.colour == INK else dark
    return eyes + line(f"M{turn - 5} 10 q5 {mood * 4} 10 0", mouth, 2)


def _beard(look: Look) -> str:
    """Draw a full beard."""
    if not look.beard:
        return ""
    return area("M-18.5 0 Q-18 22 0 24 Q18 22 18.5 0 Q14 6 7 5 Q0 3 -7 5 Q-14 6 -18.5 0z",
                look.colour)  # fmt: skip


CAP = "M-20 -2 Q-23 -24 0 -25 Q23 -24 20 -2 Q17 -12 9 -13 Q-4 -11 -12 -13 Q-18 -10 -20 -2z"


def _hair(look: Look) -> tuple[str, str]:
    """Draw hair or a cover: the part behind the face, and the part before it."""
    c = look.colour
    cap = area(CAP, c)
    match look.hair:
        case "bald":
            return "", ""
        case "curls":
            places = ((-18, -8), (-15, -19), (-5, -25), (6, -25), (15, -19), (18, -8))
            return dot(0, -8, 20, c), "".join(dot(x, y, 7.5, c) for x, y in places)
        case "afro":
            return dot(0, -9, 29, c), area("M-18 -6 Q0 -24 18 -6 Q22 -26 0 -28 Q-22 -26 -18 -6z", c)
        case "long":
            return area("M-22 -6 Q-24 -27 0 -27 Q24 -27 22 -6 L26 34 H-26z", c), cap
        case "bob":
            return area("M-22 -6 Q-24 -27 0 -27 Q24 -27 22 -6 L23 18 H-23z", c), cap
        case "bun":
            return dot(0, -30, 10, c), cap
        case "plaits":
            tails = "".join(
                dot(s * (20 + n), 10 + n * 10, 6.5, c) for s in (-1, 1) for n in range(3)
            )
            return tails, cap
        case "scarf":
            back = area("M-24 -2 Q-24 -28 0 -28 Q24 -28 24 -2 L30 32 Q0 44 -30 32z", c)
            return back, area(
                "M-18 -2 Q-16 -17 0 -17 Q16 -17 18 -2 Q24 -28 0 -28 Q-24 -28 -18 -2z", c
            )
        case "cap":
            brim = box(-22, -15, 44, 6, shade(c), rounded=3)
            return "", area("M-20 -12 Q-20 -28 0 -28 Q20 -28 20 -12z", c) + brim
        case _:
            return "", cap


TEACHER = Look(coat=TEAL, skin=FAIR, colour=CLAY)
CHILD = Look(coat=MIST, child=True)
