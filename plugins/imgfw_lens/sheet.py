"""Contact sheets: rows of pictures with a line above and a line below each; and how they are written."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import floor, log10
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imgfw import CallError, whole_file, whole_text

if TYPE_CHECKING:
    import numpy as np
    from PIL import Image, ImageDraw

_GAP, _LINE, _TITLE = 14, 19, 26
_INK, _QUIET, _PAPER, _EMPTY, _FRAME = "#1b1b1b", "#666666", "#ffffff", "#eeeeee", "#dddddd"


@dataclass(frozen=True)
class Cell:
    """One picture of a sheet, uint8 (h, w, 3), None for an empty place; what stands over and under it."""

    image: np.ndarray | None
    over: str = ""
    under: str = ""


@dataclass(frozen=True)
class Row:
    """Pictures side by side, under a heading; None leaves a place free."""

    cells: Sequence[Cell | None]
    heading: str = ""


def sheet(title: str, notes: Sequence[str], rows: Sequence[Row], side: int = 192) -> Image.Image:
    """Rows of pictures, each fitted into a square of `side`, under a title and what explains them."""
    from PIL import Image, ImageDraw

    columns = max((len(row.cells) for row in rows), default=1)
    width = max(_GAP + columns * (side + _GAP), 560)
    lines = [line for note in notes for line in _wrapped(note, width - 2 * _GAP)]
    heights = [_height(row, side) for row in rows]
    top = _GAP + _TITLE + len(lines) * _LINE + _GAP
    made = Image.new("RGB", (width, top + sum(heights)), _PAPER)
    draw = ImageDraw.Draw(made)
    _write(draw, (_GAP, _GAP), title, width - 2 * _GAP, size=17)
    for place, line in enumerate(lines):
        _write(draw, (_GAP, _GAP + _TITLE + place * _LINE), line, width - 2 * _GAP, ink=_QUIET)
    for row, height in zip(rows, heights, strict=True):
        _row(made, draw, row, top, side)
        top += height
    return made


def flowed(rows: Sequence[Row], wide: int) -> list[Row]:
    """Rows without headings one behind the other in a line, as many as fit into `wide` cells; all alike wide.

    What one row lacks to the widest stays free, so that each begins below another.
    """
    widest = max((len(row.cells) for row in rows), default=1)
    abreast = max(1, wide // widest)
    made = []
    for begin in range(0, len(rows), abreast):
        cells: list[Cell | None] = []
        for row in rows[begin : begin + abreast]:
            cells += [*row.cells, *[None] * (widest - len(row.cells))]
        made.append(Row(cells))
    return made


def short(value: float) -> str:
    """A number in two digits, as people write it: 0.0031, 15, 1,200."""
    if not value:
        return "0"
    place = 1 - floor(log10(abs(value)))
    return f"{round(value, place):,.{max(place, 0)}f}"


def free(folder: Path, name: str) -> None:
    """See that NAME.png and NAME.json may be written there. Raises CallError."""
    for ending in ("png", "json"):
        path = folder / f"{name}.{ending}"
        if os.path.lexists(path):
            raise CallError(f"{path} is there already, and nothing is overwritten; name a folder by --to DIR")


def write(folder: Path, name: str, made: Image.Image, numbers: Mapping[str, Any]) -> tuple[Path, Path]:
    """NAME.png and NAME.json in a folder, each whole or not at all. Raises CallError where one is there."""
    free(folder, name)
    folder.mkdir(parents=True, exist_ok=True)
    picture, told = folder / f"{name}.png", folder / f"{name}.json"
    with whole_file(picture) as file:
        made.save(file, "PNG")
    with whole_text(told) as text:
        text.write(_readable(numbers))
    return picture, told


def _readable(numbers: Mapping[str, Any]) -> str:
    """JSON in which lists of numbers are not spread over lines; texts in it have no line ends."""
    spread = json.dumps(numbers, indent=1, ensure_ascii=False)
    return re.sub(r"\[\n([-+\d.,eE\s]*)\]", lambda found: f"[{' '.join(found[1].split())}]", spread) + "\n"


def _height(row: Row, side: int) -> int:
    cells = [cell for cell in row.cells if cell]
    lines = bool(row.heading) + any(c.over for c in cells) + any(c.under for c in cells)
    return lines * _LINE + side + _GAP


def _row(made: Image.Image, draw: ImageDraw.ImageDraw, row: Row, top: int, side: int) -> None:
    if row.heading:
        _write(draw, (_GAP, top), row.heading, made.width - 2 * _GAP)
        top += _LINE
    below = top + (_LINE if any(cell and cell.over for cell in row.cells) else 0)
    for across, cell in enumerate(row.cells):
        if cell is None:
            continue
        left = _GAP + across * (side + _GAP)
        _write(draw, (left, top), cell.over, side)
        if cell.image is None:
            draw.rectangle((left, below, left + side - 1, below + side - 1), fill=_EMPTY)
        else:
            shown = _fitted(cell.image, side)
            draw.rectangle((left - 1, below - 1, left + shown.width, below + shown.height), outline=_FRAME)
            made.paste(shown, (left, below))
        _write(draw, (left, below + side + 1), cell.under, side, ink=_QUIET)


def _fitted(image: np.ndarray, side: int) -> Image.Image:
    """Fitted into its place; what is enlarged much keeps its cells visible."""
    from PIL import Image

    given = Image.fromarray(image)
    factor = min(side / given.width, side / given.height)
    size = max(1, round(given.width * factor)), max(1, round(given.height * factor))
    return given.resize(size, Image.Resampling.NEAREST if factor > 3 else Image.Resampling.LANCZOS)


def _wrapped(text: str, width: int) -> list[str]:
    """Lines of a text that fit into a width."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _font().getlength(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _write(
    draw: ImageDraw.ImageDraw, at: tuple[int, int], text: str, width: int, size: int = 13, ink: str = _INK
) -> None:
    """A line of text, cut where its place ends."""
    font = _font(size)
    while len(text) > 4 and (length := draw.textlength(text, font=font)) > width:
        text = f"{text[: min(len(text) - 4, int(len(text) * width / length) - 2)]}..."
    draw.text(at, text, fill=ink, font=font)


def _font(size: int = 13) -> Any:
    from PIL import ImageFont

    return ImageFont.load_default(size)
