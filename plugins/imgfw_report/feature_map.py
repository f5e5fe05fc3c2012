"""The section `map`: where the features of samples lie, coloured by label, one map a candidate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from imgfw import Figure, Page, Section, Target

from .kept_features import Kept, kept_features
from .map_words import says, share_told
from .marks import Marked, marked
from .markup import rendered
from .neighbourhood import Neighbourhood, neighbourhood
from .projection import Method, projected

if TYPE_CHECKING:
    import numpy as np

WIDTH, HEIGHT, EDGE = 640, 480, 14
OPENED, EACH = 1800, 600
"""So many points open their pictures, in all maps together and in each; of more, half of EACH at most."""
DRAWN = 20_000
"""So many points are drawn in all maps together."""


@dataclass(frozen=True)
class Point:
    """Where a sample is drawn, which of the samples it is, and whether it was decided wrongly."""

    x: float
    y: float
    number: int
    opens: bool
    wrong: bool = False


@dataclass(frozen=True)
class Drawn:
    """One map: of which candidates, its points by mark, and what its neighbours tell."""

    names: tuple[str, ...]
    points: tuple[tuple[Point, ...], ...]
    found: Neighbourhood | None


class FeatureMap(Section):
    """A map of the pictures by their features, coloured by label, one for each candidate.

    Beside each stands how far labels lie apart in the features. Candidates whose features are the same share
    a map. It looks at kept features alone, and makes none.
    """

    use: Literal["map"] = "map"
    method: Annotated[
        Method,
        Field(
            description='How two directions are made of many: "pca", "t-sne", or "umap" (extra umap).',
        ),
    ] = "pca"
    points: Annotated[
        int,
        Field(
            ge=10, le=2000, description="So many pictures a map has at most, by chance; fewer in many maps."
        ),
    ] = 2000
    candidates: Annotated[int, Field(ge=1, le=12, description="So many candidates are shown at most.")] = 6
    seed: Annotated[int, Field(ge=0, description="Decides which are drawn, and where t-SNE begins.")] = 0

    def show(self, page: Page) -> Iterator[Figure]:
        """One figure a target: the same places, other colours."""
        targets = [
            t for t in page.outcome.targets.values() if t.name in page.outcome.predictions[page.split].truth
        ]
        maps = max(1, len(targets)) * max(1, min(self.candidates, len(page.outcome.leaderboard)))
        kept = kept_features(page, min(self.points, DRAWN // maps), self.candidates, self.seed)
        if isinstance(kept, str):
            yield Figure("", "", (kept,))
            return
        if len(kept.samples) < 3:
            return
        places = [projected(features, self.method, self.seed) for features in kept.features]
        opens = _opened(len(kept.samples), len(targets) * len(kept.names), self.seed)
        for target in targets:
            yield self._figure(page, kept, target, places, opens)

    def _figure(
        self,
        page: Page,
        kept: Kept,
        target: Target,
        places: Sequence[tuple[np.ndarray, float | None]],
        opens: Sequence[bool],
    ) -> Figure:
        truth = kept.truth[target.name]
        groups = [sample.group_key for sample in kept.samples]
        marks = marked(target, truth)
        found = [neighbourhood(features, target, truth, groups) for features in kept.features]
        maps = [
            Drawn(names, _points(xy, marks, opens, kept.wrong(page, target) if place == 0 else None), each)
            for place, (names, (xy, _), each) in enumerate(zip(kept.names, places, found, strict=True))
        ]
        openings = [
            page.opening(marks.marks[marks.of[number]].text, [kept.samples[number]], target.name)
            if opens[number]
            else ""
            for number in range(len(kept.samples))
        ]
        legend = [
            (mark, _of_mark(page, kept, target, marks, number)) for number, mark in enumerate(marks.marks)
        ]
        html = rendered(
            "map.html", maps=maps, marks=marks.marks, legend=legend, openings=openings, target=target,
            width=WIDTH, height=HEIGHT, alone=len(maps) == 1, share=partial(share_told, target),
            hollow=any(point.wrong for points in maps[0].points for point in points),
        )  # fmt: skip
        told, warned = says(
            kept, target, found, self.method, places[0][1], drawn_open=sum(opens), seed=self.seed
        )
        return Figure("", html, told, warned, target.name)


def _of_mark(page: Page, kept: Kept, target: Target, marks: Marked, number: int) -> tuple[int, Any]:
    """How many points have a mark, and what opens them."""
    own = [sample for sample, of in zip(kept.samples, marks.of, strict=True) if of == number]
    return len(own), page.opening(marks.marks[number].text, own, target.name)


def _opened(count: int, maps: int, seed: int) -> list[bool]:
    """Which points open: all, or some by chance."""
    import numpy as np

    most = min(EACH, OPENED // maps)
    if count <= most:
        return [True] * count
    some = np.random.default_rng(seed).choice(count, min(most, EACH // 2), replace=False)
    return np.isin(np.arange(count), some).tolist()


def _points(
    places: np.ndarray, marks: Marked, opens: Sequence[bool], wrong: np.ndarray | None
) -> tuple[tuple[Point, ...], ...]:
    """The points of each mark in pixels, by one scale for both directions."""
    low, high = places.min(axis=0), places.max(axis=0)
    room = (WIDTH - 2 * EDGE, HEIGHT - 2 * EDGE)
    scale = min(r / e if e else float("inf") for r, e in zip(room, high - low, strict=True))
    scale = scale if scale != float("inf") else 1.0
    middle = (low + high) / 2
    by_mark: list[list[Point]] = [[] for _ in marks.marks]
    for number, (x, y) in enumerate(((places - middle) * scale).tolist()):
        amiss = wrong is not None and bool(wrong[number])
        point = Point(round(WIDTH / 2 + x, 1), round(HEIGHT / 2 - y, 1), number, opens[number], amiss)
        by_mark[marks.of[number]].append(point)
    return tuple(tuple(points) for points in by_mark)
