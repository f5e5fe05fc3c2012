"""Classical heads and cleaners on features; what heads learned is at work without scikit-learn."""

from __future__ import annotations

from imgfw import Cleaner, Head, hookimpl

from .label_errors import LabelErrors
from .logistic import Logistic
from .nearest import Nearest
from .outliers import Outliers


@hookimpl
def imgfw_heads() -> list[type[Head]]:
    """Logistic regression and nearest neighbours."""
    return [Logistic, Nearest]


@hookimpl
def imgfw_cleaners() -> list[type[Cleaner]]:
    """Wrong labels and outliers."""
    return [LabelErrors, Outliers]
