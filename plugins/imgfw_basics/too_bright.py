"""Pictures in which nothing is dark, or nearly all is white."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from imgfw import Sample

from .measures import FactsCleaner, measure


class TooBright(FactsCleaner):
    """Pictures in which nothing is dark, or nearly all is white: overexposed, faded, in fog."""

    use: Literal["too-bright"] = "too-bright"
    shadows: Annotated[
        float, Field(ge=0, le=1, description="The darkest 5 % may reach at most this share of white.")
    ] = 0.65
    brightness: Annotated[
        float, Field(ge=0, le=1, description="The mean may be at most this share of white.")
    ] = 0.82

    def fault(self, sample: Sample) -> tuple[str, float] | None:
        """It is too bright by either bound; the figure is the mean."""
        shadows = measure(sample, "shadows", self.use)
        mean = measure(sample, "brightness", self.use)
        if shadows > self.shadows:
            return f"its darkest parts have {shadows:g} of white, more than {self.shadows:g}", mean
        if mean > self.brightness:
            return f"on average {mean:g} of white, more than {self.brightness:g}", mean
        return None
