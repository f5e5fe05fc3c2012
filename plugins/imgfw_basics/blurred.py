"""Pictures out of focus."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from imgfw import Sample

from .measures import FactsCleaner, measure


class Blurred(FactsCleaner):
    """Pictures out of focus, moved, or enlarged far beyond their detail.

    Sharpness tells how much another small blur would take of the edges; what it is at 192 pixels counts, so
    a blur that a network does not see is none. Good photos have 0.2 to 0.6.
    """

    use: Literal["blurred"] = "blurred"
    sharpness: Annotated[
        float,
        Field(ge=0, le=1, description="The least sharpness: about 0.12 lets slight blurs pass, 0.18 few."),
    ] = 0.12

    def fault(self, sample: Sample) -> tuple[str, float] | None:
        """It is not sharp enough."""
        found = measure(sample, "sharpness", self.use)
        if found < self.sharpness:
            return f"sharpness {found:g}, less than {self.sharpness:g}", found
        return None
