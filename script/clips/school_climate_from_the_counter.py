"""Pictures for "From the counter": three Thursdays, as the man at the desk saw them."""

from clips.desk_papers import COPIER, SOCKS, calendar, cardigan, handwriting, notes_page, table_top
from clips.office import (
    HANDSET,
    SHADE,
    TO_EAR,
    arm_from,
    closer,
    desk,
    driver,
    envelope,
    folded_note,
    girl,
    hurt_boy,
    letter,
    office,
    reed,
    rowan,
    rules,
    screen,
    slip,
    telephone,
    waves,
)
from clips.rooms import CREAM, NIGHT, WOOD, backdrop, clock_at, speech
from clips.shapes import (
    AMBER,
    CLAY,
    INK,
    MIST,
    SAND,
    SLATE,
    STONE,
    TAWNY,
    TEAL,
    WHITE,
    Shown,
    area,
    at,
    box,
    dot,
    line,
    shown,
    words,
)

VOICES = {"Mr. Reed": "man"}


def takes_over(sentence: int) -> str:
    """Let him arrive, then sit down on another person's chair."""
    seat = at(156, 250, cardigan(0, 0), scale=0.9)
    if sentence == 0:
        him = reed(64, 330, turned=0.9, mood="smile", right=(38, -104))
    else:
        him = reed(146, 336, turned=0.6, left=(-14, -94), right=(16, -94))
    room = office(calendar(286, 114, 3 * sentence)) + seat + him + desk() + telephone(232, 246)
    return closer(room, 245, 178, 1.34)


def page_of_notes(sentence: int) -> str:
    """Show the notes; with the second sentence what is drawn in their margin."""
    drawn = at(-104, -22, SOCKS) + at(-100, 84, COPIER, scale=0.9) if sentence else ""
    text = (
        line("M-130 -116 h128", CLAY, 6)
        + handwriting(-130, -84, 250, 1)
        + handwriting(-42, -34, 170, 3)
        + handwriting(-42, 62, 140, 3)
    )
    mug = dot(560, 96, 46, TEAL) + dot(560, 96, 35, "#6b4a33") + line("M600 118 l22 14", TEAL, 14)
    pencil = at(92, 250, box(-7, -88, 14, 140, AMBER) + area("M-7 52 h14 l-7 20z", INK), turn=24)
    return table_top() + at(322, 180, notes_page(text + drawn)) + mug + pencil


def thursday(sentence: int) -> str:
    """Show mother and girl at the counter; then the paper, the girl and the closing door."""
    busy = reed(
        176,
        334,
        turned=1 if sentence else -0.3,
        right=TO_EAR,
        held=HANDSET,
        mood="calm" if sentence else "open",
        left=(-32, -92),
    )
    cord = line("M200 196 q44 14 30 36", INK, 3)
    if sentence == 0:
        visitors = girl(456, 330, turned=-0.8) + rowan(382, 330, left=(-54, -130))
        paper = folded_note(308, 197, 0.9)
    else:
        visitors = girl(392, 330, turned=-0.8)
        paper = folded_note(290, 197)
    room = office(calendar(86, 110, 0), door=0.75 * sentence)
    phone = telephone(234, 246, lifted=True)
    return room + busy + cord + desk() + screen(64, 248) + phone + paper + visitors


def eleven(sentence: int) -> str:
    """Show what he sees across the counter: everybody at once."""
    wall = backdrop(CREAM, SAND, 340) + clock_at(282, 66, 38, 11, 0)
    door = box(520, 40, 110, 320, WOOD) + box(530, 50, 90, 300, TEAL) + box(548, 74, 54, 90, MIST)
    people = (
        girl(246, 396, 1.18, turned=0, mood="calm")
        + driver(420, 350, 1.6, turned=0)
        + hurt_boy(96, 404, 1.3, turned=0)
    )
    bar = box(0, 260, 640, 44, WOOD, rounded=0) + box(0, 302, 640, 60, SHADE, rounded=0)
    phone = at(580, 294, telephone(0, 0, lit=sentence > 0), scale=1.7)
    wall += door + people
    front = box(0, 302, 640, 60, SHADE, rounded=0)
    return wall + bar + phone + folded_note(236, 292, 1.5) + front


