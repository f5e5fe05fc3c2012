"""Strangers made of people who are known: each is taken out of the gallery, and then asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..bundle import Bundle
from ..gallery import FittedGallery, GalleryHead
from ..strangers import Strangers
from ..targets import Target, truth
from .candidate import Candidate
from .needs import learns_pixels

if TYPE_CHECKING:
    import numpy as np


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

    def features(asked: np.ndarray) -> np.ndarray:
        rows = [(samples[at], 0) for at in asked]
        return candidate.features(rows) if rows else np.zeros((0, 0), np.float32)

    owners = truth(target, [sample.labels for sample in samples])
    return Strangers.of_gallery(target, gallery, owners, features)
