"""Pictures full of noise."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from imgfw import Sample

from .measures import FactsCleaner, measure


class Noisy(FactsCleaner):
    """Pictures full of noise.

    What counts is the noise left at 192 pixels, where it is quietest: fine texture all over a picture counts
    as noise. Good photos mostly have less than 0.01, faces and other smooth things less than 0.003.
    """

    use: Literal["noisy"] = "noisy"
    noise: Annotated[
        float, Field(ge=0, le=1, description="The most noise, as a standard deviation; black to white is 1.")
    ] = 0.035

    def fault(self, sample: Sample) -> tuple[str, float] | None:
        """It has too much noise."""
        found = measure(sample, "noise", self.use)
        if found > self.noise:
            return f"noise of {found:g} of the range, more than {self.noise:g}", found
        return None
