"""Speaks: text becomes sound, and tells when each part of it is heard.

The voices are those of flite that are built from recorded speech (Carnegie Mellon's ARCTIC sets).
Of the free synthesisers in Debian a speech recogniser (pocketsphinx, 34 sentences of our films)
understood them best: of a hundred words it missed 12 to 14 of `rms`, 15 of `slt` and 11 of `slt`
made lower, against 22 of festival's diphones and 79 of espeak-ng.
"""

import re
import wave
from array import array
from dataclasses import dataclass
from pathlib import Path

from clips import ClipError, run

SAID = {
    "Mrs.": "Missiz",
    "Ms.": "Mizz",
    "Ma’am": "Mam",
    "Tesfaye": "Tess-fah-yeh",
    "’": "'",
    "“": "",
    "”": "",
    " …": ",",
    "…": ",",
    " – ": ", ",
    " — ": ", ",
    "—": ", ",
}
"""How to write for the voice what it would read wrongly."""


@dataclass(frozen=True)
class Voice:
    """One of the synthesiser's speakers."""

    speaker: str
    slow: float
    """How much slower than recorded."""
    pitch: float = 1
    """Below 1 the same speaker is a larger person, above 1 a smaller one."""


VOICES = {
    "woman": Voice("slt", 1.18, 0.9),
    "man": Voice("rms", 1.08),
    "other woman": Voice("slt", 1.18),
    "other man": Voice("rms", 1.08, 1.12),
}


@dataclass(frozen=True)
class Speech:
    """One spoken sentence."""

    sound: Path
    voice: str
    length: float
    """In seconds, with the breath before and after it."""
    parts: tuple[tuple[float, float], ...]
    """When each part of the sentence is heard."""


def speak(parts: list[str], voice: str, target: Path) -> Speech:
    """Speak a sentence that is given in parts (the captions it will be split into)."""
    if voice not in VOICES:
        raise ClipError(f"there is no voice “{voice}”; there are: {', '.join(VOICES)}")
    who = VOICES[voice]
    sounds = _sounds(who, " ".join(parts), target)
    _set_pitch(target, who.pitch)
    spoken = [n for n, (sound, _end) in enumerate(sounds) if sound != "pau"]
    counts = [_count_sounds(who, part) for part in parts[:-1]]
    times = []
    first = 0
    for n in range(len(parts)):
        last = first + counts[n] if n < len(counts) else len(spoken)
        if not first < last <= len(spoken):
            raise ClipError(f"the voice does not divide like its captions: {' '.join(parts)}")
        begin = sounds[spoken[first] - 1][1] if spoken[first] else 0.0
        times.append((begin, sounds[spoken[last - 1]][1]))
        first = last
    return Speech(target, voice, sounds[-1][1], tuple(times))


def loudness(speeches: list[Speech]) -> float:
    """Return how loud one voice is where it sounds at all, as a share of the loudest possible."""
    squares = count = 0
    for speech in speeches:
        with wave.open(str(speech.sound)) as sound:
            samples = array("h", sound.readframes(sound.getnframes()))
        heard = [sample * sample for sample in samples if abs(sample) > 300]
        squares += sum(heard)
        count += len(heard)
    return float((squares / max(count, 1)) ** 0.5 / 32768)


def _said(text: str) -> str:
    """Rewrite a sentence for the voice."""
    for written, said in SAID.items():
        text = text.replace(written, said)
    return text


def _sounds(voice: Voice, text: str, target: Path) -> list[tuple[str, float]]:
    """Speak, and return each sound of the language with the second at which it ends.

    The sound is made faster or slower by as much as the change of pitch will change it back.
    """
    told = run("flite", "-voice", voice.speaker, "--setf",
               f"duration_stretch={voice.slow * voice.pitch:.4f}", "-psdur",
               "-t", _said(text), "-o", target)  # fmt: skip
    sounds = re.findall(r"(\S+?):(\d+\.\d+)", told)
    if not sounds:
        raise ClipError(f"flite said nothing about: {text}")
    return [(sound, float(end) / voice.pitch) for sound, end in sounds]


def _count_sounds(voice: Voice, text: str) -> int:
    """Count the sounds of a part when it is spoken alone."""
    told = run("flite", "-voice", voice.speaker, "-ps", "-t", _said(text), "-o", "none")
    return sum(sound != "pau" for sound in told.split())


def _set_pitch(target: Path, pitch: float) -> None:
    """Declare another sampling rate, which makes a voice higher or lower."""
    with wave.open(str(target)) as sound:
        rate, frames = sound.getframerate(), sound.readframes(sound.getnframes())
    with wave.open(str(target), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(round(rate * pitch))
        sound.writeframes(frames)
