"""Two numbers for each sample from its many features: where it lies on a map."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from imgfw import ComponentError

if TYPE_CHECKING:
    import numpy as np

Method = Literal["pca", "t-sne", "umap"]
FIRST = 50
"""t-SNE and UMAP look at so many principal components."""


def projected(features: np.ndarray, method: Method, seed: int) -> tuple[np.ndarray, float | None]:
    """Places float (N, 2), and of PCA the share of the variance that they hold, None where there is none.

    features  float32 (N, D), finite, N at least 3

    The same features and seed give the same places. Raises ComponentError where UMAP is not installed.
    """
    import numpy as np

    by: dict[str, Callable[[np.ndarray, int], np.ndarray]] = {"t-sne": _tsne, "umap": _umap}
    if not features.std(axis=0).any():
        return np.zeros((len(features), 2)), None
    if method == "pca":
        return _pca(features, 2)
    return by[method](_pca(features, FIRST)[0], seed), None


def _pca(features: np.ndarray, most: int) -> tuple[np.ndarray, float]:
    """scikit-learn's, by a solver that is exact and finds no more than is asked for; its signs are fixed.

    One feature alone lies on a line.
    """
    import numpy as np
    from sklearn.decomposition import PCA

    count = min(most, *features.shape)
    solver = "arpack" if count < min(features.shape) else "full"
    found = PCA(n_components=count, svd_solver=solver, random_state=0)
    places = found.fit_transform(features.astype(np.float64))
    if count < 2:
        places = np.hstack([places, np.zeros_like(places)])
    return places, float(found.explained_variance_ratio_.sum())


def _tsne(features: np.ndarray, seed: int) -> np.ndarray:
    from sklearn.manifold import TSNE

    perplexity = min(30.0, (len(features) - 1) / 3)
    places: np.ndarray = TSNE(perplexity=perplexity, init="pca", random_state=seed).fit_transform(features)
    return places


def _umap(features: np.ndarray, seed: int) -> np.ndarray:
    try:
        from umap import UMAP
    except ImportError as error:
        raise ComponentError(
            f"section/map: method \"umap\" needs umap-learn ({error}); pip install 'imgfw[umap]' brings it, "
            'or say method = "t-sne"'
        ) from error
    # one thread, which a seed asks for; said, so that UMAP need not warn of it
    places: np.ndarray = UMAP(
        n_neighbors=min(15, len(features) - 1), random_state=seed, n_jobs=1
    ).fit_transform(features)
    return places
