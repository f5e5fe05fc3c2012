"""Galleries under the kit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from imgfw.testing import check_component
from imgfw_sklearn.prototypes import FittedPrototypes, Prototypes


def broken(**verbs: Any) -> type[Prototypes]:
    """Prototypes whose Fitted has other verbs."""

    def again(self, target, gallery):
        """What add and remove give has the other verbs as well."""
        return fitted(self._head, {**self._galleries, target: gallery})

    fitted = type("Fitted", (FittedPrototypes,), {"_with": again, **verbs})

    class Broken(Prototypes):
        """Broken."""

        def fit(self, *args, **kwargs):
            found = super().fit(*args, **kwargs)
            return self.restore(found.state())

        def restore(self, state):
            whole = super().restore(state)
            return fitted(self, whole._galleries)

    return Broken


@pytest.mark.parametrize("distance", ["cosine", "euclidean"])
def test_a_gallery_that_keeps_the_contract(distance: str):
    """Passes; the Fitted that add and remove give are galleries again."""
    check_component(Prototypes, distance=distance, temperature=0.5)
    check_component(broken())


def swapped(self, name, *, target=None):
    """Removes another one."""
    return FittedPrototypes.remove(self, "right" if name != "right" else "left", target=target)


def muddled(self, name, *, target=None):
    """Keeps something of who is removed in the others."""
    rows = self._galleries[target].means[[self.labels[target].index(name)]]
    left = FittedPrototypes.remove(self, name, target=target)
    return left.add(left.labels[target][0], np.repeat(rows, 20, axis=0), target=target)


def stays(self, name, features, *, target=None):
    """Learns nothing of a new one."""
    return FittedPrototypes.add(self, name, -np.asarray(features), target=target)


@pytest.mark.parametrize(
    ("verbs", "sentence"),
    [
        ({"counts": {}}, "let `labels` and `counts` of what it learned have one entry a label"),
        ({"remove": swapped}, "let remove take this label away alone"),
        ({"remove": muddled}, "as if it had learned from the others' rows alone"),
        ({"add": stays}, "let a label that is added be known as well as one that was learned"),
    ],
)
def test_what_breaks_the_contract_is_told(verbs: dict, sentence: str):
    """With what to do about it."""
    with pytest.raises(AssertionError, match=sentence):
        check_component(broken(**verbs))
