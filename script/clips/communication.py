"""Pictures for "The first call"."""

from collections.abc import Callable
from functools import partial

from clips.shapes import (
    AMBER,
    CLAY,
    DEEP,
    FAIR,
    INK,
    MIST,
    SAND,
    STONE,
    WHITE,
    area,
    at,
    box,
    bubble,
    built,
    dot,
    line,
    person,
    phone,
    table,
    words,
)

mother = partial(person, coat=CLAY, skin=DEEP, hair="bun")
teacher = partial(person, skin=FAIR)
girl = partial(person, coat=AMBER, skin=DEEP, hair="plaits", scale=0.95)
boy = partial(person, coat=MIST, skin=FAIR, colour=CLAY, scale=0.95)
grandmother = partial(person, coat=SAND, skin=DEEP, hair="bun", colour=STONE)

TOWEL = (
    dot(-27, 12, 9, DEEP)
    + dot(27, 12, 9, DEEP)
    + area("M-26 0 h52 v46 q-13 8 -26 0 q-13 -8 -26 0z", WHITE, edge=INK, weight=1.5)
)
LUNCH = box(-38, -26, 76, 26, WHITE, rounded=6, edge=INK)
OPENED = (
    LUNCH
    + area("M-38 -24 L-26 -56 H50 L38 -24z", MIST, edge=INK)
    + dot(-14, -24, 9, AMBER)
    + box(2, -33, 26, 12, CLAY)
)


def on_the_phone(who: Callable[..., str], x: float) -> str:
    """Draw somebody who holds a telephone to the right ear."""
    handset = at(x + 29, 194, box(-8, -18, 16, 36, INK), turn=12)
    return who(x, arm=(33, -100)) + handset


def nothing_wrong(sentence: int) -> str:
    """Let the teacher say one thing after the other."""
    lines = ("Nothing wrong.",) if sentence == 0 else ("I wanted you to", "know something.")
    return on_the_phone(teacher, 220) + bubble(340, 50, *lines, tail=-80)


def lunch(sentence: int) -> str:
    """Show the box closed; then opened, and the girl with her back turned."""
    if sentence == 0:
        return boy(290) + table(330, 240) + at(380, 254, LUNCH) + girl(110)
    turned = girl(520) + dot(520, 322 - 114 * 0.95, 20.5, INK)
    return boy(290) + table(330, 240) + at(380, 254, OPENED) + turned


def pause(sentence: int) -> str:
    """Show the silence; then her answer, and whom she is thinking of."""
    caller = on_the_phone(mother, 180)
    if sentence == 0:
        return caller + words(270, 130, "…", size=44)
    thought = dot(480, 230, 92, "#e4efec") + grandmother(480)
    return caller + bubble(300, 30, "Her grandmother does that.", tail=-90) + thought


PICTURES = (
    built(
        phone(170, 200, "School", scale=1.2),
        mother(430) + at(430, 246, TOWEL),
        bubble(430, 40, "What has she done?"),
    ),
    nothing_wrong,
    lunch,
    pause,
    built(
        on_the_phone(teacher, 160) + words(320, 60, "March"),
        on_the_phone(mother, 470) + line("M230 190 q90 -60 180 0", AMBER, 5, dashes="2 14"),
        words(320, 350, "Good news comes first.", size=22),
    ),
)
