"""One picture two ways: what a bundle makes of it step by step, and what an export does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from imgfw import Bundle

from . import standalone

if TYPE_CHECKING:
    import numpy as np

Run = Callable[["np.ndarray"], Mapping[str, "np.ndarray"]]


@dataclass(frozen=True)
class Wanted:
    """What the bundle makes of one picture, step by step. Raises PictureError for what it cannot use."""

    bundle: Bundle
    content: bytes

    @cached_property
    def picture(self) -> Any:
        """Decoded."""
        return self.bundle.encoder.pictures(self.content)[0]

    @cached_property
    def pixels(self) -> np.ndarray:
        """As the network's graph gets them: float32 (H, W, 3)."""
        backbone: Any = self.bundle.encoder.backbone.component
        return backbone.pixels(self.picture.image)

    @cached_property
    def features(self) -> np.ndarray:
        """float32 (D,), or a map."""
        return self.bundle.encoder.encode(self.picture)

    @cached_property
    def probabilities(self) -> dict[str, np.ndarray]:
        """{target: float32 (C,)}."""
        return self.said_of(self.features)

    @cached_property
    def bare(self) -> dict[str, np.ndarray]:
        """The same before any temperature."""
        return _alone(replace(self.bundle, decisions={}), self.features)

    def said_of(self, features: np.ndarray) -> dict[str, np.ndarray]:
        """{target: float32 (C,)} by the bundle's heads from other features."""
        return _alone(self.bundle, features)


@dataclass(frozen=True)
class Got:
    """What an export makes of the same picture, by its own steps alone.

    told  the content of preprocessing.json
    run   the model file at work
    """

    told: Mapping[str, Any]
    run: Run
    content: bytes

    @cached_property
    def decoded(self) -> np.ndarray:
        """uint8 (h, w, 3)."""
        import numpy as np

        return np.asarray(self._image)

    @cached_property
    def resized(self) -> np.ndarray:
        """uint8 (H, W, 3)."""
        return standalone.resized(self._image, self.told["picture"])

    @cached_property
    def pixels(self) -> np.ndarray:
        """float32 (1, H, W, 3)."""
        return standalone.pixels(self.resized, self.told["picture"])

    @cached_property
    def found(self) -> Mapping[str, np.ndarray]:
        """{output: values of one row}."""
        return self.run(self.pixels)

    @cached_property
    def decided(self) -> dict[str, Any]:
        """{target: as the export decides}."""
        targets = self.told["targets"]
        return {each["name"]: standalone.decided(self.found[each["output"]], each) for each in targets}

    @cached_property
    def _image(self) -> Any:
        return standalone.decoded(self.content, self.told["picture"])


def decided_by(bundle: Bundle, probabilities: Mapping[str, np.ndarray]) -> dict[str, Any]:
    """{target: what the bundle decides of these, {target: float32 (C,)}}, as an export says it."""
    decided = bundle.decide({name: values[None] for name, values in probabilities.items()})
    told: dict[str, Any] = {}
    for name, values in decided.items():
        target = bundle.targets[name]
        if target.type == "number":
            told[name] = float(values[0])
        elif target.exclusive:
            told[name] = target.labels[int(values[0])] if values[0] >= 0 else None
        else:
            told[name] = list(target.named(values[0]))
    return told


def _alone(bundle: Bundle, features: np.ndarray) -> dict[str, np.ndarray]:
    return {name: values[0] for name, values in bundle.probabilities(features[None]).items()}
