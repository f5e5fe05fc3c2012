"""Pictures in which nothing is bright."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from imgfw import Cleaner, Finding, Picture, Sample

from .measures import measure

if TYPE_CHECKING:
    import numpy as np


class TooDark(Cleaner):
    """Pictures in which nothing is bright: underexposed.

    Night scenes with lights in them are not found.
    """

    needs: ClassVar[frozenset[str]] = frozenset({"header"})

    use: Literal["too-dark"] = "too-dark"
    highlights: Annotated[
        float, Field(ge=0, le=1, description="The brightest 1 % must reach this share of white.")
    ] = 0.35
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
        """A finding for each picture whose brightest parts are dark."""
        for sample in samples:
            found = measure(sample, "highlights", self.use)
            if found < self.highlights:
                reason = f"its brightest parts reach {found:g} of white, less than {self.highlights:g}"
                yield Finding(sample.id, self.use, self.action, reason, found)
