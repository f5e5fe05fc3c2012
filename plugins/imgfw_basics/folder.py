"""A folder with one sub-folder a class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from imgfw import CallError, PictureError, Sample, Source, Target

from .layout import Placed, laid
from .places import Place, pictures_in, place_of


class Folder(Source):
    """A folder, zip or tar with one sub-folder a class, pictures at any depth inside.

    A folder of `train/`, `val/` and `test/` gives these splits; the classes are then the folders in them.
    Sub-folders without any picture are no class. A picture in two class folders is a conflict, which the
    survey names, or has both labels where `type` is multi-label. Files without an ending, or with a wrong
    or an odd one, are told by their content. Pictures beside the class folders are left out by name.
    """

    use: Literal["folder"] = "folder"
    path: Annotated[
        Path,
        Field(description="The folder that holds the class folders; or a zip or uncompressed tar of it."),
    ]
    target: Annotated[str, Field(min_length=1, description="What its target is called.")] = "class"
    type: Annotated[
        Literal["classes", "multi-label"],
        Field(description="multi-label: the same picture in several class folders has all their labels."),
    ] = "classes"
    nested: Annotated[
        bool, Field(description='The class is the whole path of the folder, as in "animals/cat".')
    ] = False
    at_least: Annotated[
        int,
        Field(ge=1, description="Classes with fewer pictures are left out, each picture with the reason."),
    ] = 1

    def gives(self) -> tuple[Target, ...]:
        """One target; its labels are the names of the class folders that hold any picture, sorted."""
        labels = {placed.label for placed in self._placed(place_of(self.path)) if not placed.reason}
        return (Target(self.target, self.type, tuple(sorted(labels))),)

    def samples(self) -> Iterator[Sample]:
        """Every file that may be a picture, in sorted order; the stamp is size and time of change."""
        place = place_of(self.path)
        for placed in self._placed(place):
            yield Sample(
                uri=placed.name,
                stamp=place.stamp(placed.name),
                labels={} if placed.reason else {self.target: (placed.label,)},
                split=placed.split,
                left_out=placed.reason,
            )

    def read(self, sample: Sample) -> bytes:
        """The bytes of a file. Raises PictureError where it cannot be read or is left out."""
        if sample.left_out:
            raise PictureError(sample.left_out)
        return place_of(self.path).read(sample.uri)

    def passed_over(self) -> Mapping[str, int]:
        """The files at any depth that are no pictures, by ending."""
        return pictures_in(place_of(self.path))[1]

    def _placed(self, place: Place) -> list[Placed]:
        found = laid(pictures_in(place)[0], self.path, nested=self.nested, wrapper=place.wrapper)
        counts = Counter(placed.label for placed in found if placed.label)
        if max(counts.values()) < self.at_least:
            most = max(sorted(counts), key=counts.__getitem__)
            raise CallError(
                f"{self.path}: expected a class with at_least = {self.at_least} pictures; "
                f'the largest, "{most}", has {counts[most]}'
            )
        return [self._enough(placed, counts[placed.label]) for placed in found]

    def _enough(self, placed: Placed, count: int) -> Placed:
        if placed.reason or count >= self.at_least:
            return placed
        few = f"{count} picture{'s' if count > 1 else ''}, fewer than at_least = {self.at_least}"
        reason = f'its class "{placed.label}" has {few}'
        return replace(placed, reason=reason)
