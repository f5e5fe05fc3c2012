"""Pictures full of noise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from imgfw import Cleaner, Finding, Picture, Sample

from .measures import measure

if TYPE_CHECKING:
    import numpy as np


class Noisy(Cleaner):
    """Pictures full of noise.

    What counts is the noise left at 192 pixels, where it is quietest: fine texture all over a picture counts
    as noise. Good photos mostly have less than 0.01, faces and other smooth things less than 0.003.
    """

    needs: ClassVar[frozenset[str]] = frozenset({"header"})

    use: Literal["noisy"] = "noisy"
    noise: Annotated[
        float, Field(ge=0, le=1, description="The most noise, as a standard deviation; black to white is 1.")
    ] = 0.035
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
        """A finding for each picture with too much noise."""
        for sample in samples:
            found = measure(sample, "noise", self.use)
            if found > self.noise:
                reason = f"noise of {found:g} of the range, more than {self.noise:g}"
                yield Finding(sample.id, self.use, self.action, reason, found)
