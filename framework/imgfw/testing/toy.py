"""A complete small plugin to copy from: coloured squares, and a component of almost every kind around them.

    imgfw --plugin toy.py list

Each component is a frozen record of its parameters and a verb; the hooks at the end hand them over.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from imgfw import (
    Augmenter,
    Backbone,
    Cleaner,
    Finding,
    Head,
    Inputs,
    Metric,
    Outcome,
    Picture,
    Sample,
    Sink,
    Source,
    State,
    Target,
    TargetType,
    Transform,
    hookimpl,
)

if TYPE_CHECKING:
    import numpy as np

COLOURS = {"blue": (60, 90, 220), "green": (70, 180, 80), "red": (220, 70, 60)}


class ToySquares(Source):
    """Squares in three colours, drawn by numpy."""

    use: Literal["toy-squares"] = "toy-squares"
    count: Annotated[int, Field(ge=1, le=1_000_000, description="How many pictures.")] = 60
    size: Annotated[int, Field(ge=8, le=1024, description="Width and height of a picture in pixels.")] = 32
    seed: Annotated[int, Field(ge=0, description="Another seed gives other pictures.")] = 7

    def gives(self) -> tuple[Target, ...]:
        """One target, the colour of the square."""
        return (Target("colour", "classes", tuple(COLOURS)),)

    def samples(self) -> Iterator[Sample]:
        """The colours by turns; nothing is drawn yet."""
        for index in range(self.count):
            # everything that decides how the picture looks: it changes when the picture does
            stamp = json.dumps([self.use, self.revision, self.size, self.seed, index])
            yield Sample(
                uri=f"toy-squares/{index:07}",
                stamp=stamp,
                digest=hashlib.sha256(stamp.encode()).hexdigest(),
                labels={"colour": (list(COLOURS)[index % len(COLOURS)],)},
                facts={"width": self.size, "height": self.size, "format": "drawn"},
            )

    def read(self, sample: Sample) -> Picture:
        """A square of its colour, somewhere on grey noise."""
        import numpy as np

        index = int(sample.uri.rpartition("/")[2])
        rng = np.random.default_rng((self.seed, index))
        image = rng.integers(90, 150, (self.size, self.size, 3))
        side = int(rng.integers(self.size // 4, self.size // 2 + 1))
        top, left = rng.integers(0, self.size - side + 1, 2)
        colour = list(COLOURS.values())[index % len(COLOURS)]
        image[top : top + side, left : left + side] = np.array(colour) + rng.integers(-20, 21, 3)
        return Picture(image.astype(np.uint8))


class ToyDark(Cleaner):
    """Pictures that are almost black."""

    needs: ClassVar[frozenset[str]] = frozenset({"picture"})

    use: Literal["toy-dark"] = "toy-dark"
    below: Annotated[float, Field(ge=0, le=255, description="The mean grey level a picture must reach.")] = 20

    def inspect(
        self,
        samples: Sequence[Sample],
        *,
        pictures: Callable[[Sample], Picture] | None = None,
        features: np.ndarray | None = None,
    ) -> Iterator[Finding]:
        """A finding for each picture darker than that."""
        assert pictures is not None, "it says that it needs pictures"
        for sample in samples:
            level = float(pictures(sample).image.mean())
            if level < self.below:
                yield Finding(sample.id, self.use, "drop", f"mean grey level {level:.1f}", level)


class ToyEven(Transform):
    """Stretch the grey levels over the whole range."""

    use: Literal["toy-even"] = "toy-even"

    def apply(self, picture: Picture) -> Picture:
        """The darkest value becomes 0, the lightest 255."""
        import numpy as np

        low, high = float(picture.image.min()), float(picture.image.max())
        if low == high:
            return picture
        stretched = (picture.image - low) * (255 / (high - low))
        return replace(picture, image=stretched.round().astype(np.uint8))


class ToyShade(Augmenter):
    """Make the picture darker by chance."""

    use: Literal["toy-shade"] = "toy-shade"
    most: Annotated[float, Field(ge=0, le=1, description="The largest share of light taken away.")] = 0.3

    def apply(self, picture: Picture, number: int, rng: np.random.Generator) -> Picture:
        """All chance comes from `rng`: the same variation is the same picture."""
        import numpy as np

        light = 1 - self.most * rng.random()
        return replace(picture, image=(picture.image * light).round().astype(np.uint8))


class ToyColour(Backbone):
    """The mean and spread of red, green and blue."""

    use: Literal["toy-colour"] = "toy-colour"

    def encode(self, picture: Picture) -> np.ndarray:
        """float32 (6,)."""
        import numpy as np

        pixels = picture.image.reshape(-1, 3) / 255
        return np.concatenate([pixels.mean(axis=0), pixels.std(axis=0)]).astype(np.float32)


class ToyMeans(Head):
    """The label whose mean features are nearest."""

    types: ClassVar[tuple[TargetType, ...]] = ("classes",)

    use: Literal["toy-means"] = "toy-means"
    sharpness: Annotated[
        float, Field(gt=0, description="How fast a label becomes unlikely with distance.")
    ] = 20.0

    def fit(
        self,
        inputs: Inputs,
        truth: Mapping[str, np.ndarray],
        targets: Mapping[str, Target],
        *,
        weights: Mapping[str, np.ndarray],
        groups: Sequence[str],
        rng: np.random.Generator,
    ) -> FittedMeans:
        """A mean for every label; one without a row gets a mean that is never near."""
        import numpy as np

        state: State = {}
        for name, target in targets.items():
            known = [(truth[name] == label) & (weights[name] > 0) for label in range(target.width)]
            means = [inputs["features"][rows].mean(axis=0) if rows.any() else np.inf for rows in known]
            width = inputs["features"].shape[1]
            state[name] = np.stack([np.broadcast_to(mean, width) for mean in means]).astype(np.float32)
        return self.restore(state)

    def restore(self, state: State) -> FittedMeans:
        """The means that `state` of what was fitted gave."""
        return FittedMeans(self.sharpness, state)


class FittedMeans:
    """What `ToyMeans` learned, at work; a bundle keeps its state and makes it again by `restore`."""

    def __init__(self, sharpness: float, state: State) -> None:
        self._sharpness, self._state = sharpness, state

    def state(self) -> State:
        """{target: means, float32 (C, D)}."""
        return self._state

    def predict(self, inputs: Inputs) -> dict[str, np.ndarray]:
        """{target: float32 (N, C)}: likelier the nearer."""
        import numpy as np

        found = {}
        for name, means in self._state.items():
            apart = ((inputs["features"][:, None] - np.asarray(means)[None]) ** 2).sum(axis=2)  # (N, C)
            likely = np.exp(-self._sharpness * (apart - apart.min(axis=1, keepdims=True)))
            found[name] = (likely / likely.sum(axis=1, keepdims=True)).astype(np.float32)
        return found


class ToyError(Metric):
    """Share of samples decided wrongly."""

    higher_is_better: ClassVar[bool] = False

    use: Literal["toy-error"] = "toy-error"

    def gives(self, target: Target) -> tuple[str, ...]:
        """One figure."""
        return ("toy-error",)

    def score(
        self, truth: np.ndarray, probabilities: np.ndarray, decided: np.ndarray, target: Target
    ) -> dict[str, float]:
        """{"toy-error": share of N rows}."""
        return {"toy-error": float((truth != decided).mean())}

    def each(
        self, truth: np.ndarray, probabilities: np.ndarray, decided: np.ndarray, target: Target
    ) -> dict[str, np.ndarray]:
        """Whether each row is wrong: the figure is a plain share of rows, so it gets Wilson's interval."""
        return {"toy-error": truth != decided}


