"""Heads, tried on a few rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ..decisions import one_by_one
from ..gallery import GalleryHead
from ..kinds import Head
from ..learning import Rows
from ..neural import NeuralHead
from ..targets import TARGET_TYPES, Target
from .galleries import check_gallery
from .inputs import rows_of, target_of
from .kept import reloaded
from .saying import require

if TYPE_CHECKING:
    import numpy as np


def check_head(component: Head) -> None:
    """It learns a little, tells each row by itself, and works the same when it was saved and loaded.

    Some rows have no known truth, and one label never occurs. A neural head is judged by what it declares.
    """
    import numpy as np

    named = component.types and set(component.types) <= set(TARGET_TYPES)
    require(component, named, f"let `types` name some of {', '.join(TARGET_TYPES)}; got {component.types!r}")
    require(component, component.takes in ("vector", "map"), 'let `takes` be "vector" or "map"')
    if isinstance(component, NeuralHead):
        return
    target = target_of(component.types[0])
    rows = rows_of(target, map=component.takes == "map")
    fitted = _fitted(component, rows, target)
    answers = fitted.predict(rows.inputs)
    _check_answers(component, answers, target)
    alone = one_by_one(fitted, rows.inputs)
    near = np.allclose(alone[target.name], answers[target.name], atol=1e-4)
    require(component, near, "let a row's answer not depend on its neighbours: alone it differs")
    for sentence, other in (
        ("let a row's answer not depend on what was asked before", _backwards(fitted, rows.inputs)),
        ("let restore(state) give what works to the bit like what was learned", reloaded(component, fitted)),
        (
            "take all chance from `rng`: fit gave something else the second time",
            _fitted(component, rows, target),
        ),
    ):
        again = other if isinstance(other, dict) else one_by_one(other, rows.inputs)
        require(component, np.array_equal(alone[target.name], again[target.name]), sentence)
    if isinstance(component, GalleryHead):
        check_gallery(component)


def _fitted(component: Head, rows: Rows, target: Target) -> Any:
    import numpy as np

    return component.fit(
        rows.inputs,
        rows.truth,
        {target.name: target},
        weights=rows.weights,
        groups=rows.groups,
        rng=np.random.default_rng(7),
    )


def _backwards(fitted: Any, inputs: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    found = one_by_one(fitted, {name: values[::-1] for name, values in inputs.items()})
    return {name: values[::-1] for name, values in found.items()}


def _check_answers(component: Head, answers: Any, target: Target) -> None:
    import numpy as np

    named = isinstance(answers, dict) and list(answers) == [target.name]
    require(component, named, f"let predict give {{target: array}} for its targets, got {answers!r:.80}")
    values = answers[target.name]
    count = len(rows_of(target, map=False))
    right = getattr(values, "dtype", None) == "float32" and values.shape == (count, target.width)
    told = f"{getattr(values, 'dtype', type(values).__name__)} {getattr(values, 'shape', '')}"
    shape = f"({count}, {target.width})"
    require(component, right, f"let predict give float32 (N, C), here {shape}, a column a label; got {told}")
    require(
        component, np.isfinite(values).all(), "let predictions be finite, for a label that never occurs too"
    )
    if target.type != "number":
        inside = values.min() >= 0 and values.max() <= 1
        require(component, inside, "let predict give probabilities, from 0 to 1")
    if target.exclusive:
        whole = np.allclose(values.sum(axis=1), 1, atol=1e-3)
        require(component, whole, "let the probabilities of a row add up to 1: exactly one label holds")
