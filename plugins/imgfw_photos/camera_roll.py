"""A camera roll drawn by code: the files of a phone, with all that lies between photos there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from PIL.Image import Exif

    from .drawn_scenes import DrawnScenes

TOPS = ("DCIM", "Pictures", "WhatsApp Images")
"""The folders in which all files lie."""

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


def files(
    source: DrawnScenes, numbers: Iterable[int], is_there: Callable[[str], bool] = lambda _: False
) -> Iterator[File]:
    """The files of these photos, one photo after the other; the same for the same source.

    is_there  whether a photo of this name need not be drawn, nor what comes before it
    Photos lie in DCIM as a phone numbers them, those held upright turned as EXIF says; screenshots lie in a
    folder of their own. In between: videos that belong to photos and one that does not, an edit, photos that
    came back from a messenger, a photo that was cut off. Each comes before its photo.
    """
    shots = 0
    for number in numbers:
        name, taken = _named(source, number)
        is_shot = name.endswith(".JPG")
        shots += is_shot
        if is_there(name):
            continue
        file = File(name, _content(source, number, taken), taken)
        if is_shot:
            yield from _between(file, shots, number)
        yield file


def _between(file: File, shots: int, number: int) -> Iterator[File]:
    stem = file.name.rpartition(".")[0]
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


def _named(source: DrawnScenes, number: int) -> tuple[str, datetime]:
    """What the file of a photo is called, and when it was taken."""
    turn = number % source.per_day
    taken = _BEGIN + timedelta(
        days=2 * (number // source.per_day), hours=_HOURS[source.day(number).mood.hour]
    )
    taken += timedelta(minutes=7 * turn, seconds=number * 13 % 60)
    if source.scene(number).detail in _SCREENS:
        return f"Pictures/Screenshots/Screenshot_{taken:%Y%m%d-%H%M%S}.PNG", taken
    return f"DCIM/{100 + number // _PER_FOLDER}APPLE/IMG_{number + 1:04d}.JPG", taken


def _content(source: DrawnScenes, number: int, taken: datetime) -> bytes:
    image, scene = source.drawn(number), source.scene(number)
    if scene.detail in _SCREENS:
        return _png(image)
    return _jpeg(image, taken, upright=scene.upright)


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
