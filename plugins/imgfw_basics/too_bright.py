"""Pictures in which nothing is dark, or nearly all is white."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from imgfw import Cleaner, Finding, Picture, Sample

from .measures import measure

if TYPE_CHECKING:
    import numpy as np


class TooBright(Cleaner):
    """Pictures in which nothing is dark, or nearly all is white: overexposed, faded, in fog."""

    needs: ClassVar[frozenset[str]] = frozenset({"header"})

    use: Literal["too-bright"] = "too-bright"
    shadows: Annotated[
        float, Field(ge=0, le=1, description="The darkest 5 % may reach at most this share of white.")
    ] = 0.65
    brightness: Annotated[
        float, Field(ge=0, le=1, description="The mean may be at most this share of white.")
    ] = 0.82
    action: Annotated[Literal["drop", "flag"], Field(description="Do not learn from them, or only tell.")] = (
        "drop"
    )

    def inspect(
        self,
        samples: Sequence[Sample],
        *,
        pictures: Callable[[Sample], Picture] | None = None,
        features: np.ndarray | None = None,
    ) -> Iterator[Finding]:
        """A finding for each picture that is too bright by either bound; its score is the mean."""
        for sample in samples:
            shadows = measure(sample, "shadows", self.use)
            mean = measure(sample, "brightness", self.use)
            reason = ""
            if shadows > self.shadows:
                reason = f"its darkest parts have {shadows:g} of white, more than {self.shadows:g}"
            elif mean > self.brightness:
                reason = f"on average {mean:g} of white, more than {self.brightness:g}"
            if reason:
                yield Finding(sample.id, self.use, self.action, reason, mean)
