"""Pictures out of focus."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from imgfw import Cleaner, Finding, Picture, Sample

from .measures import measure

if TYPE_CHECKING:
    import numpy as np


class Blurred(Cleaner):
    """Pictures out of focus, moved, or enlarged far beyond their detail.

    Sharpness tells how much another small blur would take of the edges; what it is at 192 pixels counts, so
    a blur that a network does not see is none. Good photos have 0.2 to 0.6.
    """

    needs: ClassVar[frozenset[str]] = frozenset({"header"})

    use: Literal["blurred"] = "blurred"
    sharpness: Annotated[
        float,
        Field(ge=0, le=1, description="The least sharpness: about 0.12 lets slight blurs pass, 0.18 few."),
    ] = 0.12
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
        """A finding for each picture that is not sharp enough."""
        for sample in samples:
            found = measure(sample, "sharpness", self.use)
            if found < self.sharpness:
                reason = f"sharpness {found:g}, less than {self.sharpness:g}"
                yield Finding(sample.id, self.use, self.action, reason, found)
