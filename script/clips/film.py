"""One film: its text, its pictures, and how both are laid out in time."""

import importlib
from dataclasses import dataclass
from pathlib import Path

from clips import ClipError
from clips.encoding import Shot
from clips.shapes import Shown
from clips.speech import speak
from clips.tracks import Cue, captions_of, webvtt
from clips.transcript import Paragraph, read_paragraphs

LEAD, PAUSE, TURN, CHAPTER, TAIL = 0.4, 0.12, 0.45, 0.8, 1.4
"""Seconds of silence besides the voice's own: before the first word, between sentences, before a
paragraph, before a chapter, at the end."""
SEEN = 3.2
"""How long a picture is shown at least."""
LINGER = 0.25
"""How long a caption stays when nothing follows."""
LONGEST_DESCRIPTION = 300


@dataclass(frozen=True)
class Film:
    """What a film is made of: a picture for every paragraph."""

    unit: Path
    slot: str
    paragraphs: list[Paragraph]
    pictures: tuple[Shown, ...]
    voices: dict[str, str]
    """Who speaks with which voice; "" is the narrator."""

    @property
    def name(self) -> str:
        """What to call it in messages."""
        return f"{self.unit.name} {self.slot}"

    @property
    def poster(self) -> str:
        """The first picture, complete."""
        return self.pictures[0].draw(len(self.paragraphs[0].sentences) - 1)

    def drawings(self) -> list[tuple[str, str]]:
        """Return every drawing, named by paragraph and sentence."""
        return [
            (f"{p:02}-{n + 1}", picture.draw(n))
            for p, (paragraph, picture) in enumerate(self._scenes(), start=1)
            for n in range(len(paragraph.sentences))
        ]

    def shots(self, work: Path) -> list[Shot]:
        """Speak every sentence and lay the sentences out in time."""
        shots: list[Shot] = []
        clock = 0.0
        for p, (paragraph, picture) in enumerate(self._scenes()):
            enough = clock + SEEN
            for n, parts in enumerate(_parts_of(paragraph)):
                speech = speak(parts, self.voices[paragraph.name], work / f"{p:02}-{n:02}.wav")
                heard = clock + (0 if shots else LEAD)
                ends = heard + speech.length + self._silence(p, n)
                if n + 1 == len(paragraph.sentences):
                    ends = max(ends, enough)
                shots.append(Shot(picture.draw(n), speech, clock, heard, ends))
                clock = ends
        return shots

    def tracks(self, shots: list[Shot]) -> dict[str, str]:
        """Return the text tracks, by the ending of their file name."""
        starts = self._starts(shots)
        ends = [*starts[1:], shots[-1].ends]
        chapters = [(begin, p.chapter) for begin, p in zip(starts, self.paragraphs, strict=True)]
        titled = [(begin, title) for begin, title in chapters if title]
        until = [*(begin for begin, _title in titled[1:]), shots[-1].ends]
        shown = [picture.description for picture in self.pictures]
        return {
            "en.vtt": webvtt(self._captions(shots), wrap=True),
            "chapters.en.vtt": webvtt(
                [(begin, end, title) for (begin, title), end in zip(titled, until, strict=True)]
            ),
            "descriptions.en.vtt": webvtt(list(zip(starts, ends, shown, strict=True))),
        }

    def _scenes(self) -> list[tuple[Paragraph, Shown]]:
        """Return the paragraphs with their pictures."""
        return list(zip(self.paragraphs, self.pictures, strict=True))

    def _silence(self, paragraph: int, sentence: int) -> float:
        """How long nothing is said after a sentence."""
        if sentence + 1 < len(self.paragraphs[paragraph].sentences):
            return PAUSE
        if paragraph + 1 == len(self.paragraphs):
            return TAIL
        return CHAPTER if self.paragraphs[paragraph + 1].chapter else TURN

    def _starts(self, shots: list[Shot]) -> list[float]:
        """Return when each picture appears."""
        firsts, count = [], 0
        for paragraph in self.paragraphs:
            firsts.append(shots[count].starts)
            count += len(paragraph.sentences)
        return firsts

    def _captions(self, shots: list[Shot]) -> list[Cue]:
        """Return the captions; each stays a little while unless the next one comes."""
        texts = [
            f"{paragraph.name}: {part}" if paragraph.name and n == k == 0 else part
            for paragraph in self.paragraphs
            for n, parts in enumerate(_parts_of(paragraph))
            for k, part in enumerate(parts)
        ]
        times = [(s.heard + a, s.heard + b) for s in shots for a, b in s.speech.parts]
        nexts = [*(begin for begin, _end in times[1:]), shots[-1].ends]
        return [
            (begin, min(end + LINGER, later), text)
            for (begin, end), later, text in zip(times, nexts, texts, strict=True)
        ]


def read_film(unit: Path, slot: str) -> Film:
    """Read a film's transcript and import its drawings."""
    transcript = unit / f"{slot}.transcript.md"
    if not transcript.is_file():
        raise ClipError(f"{unit.name} has no {transcript.name}")
    paragraphs = read_paragraphs(transcript.read_text(encoding="utf-8"))
    name = f"{unit.name.partition('-')[2]}_{slot}".replace("-", "_")
    try:
        module = importlib.import_module(f"clips.{name}")
    except ModuleNotFoundError as error:
        raise ClipError(f"{unit.name} {slot} has no drawings: {error}") from error
    pictures: tuple[Shown, ...] = module.PICTURES
    voices = {"": getattr(module, "NARRATOR", "woman"), **getattr(module, "VOICES", {})}
    _check(f"{unit.name} {slot}", paragraphs, pictures, voices)
    return Film(unit, slot, paragraphs, pictures, voices)


def _check(
    film: str, paragraphs: list[Paragraph], pictures: tuple[Shown, ...], voices: dict[str, str]
) -> None:
    """Refuse a film whose text and pictures do not go together."""
    if len(paragraphs) != len(pictures):
        raise ClipError(f"{film} has {len(paragraphs)} paragraphs but {len(pictures)} pictures")
    for name in {paragraph.name for paragraph in paragraphs} - voices.keys():
        raise ClipError(f"{film} has no voice for “{name}”: name one in VOICES")
    for n, picture in enumerate(pictures, start=1):
        if not 0 < len(picture.description) <= LONGEST_DESCRIPTION:
            raise ClipError(f"{film}: picture {n} wants a description of 1 to 300 characters")


def _parts_of(paragraph: Paragraph) -> list[list[str]]:
    """Return the captions of each sentence."""
    return [
        captions_of(sentence, name="" if n else paragraph.name)
        for n, sentence in enumerate(paragraph.sentences)
    ]
