"""One sample of a recipe through every step: the picture, its transforms, and its augmented rows."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from .. import images
from ..border import content_of
from ..data import Picture, Sample
from ..encoder import augmented, regions
from ..errors import CallError, PictureError, RunError, nearest
from ..files import read_file
from ..parts import Part
from ..progress import Progress
from ..runfolder import RunFolder
from ..stages import augment, survey
from ..store import Store, cache_root
from .encoders import fitted_transforms
from .line import Line, of_split
from .needs import learns, prepare
from .shared import parted, surveyed

if TYPE_CHECKING:
    from ..recipe import Recipe
    from ..registry import Registry

TRIED = 100
"""So many samples are tried where none is named, until one can be used."""


@dataclass(frozen=True)
class Step:
    """What a row looks like after one step: "picture", "row 3", or the name of a transform."""

    name: str
    picture: Picture


@dataclass(frozen=True)
class Stepped:
    """A sample through every step.

    sample    with its digest and the region that is shown
    regions   how many there are of its picture
    rows      the picture itself, then its augmented rows; each from the picture to the last transform
    refused   {number of a row: why it goes no further}
    """

    sample: Sample
    regions: int
    rows: tuple[tuple[Step, ...], ...]
    refused: dict[int, str]


def stepped(
    recipe: Recipe,
    registry: Registry,
    picture: str | None = None,
    *,
    count: int = 5,
    say: Callable[[str], None] = print,
    progress: Progress | None = None,
) -> Stepped:
    """Take one sample through every step, to the bit as a run does.

    picture  which one: its name in its source, the end of that, or any picture file; the first by default.
             "#1" behind it is its second region
    count    so many augmented rows, or as many as there can be
    Raises CallError where no sample is meant, PictureError where the picture cannot be used.
    """
    for component in (*recipe.sources, *recipe.annotators, *recipe.transforms, *recipe.augmenters):
        component.prepare(say)
    sample, whole, every = _seen(recipe, picture)
    transforms = _transforms(recipe, registry, say, progress or Progress())
    augmenters = recipe.augmenters
    most = augment.capacity(sample, augmenters) if augmenters else 0
    rows: list[tuple[Step, ...]] = []
    refused: dict[int, str] = {}
    for number in range(1 + (count if most is None else min(count, most))):
        steps: list[Step] = []
        try:
            shown = augmented(whole, sample, number, augmenters, recipe.seed)
            steps.append(Step(f"row {number}" if number else "picture", shown))
            for part in transforms:
                shown = part.fitted.apply(shown)
                steps.append(Step(part.component.use, shown))
        except PictureError as error:
            refused[number] = str(error)
        rows.append(tuple(steps))
    return Stepped(sample, every, tuple(rows), refused)


def _seen(recipe: Recipe, picture: str | None) -> tuple[Sample, Picture, int]:
    """The sample that is meant, its picture with box and landmarks, and how many regions there are."""
    listed = survey.listed(recipe.sources, recipe.columns, recipe.split.splits)
    if picture is not None:
        name, mark, number = picture.rpartition("#")
        of_region = bool(mark) and number.isdigit()
        sample, file = _meant(listed, name if of_region else picture)
        try:
            return _looked(recipe, sample, file, int(number) if of_region else 0)
        except PictureError as error:
            raise PictureError(f"{sample.uri}: {error}") from None
    first: PictureError | None = None
    ordered = sorted(listed, key=lambda sample: sample.split in ("val", "test"))  # train alone is augmented
    for sample in ordered[:TRIED]:
        try:
            return _looked(recipe, sample, None, 0)
        except PictureError as error:
            first = first or PictureError(f"{sample.uri}: {error}")
    raise RunError(f"none of the first {min(TRIED, len(listed))} samples can be used: {first}")


def _meant(listed: Sequence[Sample], name: str) -> tuple[Sample, Path | None]:
    """The sample of this name, or a file that is none."""
    found = [s for s in listed if s.uri == name] or [s for s in listed if s.uri.endswith(f"/{name}")]
    if len(found) == 1:
        return found[0], None
    if found:
        some = ", ".join(sample.uri for sample in found[:5])
        raise CallError(f"{name}: expected one sample, {len(found):,} are called so: {some}")
    if Path(name).is_file():
        return Sample(uri=str(Path(name).absolute())), Path(name)
    raise CallError(
        f"{name}: no sample of the recipe is called so, and no file "
        f"({nearest(name, [sample.uri for sample in listed[:10_000]]):.300})"
    )


def _looked(recipe: Recipe, sample: Sample, file: Path | None, number: int) -> tuple[Sample, Picture, int]:
    if sample.left_out:
        raise PictureError(sample.left_out)
    content = read_file(file) if file else content_of(recipe.sources[sample.source], sample)
    if isinstance(content, bytes):
        sample = replace(sample, digest=sample.digest or hashlib.sha256(content).hexdigest())
    picture = images.decode(content, recipe.side) if isinstance(content, bytes) else content
    asked = [Part(each, each) for each in recipe.annotators]
    found = regions(asked, picture, sample) if asked and sample.region is None else ()
    every = survey.expanded([sample], {sample.digest: found})
    if number >= len(every):
        raise CallError(
            f"{sample.uri} has {len(every)} regions; expected # and a number below that, got #{number}"
        )
    chosen = every[number]
    return chosen, picture.of(chosen.region) if chosen.region else picture, len(every)


def _transforms(
    recipe: Recipe, registry: Registry, say: Callable[[str], None], progress: Progress
) -> tuple[Part, ...]:
    """The transforms; where one learns, it does so from the pictures that a run would train on."""
    if not any(learns(transform) for transform in recipe.transforms):
        return tuple(Part(transform, transform) for transform in recipe.transforms)
    prepare(recipe, say)
    with TemporaryDirectory() as place:
        folder = RunFolder.new(Path(place), recipe.name, progress)
        line = Line(recipe, registry, Store(cache_root()), folder, progress, os.cpu_count() or 1)
        with folder.stage("survey") as done:
            samples, _ = surveyed(line, done)
        with folder.stage("split") as done:
            samples, _ = parted(line, samples, done)
        return fitted_transforms(line, recipe, of_split(samples, "train"))
