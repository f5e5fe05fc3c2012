"""Galleries: labels that come and go."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..decisions import one_by_one
from ..gallery import GalleryHead
from ..learning import Rows
from .inputs import rows_of, target_of
from .saying import require

if TYPE_CHECKING:
    import numpy as np

NEAR = 0.05
"""What is learned of all rows together, such as a unit of distance, may move probabilities so far."""


def check_gallery(component: GalleryHead) -> None:
    """Its labels come and go, and without one it works as if it had never learned that one."""
    import numpy as np

    target = target_of("classes")
    rows = rows_of(target, map=component.takes == "map")
    truth = np.arange(len(rows)) % target.width
    rows = replace(rows, truth={target.name: truth}, weights={target.name: np.ones(len(rows), np.float32)})
    fitted, (gone, *left) = _fitted(component, rows), target.labels
    labels, counts = dict(fitted.labels), dict(fitted.counts)
    told = labels == {target.name: target.labels} and len(counts.get(target.name, ())) == target.width
    require(component, told, "let `labels` and `counts` of what it learned have one entry a label, by target")
    less = fitted.remove(gone, target=target.name)
    require(component, dict(fitted.labels) == labels, "let remove give another gallery, and change nothing")
    require(
        component, tuple(less.labels[target.name]) == tuple(left), "let remove take this label away alone"
    )
    never = _fitted(component, _without(rows, target.name, truth == 0))
    forgot = (
        np.abs(_answers(less, rows, target.name) - _answers(never, rows, target.name)[:, 1:]).max() < NEAR
    )
    require(component, forgot, "let it work without a label as if it had learned from the others' rows alone")
    features = rows.inputs["features"][truth == 0]
    more = less.add(gone, features, target=target.name)
    require(
        component, tuple(more.labels[target.name]) == (*left, gone), "let add put a label behind the others"
    )
    order = [target.labels.index(label) for label in (*left, gone)]
    back = (
        np.abs(_answers(more, rows, target.name) - _answers(fitted, rows, target.name)[:, order]).max() < NEAR
    )
    require(component, back, "let a label that is added be known as well as one that was learned")


def _fitted(component: GalleryHead, rows: Rows) -> Any:
    import numpy as np

    target = target_of("classes")
    given = {target.name: target}
    chance = np.random.default_rng(7)
    return component.fit(rows.inputs, rows.truth, given, weights=rows.weights, groups=rows.groups, rng=chance)


def _without(rows: Rows, target: str, gone: np.ndarray) -> Rows:
    """The rows, of which some have no known truth."""
    import numpy as np

    truth = np.where(gone, -1, rows.truth[target])
    return replace(rows, truth={target: truth}, weights={target: (~gone).astype(np.float32)})


def _answers(fitted: Any, rows: Rows, target: str) -> np.ndarray:
    return one_by_one(fitted, rows.inputs)[target]
