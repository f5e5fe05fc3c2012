from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from imgfw import ComponentError
from imgfw_keras.library import (
    afresh,
    chance,
    cores,
    fix_threads,
    keras,
    on_tensorflow,
    set_chance,
    versions,
)


def test_there_is_a_core() -> None:
    """The number of cores is one that this process may use."""
    assert cores() >= 1


@pytest.mark.slow
@pytest.mark.keras
def test_importing_keras_is_silent(tmp_path: Path) -> None:
    """A fresh process that loads Keras, a network and computes something writes nothing at all."""
    afresh(0)
    network = keras().Sequential([keras().Input((2,)), keras().layers.Dense(1)])
    network.save(file := tmp_path / "a.keras")
    code = (
        "import sys; from imgfw_keras.library import afresh, keras; "
        "keras().models.load_model(sys.argv[1])(afresh(1).ops.ones((2, 2)))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, str(file)], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("named", "told"),
    [("magic", "expected one of tensorflow, jax, torch"), ("jax", "not installed.*KERAS_BACKEND=tensorflow")],
)
def test_a_backend_that_cannot_work_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, named: str, told: str
) -> None:
    """What is no backend of ours, and what is not installed, before Keras is imported."""
    monkeypatch.setenv("KERAS_BACKEND", named)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    keras.cache_clear()

    with pytest.raises(ComponentError, match=f'names "{named}".*{told}'):
        keras()


@pytest.mark.slow
@pytest.mark.keras
def test_afresh_gives_the_same_chance_and_names() -> None:
    """Equal calls after it give equal names and equal numbers; another seed gives others."""

    def layer(seed: int) -> tuple[str, np.ndarray]:
        network = afresh(seed).Sequential([keras().Input((3,)), keras().layers.Dense(2)])
        return network.layers[0].name, network.get_weights()[0]

    (name, first), (again, second), (_, other) = layer(5), layer(5), layer(2**40)

    assert name == again
    assert np.array_equal(first, second)
    assert not np.array_equal(first, other)


@pytest.mark.keras
@pytest.mark.skipif(versions()["backend"] != "tensorflow", reason="another backend is asked for")
def test_threads_cannot_change_once_at_work() -> None:
    """The same number may be asked for again; another one is refused, with both numbers."""
    fix_threads(cores())
    keras().ops.ones((2, 2)) + 1

    fix_threads(cores())
    with pytest.raises(ComponentError, match=f"threads = {cores() + 1}.*with {cores()}"):
        fix_threads(cores() + 1)

    assert on_tensorflow()


@pytest.mark.keras
@pytest.mark.skipif(versions()["backend"] != "torch", reason="another backend is asked for")
def test_pytorch_takes_any_number_of_threads() -> None:
    """At any time."""
    import torch

    for threads in (cores() + 1, cores()):
        fix_threads(threads)

        assert torch.get_num_threads() == threads


@pytest.mark.keras
def test_jax_has_a_thread_a_core(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another number is refused with a way out, as JAX would not listen."""
    monkeypatch.setattr("imgfw_keras.library.backend", lambda: "jax")

    fix_threads(cores())
    with pytest.raises(ComponentError, match=rf"threads = {cores() + 1}.*the {cores()} cores.*leave threads"):
        fix_threads(cores() + 1)


@pytest.mark.keras
def test_chance_goes_on_from_where_it_was() -> None:
    """Dropout drops the same again, where the backend does not keep its seeds in variables."""
    afresh(0)
    layer = keras().layers.Dropout(0.5)

    def drop() -> np.ndarray:
        return np.asarray(keras().ops.convert_to_numpy(layer(np.ones((1, 99), np.float32), training=True)))

    drop()
    seeds, begun = [variable.numpy().copy() for variable in layer.variables], chance()
    wanted, other = drop(), drop()

    for variable, seed in zip(layer.variables, seeds, strict=True):
        variable.assign(seed)
    set_chance(begun)

    assert np.array_equal(drop(), wanted)
    assert not np.array_equal(wanted, other)
