"""Pictures much wider than high, or much higher than wide."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from imgfw import Cleaner, Finding, Picture, Sample

from .measures import size

if TYPE_CHECKING:
    import numpy as np


class OddAspect(Cleaner):
    """Pictures much wider than high, or much higher than wide: banners, strips, cut-outs."""

    needs: ClassVar[frozenset[str]] = frozenset({"header"})

    use: Literal["odd-aspect"] = "odd-aspect"
    ratio: Annotated[
        float, Field(ge=1, description="The longer side may be at most this many times the shorter one.")
    ] = 3.0
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
        """A finding for each picture, or region of one, whose sides differ too much."""
        for sample in samples:
            width, height = size(sample)
            longer, shorter = max(width, height), min(width, height)
            if longer > self.ratio * shorter:
                times = longer / shorter if shorter > 0 else float("inf")
                shape = "wide as high" if width > height else "high as wide"
                sides = f"{width:.0f} x {height:.0f} pixels"
                reason = f"{times:.4g} times as {shape} ({sides}), more than {self.ratio:g}"
                yield Finding(sample.id, self.use, self.action, reason, times)
