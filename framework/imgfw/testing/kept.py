"""What was learned, saved and loaded again, as a bundle does it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from ..components import Learner
from ..parts import Part
from .saying import require


def reloaded(component: Learner, fitted: Any) -> Any:
    """The Fitted that comes back from a saved Part."""
    import numpy as np

    state = fitted.state() if hasattr(fitted, "state") else None
    plain = isinstance(state, dict) and all(
        isinstance(name, str) and isinstance(value, np.ndarray | bytes) for name, value in state.items()
    )
    require(component, plain, "let state() of what it learned give {name: array or bytes}")
    arrays = {name: value for name, value in (state or {}).items() if not isinstance(value, bytes)}
    objects = [name for name, array in arrays.items() if array.dtype.hasobject]
    require(component, not objects, f"keep plain arrays in state(), not objects: {', '.join(objects)}")
    with tempfile.TemporaryDirectory() as folder:
        Part(component, fitted).save(Path(folder, "part"))
        return Part.load(Path(folder, "part"), lambda kind, name: type(component)).fitted
