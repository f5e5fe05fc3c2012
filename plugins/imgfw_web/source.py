"""The source `gathered`: a folder that `imgfw gather` filled, with what is known of every picture."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from imgfw import CallError, Sample, Source, Target, pictures_under, read_file, stamp_of

from .rows import ATTRIBUTION, COLUMNS, Table

FACTS = {"title": "title", "creator": "creator", "licence": "licence", "licence_version": "licence_version",
         "licence_url": "licence_url", "page_url": "page", "id": "listed_as"}  # fmt: skip
"""Column -> fact."""


class Gathered(Source):
    """A folder filled by `imgfw gather`: class folders and an attribution.csv.

    A picture's class is the folder it is in now, so files may be moved; title, creator, licence and page are
    its facts. Pictures of one creator stay on one side of the split: they often show the same thing twice.
    A picture without a row in attribution.csv is left out with that reason, as nobody knows its licence.
    """

    use: Literal["gathered"] = "gathered"
    path: Annotated[Path, Field(description="The folder that `imgfw gather` filled.")]
    target: Annotated[str, Field(min_length=1, description="What its target is called.")] = "class"
    group: Annotated[
        Literal["creator", "none"],
        Field(description="What keeps pictures together in the split: their creator, or nothing."),
    ] = "creator"
    unattributed: Annotated[
        Literal["leave-out", "use"],
        Field(description="What becomes of pictures that have no row in attribution.csv."),
    ] = "leave-out"

    def gives(self) -> tuple[Target, ...]:
        """One target; its labels are the names of the class folders that hold any picture, sorted."""
        labels = sorted({_label(folder) for folder in self._folders() if any(pictures_under(folder))})
        if not labels:
            raise CallError(f"{self.path}: no pictures in its class folders; fill it with `imgfw gather`")
        return (Target(self.target, "classes", tuple(labels)),)

    def samples(self) -> Iterator[Sample]:
        """Every file that may be a picture, in sorted order, with its facts and the group of its creator."""
        rows = self._rows()
        for folder in self._folders():
            for file in pictures_under(folder):
                row = rows.get(file.name)
                known = row is not None or self.unattributed == "use"
                yield Sample(
                    uri=file.relative_to(self.path).as_posix(),
                    stamp=stamp_of(file),
                    labels={self.target: (_label(folder),)},
                    group=self._group(row or {}),
                    facts={fact: row[column] for column, fact in FACTS.items() if row[column]} if row else {},
                    left_out="" if known else f"has no row in {ATTRIBUTION}, so its licence is not known",
                )

    def read(self, sample: Sample) -> bytes:
        """The bytes of a file. Raises PictureError where it cannot be read."""
        return read_file(self.path / sample.uri)

    def _rows(self) -> dict[str, dict[str, str]]:
        if not (self.path / ATTRIBUTION).is_file():
            raise CallError(
                f"{self.path}: expected an {ATTRIBUTION}, as `imgfw gather` writes it; "
                'for class folders of your own take the source "folder"'
            )
        rows = Table(self.path / ATTRIBUTION, COLUMNS).read()
        return {row["file"].rpartition("/")[2]: row for row in rows}

    def _folders(self) -> list[Path]:
        try:
            found = [each for each in self.path.iterdir() if each.is_dir() and not each.name.startswith(".")]
        except OSError as error:
            raise CallError(f"{self.path}: cannot be listed: {error.strerror}") from error
        return sorted(found, key=lambda folder: folder.name)

    def _group(self, row: dict[str, str]) -> str:
        creator = row.get("creator", "") if self.group == "creator" else ""
        return f"creator {unicodedata.normalize('NFKC', creator).casefold()}" if creator else ""


def _label(folder: Path) -> str:
    """The name in composed form, so that the same name from two file systems is the same label."""
    return unicodedata.normalize("NFC", folder.name)
