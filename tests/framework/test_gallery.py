"""Heads whose labels come and go."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from imgfw import GalleryHead, Head, Target
from imgfw_sklearn.prototypes import Prototypes


def test_a_gallery_head_is_a_head_that_may_keep_examples():
    """None by default, and not more than a person looks at."""
    assert issubclass(GalleryHead, Head)
    assert Prototypes().examples == 0
    for wrong in (-1, 101):
        with pytest.raises(ValidationError, match="examples"):
            Prototypes(examples=wrong)


@pytest.mark.parametrize("distance", ["cosine", "euclidean"])
def test_without_a_label_it_works_as_if_it_had_never_learned_it(distance: str):
    """What is made of strangers in this way is honest: the same as of a gallery fitted without them.

    By distance up to the unit of all distances, which is that of all training rows.
    """
    rng = np.random.default_rng(0)
    truth, x = np.arange(30) % 3, rng.normal(size=(30, 8)).astype(np.float32)
    x[truth == 1] += 1
    head = Prototypes(distance=distance, temperature=1.0)

    def fitted(rows, labels):
        given = {"features": x[rows]}
        names = np.unique(truth[rows], return_inverse=True)[1]
        weights = {"who": np.ones(len(names))}
        target = {"who": Target("who", labels=labels)}
        return head.fit(given, {"who": names}, target, weights=weights, groups=(), rng=rng)

    less = fitted(np.arange(30), ("a", "b", "c")).remove("c")
    never = fitted(np.flatnonzero(truth != 2), ("a", "b"))

    assert less.labels == never.labels and less.counts == never.counts == {"who": (10.0, 10.0)}
    apart = np.abs(less.predict({"features": x})["who"] - never.predict({"features": x})["who"]).max()
    assert apart == 0 if distance == "cosine" else apart < 0.02
