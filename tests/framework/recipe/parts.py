"""Small components of every kind that recipes need, for the tests of recipes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from imgfw.components import Component
from imgfw.errors import RunError
from imgfw.gallery import GalleryHead
from imgfw.hookspecs import hookimpl
from imgfw.kinds import (
    Annotator,
    Augmenter,
    Backbone,
    Cleaner,
    Head,
    Metric,
    Sink,
    Source,
    Trainer,
    Transform,
)
from imgfw.neural import NeuralBackbone, NeuralHead
from imgfw.targets import Target


class Shelf(Source):
    """A folder that gives one target."""

    use: Literal["shelf"] = "shelf"
    path: Annotated[Path, Field(description="The folder.")]
    depth: Annotated[int, Field(ge=1, le=9, description="How deep to look.")] = 1
    labels: tuple[str, ...] = ()

    def gives(self) -> tuple[Target, ...]:
        if not self.path.is_dir():
            raise RunError(f"{self.path} is not a folder")
        return (Target("class", "classes", self.labels),)


class Drawn(Source):
    """Drawn pictures with several targets and landmarks."""

    use: Literal["drawn"] = "drawn"
    count: Annotated[int, Field(ge=1)] = 10
    offers: ClassVar[frozenset[str]] = frozenset({"landmarks"})

    def gives(self) -> tuple[Target, ...]:
        return (
            Target("quality", "ordinal", ("bad", "good")),
            Target("looks", "multi-label", ("hat", "smile")),
            Target("person"),
            Target("age", "number"),
        )


class Eyes(Annotator):
    """Finds eyes."""

    use: Literal["eyes"] = "eyes"
    offers: ClassVar[frozenset[str]] = frozenset({"landmarks"})


class Align(Transform):
    """Turns a face upright."""

    use: Literal["align"] = "align"
    needs: ClassVar[frozenset[str]] = frozenset({"landmarks"})


class Odd(Cleaner):
    """Finds what looks odd."""

    use: Literal["odd"] = "odd"
    needs: ClassVar[frozenset[str]] = frozenset({"features"})


class Flip(Augmenter):
    """Mirrors."""

    use: Literal["flip"] = "flip"
    rate: Annotated[float, Field(ge=0, le=1, description="Share of pictures mirrored.")] = 0.5


class Turn(Augmenter):
    """Turns."""

    use: Literal["turn"] = "turn"
    degrees: Annotated[tuple[float, float], Field(description="From and to.")] = (-10.0, 10.0)


class Mean(Backbone):
    """The mean colour."""

    use: Literal["mean"] = "mean"


class Net(NeuralBackbone):
    """A network."""

    use: Literal["net"] = "net"
    trainer: ClassVar[str] = "gym"
    size: Annotated[int, Field(ge=8, le=512, multiple_of=8)] = 64
    weights: Annotated[Literal["imagenet", "none"] | Path, Field(description="Where it begins.")] = "none"
    freeze: Annotated[int | Literal["all"], Field(description="How many layers stay.")] = 0


class Cells(Backbone):
    """The colours of cells."""

    use: Literal["cells"] = "cells"
    pooling: Literal["none", "avg"] = "none"

    @property
    def gives(self) -> Literal["vector", "map"]:
        return "map" if self.pooling == "none" else "vector"


class Peak(Head):
    """The largest of a map."""

    use: Literal["peak"] = "peak"
    takes: ClassVar[Literal["vector", "map"]] = "map"


class Nearest(Head):
    """The nearest row."""

    use: Literal["nearest"] = "nearest"
    types: ClassVar = ("classes", "ordinal")
    k: Annotated[int, Field(ge=1)] = 1


class Ruler(Head):
    """A number."""

    use: Literal["ruler"] = "ruler"
    types: ClassVar = ("number",)


class Gallery(GalleryHead):
    """People who come and go."""

    use: Literal["gallery"] = "gallery"
    types: ClassVar = ("classes", "ordinal")


class Upright(Backbone):
    """Sees what is upright."""

    use: Literal["upright"] = "upright"
    follows: ClassVar[str] = "align"


class Dim(Transform):
    """Takes light away."""

    use: Literal["dim"] = "dim"


class Dense(NeuralHead):
    """Layers."""

    use: Literal["dense"] = "dense"
    trainer: ClassVar[str] = "gym"
    units: Annotated[tuple[Annotated[int, Field(ge=1)], ...], Field(description="Width of each layer.")] = ()
    dropout: Annotated[float, Field(ge=0, lt=1)] = 0.0


class Phase(BaseModel):
    """One phase of training."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    epochs: Annotated[int, Field(ge=1)]
    rate: Annotated[float, Field(gt=0)] = 0.001


class Gym(Trainer):
    """Trains."""

    use: Literal["gym"] = "gym"
    epochs: Annotated[int, Field(ge=1, le=10_000)] = 10
    phase: tuple[Phase, ...] = ()
    teacher: Phase | None = None
    notes: dict[str, str] = {}
    aims: dict[Literal["tsv", "rest"], float] = {}
    pixels_only: bool = False

    def check_frozen(self) -> None:
        if self.pixels_only:
            raise RunError("a phase asks for pixels")

    def needs_of(self, backbone: Backbone) -> frozenset[str]:
        assert isinstance(backbone, Net)
        if backbone.freeze == 99:
            raise RunError("freeze leaves nothing to train")
        return frozenset({"features" if backbone.freeze == "all" else "pixels"})


class Share(Metric):
    """Share decided rightly."""

    use: Literal["share"] = "share"
    each_label: bool = False

    def gives(self, target: Target) -> tuple[str, ...]:
        return ("share", *(f"share:{label}" for label in target.labels if self.each_label))


class Gap(Metric):
    """How far off."""

    use: Literal["gap"] = "gap"
    types: ClassVar = ("number", "multi-label")

    def gives(self, target: Target) -> tuple[str, ...]:
        return ("gap",)


class Book(Sink):
    """Writes a book."""

    use: Literal["book"] = "book"
    path: Path | None = None


COMPONENTS: tuple[type[Component], ...] = (
    *(Shelf, Drawn, Eyes, Align, Dim, Odd, Flip, Turn, Mean, Net, Cells, Upright),
    *(Peak, Nearest, Gallery, Ruler, Dense, Gym, Share, Gap, Book),
)


def plugin(name: str, components: Iterable[type[Component]]) -> ModuleType:
    """A plugin module that provides these components."""
    module = ModuleType(name)
    by_hook: dict[str, list[Any]] = {}
    for component in components:
        by_hook.setdefault(f"imgfw_{component.kind}s", []).append(component)
    for hook, given in by_hook.items():
        setattr(module, hook, hookimpl(_giving(hook, given)))
    return module


def _giving(hook: str, given: list[Any]) -> Any:
    def give() -> list[Any]:
        return given

    give.__name__ = hook
    return give
