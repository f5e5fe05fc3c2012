from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from imgfw import ComponentError
from imgfw_keras.freezing import Freezing

pytestmark = pytest.mark.keras


@pytest.mark.parametrize(
    ("until", "learning"), [(None, 6), (0, 6), (1, 6), ("first", 4), (2, 4), ("all", 0), (0, 6)]
)
def test_each_phase_begins_anew(stranger: Callable[..., Any], until: Any, learning: int) -> None:
    """Whatever was frozen before, so many layers learn as the phase says."""
    freezing = Freezing(stranger().network())

    for before in ("all", 2, None):
        freezing.apply(before)
        freezing.apply(until)

        assert sum(layer.trainable for layer in freezing.network.layers) == learning - (until == 1)


def test_what_never_learned_stays_so(stranger: Callable[..., Any]) -> None:
    """A layer that its plugin froze is not thawed by a later phase."""
    network = stranger().network()
    network.get_layer("first").trainable = False
    freezing = Freezing(network)

    freezing.apply("all")
    freezing.apply(None)

    assert [layer.name for layer in network.layers if not layer.trainable] == ["first"]


def test_a_count_that_leaves_nothing_is_refused(stranger: Callable[..., Any]) -> None:
    """Only "all" may mean everything."""
    with pytest.raises(ComponentError, match="leaves nothing"):
        Freezing(stranger().network()).apply(99)


def test_a_phase_is_checked_without_a_trace(stranger: Callable[..., Any]) -> None:
    """All layers are as they were, whether it can be or not."""
    freezing = Freezing(stranger().network())

    freezing.check("first")
    with pytest.raises(ComponentError, match="no such layer"):
        freezing.check("frist")

    assert all(layer.trainable for layer in freezing.network.layers)


def test_layers_inside_a_layer_are_remembered_one_by_one() -> None:
    """A network within the network, of which a part was frozen to begin with."""
    import keras

    dense = keras.layers.Dense
    inside = keras.Sequential([keras.Input((2,)), dense(2, name="old"), dense(2, name="new")], name="inside")
    inside.get_layer("old").trainable = False
    network = keras.Sequential([keras.Input((2,)), inside, dense(1, name="last")])
    freezing = Freezing(network)

    freezing.apply("all")
    assert len(network.trainable_weights) == 0
    freezing.apply(0)

    assert len(network.trainable_weights) == 4
    assert not inside.get_layer("old").trainable
