"""Puts pictures and speech together with ffmpeg."""

import re
from dataclasses import dataclass
from pathlib import Path

from clips import ClipError, run
from clips.speech import Speech, loudness

LOUDNESS, PEAK = -18.0, 0.79
"""In LUFS; and the share of the loudest possible that no sample exceeds (-2 dB)."""
RATE = 44100


@dataclass(frozen=True)
class Shot:
    """One sentence in its place: what is shown from `starts` on, and heard from `heard` on."""

    drawing: str
    speech: Speech
    starts: float
    heard: float
    ends: float
    """When the next shot begins, or the film ends."""


def encode(shots: list[Shot], frames: dict[str, Path], target: Path, work: Path) -> None:
    """Write the film."""
    sound = mix(shots, work)
    slides = work / "slides.txt"
    rows = [f"file '{frames[s.drawing]}'\nduration {s.ends - s.starts:.3f}" for s in shots]
    slides.write_text("\n".join([*rows, f"file '{frames[shots[-1].drawing]}'\n"]))
    run("ffmpeg", "-y", "-f", "concat", "-safe", "0", "-i", slides, "-i", sound,
        "-vf", "fps=25,scale=640:360:flags=lanczos,format=yuv420p",
        "-t", f"{shots[-1].ends:.3f}", "-threads", "1",
        "-c:v", "libx264", "-profile:v", "baseline", "-level", "3.0", "-preset", "veryslow",
        "-tune", "stillimage", "-crf", "21", "-g", "250",
        "-c:a", "aac", "-b:a", "48k", "-ar", RATE, "-ac", "1",
        "-movflags", "+faststart", "-map_metadata", "-1", "-bitexact", target)  # fmt: skip


def mix(shots: list[Shot], work: Path) -> Path:
    """Lay the sentences out in time, all voices equally loud, and return the sound."""
    gains = _gains(shots)
    inputs = [part for shot in shots for part in ("-i", shot.speech.sound)]
    placed = "".join(
        f"[{n}]aresample={RATE},volume={gains[shot.speech.voice]:.3f},"
        f"adelay={round(1000 * shot.heard)}[s{n}];"
        for n, shot in enumerate(shots)
    )
    names = "".join(f"[s{n}]" for n in range(len(shots)))
    end = shots[-1].ends
    raw, even = work / "raw.wav", work / "even.wav"
    run("ffmpeg", "-y", *inputs, "-filter_complex",
        f"{placed}{names}amix=inputs={len(shots)}:normalize=0,apad,highpass=f=70[a]",
        "-map", "[a]", "-t", f"{end:.3f}", "-c:a", "pcm_f32le", raw)  # fmt: skip
    lift = LOUDNESS - measure(raw)
    run("ffmpeg", "-y", "-i", raw, "-af", f"volume={lift:.2f}dB,alimiter=limit={PEAK}:level=false",
        "-c:a", "pcm_s16le", even)  # fmt: skip
    return even


def measure(sound: Path) -> float:
    """Return the loudness of a sound in LUFS, by EBU R128."""
    told = run("ffmpeg", "-nostats", "-i", sound, "-af", "ebur128", "-f", "null", "-")
    found = re.findall(r"I:\s+(-?[\d.]+) LUFS", told)
    if not found:
        raise ClipError(f"ffmpeg does not tell how loud {sound.name} is")
    return float(found[-1])


def write_poster(frame: Path, target: Path) -> None:
    """Write the picture that stands for the film before it plays."""
    run("ffmpeg", "-y", "-i", frame, "-vf", "scale=640:360:flags=lanczos",
        "-q:v", "3", "-bitexact", target)  # fmt: skip


def check(target: Path, seconds: float) -> None:
    """Decode the whole film, and complain if anything is wrong with it."""
    told = run("ffmpeg", "-v", "error", "-i", target, "-f", "null", "-").strip()
    if told:
        raise ClipError(f"{target.name} does not decode: {told}")
    length = float(run("ffprobe", "-v", "error", "-show_entries", "format=duration",
                       "-of", "csv=p=0", target))  # fmt: skip
    if abs(length - seconds) > 0.2:
        raise ClipError(f"{target.name} lasts {length} s, but its captions were made for {seconds}")


def _gains(shots: list[Shot]) -> dict[str, float]:
    """How much to amplify each voice, so that none is louder than another."""
    voices: dict[str, list[Speech]] = {}
    for shot in shots:
        voices.setdefault(shot.speech.voice, []).append(shot.speech)
    return {voice: 0.1 / loudness(speeches) for voice, speeches in voices.items()}
