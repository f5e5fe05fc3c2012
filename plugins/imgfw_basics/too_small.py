"""Pictures too small to learn from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from imgfw import Cleaner, Finding, Picture, Sample

from .measures import size

if TYPE_CHECKING:
    import numpy as np


class TooSmall(Cleaner):
    """Pictures whose shorter side has too few pixels."""

    needs: ClassVar[frozenset[str]] = frozenset({"header"})

    use: Literal["too-small"] = "too-small"
    pixels: Annotated[int, Field(ge=1, description="The fewest pixels the shorter side may have.")] = 32
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
        """A finding for each picture, or region of one, that is too small."""
        for sample in samples:
            width, height = size(sample)
            if min(width, height) < self.pixels:
                reason = f"{width:.0f} x {height:.0f} pixels, fewer than {self.pixels}"
                yield Finding(sample.id, self.use, self.action, reason, float(min(width, height)))