def reasons(sentence: int) -> str:
    """Show the note that he cannot read and the list that wants a reason."""
    note = box(-104, -122, 208, 244, WHITE, edge=STONE) + line("M-104 0 H104", SAND, 3)
    paper = at(
        160, 180, note + waves(-78, -86, 156, 4, 24, 4) + waves(-78, 28, 156, 3, 24, 4), turn=-4
    )
    case = box(312, 40, 296, 232, INK, rounded=12) + box(326, 54, 268, 204, "#e7f2f4")
    foot = box(436, 270, 48, 34, INK, rounded=0) + box(396, 302, 128, 12, INK)
    rows = "".join(
        dot(358, 78 + 31 * n, 10, WHITE, edge=INK) + line(f"M386 {78 + 31 * n} h{long}", STONE, 6)
        for n, long in enumerate((150, 110, 172, 96, 134, 64))
    )
    chosen = dot(358, 233, 6, INK) if sentence else ""
    arrow = area("M366 240 l0 34 8 -8 7 15 7 -3 -7 -15 11 -1z", WHITE, edge=INK) if sentence else ""
    return table_top("#d8a87a") + paper + case + foot + rows + chosen + arrow


def late_slip(sentence: int) -> str:
    """Let the printer push out a slip; then hand it over the counter."""
    wall = backdrop(CREAM, SAND, 340)
    case = (
        box(-84, -40, 168, 82, SLATE, rounded=10)
        + box(-66, -54, 132, 20, STONE)
        + dot(62, -16, 6, AMBER)
    )
    mouth = box(-46, 8, 92, 9, INK)
    bar = box(0, 264, 376, 16, WOOD) + box(0, 278, 366, 90, SHADE, rounded=0)
    child = girl(
        486,
        470,
        1.62,
        turned=-0.8,
        mood="worry" if sentence else "calm",
        left=(-42, -118) if sentence else None,
    )
    clip = '<clipPath id="out"><rect x="0" y="182" width="300" height="200"/></clipPath>'
    paper = f'<g clip-path="url(#out)">{slip(128, 206, 0.9)}</g>' if not sentence else ""
    printer = at(128, 172 if not sentence else 222, case + mouth)
    if not sentence:
        return wall + child + bar + at(0, 50, clip + printer + paper)
    return (
        wall
        + child
        + bar
        + printer
        + arm_from(-1, 410, 252)
        + slip(412, 232, turn=8)
        + line("M384 232 l16 -2", TAWNY, 14)
    )


def called_after(sentence: int) -> str:
    """Let him call; she looks up at the clock."""
    him = at(190, 318, reed(0, 0, turned=1, mood="open", right=(58, -188), left=(-30, -84)), turn=8)
    her = rowan(548, 330, turned=0.2 if sentence == 0 else -0.6, mood="worry", right=(42, -88))
    if sentence:
        her += line("M516 150 q-9 8 -3 20 M580 150 q9 8 3 20", STONE, 3.5)
    child = girl(474, 330, turned=0.8)
    said = speech(186, 48, 250, 56, (218, 110)) + words(
        186, 55, "Is everything all right?", size=19
    )
    faded = f'<g opacity="{1 if sentence < 2 else 0.35}">{said}</g>'
    return office(door=0.12, hour=11) + him + desk() + telephone(110, 246) + child + her + faded


def at_night(sentence: int) -> str:
    """Show the desk in the dark: three slips, and what the computer makes of them."""
    dark = box(0, 0, 640, 250, NIGHT, rounded=0) + box(0, 246, 640, 120, "#4b3a35", rounded=0)
    moon = box(40, 30, 110, 96, "#3f566a", edge="#5a7388", weight=6) + dot(112, 62, 15, "#f0ead2")
    glow = f'<g opacity=".2">{area("M350 216 L96 356 H560 L524 216z", "#dff1f4")}</g>'
    case = box(336, 56, 206, 150, INK, rounded=10) + box(348, 68, 182, 126, "#dff1f4")
    foot = box(426, 204, 26, 34, INK, rounded=0) + box(396, 236, 86, 10, INK)
    sums = "".join(at(394 + 46 * n, 130, slip(0, 0, 0.42)) for n in range(3))
    slips = "".join(
        slip(64 + 82 * n, 290, 0.92, turn=(-5, 2, 5)[n], initials=sentence == 2) for n in range(3)
    )
    sent = ""
    if sentence:
        post = letter(420, 258, 0.92, turn=-16) + envelope(564, 306, 1.35)
        sent = post + line("M478 262 q24 -6 40 8 m-2 -13 l2 13 -13 1", AMBER, 4)
    return dark + moon + glow + case + foot + sums + slips + sent


