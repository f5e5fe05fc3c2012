"""The picture files on which an export is compared: of its run, or of a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from imgfw import CallError, Outcome, Picture, PictureError, Sample, decode, pictures_under, read_file

_ORIENTATION = 0x0112
Kept = tuple[str, bytes | PictureError]
"""A picture's name, and its bytes or why they cannot be had."""


def of_run(outcome: Outcome, count: int) -> Iterator[Kept]:
    """Pictures that the run did not learn from, those of val and test, evenly; drawn ones as PNG files."""
    held = {s.digest: s for split in ("test", "val") for s in outcome.predictions[split].samples}
    for sample in _some(list(held.values()), count):
        yield sample.uri, _had(partial(_content, outcome, sample))


def of_folder(folder: Path, count: int) -> Iterator[Kept]:
    """Pictures at any depth of a folder, evenly. Raises CallError where there are none."""
    found = list(pictures_under(folder)) if folder.is_dir() else []
    if not found:
        raise CallError(f"--pictures {folder}: expected a folder with pictures, got none")
    for path in _some(found, count):
        yield str(path), _had(partial(read_file, path))


def probes(content: bytes, side: int) -> Iterator[tuple[str, bytes]]:
    """One picture made so large, in kinds of files so different, that all of shrinking and turning is tried.

    side  what a shorter side is reduced to, in pixels
    """
    from PIL import Image

    image = Image.fromarray(decode(content).image)
    turned = Image.Exif()
    turned[_ORIENTATION] = 6
    ways: tuple[tuple[float, str, str, dict[str, Any]], ...] = (
        (2.2, "JPEG", "RGB", {"exif": turned}),  # too little to be shrunk while it is read
        (4.8, "JPEG", "L", {}),
        (1.5, "PNG", "RGBA", {}),
        (6.2, "BMP", "RGB", {}),  # enough to be reduced in two steps
    )
    for factor, form, mode, options in ways:
        shorter = round(factor * side)
        large = image.resize((shorter + side // 4, shorter)).convert(mode)
        if mode == "RGBA":
            large.putalpha(large.getchannel("R"))
        file = BytesIO()
        large.save(file, form, **options)
        yield f"{form} of {large.width} x {large.height}", file.getvalue()


def _had(read: Callable[[], bytes]) -> bytes | PictureError:
    try:
        return read()
    except PictureError as error:
        return error


def _content(outcome: Outcome, sample: Sample) -> bytes:
    given = outcome.content(sample)
    return _png(given) if isinstance(given, Picture) else given


def _png(picture: Picture) -> bytes:
    from PIL import Image

    file = BytesIO()
    Image.fromarray(picture.image).save(file, "PNG")
    return file.getvalue()


def _some(every: Sequence[Any], count: int) -> list[Any]:
    """So many of them, evenly."""
    if len(every) <= count:
        return list(every)
    return [every[place * len(every) // count] for place in range(count)]
