"""Pictures with next to nothing on them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from imgfw import Sample

from .measures import FactsCleaner, measure


class LowInformation(FactsCleaner):
    """Pictures with next to nothing on them: blank, one colour, a finger on the lens, a line of text."""

    use: Literal["low-information"] = "low-information"
    bits: Annotated[
        float, Field(ge=0, le=8, description="The least entropy of its grey levels: photos have 4 to 8 bits.")
    ] = 3.0

    def fault(self, sample: Sample) -> tuple[str, float] | None:
        """There is too little on it."""
        found = measure(sample, "information", self.use)
        if found < self.bits:
            return f"{found:g} bits of information, fewer than {self.bits:g}", found
        return None
