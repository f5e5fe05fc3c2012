"""Prototypes: the mean features of each label."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from imgfw import NEVER, ComponentError, GalleryHead, Inputs, State, Step, Target, TargetType

from .gallery import Gallery, unit
from .joined import joined

if TYPE_CHECKING:
    import numpy as np


class Prototypes(GalleryHead):
    """The mean features of each label: many labels, few pictures, labels added without training.

    A label's probability is the softmax of how near the row is to its mean: the cosine, or the squared
    distance less (Snell et al. 2017) in units of the spread of all rows of the labels that there are. Labels
    without a row have probability 0.
    """

    types: ClassVar[tuple[TargetType, ...]] = ("classes", "ordinal")

    use: Literal["prototypes"] = "prototypes"
    distance: Annotated[
        Literal["cosine", "euclidean"], Field(description="What near means: the angle, or the distance.")
    ] = "cosine"
    temperature: Annotated[
        float,
        Field(
            gt=0, le=1e6, description="How far behind a label may be and still count: less makes it surer."
        ),
    ] = 0.05

    def fit(
        self,
        inputs: Inputs,
        truth: Mapping[str, np.ndarray],
        targets: Mapping[str, Target],
        *,
        weights: Mapping[str, np.ndarray],
        groups: Sequence[str],
        rng: np.random.Generator,
    ) -> FittedPrototypes:
        """Take the means; rows count by their weight, those of weight 0 not at all."""
        x = joined(inputs)
        galleries = {}
        for name, target in targets.items():
            rows = (weights[name] > 0) & (truth[name] >= 0)
            if not rows.any():
                raise ComponentError(f'head/prototypes: no training row has a known truth for "{name}"')
            given, held, counts = x[rows], truth[name][rows], weights[name][rows]
            galleries[name] = Gallery.of(self._seen(given), held, counts, target.labels)
        return FittedPrototypes(self, galleries)

    def restore(self, state: State) -> FittedPrototypes:
        """The prototypes with these means."""
        names = [key.removeprefix("labels.") for key in state if key.startswith("labels.")]
        return FittedPrototypes(self, {name: Gallery.from_state(state, name) for name in names})

    def _seen(self, x: np.ndarray) -> np.ndarray:
        return unit(x) if self.distance == "cosine" else x


class FittedPrototypes:
    """The prototypes at work, by numpy alone. It does not change: `add` and `remove` give another one."""

    def __init__(self, head: Prototypes, galleries: Mapping[str, Gallery]) -> None:
        self._head, self._galleries = head, galleries

    def state(self) -> State:
        """For each target the labels, their means, how many rows stand behind each, and their spread."""
        return {key: value for name, found in self._galleries.items() for key, value in found.state(name)}

    @property
    def labels(self) -> dict[str, tuple[str, ...]]:
        """{target: its labels}, in the order of the columns that `predict` gives."""
        return {name: gallery.labels for name, gallery in self._galleries.items()}

    @property
    def counts(self) -> dict[str, tuple[float, ...]]:
        """{target: the weight of the rows behind each label}, in the order of `labels`."""
        return {name: tuple(gallery.counts.tolist()) for name, gallery in self._galleries.items()}

    def predict(self, inputs: Inputs) -> dict[str, np.ndarray]:
        """{target: float32 (N, C)}, a column for each of `labels`."""
        asked = self._head._seen(joined(inputs))
        cosine = self._head.distance == "cosine"
        return {
            name: _shares(gallery.near(asked, cosine=cosine), gallery.known, self._head.temperature)
            for name, gallery in self._galleries.items()
        }

    def steps(self) -> dict[str, tuple[Step, ...]]:
        """{target: its formula}, from the inputs side by side."""
        return {name: self._formula(gallery) for name, gallery in self._galleries.items()}

    def _formula(self, gallery: Gallery) -> tuple[Step, ...]:
        import numpy as np

        cosine, temperature = self._head.distance == "cosine", np.float32(self._head.temperature)
        centre, weights, bias = gallery.lines(cosine=cosine)
        away = Step("standardise", (centre, np.ones_like(centre), np.array(np.inf, np.float32)))
        logits = np.where(gallery.known, bias / temperature, np.float32(NEVER))
        line = Step("linear", (weights / temperature, logits))
        return Step("unit") if cosine else away, line, Step("softmax")

    def add(self, name: str, features: np.ndarray, *, target: str | None = None) -> FittedPrototypes:
        """With a label more, behind the others; a label that is there learns from these rows, too.

        name      of the label
        features  float32 (N, D) of its pictures, N >= 1
        target    which, if there are several
        Raises ComponentError for features of another width, and for none.
        """
        where = self._target(target)
        return self._with(where, self._galleries[where].added(name, features, self._head._seen))

    def remove(self, name: str, *, target: str | None = None) -> FittedPrototypes:
        """Without a label. Raises ComponentError where it is not there, or is the last that is known."""
        where = self._target(target)
        return self._with(where, self._galleries[where].removed(name))

    def _with(self, target: str, gallery: Gallery) -> FittedPrototypes:
        return FittedPrototypes(self._head, {**self._galleries, target: gallery})

    def _target(self, target: str | None) -> str:
        names = list(self._galleries)
        if target is None and len(names) == 1:
            return names[0]
        if target in self._galleries:
            return str(target)
        got = "none" if target is None else f'"{target}"'
        raise ComponentError(f"head/prototypes: expected a target of {', '.join(names)}, got {got}")


def _shares(near: np.ndarray, known: np.ndarray, temperature: float) -> np.ndarray:
    """Softmax over the labels that have a mean: float32 (N, C)."""
    import numpy as np

    logits = np.where(known, near.astype(np.float64) / temperature, -np.inf)
    shares = np.exp(logits - logits.max(axis=1, keepdims=True))
    return (shares / shares.sum(axis=1, keepdims=True)).astype(np.float32)
