"""Verification: whether two pictures show the same person, by the cosine of their features."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imgfw import CallError, PictureError, read_file

if TYPE_CHECKING:
    import numpy as np

    from imgfw import Bundle

FALSE_ACCEPTS = 0.01


@dataclass(frozen=True)
class Verified:
    """What came of pairs.

    pairs      how many, of which `same` are of one person
    accuracy   share judged rightly, the mean over folds; the threshold of each is the best of the others
    error      standard error of that mean
    eer        where as many of one person are refused as of two accepted
    tar        share of pairs of one person accepted where one in a hundred of two people is; None below 100
    threshold  the best over all pairs, as a cosine
    """

    pairs: int
    same: int
    accuracy: float
    error: float
    eer: float
    tar: float | None
    threshold: float


def encoded(
    bundle: Bundle, files: Sequence[Path], track: Callable[[Iterable[Any]], Iterable[Any]]
) -> tuple[dict[Path, np.ndarray], dict[Path, str]]:
    """{file: features of length 1}, and why others have none; of several faces the first counts."""
    import numpy as np

    def one(path: Path) -> np.ndarray | str:
        try:
            picture = bundle.encoder.pictures(read_file(path), str(path.absolute()))[0]
            row = bundle.encoder.encode(picture).ravel()
        except PictureError as error:
            return str(error)
        return row / max(float(np.linalg.norm(row)), 1e-12)

    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        found = dict(zip(files, track(pool.map(one, files)), strict=True))
    rows = {path: row for path, row in found.items() if not isinstance(row, str)}
    return rows, {path: why for path, why in found.items() if isinstance(why, str)}


def verified(found: Sequence[float], same: Sequence[bool], folds: Sequence[int]) -> Verified:
    """Judge N pairs by their cosines. Raises CallError where a fold has not both kinds of pairs."""
    import numpy as np

    cosines = np.asarray(found, np.float64)
    truth, parts = np.asarray(same, bool), np.asarray(folds)
    each = []
    if len(np.unique(parts)) < 2:
        got = f"{len(np.unique(parts))} of {len(parts):,} pairs"
        raise CallError(f"expected pairs of two folds or more, got {got}; each is judged by the others")
    for fold in np.unique(parts):
        own = parts == fold
        if not 0 < truth[own].sum() < own.sum():
            raise CallError(f"fold {fold + 1}: expected pairs of one person and of two, got only one kind")
        each.append(((cosines[own] >= _best(cosines[~own], truth[~own])) == truth[own]).mean())
    genuine, others = np.sort(cosines[truth]), np.sort(cosines[~truth])
    cuts = np.unique(cosines)
    refused = genuine.searchsorted(cuts) / len(genuine)
    accepted = (len(others) - others.searchsorted(cuts)) / len(others)
    near = int(np.abs(refused - accepted).argmin())
    allowed = refused[accepted <= FALSE_ACCEPTS]
    enough = len(others) >= 1 / FALSE_ACCEPTS
    return Verified(
        len(truth),
        int(truth.sum()),
        float(np.mean(each)),
        float(np.std(each, ddof=1) / np.sqrt(len(each))),
        float((refused[near] + accepted[near]) / 2),
        float(1 - allowed.min(initial=1)) if enough else None,
        float(_best(cosines, truth)),
    )


def _best(cosines: np.ndarray, truth: np.ndarray) -> float:
    """From which cosine on most pairs are judged rightly: the middle of the widest gap that does so."""
    import numpy as np

    order = np.argsort(cosines, kind="stable")
    values, held = cosines[order], truth[order]
    right = np.append(0, np.cumsum(~held)) + np.append(np.cumsum(held[::-1])[::-1], 0)  # cut before each
    ends = np.concatenate([[values[0] - 1], values, [values[-1] + 1]])
    best = np.flatnonzero(right == right.max())
    widths = ends[best + 1] - ends[best]
    at = best[widths.argmax()]
    return float((ends[at] + ends[at + 1]) / 2)
