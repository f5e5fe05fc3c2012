"""Pictures much wider than high, or much higher than wide."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from imgfw import Sample

from .measures import FactsCleaner, size


class OddAspect(FactsCleaner):
    """Pictures much wider than high, or much higher than wide: banners, strips, cut-outs."""

    use: Literal["odd-aspect"] = "odd-aspect"
    ratio: Annotated[
        float, Field(ge=1, description="The longer side may be at most this many times the shorter one.")
    ] = 3.0

    def fault(self, sample: Sample) -> tuple[str, float] | None:
        """The sides of the picture, or of its region, differ too much."""
        width, height = size(sample)
        longer, shorter = max(width, height), min(width, height)
        if longer > self.ratio * shorter:
            times = longer / shorter if shorter > 0 else float("inf")
            shape = "wide as high" if width > height else "high as wide"
            sides = f"{width:.0f} x {height:.0f} pixels"
            return f"{times:.4g} times as {shape} ({sides}), more than {self.ratio:g}", times
        return None
