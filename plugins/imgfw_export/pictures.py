"""The picture files on which an export is compared: of its run, or of a folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from imgfw import CallError, Outcome, Picture, PictureError, Sample, pictures_under, read_file


def of_run(outcome: Outcome, count: int) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of pictures that the run did not learn from; drawn ones as PNG files.

    Those of val and test, evenly. Pictures that are no longer there are passed over.
    """
    held = {s.digest: s for split in ("test", "val") for s in outcome.predictions[split].samples}
    for sample in _some(list(held.values()), count):
        try:
            yield sample.uri, _content(outcome, sample)
        except PictureError:
            continue


def of_folder(folder: Path, count: int) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of pictures at any depth of a folder, evenly. Raises CallError where there are none."""
    found = list(pictures_under(folder)) if folder.is_dir() else []
    if not found:
        raise CallError(f"--pictures {folder}: expected a folder with pictures, got none")
    for path in _some(found, count):
        yield str(path), read_file(path)


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
