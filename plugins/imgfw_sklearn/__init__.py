"""Classical heads and cleaners on features; what heads learned is at work without scikit-learn."""

from __future__ import annotations

from imgfw import Cleaner, Head, hookimpl

from .label_errors import LabelErrors
from .logistic import Logistic
from .nearest import Nearest
from .ordinal_logistic import OrdinalLogistic
from .outliers import Outliers
from .prototypes import Prototypes
from .ridge import Ridge


@hookimpl
def imgfw_heads() -> list[type[Head]]:
    """Regressions, nearest neighbours and prototypes."""
    return [Logistic, Nearest, OrdinalLogistic, Prototypes, Ridge]


@hookimpl
def imgfw_cleaners() -> list[type[Cleaner]]:
    """Wrong labels and outliers."""
    return [LabelErrors, Outliers]
