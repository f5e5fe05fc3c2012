"""A contact sheet: pictures side by side, each with its name, landmarks and box drawn where it is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .data import Picture

if TYPE_CHECKING:
    from PIL import Image, ImageDraw

SIDE, GAP, LINE = 224, 12, 20
WIDEST = 4
"""So many stand in a line where rows have one picture each."""
_INK, _PAPER, _MARK, _FRAME = "#222222", "#ffffff", "#00e05a", "#ffb000"


@dataclass(frozen=True)
class Cell:
    """One picture of a sheet; `marked` draws its landmarks and box."""

    name: str
    picture: Picture
    marked: bool = False


def contact_sheet(title: str, rows: Sequence[Sequence[Cell]]) -> Image.Image:
    """The pictures by rows under a title; rows of one picture each stand four in a line."""
    from PIL import Image, ImageDraw

    if all(len(row) <= 1 for row in rows):
        flat = [cell for row in rows for cell in row]
        rows = [flat[at : at + WIDEST] for at in range(0, len(flat), WIDEST)]
    columns = max((len(row) for row in rows), default=1)
    size = GAP + max(columns, 2) * (SIDE + GAP), GAP + LINE + len(rows) * (LINE + SIDE + GAP)
    sheet = Image.new("RGB", size, _PAPER)
    draw = ImageDraw.Draw(sheet)
    _write(draw, (GAP, GAP // 2), title, size[0] - 2 * GAP)
    for down, row in enumerate(rows):
        for across, cell in enumerate(row):
            left, top = GAP + across * (SIDE + GAP), GAP + LINE + down * (LINE + SIDE + GAP)
            height, width = cell.picture.image.shape[:2]
            _write(draw, (left, top), f"{cell.name}  {width} x {height}", SIDE)
            sheet.paste(_shown(cell), (left, top + LINE))
    return sheet


def _shown(cell: Cell) -> Image.Image:
    """The picture fitted into its place; small ones are enlarged so that their pixels are seen."""
    from PIL import Image, ImageDraw

    image = Image.fromarray(cell.picture.image)
    factor = min(SIDE / image.width, SIDE / image.height)
    size = max(1, round(image.width * factor)), max(1, round(image.height * factor))
    shown = image.resize(size, Image.Resampling.NEAREST if factor > 3 else Image.Resampling.LANCZOS)
    draw = ImageDraw.Draw(shown)
    if cell.marked and cell.picture.box is not None:
        draw.rectangle([edge * factor for edge in cell.picture.box], outline=_FRAME, width=2)
    if cell.marked and cell.picture.landmarks is not None:
        radius = 1.2 if len(cell.picture.landmarks) > 5 else 2.5
        for x, y in (cell.picture.landmarks * factor).tolist():
            draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=_MARK)
    return shown


def _write(draw: ImageDraw.ImageDraw, at: tuple[int, int], text: str, width: int) -> None:
    """A line of text, cut where its place ends."""
    from PIL import ImageFont

    font = ImageFont.load_default(13)
    while len(text) > 4 and (length := draw.textlength(text, font=font)) > width:
        text = f"{text[: min(len(text) - 4, int(len(text) * width / length) - 2)]}..."
    draw.text(at, text, fill=_INK, font=font)
