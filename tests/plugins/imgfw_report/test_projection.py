"""Places on a map."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE

from imgfw import ComponentError
from imgfw_report.projection import projected

FEATURES = np.random.default_rng(0).normal(size=(40, 12)).astype(np.float32)


def test_pca_is_that_of_scikit_learn():
    """(N, 2), with the same signs, and the share of the variance."""
    given = PCA(n_components=2).fit(FEATURES)

    places, spread = projected(FEATURES, "pca", 0)

    assert places.shape == (40, 2)
    assert np.allclose(places, given.transform(FEATURES), atol=1e-4)
    assert spread == pytest.approx(given.explained_variance_ratio_.sum(), rel=1e-4)
    assert np.array_equal(projected(FEATURES, "pca", 5)[0], places)


def test_t_sne_is_that_of_scikit_learn_and_seeded():
    """The same seed gives the same places."""
    places, spread = projected(FEATURES, "t-sne", 3)
    again, _ = projected(FEATURES, "t-sne", 3)
    components = PCA(n_components=12).fit_transform(FEATURES.astype(float))

    assert places.shape == (40, 2) and spread is None
    assert np.array_equal(places, again)
    assert np.allclose(
        places, TSNE(perplexity=13, init="pca", random_state=3).fit_transform(components), atol=1e-3
    )


def test_umap_says_what_brings_it(monkeypatch):
    """And what does without."""
    monkeypatch.setitem(sys.modules, "umap", None)

    with pytest.raises(
        ComponentError, match=r'pip install .imgfw\[umap\]. brings it, or say method = "t-sne"'
    ):
        projected(FEATURES, "umap", 0)


@pytest.mark.parametrize("method", ["pca", "t-sne"])
def test_odd_features_have_places_too(method):
    """All the same, one alone, or three samples."""
    same, spread = projected(np.ones((4, 3), np.float32), method, 0)
    one, _ = projected(np.arange(4, dtype=np.float32)[:, None], "pca", 0)
    few, _ = projected(FEATURES[:3], method, 0)

    assert not same.any() and spread is None
    assert one.shape == (4, 2) and not one[:, 1].any()
    assert few.shape == (3, 2) and np.isfinite(few).all()
