"""Pictures that are to teach a bundle a label: what is in each, and why one is of no use."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .bundle import Bundle
from .errors import CallError, PictureError
from .files import pictures_under, read_file
from .lineage import short

if TYPE_CHECKING:
    import numpy as np

    from .data import Picture


@dataclass(frozen=True)
class Shown:
    """Features (D,), the face itself, and digits of the file's checksum."""

    row: np.ndarray
    face: Picture
    digest: str


def seen_in(
    bundle: Bundle, uris: Iterable[str], target: str, label: str
) -> tuple[dict[str, Shown], dict[str, str]]:
    """{file: what is in it} of those that show one face, and why the others are of no use.

    A file from which anybody is known is of no use either, nor what looks like an example of the label.
    """
    encoder, first = bundle.encoder.every, dict[str, str]()
    kept = bundle.examples.get(target)
    taught = {digest: who for who, all_ in bundle.taught.get(target, {}).items() for digest in all_}
    seen: dict[str, Shown] = {}
    left_out: dict[str, str] = {}
    for uri in uris:
        try:
            content = read_file(Path(uri))
            digest = hashlib.sha256(content).hexdigest()
            same = first.setdefault(digest, uri)
            if same != uri:
                raise PictureError(f"is the same picture as {same}")
            found = encoder.pictures(content, str(Path(uri).absolute()))
            if len(found) > 1:
                raise PictureError(f"{len(found)} were found in it, expected one; cut out who is meant")
            row = encoder.encode(found[0])
            if kept is not None and (there := kept.like(row, label)):
                raise PictureError(f"is the same picture as {there}, from which {label} is known already")
            if who := taught.get(short(digest)):
                raise PictureError(f"is a picture from which {who} is known already")
            seen[uri] = Shown(row, found[0], short(digest))
        except PictureError as error:
            left_out[uri] = str(error)
    return seen, left_out


def files_of(given: Iterable[str | Path]) -> Iterator[str]:
    """Files, and the pictures of folders in sorted order. Raises CallError for a folder without any."""
    for path in given:
        found = list(pictures_under(Path(path))) if Path(path).is_dir() else [path]
        if not found:
            raise CallError(f"{path}: expected a picture or a folder with pictures, got a folder without any")
        yield from map(str, found)
