"""Backbones, tried on small pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..kinds import Backbone
from ..neural import NeuralBackbone
from .inputs import pictures
from .kept import reloaded
from .saying import require

if TYPE_CHECKING:
    import numpy as np


def check_backbone(component: Backbone) -> None:
    """Features are float32, finite, of one shape, and equal to the bit each time, loaded again too.

    A neural one is judged by what it declares: its features are its trainer's business.
    """
    import numpy as np

    if isinstance(component, NeuralBackbone):
        return
    fitted = component.fit(pictures())
    again = reloaded(component, fitted)
    shapes = set()
    for picture in pictures():
        before = picture.image.copy()
        features = fitted.encode(picture)
        _check_features(component, features)
        shapes.add(features.shape)
        kept = np.array_equal(before, picture.image)
        require(component, kept, "copy before changing: encode changed the picture it was given")
        same = np.array_equal(features, fitted.encode(picture))
        require(component, same, "let the same picture give the same features, to the bit")
        same = np.array_equal(features, again.encode(picture))
        require(component, same, "let restore(state) give what works to the bit like what was learned")
    require(
        component, len(shapes) == 1, f"let every picture have features of one shape, got {sorted(shapes)}"
    )


def _check_features(component: Backbone, features: np.ndarray) -> None:
    import numpy as np

    told = f"{getattr(features, 'dtype', type(features).__name__)} {getattr(features, 'shape', '')}"
    ranks = {"vector": 1, "map": 3}
    known = component.gives in ranks
    require(component, known, f'let `gives` be "vector" or "map", got {component.gives!r}')
    right = isinstance(features, np.ndarray) and features.dtype == np.float32
    right = right and features.ndim == ranks[component.gives]
    wanted = '(D,), or let `gives` be "map"' if component.gives == "vector" else "(h, w, c)"
    require(component, right, f"let encode give float32 {wanted}; got {told}")
    require(component, np.isfinite(features).all(), "let features be finite; there is a NaN or infinity")
