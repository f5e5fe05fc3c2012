"""Annotators, transforms and backbone, all fitted, as one thing: from a picture to its row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from . import images, inference
from .border import regions_of
from .chance import generator
from .data import Picture, Region, Sample
from .digests import key_of
from .errors import ComponentError, PictureError, UnavailableError
from .kinds import Backbone
from .parts import Part
from .several import chosen

if TYPE_CHECKING:
    import numpy as np


_MOST = 65_504.0
"""The largest number of half precision."""


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
            inference.REVISION,
            self.side,
            [part.digest for part in self.annotators],
            [part.digest for part in self.transforms],
            self.backbone.digest,
            self.dtype,
        )

    @property
    def dtype(self) -> str:
        """What its rows are rounded to: "float32" or "float16"."""
        backbone = self.backbone.component
        assert isinstance(backbone, Backbone)
        return backbone.dtype

    @property
    def every(self) -> Encoder:
        """The same, which gives every region that its annotators find, whatever they say of several."""
        parts = (
            replace(part, component=part.component.model_copy(update={"several": "all"}))
            for part in self.annotators
        )
        return replace(self, annotators=tuple(parts))

    def transformed(self, picture: Picture) -> Picture:
        """The picture as the backbone sees it. Raises PictureError where a transform cannot."""
        return transformed(self.transforms, picture)

    def row(self, picture: Picture) -> np.ndarray:
        """The row of a picture as it is kept, of `dtype`: (D,) or a map (h, w, c).

        Raises ComponentError for a feature that is too large for it.
        """
        import numpy as np

        features = self.backbone.fitted.encode(self.transformed(picture))
        most = float(np.abs(features).max(initial=0))
        if self.dtype == "float16" and _MOST < most < np.inf:
            raise ComponentError(
                f"backbone/{self.backbone.component.use}: a feature of {most:.6g} is too large for float16 "
                '(65,504 at most); say dtype = "float32"'
            )
        return features.astype(self.dtype, copy=False)

    def encode(self, picture: Picture) -> np.ndarray:
        """What a head sees of a picture, its row rounded as it is kept: float32 (D,) or a map (h, w, c)."""
        return self.row(picture).astype("float32", copy=False)

    def pictures(self, content: bytes, uri: str = "") -> list[Picture]:
        """The picture in these bytes, once for each region that the annotators find in it.

        uri  where it is from, for annotators that look beside it
        """
        picture = images.decode(content, self.side)
        return [picture.of(region) for region in regions(self.annotators, picture, Sample(uri=uri))]


def transformed(transforms: Sequence[Part], picture: Picture) -> Picture:
    """The picture after these transforms, in order. Raises PictureError where one cannot."""
    for part in transforms:
        picture = part.fitted.apply(picture)
    return picture


def regions(annotators: Sequence[Part], picture: Picture, sample: Sample) -> tuple[Region, ...]:
    """What the first successful annotator finds; the whole picture where there is no annotator.

    Raises PictureError with every annotator's reason if all of them fail; finding nothing is failing.
    Where one of them broke down, that is an UnavailableError: once it is mended, it may find something.
    """
    if not annotators:
        return (Region(),)
    reasons, broken = [], False
    for part in annotators:
        component: Any = part.component
        use = component.use
        try:
            found = regions_of(component, part.fitted, picture, sample)
        except PictureError as error:
            reasons.append(f"{use}: {error}")
        except ComponentError as error:
            reasons.append(str(error))
            broken = True
        except Exception as error:  # noqa: BLE001 - a stranger's annotator may raise anything
            reasons.append(f"{use}: {type(error).__name__}: {error}")
            broken = True
        else:
            return _chosen(found, component, picture)
    raise (UnavailableError if broken else PictureError)("; ".join(reasons))


def _chosen(found: tuple[Region, ...], annotator: Any, picture: Picture) -> tuple[Region, ...]:
    """Those that count. Too many are an answer as well, with the annotator's name: no other one is asked."""
    try:
        return chosen(found, annotator.several, picture)
    except PictureError as error:
        raise PictureError(f"{annotator.use}: {error}") from None


def augmented(picture: Picture, sample: Sample, number: int, augmenters: Sequence, seed: int) -> Picture:
    """Variation `number` of a picture; 0 is the picture itself. All chance comes from (seed, id, number).

    An augmenter that can give so many different ones gets a number from 1 to that many, and together they
    give every combination before one comes again; one without a limit gets `number`.
    """
    if number == 0:
        return picture
    rng = generator(seed, sample.id, number)
    rest = number - 1
    for augmenter in augmenters:
        own, capacity = number, augmenter.capacity(sample)
        if capacity is not None:
            rest, digit = divmod(rest, capacity)
            own = digit + 1
        picture = augmenter.apply(picture, own, rng)
    return picture
