"""The features that are kept of the samples a page tells of, of every candidate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from imgfw import Page, Sample, Target

if TYPE_CHECKING:
    import numpy as np

GONE = (
    "Nothing is kept of the features of these pictures any more (imgfw cache --prune deletes them): run the "
    "recipe again, then imgfw report."
)
UNJUDGED = "It is about pictures of test or val, and there are none."


@dataclass(frozen=True)
class Kept:
    """Features of some samples, the same ones of every candidate.

    split     which samples they are of: those that the page tells of, or val
    of        how many that split has
    rows      their places in it
    samples   N of them
    truth     {target: of these N}, see `imgfw.Predictions`
    names     for each map the candidates whose features it shows, the chosen one's first
    features  for each map float32 (N, D), the mean over the places of maps
    gone      candidates of which nothing is kept
    lost      samples left out because features of them are kept no more
    """

    split: str
    of: int
    rows: tuple[int, ...]
    samples: tuple[Sample, ...]
    truth: Mapping[str, np.ndarray]
    names: tuple[tuple[str, ...], ...]
    features: tuple[np.ndarray, ...]
    gone: tuple[str, ...] = ()
    lost: int = 0

    def wrong(self, page: Page, target: Target) -> np.ndarray | None:
        """Which of these were decided wrongly, bool (N,), where labels exclude each other."""
        if not target.exclusive:
            return None
        decided = page.outcome.predictions[self.split].decided[target.name][list(self.rows)]
        truth = self.truth[target.name]
        wrong: np.ndarray = (truth >= 0) & (truth != decided)
        return wrong


def kept_features(page: Page, most: int, candidates: int, seed: int) -> Kept | str:
    """Those of `most` samples at most, chosen by chance; why there are none, where nothing is kept.

    Where test is kept of the chosen candidate alone (the others never saw it), they are those of val.
    """
    if not any(page.outcome.predictions[split].samples for split in (page.split, "val")):
        return UNJUDGED
    shown = _shown(page, candidates)
    best = _of_split(page, page.split, shown, most, seed)
    if len(best.names) < len(shown):
        best = max(best, _of_split(page, "val", shown, most, seed), key=lambda kept: len(kept.names))
    return best if best.names else GONE


def _shown(page: Page, candidates: int) -> list[tuple[str, ...]]:
    """The names of candidates whose features are the same, the chosen one's first; ("",) without any."""
    by_rows: dict[str, list[str]] = {}
    board = sorted(page.outcome.leaderboard, key=lambda each: not each["chosen"])
    for each in board:
        by_rows.setdefault(each.get("rows", each["candidate"]), []).append(str(each["candidate"]))
    return [tuple(names) for names in by_rows.values()][:candidates] or [("",)]


def _of_split(page: Page, split: str, shown: list[tuple[str, ...]], most: int, seed: int) -> Kept:
    import numpy as np

    given = page.outcome.predictions[split]
    count = len(given.samples)
    rows = np.arange(count)
    if count > most:
        rows = np.sort(np.random.default_rng(seed).choice(count, most, replace=False))
    samples = [given.samples[row] for row in rows]
    all_of = {names: _flat(page.outcome.features(samples, candidate=names[0])) for names in shown}
    there = {names: values for names, values in all_of.items() if values.shape[1] and len(samples)}
    whole = np.ones(len(samples), bool)
    for values in there.values():
        whole &= np.isfinite(values).all(axis=1)
    if not whole.any():
        there = {}
    return Kept(
        split,
        count,
        tuple(int(row) for row in rows[whole]),
        tuple(sample for sample, kept in zip(samples, whole, strict=True) if kept),
        {name: values[rows[whole]] for name, values in given.truth.items()},
        tuple(there),
        tuple(values[whole] for values in there.values()),
        tuple(names[0] for names in shown if names not in there),
        int((~whole).sum()) if there else 0,
    )


def _flat(features: np.ndarray) -> np.ndarray:
    return features if features.ndim == 2 else features.mean(axis=tuple(range(1, features.ndim - 1)))
