"""A folder with one sub-folder a class."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from imgfw import CallError, PictureError, Sample, Source, Target, pictures_under, stamp_of

SPLITS = {"train": "train", "val": "val", "valid": "val", "validation": "val", "test": "test"}
"""Sub-folders that are parts of a split rather than classes, if all of them are."""
LAYOUT = "one sub-folder a class with pictures inside, or train/, val/ and test/ with such folders"


class Folder(Source):
    """A folder with one sub-folder a class, pictures at any depth inside.

    A folder of `train/`, `val/` and `test/` gives these splits; the classes are then the folders in them.
    Sub-folders without any picture are no class. A picture in two class folders is a conflict, which the
    survey names. Files without an ending, or with a wrong one, are told by their content.
    """

    use: Literal["folder"] = "folder"
    path: Annotated[Path, Field(description="The folder that holds the class folders.")]
    target: Annotated[str, Field(min_length=1, description="What its target is called.")] = "class"

    def gives(self) -> tuple[Target, ...]:
        """One target; its labels are the names of the class folders that hold any picture, sorted."""
        labels = {label for _, label, folder in self._class_folders() if any(pictures_under(folder))}
        if not labels:
            raise CallError(f"{self.path}: no pictures in its class folders; expected {LAYOUT}")
        return (Target(self.target, "classes", tuple(sorted(labels))),)

    def samples(self) -> Iterator[Sample]:
        """Every file that may be a picture, in sorted order; the stamp is size and time of change."""
        for split, label, folder in self._class_folders():
            for file in pictures_under(folder):
                yield Sample(
                    uri=file.relative_to(self.path).as_posix(),
                    stamp=stamp_of(file),
                    labels={self.target: (label,)},
                    split=split,
                )

    def read(self, sample: Sample) -> bytes:
        """The bytes of a file. Raises PictureError where it cannot be read."""
        try:
            return (self.path / sample.uri).read_bytes()
        except OSError as error:
            raise PictureError(f"cannot be read: {error.strerror}") from error

    def _class_folders(self) -> list[tuple[str, str, Path]]:
        """(split, label, folder) of every class folder; the split is "" where the layout gives none."""
        inside = _folders(self.path)
        if inside and all(folder.name in SPLITS for folder in inside):
            return [(SPLITS[part.name], _label(f), f) for part in inside for f in _folders(part)]
        return [("", _label(folder), folder) for folder in inside]


def _folders(path: Path) -> list[Path]:
    try:
        found = [entry for entry in path.iterdir() if entry.is_dir() and not entry.name.startswith(".")]
    except OSError as error:
        raise CallError(f"{path}: cannot be listed: {error.strerror}") from error
    if not found:
        raise CallError(f"{path}: no sub-folders; expected {LAYOUT}")
    return sorted(found, key=lambda folder: folder.name)


def _label(folder: Path) -> str:
    """The name in composed form, so that the same name from two file systems is the same label."""
    return unicodedata.normalize("NFC", folder.name)
