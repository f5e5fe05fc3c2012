"""A folder of photos made into one with views of every face, for tools that read files."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

from imgfw import Annotator, CallError, PictureError, Sample, decode, pictures_under, read_file

from .drafts import drafted, keep_only, put
from .drawing import encoded
from .marks_file import pts

if TYPE_CHECKING:
    from imgfw import Picture

    from .synthesis import FaceSynthesis

MANIFEST = "manifest.csv"
COLUMNS = ("file", "source", "number", "yaw", "shape", "landmarks")
"""Of the manifest: a view, the photo it is of, which of its views, how it was made, and its landmarks."""

Row = tuple[str, str, int, float, int, str]
Tracked = Callable[[list[Path]], Iterator[Path]]


@dataclass(frozen=True)
class Expansion:
    """What was done.

    photos    how many photos gave views
    views     how many views there are of them
    new       how many of these were made now
    left_out  (photo, reason) of those that gave none
    """

    photos: int
    views: int
    new: int
    left_out: tuple[tuple[str, str], ...]


def expand_into(
    to: Path, folder: Path, annotator: Annotator, synthesis: FaceSynthesis, most: int, track: Tracked
) -> Expansion:
    """Write up to so many views of every photo of a folder into another, with landmarks and a manifest.

    annotator  gives the landmarks of a photo
    track      gives the photos back one by one, and tells how far it is
    Views lie where their photos do: `A/ana.jpg` gives `A/ana.jpg.001.jpg` and `A/ana.jpg.001.pts`. A view's
    JPEG comment says of which photo and landmarks it is; what an interrupted call made of others is not kept.
    Raises what `drafted` raises, and CallError for a folder within that of the photos, and where no photo
    gives a view.
    """
    if to.resolve().is_relative_to(folder.resolve()):
        raise CallError(f"{to}: expected a folder outside of {folder}, whose photos are only read")
    asked = {"format": 1, "folder": str(folder.resolve()), "most": most, "revision": synthesis.revision}
    parts = [part.model_dump(mode="json") for part in (annotator, synthesis)]
    rows: list[Row] = []
    left_out, new, photos = [], 0, 0
    with drafted(to, {**asked, "parts": parts}) as draft:
        for path in track(list(pictures_under(folder))):
            name = path.relative_to(folder).as_posix()
            try:
                content = read_file(path)
                picture = _annotated(content, name, annotator)
                views = synthesis.views(picture.landmarks)[:most]
            except PictureError as error:
                left_out.append((name, str(error)))
                continue
            photos += 1
            origin = _digest(content, picture)
            for number, view in enumerate(views, 1):
                new += _write_view(draft, name, picture, synthesis, number, origin)
                files = _files(name, number)
                rows.append((files[0], name, number, view.yaw, view.shape, files[1]))
        if not rows:
            rmtree(draft)  # so that a corrected call begins anew
            why = f", such as {left_out[0][0]}: {left_out[0][1]}" if left_out else ""
            raise CallError(f"{folder}: none of {len(left_out):,} photos gives a view{why}")
        put(draft, MANIFEST, _table(rows).encode())
        keep_only(draft, {MANIFEST, *(row[0] for row in rows), *(row[5] for row in rows)})
    return Expansion(photos, len(rows), new, tuple(left_out))


def _annotated(content: bytes, name: str, annotator: Annotator) -> Picture:
    """The photo with the landmarks of its first face."""
    picture = decode(content)
    regions = annotator.annotate(picture, Sample(uri=name))
    return picture.of(regions[0]) if regions else picture


def _digest(content: bytes, picture: Picture) -> bytes:
    """Of a photo and its landmarks: what a view is made of."""
    assert picture.landmarks is not None  # or there were no views
    return hashlib.sha256(content + picture.landmarks.tobytes()).hexdigest()[:32].encode()


def _write_view(
    draft: Path, name: str, picture: Picture, synthesis: FaceSynthesis, number: int, origin: bytes
) -> bool:
    """Write a view's landmarks and then the view, unless it is there; whether it was not."""
    import numpy as np

    file, marks = _files(name, number)
    if _origin(draft / file) == origin:
        return False
    view = synthesis.apply(picture, number, np.random.default_rng(number))
    assert view.landmarks is not None
    put(draft, marks, pts(view.landmarks).encode())
    put(draft, file, encoded(view.image, origin))
    return True


def _origin(view: Path) -> bytes | None:
    """The digest of what a view was made of; None where there is no view."""
    from PIL import Image

    try:
        with Image.open(view) as image:
            return image.info.get("comment")
    except OSError:  # none, or one cut off by a power failure, which is made again
        return None


def _files(name: str, number: int) -> tuple[str, str]:
    """Of a view and of its landmarks."""
    return f"{name}.{number:03}.jpg", f"{name}.{number:03}.pts"


def _table(rows: list[Row]) -> str:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return text.getvalue()
