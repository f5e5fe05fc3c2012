"""Pictures in which nothing is bright."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from imgfw import Sample

from .measures import FactsCleaner, measure


class TooDark(FactsCleaner):
    """Pictures in which nothing is bright: underexposed.

    Night scenes with lights in them are not found.
    """

    use: Literal["too-dark"] = "too-dark"
    highlights: Annotated[
        float, Field(ge=0, le=1, description="The brightest 1 % must reach this share of white.")
    ] = 0.35

    def fault(self, sample: Sample) -> tuple[str, float] | None:
        """Its brightest parts are dark."""
        found = measure(sample, "highlights", self.use)
        if found < self.highlights:
            return f"its brightest parts reach {found:g} of white, less than {self.highlights:g}", found
        return None
