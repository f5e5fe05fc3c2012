"""What the bundle says of pictures, as `imgfw predict --json` prints it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from imgfw import Answer, Bundle, ImgfwError, PictureError, header, record_of

from .bodies import Upload

Record = dict[str, Any]
LENIENT = "handling=lenient"
"""By this in a header `Prefer`, RFC 7240, pictures that cannot be used are no error."""


def answered(bundle: Bundle, upload: Upload, pixels: int | None) -> list[Record]:
    """A record a region of a picture, or one with the reason why it is left out; done by a worker.

    pixels  refuse a picture of more, by its header
    """
    try:
        _check(upload.content, pixels)
        # the name is only repeated: no annotator may look beside a file that somebody else named
        answers = [replace(answer, uri=upload.name) for answer in bundle.answer(upload.content)]
    except ImgfwError as error:
        answers = [Answer(upload.name, left_out=str(error))]
    return [record_of(bundle, answer) for answer in answers]


def reason(records: Sequence[Record]) -> str:
    """Why no picture could be used; "" where one could."""
    if not all("left_out" in record for record in records):
        return ""
    return "; ".join(f"{record['file'] or 'the picture'}: {record['left_out']}" for record in records)


def is_lenient(prefer: Sequence[str]) -> bool:
    """Whether headers `Prefer` ask for that."""
    given = ",".join(prefer).lower().split(",")
    return LENIENT in [each.partition(";")[0].strip().replace('"', "") for each in given]


def _check(content: bytes, pixels: int | None) -> None:
    if pixels is not None:
        facts = header(content)
        if (size := facts["width"] * facts["height"]) > pixels:
            raise PictureError(f"is too large: {size:,} pixels; at most {pixels:,}")