class ToyCount(Sink):
    """How many samples each split has, as a text file."""

    use: Literal["toy-count"] = "toy-count"

    def write(self, outcome: Outcome, folder: Path) -> None:
        """Write count.txt."""
        splits = [sample.split for sample in outcome.samples if not sample.left_out]
        lines = [f"{split}: {splits.count(split)}" for split in ("train", "val", "test")]
        (folder / "count.txt").write_text("\n".join(lines) + "\n", "utf-8")


@hookimpl
def imgfw_sources() -> Iterable[type[Source]]:
    """Squares."""
    return [ToySquares]


@hookimpl
def imgfw_cleaners() -> Iterable[type[Cleaner]]:
    """Dark pictures."""
    return [ToyDark]


@hookimpl
def imgfw_transforms() -> Iterable[type[Transform]]:
    """Even light."""
    return [ToyEven]


@hookimpl
def imgfw_augmenters() -> Iterable[type[Augmenter]]:
    """Shade."""
    return [ToyShade]


@hookimpl
def imgfw_backbones() -> Iterable[type[Backbone]]:
    """Colours."""
    return [ToyColour]


@hookimpl
def imgfw_heads() -> Iterable[type[Head]]:
    """Nearest means."""
    return [ToyMeans]


@hookimpl
def imgfw_metrics() -> Iterable[type[Metric]]:
    """The share of errors."""
    return [ToyError]


@hookimpl
def imgfw_sinks() -> Iterable[type[Sink]]:
    """A count."""
    return [ToyCount]
