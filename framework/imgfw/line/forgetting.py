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
    known = np.array(gallery.counts[target.name]) > 0
    # without the only one who is known there is no gallery
    asked = np.flatnonzero((owners >= 0) & known[owners]) if known.sum() > 1 else np.zeros(0, np.int64)
    features = candidate.features([(samples[at], 0) for at in asked]) if len(asked) else np.zeros((0, 0))
    owners = owners[asked]
    given = np.zeros((len(asked), target.width), np.float32)
    for owner in np.unique(owners).tolist():
        rows = np.flatnonzero(owners == owner)
        left = np.arange(target.width) != owner
        smaller = gallery.remove(target.labels[owner], target=target.name)
        given[np.ix_(rows, left)] = one_by_one(smaller, {"features": features[rows]})[target.name]
    return Strangers(given, owners)
