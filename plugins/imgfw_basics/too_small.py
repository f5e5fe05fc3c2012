"""Pictures too small to learn from."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from imgfw import Sample

from .measures import FactsCleaner, size


class TooSmall(FactsCleaner):
    """Pictures whose shorter side has too few pixels."""

    use: Literal["too-small"] = "too-small"
    pixels: Annotated[int, Field(ge=1, description="The fewest pixels the shorter side may have.")] = 32

    def fault(self, sample: Sample) -> tuple[str, float] | None:
        """The picture, or its region, is too small."""
        width, height = size(sample)
        if min(width, height) < self.pixels:
            return f"{width:.0f} x {height:.0f} pixels, fewer than {self.pixels}", float(min(width, height))
        return None
