"""The section `transfer-values`: what the backbone makes of a picture, drawn, for some pictures a label."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from imgfw import Figure, Page, Section, Target

from .cells import Cells, cells
from .kept_features import Kept, kept_features
from .marks import marked
from .markup import rendered

if TYPE_CHECKING:
    import numpy as np

LOOKED = 500
"""What is said of all features is said of so many pictures."""
FULL = 0.99
"""So large a share of the values that are drawn has less than the full colour."""


@dataclass(frozen=True)
class Values:
    """The features of one picture: the picture, what opens it, its cells, how many are zero, the range."""

    picture: str
    opening: Any
    cells: Cells
    zero: int
    of: int
    low: float
    high: float


class TransferValues(Section):
    """The features (transfer values) of some pictures of each label, drawn as cells.

    They are those of the chosen candidate, as they are kept.
    """

    use: Literal["transfer-values"] = "transfer-values"
    count: Annotated[int, Field(ge=1, le=20, description="How many pictures of each label.")] = 2
    labels: Annotated[int, Field(ge=1, le=40, description="Of so many labels, the most frequent ones.")] = 8
    seed: Annotated[int, Field(ge=0, description="Decides which pictures are shown.")] = 0

    def show(self, page: Page) -> Iterator[Figure]:
        """One figure, by the labels of the first target."""
        kept = kept_features(page, LOOKED, 1, self.seed)
        target = next((t for t in page.outcome.targets.values()), None)
        if isinstance(kept, str):
            yield Figure("", "", (kept,))
        elif target is not None and target.name in kept.truth and kept.samples:
            yield self._figure(page, kept, target)

    def _figure(self, page: Page, kept: Kept, target: Target) -> Figure:
        import numpy as np

        chosen = self._chosen(kept, target)
        features = kept.features[0]
        drawn = np.abs(features[[place for _, places in chosen for place in places]])
        full = float(np.quantile(drawn[drawn > 0], FULL)) if drawn.any() else 0.0
        rows = [
            (label, [_values(page, kept, place, full, target) for place in places])
            for label, places in chosen
        ]
        html = rendered("transfer-values.html", rows=rows)
        return Figure("", html, tuple(_says(features, full)), tuple(_warns(features)))

    def _chosen(self, kept: Kept, target: Target) -> list[tuple[str, list[int]]]:
        """(label, places of samples), by chance."""
        import numpy as np

        marks = marked(target, kept.truth[target.name])
        places: list[list[int]] = [[] for _ in marks.marks]
        for place in np.random.default_rng(self.seed).permutation(len(kept.samples)).tolist():
            places[marks.of[place]].append(place)
        often = sorted(range(len(places)), key=lambda mark: -len(places[mark]))[: self.labels]
        return [(marks.marks[mark].text, places[mark][: self.count]) for mark in sorted(often)]


def _values(page: Page, kept: Kept, place: int, full: float, target: Target) -> Values:
    own, sample = kept.features[0][place], kept.samples[place]
    return Values(
        page.picture(sample),
        page.opening(target.name, [sample], target.name),
        cells(own, full),
        int((own == 0).sum()),
        len(own),
        float(own.min()),
        float(own.max()),
    )


def _says(features: np.ndarray, full: float) -> Iterator[str]:
    count, width = features.shape
    below = ", orange below zero" if (features < 0).any() else ""
    yield (
        f"A cell is one of the {width:,} features that the backbone makes of a picture and heads go by, "
        f"in the same place each time. Clear is zero, full is {full:.3g} and more{below}. Cells that "
        "are alike within a label and unlike between labels tell them apart."
    )
    yield (
        f"Of all features of {count:,} pictures {float((features == 0).mean()):.0%} are zero; they lie "
        f"between {float(features.min()):.3g} and {float(features.max()):.3g}."
    )
    still = int((features == features[:1]).all(axis=0).sum())
    if count > 1 and 0 < still < width:
        yield f"{still:,} of the {width:,} are the same in every one of them, and tell nothing."


def _warns(features: np.ndarray) -> Iterator[str]:
    if len(features) > 1 and (features == features[:1]).all():
        yield (
            f"All {len(features):,} pictures looked at have the same features: the backbone tells none from "
            "another. Look at its weights, and at how pictures are scaled for it."
        )
