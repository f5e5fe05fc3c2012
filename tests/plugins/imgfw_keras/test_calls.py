from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw_keras.calls import BYTES, MOST, Batch, _in_graph, _one_by_one, call_of, together
from imgfw_keras.library import versions

SIZES = st.lists(
    st.tuples(st.integers(1, 3), st.sampled_from([1, BYTES // 64, BYTES // 8, BYTES])), max_size=80
)


def batch(rows: int, width: int) -> Batch:
    """A batch of so many rows and values, which take no memory."""
    return Batch(np.arange(rows), [np.broadcast_to(np.float32(0), (rows, width))], {}, {})


@given(SIZES)
def test_a_call_takes_batches_of_one_size_as_they_come_and_not_too_many(sizes: list[tuple[int, int]]) -> None:
    """None is lost or moved; a batch that is larger than a call may be is alone."""
    batches = [batch(rows, width) for rows, width in sizes]

    groups = list(together(iter(batches)))

    assert [id(each) for group in groups for each in group] == [id(each) for each in batches]
    for group in groups:
        assert 1 <= len(group) <= MOST
        assert len({len(each.rows) for each in group}) == 1
        held = max(each.inputs[0].nbytes for each in group) * len(group)
        assert held <= BYTES or len({each.inputs[0].nbytes for each in group}) > 1 or len(group) == 1


def network(seed: int) -> Any:
    """Two outputs, with dropout and batch norm, compiled."""
    import keras

    keras.utils.set_random_seed(seed)
    x = keras.Input((4,))
    hidden = keras.layers.Dropout(0.5)(
        keras.layers.BatchNormalization()(keras.layers.Dense(5, use_bias=False)(x))
    )
    outputs = {"a": keras.layers.Dense(1)(hidden), "b": keras.layers.Dense(3, activation="softmax")(hidden)}
    made = keras.Model(x, outputs)
    made.compile(
        keras.optimizers.Adam(0.05),
        loss={"a": "mse", "b": "sparse_categorical_crossentropy"},
        jit_compile=False,
    )
    made.optimizer.build(made.trainable_variables)
    return made


def batches(count: int) -> list[Batch]:
    """Batches of six rows, one of which counts for nothing."""
    rng = np.random.default_rng(0)
    weights = np.array([1, 1, 0, 1, 2, 1], np.float32)
    return [
        Batch(
            np.arange(6),
            [rng.normal(size=(6, 4)).astype(np.float32)],
            {"a": rng.normal(size=(6, 1)).astype(np.float32), "b": rng.integers(0, 3, 6)},
            {"a": weights, "b": weights},
        )
        for _ in range(count)
    ]


@pytest.mark.slow
@pytest.mark.keras
@pytest.mark.skipif(versions()["backend"] != "tensorflow", reason="other backends take batch by batch alone")
def test_batches_of_one_call_are_learned_from_one_after_the_other() -> None:
    """Losses and weights are those of single steps of Keras, dropout and running means included."""
    given, one, other = batches(5), network(3), network(3)

    losses, finite = _in_graph(one)(given)
    single, found = _one_by_one(other)(given)

    assert losses == pytest.approx(single, rel=1e-5)
    assert finite.all() and found.all() and len(finite) == len(found) == 5
    for mine, theirs in zip(one.get_weights(), other.get_weights(), strict=True):
        assert mine == pytest.approx(theirs, rel=1e-4, abs=1e-6)


@pytest.mark.slow
@pytest.mark.keras
def test_one_call_or_several_come_to_the_same_bits() -> None:
    """How batches are put together plays no part."""
    given = batches(4)

    one = network(3)
    call_of(one)(given)
    other = network(3)
    again = call_of(other)
    for each in given:
        again([each])

    for mine, theirs in zip(one.get_weights(), other.get_weights(), strict=True):
        assert np.array_equal(mine, theirs)


@pytest.mark.keras
@pytest.mark.parametrize("makes", [_in_graph, _one_by_one])
def test_what_the_last_batch_of_a_call_spoils_is_told(makes: Any) -> None:
    """Its loss is that before its step, and the weights are looked at behind it."""
    if makes is _in_graph and versions()["backend"] != "tensorflow":
        pytest.skip("other backends take batch by batch alone")
    *fine, last = batches(3)
    spoilt = last._replace(truth={**last.truth, "a": np.full((6, 1), np.inf, np.float32)})

    losses, finite = makes(network(3))([*fine, spoilt])

    assert np.isfinite(losses).tolist() == [True, True, False]
    assert finite.tolist() == [True, True, False]