def adds_up(sentence: int) -> str:
    """Let him sit before the three slips; then show what they come to."""
    wall = backdrop(CREAM, SAND, 240) + calendar(96, 92, 3)
    him = at(320, 232, cardigan(0, 0), scale=1.35) + reed(
        320, 372, 1.6, turned=0, mood="worry", left=(-54, -88), right=(54, -88)
    )
    bar = box(0, 238, 640, 122, WOOD, rounded=0) + box(0, 238, 640, 5, SHADE, rounded=0)
    palms = "".join(line(f"M{320 + s * 86} 238 l{-s * 10} 12", TAWNY, 24) for s in (-1, 1))
    slips = "".join(slip(x, 302, 0.86, initials=True) for x in (120, 236, 352))
    signs = ""
    if sentence:
        plus = "".join(line(f"M{x - 12} 302 h24 M{x} 290 v24", INK, 6) for x in (178, 294))
        signs = plus + line("M400 295 h26 M400 309 h26", INK, 6) + envelope(502, 302, 1.3)
    return wall + him + bar + palms + slips + signs


def other_side(sentence: int) -> str:
    """Turn the sheet over: a number, and two languages."""
    if sentence == 0:
        text = line("M-130 -116 h128", CLAY, 6) + handwriting(-130, -84, 250, 1)
        text += handwriting(-42, -34, 170, 3) + handwriting(-42, 62, 140, 3)
        text += at(-104, -22, SOCKS) + at(-100, 84, COPIER, scale=0.9)
        return table_top() + at(322, 180, notes_page(text)) + arm_from(1, 446, 318)
    rest = box(-150, -150, 300, 310, WHITE, edge=STONE)
    handset = at(
        -96, -92, line("M-18 14 Q0 -16 18 14", INK, 10) + line("M-19 16 v7 M19 16 v7", INK, 14)
    )
    number = handset + words(28, -80, "555-0142", size=36)
    one = speech(-68, 18, 128, 84, (-94, 92)) + waves(-110, 2, 84, 3, 18, 4)
    two = speech(78, 48, 128, 84, (104, 122)) + rules(36, 30, 84, 3, 18, 4)
    return table_top() + at(322, 180, rest + number + one + two) + arm_from(1, 470, 312)


PICTURES: tuple[Shown, ...] = (
    shown(
        "A man with a beard and a striped sweater sits down at a desk beside a high "
        "counter, on a chair with somebody else’s cardigan over its back; on the calendar "
        "behind him three weeks are crossed out.",
        takes_over,
    ),
    shown(
        "A sheet of handwritten notes lies on the desk, with a small drawing of a pair of "
        "socks and one of a copier in its margin; the lower right corner of the sheet curls "
        "up.",
        page_of_notes,
    ),
    shown(
        "The man holds a telephone to his ear while a woman in a red scarf puts a folded "
        "paper on the counter, a girl of about eight beside her. Then the girl stands there "
        "alone, the door is closing, and the clock shows eleven.",
        thursday,
    ),
    shown(
        "Seen across the counter: a boy holds a bloodstained towel to his nose, the girl in "
        "the yellow coat stands behind the folded paper, and a man in a cap carries a stack "
        "of boxes; two lights glow red on the telephone.",
        eleven,
    ),
    shown(
        "The unfolded note shows lines of writing drawn as waves; beside it a computer "
        "screen shows a list of six empty circles, and the last one is filled.",
        reasons,
    ),
    shown(
        "A printer pushes out a yellow slip with a clock on it; then the man’s hand holds "
        "it out over the counter to the girl, who looks at it with the corners of her mouth "
        "down.",
        late_slip,
    ),
    shown(
        "The man leans toward the counter with one arm raised and a speech bubble that "
        "reads “Is everything all right?” At the door the woman in the red scarf stands "
        "with her hand on the handle, looks toward the clock and shakes her head.",
        called_after,
    ),
    shown(
        "It is dark in the office: three yellow slips lie in a row on the desk, and from "
        "the lit computer screen a long white letter with a section sign at its head slides "
        "toward an envelope. Then each slip carries the letter R.",
        at_night,
    ),
    shown(
        "Daylight: the man sits with his hands flat on the desk and the three yellow slips "
        "before him; then plus signs stand between them and, after the last, an equals sign "
        "and an envelope.",
        adds_up,
    ),
    shown(
        "A hand lifts the curled corner of the sheet of notes. Then the sheet is turned "
        "over, and on its back are a telephone number and two speech bubbles, one filled "
        "with waves and one with straight lines.",
        other_side,
    ),
)
