"""A camera roll drawn by code: the files of a phone, with all that lies between photos there."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from imgfw import CallError, RunError

if TYPE_CHECKING:
    import numpy as np
    from PIL.Image import Exif

    from .drawn_scenes import DrawnScenes

_BEGIN = datetime(2025, 4, 4, tzinfo=timezone(timedelta(hours=2)))
_HOURS = {"noon": 12, "golden": 18, "grey": 9, "dusk": 20, "night": 22}
_SCREENS = frozenset({"chat", "list", "chart"})
_PER_FOLDER = 100
_MOVING = b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  \x00\x00\x00\x08wide"  # how a QuickTime file begins
_EDITED = b'<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0"><dict/></plist>\n'


@dataclass(frozen=True)
class File:
    """A file of the roll: its name below the folder, what is in it, and its time."""

    name: str
    content: bytes
    taken: datetime


def files(source: DrawnScenes, numbers: Iterable[int]) -> Iterator[File]:
    """The files of these photos, one photo after the other; the same for the same source.

    Photos lie in DCIM as a phone numbers them, those held upright turned as EXIF says; screenshots lie in a
    folder of their own. In between: videos that belong to photos and one that does not, an edit, photos that
    came back from a messenger, a photo that was cut off.
    """
    shots = 0
    for number in numbers:
        file = _photo(source, number)
        yield file
        stem = file.name.rpartition(".")[0]
        if file.name.endswith(".PNG"):
            continue
        shots += 1
        if shots % 16 == 5:
            yield replace(file, name=f"{stem}.MOV", content=_MOVING + number.to_bytes(4))
        if shots % 64 == 9:
            yield replace(file, name=f"{stem}.AAE", content=_EDITED)
        if shots % 48 == 11:
            yield replace(file, name=f"WhatsApp Images/IMG-{file.taken:%Y%m%d}-WA{number:04d}.JPG")
        if shots % 200 == 30:
            yield replace(file, name=f"{stem}_1.JPG", content=file.content[: len(file.content) // 2])
        if shots % 200 == 40:
            yield replace(file, name=f"{stem}_2.MP4", content=_MOVING + b"film")


def write(folder: Path, given: Iterable[File]) -> int:
    """Write these files into a folder that must be empty or not there; gives how many.

    It is there whole or not at all. Raises CallError for a folder with something in it, RunError where
    nothing can be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CallError(f"{folder}: expected a folder that is empty or not there; name another by --to")
    count = 0
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        try:
            for file in given:
                _write(draft / file.name, file)
                count += 1
            draft.chmod(0o755)
            if folder.exists():
                folder.rmdir()
            draft.rename(folder)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    except OSError as error:
        raise RunError(f"{folder}: {error.strerror or error}; nothing was left there") from error
    return count


def _write(path: Path, file: File) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(file.content)
    os.utime(path, (file.taken.timestamp(),) * 2)


def _photo(source: DrawnScenes, number: int) -> File:
    scene, day = source.scene(number), source.day(number)
    turn = number % source.per_day
    taken = _BEGIN + timedelta(days=2 * (number // source.per_day), hours=_HOURS[day.mood.hour])
    taken += timedelta(minutes=7 * turn, seconds=number * 13 % 60)
    image = source.drawn(number)
    if scene.detail in _SCREENS:
        name = f"Pictures/Screenshots/Screenshot_{taken:%Y%m%d-%H%M%S}.PNG"
        return File(name, _png(image), taken)
    name = f"DCIM/{100 + number // _PER_FOLDER}APPLE/IMG_{number + 1:04d}.JPG"
    return File(name, _jpeg(image, taken, upright=scene.upright), taken)


def _png(image: np.ndarray) -> bytes:
    from PIL import Image

    stream = BytesIO()
    Image.fromarray(image).save(stream, "PNG")
    return stream.getvalue()


def _jpeg(image: np.ndarray, taken: datetime, *, upright: bool) -> bytes:
    """As a phone writes it: the sensor lies on its side when a photo is held upright, and EXIF tells so."""
    from PIL import Image

    stream = BytesIO()
    picture = Image.fromarray(image)
    if upright:
        picture = picture.transpose(Image.Transpose.ROTATE_90)
    picture.save(stream, "JPEG", quality=92, exif=_exif(taken, 6 if upright else 1))
    return stream.getvalue()


def _exif(taken: datetime, orientation: int) -> Exif:
    from PIL import Image
    from PIL.ExifTags import IFD, Base

    exif = Image.Exif()
    exif[Base.Make], exif[Base.Model] = "imgfw", "drawn"
    exif[Base.Orientation] = orientation
    exif[Base.DateTime] = f"{taken:%Y:%m:%d %H:%M:%S}"
    exif.get_ifd(IFD.Exif)[Base.DateTimeOriginal] = f"{taken:%Y:%m:%d %H:%M:%S}"
    exif.get_ifd(IFD.Exif)[Base.OffsetTimeOriginal] = f"{taken:%z}"[:3] + ":00"
    return exif
