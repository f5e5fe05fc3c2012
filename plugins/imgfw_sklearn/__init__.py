"""Classical heads on features, fitted by scikit-learn and at work without it."""

from __future__ import annotations

from imgfw import Head, hookimpl

from .logistic import Logistic
from .nearest import Nearest


@hookimpl
def imgfw_heads() -> list[type[Head]]:
    """Logistic regression and nearest neighbours."""
    return [Logistic, Nearest]
