"""Annotators, transforms and backbone, all fitted, as one thing: from a picture to its row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from . import images
from .chance import generator
from .data import Picture, Region, Sample
from .digests import key_of
from .errors import PictureError
from .parts import Part

if TYPE_CHECKING:
    import numpy as np

DTYPE = "float32"


@dataclass(frozen=True)
class Encoder:
    """From a picture to features: every picture of a recipe goes through this, in training and after.

    side        shorter side at which pictures are decoded; None = full size
    annotators  those that travel in the bundle
    transforms  applied in order
    backbone    the last step
    """

    side: int | None
    annotators: tuple[Part, ...]
    transforms: tuple[Part, ...]
    backbone: Part

    @cached_property
    def key(self) -> str:
        """Says whether two encoders give the same rows."""
        return key_of(
            images.REVISION,
            self.side,
            [part.digest for part in self.annotators],
            [part.digest for part in self.transforms],
            self.backbone.digest,
            DTYPE,
        )

    def transformed(self, picture: Picture) -> Picture:
        """The picture as the backbone sees it. Raises PictureError where a transform cannot."""
        for part in self.transforms:
            picture = part.fitted.apply(picture)
        return picture

    def encode(self, picture: Picture) -> np.ndarray:
        """The row of a picture: float32 (D,) or a map (h, w, c)."""
        return self.backbone.fitted.encode(self.transformed(picture)).astype(DTYPE, copy=False)

    def pictures(self, content: bytes) -> list[Picture]:
        """The picture in these bytes, once for each region that the annotators find in it."""
        picture = images.decode(content, self.side)
        found = regions([part.fitted for part in self.annotators], picture, Sample(uri=""))
        return [picture.of(region) for region in found]


def regions(annotators: Sequence, picture: Picture, sample: Sample) -> tuple[Region, ...]:
    """What the first successful annotator finds; the whole picture where there is no annotator.

    Raises PictureError with every annotator's reason if all of them fail.
    """
    if not annotators:
        return (Region(),)
    reasons = []
    for annotator in annotators:
        try:
            return annotator.annotate(picture, sample)
        except PictureError as error:
            reasons.append(f"{annotator.use}: {error}")
        except Exception as error:  # noqa: BLE001 - a stranger's annotator may raise anything
            reasons.append(f"{annotator.use}: {type(error).__name__}: {error}")
    raise PictureError("; ".join(reasons))


def augmented(picture: Picture, sample: Sample, number: int, augmenters: Sequence, seed: int) -> Picture:
    """Variation `number` of a picture; 0 is the picture itself. All chance comes from (seed, id, number)."""
    if number == 0:
        return picture
    rng = generator(seed, sample.id, number)
    for augmenter in augmenters:
        picture = augmenter.apply(picture, number, rng)
    return picture
