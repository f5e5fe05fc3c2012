"""The source `drawn-scenes`: an album of photos that exist as parameters and are drawn when they are read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from imgfw import CallError, Picture, Sample, Source, Target

if TYPE_CHECKING:
    import numpy as np

    from .drawn.scene import Day, Scene


class DrawnScenes(Source):
    """An album drawn by code: landscapes, cities, food, animals, groups, me; nothing is downloaded.

    A photo may have several labels, or none: screenshots, receipts and plain walls are in between. Photos of
    one day share its light, its weather, its place and what people wear, and never part.
    """

    use: Literal["drawn-scenes"] = "drawn-scenes"
    count: Annotated[int, Field(ge=1, le=1_000_000, description="How many photos.")] = 2000
    per_day: Annotated[
        int, Field(ge=1, le=1000, description="How many of them are taken on one day; they never part.")
    ] = 4
    size: Annotated[int, Field(ge=32, le=1024, description="The longer side of a photo in pixels.")] = 160
    seed: Annotated[int, Field(ge=0, description="Another seed gives another album.")] = 7

    def gives(self) -> tuple[Target, ...]:
        """What is in a photo."""
        from .drawn.scene import LABELS

        return (Target("tags", "multi-label", LABELS),)

    def samples(self) -> Iterator[Sample]:
        """One sample a photo, day by day."""
        for number in range(self.count):
            yield self._sample(number)

    def read(self, sample: Sample) -> Picture:
        """The photo, drawn."""
        image = self.drawn(_parsed(sample.uri))
        return Picture(image, facts=_facts(image.shape[1], image.shape[0]))

    def scene(self, number: int) -> Scene:
        """What is in the photo of this number."""
        from .drawn.scene import make_scene

        return make_scene(self.day(number), self._rng(1, number))

    def day(self, number: int) -> Day:
        """The day on which the photo of this number is taken."""
        from .drawn.scene import make_day

        return make_day(self._rng(0, number // self.per_day))

    def drawn(self, number: int) -> np.ndarray:
        """The photo of this number, uint8 (high, wide, 3)."""
        from .drawn.composing import draw

        return draw(self.day(number), self.scene(number), self._rng(2, number), self.size)

    def _rng(self, part: int, number: int) -> np.random.Generator:
        import numpy as np

        return np.random.default_rng((self.seed, part, number))

    def _sample(self, number: int) -> Sample:
        scene = self.scene(number)
        short = round(self.size * 0.75)
        sides = (short, self.size) if scene.upright else (self.size, short)
        stamp = json.dumps([self.use, self.revision, self.seed, self.size, self.per_day, number])
        return Sample(
            uri=f"drawn-scenes/{number:06d}",
            stamp=stamp,
            digest=hashlib.sha256(stamp.encode()).hexdigest(),
            labels={"tags": scene.labels},
            group=f"day-{number // self.per_day:06d}",
            facts=_facts(*sides),
        )


def _facts(wide: int, high: int) -> dict[str, int | str]:
    return {"width": wide, "height": high, "format": "drawn"}


def _parsed(uri: str) -> int:
    folder, _, number = uri.partition("/")
    if folder != "drawn-scenes" or not (number.isascii() and number.isdigit()):
        raise CallError(f"{uri} is not one of the drawn scenes; expected drawn-scenes/000012")
    return int(number)
