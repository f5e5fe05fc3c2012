"""Strangers made of people who are known: each is taken out of the gallery, and then asked about."""

from __future__ import annotations

from typing import Any

from ..bundle import Bundle
from ..decisions import one_by_one
from ..gallery import FittedGallery, GalleryHead
from ..strangers import Strangers
from ..targets import Target, truth
from .candidate import Candidate
from .needs import learns_pixels


def strangers(candidate: Candidate, bundle: Bundle) -> dict[str, Strangers]:
    """{target: what its gallery says of the train and val samples of each label without that label}.

    Nothing that judges them was learned from them, so train samples serve as well as those of val. Not so
    where the backbone was trained on their labels, or another head feeds the gallery: these have none.
    """
    if learns_pixels(candidate.recipe):
        return {}
    found = {}
    for part in bundle.heads.values():
        head: Any = part.component
        if isinstance(head, GalleryHead) and head.inputs == ("features",):
            for name in head.targets:
                found[name] = _without(candidate, part.fitted, bundle.targets[name])
    return found


def _without(candidate: Candidate, gallery: FittedGallery, target: Target) -> Strangers:
    import numpy as np

    samples = candidate.split("train") + candidate.split("val")
    owners = truth(target, [sample.labels for sample in samples])
    counts = gallery.counts[target.name]
    asked = [i for i, owner in enumerate(owners) if owner >= 0 and counts[owner] and _others(counts, owner)]
    features = candidate.features([(samples[i], 0) for i in asked]) if asked else np.zeros((0, 0), np.float32)
    owners = owners[asked]
    given = np.zeros((len(asked), target.width), np.float32)
    for owner in np.unique(owners).tolist():
        rows = np.flatnonzero(owners == owner)
        left = np.arange(target.width) != owner
        smaller = gallery.remove(target.labels[owner], target=target.name)
        given[np.ix_(rows, left)] = one_by_one(smaller, {"features": features[rows]})[target.name]
    return Strangers(given, owners)


def _others(counts: tuple[float, ...], owner: int) -> bool:
    return sum(map(bool, counts)) - bool(counts[owner]) > 0
