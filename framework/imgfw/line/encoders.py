"""The encoder of a recipe, made and kept: what learns is fitted on train, networks become graphs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from ..data import Picture, Sample
from ..digests import key_of
from ..encoder import Encoder, transformed
from ..errors import PictureError
from ..parts import Part, identity
from ..rows import BATCH
from ..store import read_json
from ..workers import batched, mapped
from . import keys
from .needs import learns

if TYPE_CHECKING:
    from ..kinds import Backbone, Transform
    from ..recipe import Recipe
    from .line import Line


_SETTLED = "backbone.json"


def frozen(line: Line, recipe: Recipe, train: Sequence[Sample] = ()) -> Encoder:
    """The encoder with its backbone as it is before any training on labels."""
    transforms = fitted_transforms(line, recipe, train)
    return encoder(recipe, transforms, _backbone(line, recipe, train, transforms))


def ready(line: Line, recipe: Recipe, train: Sequence[Sample]) -> Recipe:
    """The recipe with a backbone that leaves nothing to the training pictures any more."""
    return replace(recipe, backbone=settled(line, recipe, recipe.backbone, train))


def settled(line: Line, recipe: Recipe, backbone: Backbone, train: Sequence[Sample]) -> Backbone:
    """The backbone with what it leaves to the training pictures, as the recipe decodes them; it is kept."""
    if backbone.settled:
        return backbone
    transforms = fitted_transforms(line, recipe, train)
    key = key_of(_learned_key(backbone, transforms, train), keys.pictures_key(recipe.side))
    seen = _seen(line, recipe, train, transforms)
    plain, _ = line.store.kept(
        "settled",
        key,
        write=lambda draft: (draft / _SETTLED).write_text(backbone.settle(seen).model_dump_json(), "utf-8"),
        read=lambda kept: read_json(kept / _SETTLED),
    )
    return type(backbone).model_validate_json(json.dumps(plain))


def teaching(line: Line, recipe: Recipe, backbone: Backbone, train: Sequence[Sample]) -> Encoder:
    """The encoder of the recipe with a teacher's backbone, as it comes, in place of its own."""
    backbone = settled(line, recipe, backbone, train)
    transforms = fitted_transforms(line, recipe, train)
    return encoder(recipe, transforms, _backbone(line, replace(recipe, backbone=backbone), train, transforms))


def encoder(recipe: Recipe, transforms: tuple[Part, ...], backbone: Part) -> Encoder:
    """The encoder of these parts."""
    annotators = tuple(Part(a, a) for a in recipe.annotators if a.at_predict)
    return Encoder(recipe.side, annotators, transforms, backbone)


def fitted_transforms(line: Line, recipe: Recipe, train: Sequence[Sample]) -> tuple[Part, ...]:
    """The transforms, fitted in order on train pictures where they learn."""
    parts: list[Part] = []
    for transform in recipe.transforms:
        if not learns(transform):
            parts.append(Part(transform, transform))
            continue
        make = partial(_learned, transform, _seen(line, recipe, train, tuple(parts)))
        parts.append(_kept(line, "transform", _learned_key(transform, parts, train), make))
    return tuple(parts)


def refused(
    line: Line, recipe: Recipe, transforms: tuple[Part, ...], samples: Sequence[Sample]
) -> dict[str, str]:
    """{sample id: reason} of those that the transforms cannot take; each is tried once and remembered."""
    pictures = line.pictures_at(recipe.side)
    key = key_of([part.digest for part in transforms], keys.pictures_key(recipe.side))
    log = line.log("transformed", key)

    def reason(sample: Sample) -> str:
        try:
            transformed(transforms, pictures(sample))
        except PictureError as error:
            return str(error)
        return ""

    missing = [sample for sample in samples if sample.view not in log]
    tried = line.progress.track(
        mapped(reason, missing, workers=line.workers), total=len(missing), what="pictures"
    )
    for batch in batched(tried, BATCH):
        log.put_json({sample.view: why for sample, why in batch})
    return {sample.id: why for sample in samples if (why := log.get_json(sample.view))}


def _backbone(line: Line, recipe: Recipe, train: Sequence[Sample], transforms: tuple[Part, ...]) -> Part:
    backbone, trainer = recipe.backbone, recipe.trainer
    if hasattr(backbone, "trainer") and trainer is not None:
        # what is made depends on the trainer's library, not on how it would train
        key = key_of("backbone", identity(backbone), trainer.use, trainer.revision, trainer.versions())
        say = line.folder.say
        return _kept(line, "backbone", key, lambda: Part(backbone, trainer.frozen(backbone, say)))
    if not learns(backbone):
        return Part(backbone, backbone)
    make = partial(_learned, backbone, _seen(line, recipe, train, transforms))
    return _kept(line, "backbone", _learned_key(backbone, transforms, train), make)


def _kept(line: Line, kind: str, key: str, make: Callable[[], Part]) -> Part:
    """The part kept under a key, made and kept first where there is none; always as it reads back."""
    find = line.registry.find
    return line.store.kept(
        kind,
        key,
        write=lambda draft: make().save(draft / "part"),
        read=lambda kept: Part.load(kept / "part", find),
    )[0]


def _learned(component: Transform | Backbone, pictures: Iterator[Picture]) -> Part:
    return Part(component, component.fit(pictures))


def _learned_key(component: Transform | Backbone, before: Sequence[Part], train: Sequence[Sample]) -> str:
    return key_of(identity(component), [part.digest for part in before], [sample.view for sample in train])


def _seen(line: Line, recipe: Recipe, train: Sequence[Sample], before: tuple[Part, ...]) -> Iterator[Picture]:
    pictures = line.pictures_at(recipe.side)
    return (transformed(before, pictures(sample)) for sample in train)
