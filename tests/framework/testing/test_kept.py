"""Saved and loaded again."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pytest

from imgfw import Transform
from imgfw.testing.kept import reloaded


class Kept(Transform):
    """It gives back the state it is restored from."""

    use: Literal["kept"] = "kept"

    def restore(self, state: Any) -> Any:
        """The state itself."""
        return state


class Fitted:
    """It has this state."""

    def __init__(self, state: Any) -> None:
        self.kept = state

    def state(self) -> Any:
        """As given."""
        return self.kept


def test_a_state_comes_back_to_the_bit():
    """Arrays and bytes."""
    state = {"array": np.float32([1, np.nan, 3]), "bytes": b"graph"}

    again = reloaded(Kept(), Fitted(state))

    assert again["bytes"] == b"graph"
    assert again["array"].tobytes() == state["array"].tobytes()


@pytest.mark.parametrize("state", [None, [1], {"number": 3}, {"list": [1.0]}, {1: b""}])
def test_a_state_is_named_arrays_and_bytes(state):
    """Nothing else is kept."""
    with pytest.raises(AssertionError, match=r"transform/kept: let state\(\) .* \{name: array or bytes\}"):
        reloaded(Kept(), Fitted(state))


def test_what_was_learned_has_a_state():
    """A Fitted without one cannot be kept."""
    with pytest.raises(AssertionError, match="let state"):
        reloaded(Kept(), object())
