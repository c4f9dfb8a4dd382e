"""Draws pictures: SVG becomes PNG, by one visit to the browser for a whole film."""

from base64 import b64encode
from html import escape
from pathlib import Path

from clips import run
from clips.shapes import page

WIDTH, HEIGHT = 640, 360
COLUMNS = 4
LABEL = 26
FINE = 2
"""Pictures are drawn larger and scaled down, for smooth edges."""


def draw_frames(drawings: list[str], work: Path) -> dict[str, Path]:
    """Return the PNG of each drawing, at twice the film's size."""
    different = list(dict.fromkeys(drawings))
    rows = -(-len(different) // COLUMNS)
    whole = work / "frames.png"
    cells = "".join(_image(drawing) for drawing in different)
    _visit(cells, COLUMNS * WIDTH, rows * HEIGHT, whole, FINE)
    run("ffmpeg", "-y", "-i", whole, "-vf", f"untile={COLUMNS}x{rows}", work / "frame-%03d.png")
    return {drawing: work / f"frame-{n:03}.png" for n, drawing in enumerate(different, start=1)}


def draw_sheet(named: list[tuple[str, str]], target: Path) -> None:
    """Draw all pictures of a film on one sheet, each above its name."""
    rows = -(-len(named) // 3)
    cells = "".join(
        f'<div style="width:{WIDTH}px;font:20px/{LABEL}px sans-serif">{_image(drawing)}'
        f"{escape(name)}</div>"
        for name, drawing in named
    )
    _visit(cells, 3 * WIDTH, rows * (HEIGHT + LABEL), target, 1)


def _image(drawing: str) -> str:
    """Return a picture as an image of its own, so that no two share the names of their parts."""
    data = b64encode(page(drawing).encode()).decode()
    size = f'width="{WIDTH}" height="{HEIGHT}"'
    return f'<img alt="" {size} style="display:block" src="data:image/svg+xml;base64,{data}">'


def _visit(body: str, width: int, height: int, target: Path, fine: int) -> None:
    """Let the browser draw a page."""
    source = target.with_suffix(".html")
    style = "margin:0;display:flex;flex-wrap:wrap;align-content:flex-start"
    source.write_text(
        f'<!doctype html><meta charset="utf-8"><body style="{style}">{body}', encoding="utf-8"
    )
    run("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
        f"--force-device-scale-factor={fine}", f"--window-size={width},{height}",
        f"--screenshot={target}", source.as_uri())  # fmt: skip
    source.unlink()
