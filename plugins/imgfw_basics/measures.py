"""What is known of a sample before its picture is looked at again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from imgfw import Cleaner, ComponentError, Finding, Picture, Sample

if TYPE_CHECKING:
    import numpy as np


class FactsCleaner(Cleaner):
    """A cleaner that judges every sample by itself, by what is known of it; a subclass says `fault`."""

    needs: ClassVar[frozenset[str]] = frozenset({"header"})

    action: Annotated[Literal["drop", "flag"], Field(description="Do not learn from them, or only tell.")] = (
        "drop"
    )

    def fault(self, sample: Sample) -> tuple[str, float] | None:
        """What is wrong with a sample, and the figure that says so; None where nothing is."""
        raise ComponentError(f"cleaner/{self.use} does not define `fault`, which a cleaner by facts needs")

    def inspect(
        self,
        samples: Sequence[Sample],
        *,
        pictures: Callable[[Sample], Picture] | None = None,
        features: np.ndarray | None = None,
    ) -> Iterator[Finding]:
        """A finding for each sample with a fault; its score is the figure."""
        for sample in samples:
            if (found := self.fault(sample)) is not None:
                reason, figure = found
                yield Finding(sample.id, self.use, self.action, reason, figure)


def size(sample: Sample) -> tuple[float, float]:
    """Width and height in pixels, upright: of its region's box, else of the whole picture."""
    if sample.region is not None and sample.region.box is not None:
        left, top, right, bottom = sample.region.box
        return right - left, bottom - top
    return sample.facts["width"], sample.facts["height"]


def measure(sample: Sample, name: str, cleaner: str) -> float:
    """A figure of the whole picture, measured when it was decoded.

    Raises ComponentError where the sample does not have it.
    """
    if name not in sample.facts:
        known = ", ".join(sample.facts) or "none"
        raise ComponentError(
            f'cleaner/{cleaner}: {sample.uri}: expected the fact "{name}", got {known}; '
            "a survey measures it when it decodes the picture"
        )
    return float(sample.facts[name])
