"""Heads that keep something of each label by itself, so that labels come and go without training."""

# annotations are not kept as text here: pydantic would evaluate those of Component again for every component
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Protocol

from pydantic import Field

from .components import FittedHead
from .kinds import Head

if TYPE_CHECKING:
    import numpy as np


class GalleryHead(Head):
    """A head whose labels come and go without training. What it gives back from `fit` is a FittedGallery.

    Without a label it works as if it had learned from the rows of the others alone.
    """

    examples: Annotated[
        int,
        Field(
            ge=0,
            le=100,
            description="So many training pictures of each label are kept in the bundle, small, as evidence "
            "for its answers.",
        ),
    ] = 0


class FittedGallery(FittedHead, Protocol):
    """A gallery at work. It does not change: `add` and `remove` give another one."""

    @property
    def labels(self) -> Mapping[str, tuple[str, ...]]:
        """{target: its labels}, in the order of the columns that `predict` gives."""

    @property
    def counts(self) -> Mapping[str, tuple[float, ...]]:
        """{target: how many rows stand behind each label}, in the order of `labels`."""

    def add(self, name: str, features: "np.ndarray", *, target: str | None = None) -> "FittedGallery":
        """With a label more, behind the others, or with more rows behind one that is there.

        features  float32 (N, D) of its pictures, N >= 1
        target    which, if there are several
        Raises ComponentError for features that do not fit.
        """

    def remove(self, name: str, *, target: str | None = None) -> "FittedGallery":
        """Without a label. Raises ComponentError where it is not there, or is the last that is known."""
