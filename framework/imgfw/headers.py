"""Picture files before they are decoded: their format, size and time, and what is refused."""

from __future__ import annotations

import io
import logging
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from .cost import refuse_costly, scans_of
from .directories import frames_of, refuse_bloated
from .errors import PictureError, UnavailableError
from .formats import format_of
from .quiet import libtiff_silent

if TYPE_CHECKING:
    from PIL import ImageFile

READABLE = "JPEG, PNG, WebP, GIF, BMP, TIFF, MPO, AVIF or HEIC"

_MAKE, _MODEL, _ORIENTATION, _TAKEN, _EXIF = 0x010F, 0x0110, 0x0112, 0x9003, 0x8769
_WITHOUT_TAGS = ("GIF", "BMP")
_LONGEST_NAME = 80
_REASONS = (
    (r"truncat|unexpected end", "is cut off"),
    (r"\bbomb\b", "is too large"),
    (r"decompressed data too large|memory used in text", "holds too much packed text or colour profile"),
    ("", "is damaged"),
)
_NOWHERE = logging.NullHandler()
_PILLOW_WARNINGS = ("ignore", None, Warning, re.compile(r"PIL\."), 0)


def opened(content: bytes) -> ImageFile.ImageFile:
    """The file opened, its header read and its size accepted.

    The format's own class is asked, because `Image.open` holds every format to one limit of pixels.
    """
    from PIL import (
        AvifImagePlugin,
        BmpImagePlugin,
        GifImagePlugin,
        JpegImagePlugin,
        PngImagePlugin,
        TiffImagePlugin,
        WebPImagePlugin,
    )

    classes: dict[str, Any] = {
        "AVIF": AvifImagePlugin.AvifImageFile,
        "BMP": BmpImagePlugin.BmpImageFile,
        "GIF": GifImagePlugin.GifImageFile,
        "JPEG": JpegImagePlugin.jpeg_factory,
        "PNG": PngImagePlugin.PngImageFile,
        "TIFF": TiffImagePlugin.TiffImageFile,
        "WEBP": WebPImagePlugin.WebPImageFile,
    }
    name = _format(content)
    if name == "HEIC":
        from pillow_heif import HeifImageFile

        classes[name] = HeifImageFile
    if name not in _WITHOUT_TAGS:
        refuse_bloated(content, scans_of(content).start if name == "JPEG" else None)
    with libtiff_silent(name):
        image = classes[name](io.BytesIO(content))
    refuse_costly(image, content)
    return image


def facts_of(image: ImageFile.ImageFile) -> dict[str, Any]:
    """What the header says, as plain JSON; see `imgfw.images.header`."""
    orientation, taken, camera = _exif(image)
    width, height = image.size
    if orientation >= 5 and image.format != "TIFF":
        width, height = height, width
    facts = {
        "width": width,
        "height": height,
        "format": "HEIC" if image.format == "HEIF" else image.format,
        "mode": image.mode,
        "orientation": orientation,
        "frames": _frames(image),
    }
    return facts | {name: text for name, text in (("taken", taken), ("camera", camera)) if text}


@contextmanager
def refusing() -> Iterator[None]:
    """Whatever a broken file makes Pillow raise becomes a PictureError with a reason for people."""
    if _PILLOW_WARNINGS not in warnings.filters:  # they go nowhere useful, and must not decide what is usable
        warnings.filterwarnings("ignore", module=r"PIL\.")
        logging.getLogger("PIL").addHandler(_NOWHERE)  # else Python prints what Pillow logs
    try:
        yield
    except PictureError:
        raise
    except MemoryError:
        raise UnavailableError("does not fit into memory") from None
    except Exception as error:  # noqa: BLE001 - on broken files Pillow raises OSError, SyntaxError, ValueError and more
        text = str(error) or type(error).__name__
        known = (reason for pattern, reason in _REASONS if re.search(pattern, text, re.IGNORECASE))
        raise PictureError(f"{next(known)} ({text})") from None


def _format(content: bytes) -> str:
    if name := format_of(content):
        return name
    if not content.strip(b"\0"):
        raise PictureError("is empty" if not content else "holds nothing but zeros")
    raise PictureError(f"is not a picture that can be read: expected {READABLE}")


def _frames(image: ImageFile.ImageFile) -> int:
    if image.format == "TIFF":  # Pillow reads every tag of every page to count them
        assert isinstance(image.fp, io.BytesIO)
        return frames_of(image.fp.getvalue())
    return int(getattr(image, "n_frames", 1))


def _exif(image: ImageFile.ImageFile) -> tuple[int, str, str]:
    """Orientation, time and camera; a picture is as good without them, so broken EXIF counts as none."""
    from PIL import Image

    try:
        if "exif" not in image.info:
            refuse_bloated(_spelt_out(image.info.get("Raw profile type exif")))
        exif = Image.Image.getexif(image)  # PNG's own version decodes the whole picture to look behind it
        orientation = int(exif.get(_ORIENTATION, 1))
        text = exif.get_ifd(_EXIF).get(_TAKEN)
        make, model = _text(exif.get(_MAKE)), _text(exif.get(_MODEL))
    except Exception:  # noqa: BLE001 - Pillow raises struct.error, KeyError, TypeError and more on broken EXIF
        orientation, text, make, model = 1, "", "", ""
    try:
        taken = datetime.strptime(str(text).strip("\0 "), "%Y:%m:%d %H:%M:%S").isoformat()
    except ValueError:
        taken = ""
    named = model.casefold().startswith(make.casefold())  # "Canon" makes the "Canon EOS 5D"
    camera = model if named else f"{make} {model}".strip()
    return (orientation if orientation in range(1, 9) else 1), taken, camera


def _spelt_out(profile: object) -> bytes:
    """EXIF that ImageMagick wrote into a PNG as text: three lines, then hex digits."""
    return bytes.fromhex("".join(profile.split("\n")[3:])) if isinstance(profile, str) else b""


def _text(value: object) -> str:
    """One line of text from EXIF, up to its first zero byte; "" for what is no text."""
    if not isinstance(value, str):
        return ""
    printable = "".join(c if c.isprintable() else " " for c in value.split("\0")[0])
    return " ".join(printable.split())[:_LONGEST_NAME].rstrip()
