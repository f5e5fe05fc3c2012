from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from imgfw import ComponentError
from imgfw_keras.checkpoint import Checkpoint, Standing, alone_in, name_of
from imgfw_keras.dense import Dense
from imgfw_keras.library import chance, keras
from imgfw_keras.phases import Course
from imgfw_keras.steps import made_optimizer
from imgfw_keras.trainer import KerasTrainer

pytestmark = pytest.mark.keras

SCRIPT = Path(__file__).parents[3] / "benchmarks" / "stress" / "kill_training.py"
HUE = {"hue": Dense(name="hue", target="hue", targets=("hue",))}


def network() -> Any:
    """Two layers, one with a seed."""
    import keras

    keras.utils.set_random_seed(0)
    layers = [keras.layers.Input((3,)), keras.layers.Dropout(0.5), keras.layers.Dense(2)]
    made = keras.Sequential(layers)
    made.compile(made_optimizer(Course(), 10), loss="mse")
    made.optimizer.build(made.trainable_variables)
    return made


def values(made: Any) -> list[Any]:
    """All that a network and its optimizer hold, and chance beside them."""
    variables = [keras().ops.convert_to_numpy(v) for v in (*made.variables, *made.optimizer.variables)]
    return [array.tolist() for array in (*variables, *chance())]


def drawn(made: Any) -> list[Any]:
    """What tells how much chance was used."""
    seeds = [keras().ops.convert_to_numpy(v) for v in made.variables if "seed" in v.path]
    return [array.tolist() for array in (*seeds, *chance())]


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    """Weights, seeds, the optimizer's memory, the best weights and the history are as they were."""
    one = network()
    kept, begun = Checkpoint(tmp_path / "x.npz", one), drawn(one)
    one.train_on_batch(np.ones((4, 3)), np.zeros((4, 2)))
    standing = Standing(2, 3, 4, 2, 0.5, [{"epoch": 1, "val": None}], one.get_weights())
    kept.write(standing, one.optimizer)
    wanted = values(one)
    assert drawn(one) != begun
    one.train_on_batch(np.ones((4, 3)), np.zeros((4, 2)))
    assert values(one) != wanted

    found = kept.read(pytest.fail)

    assert found is not None
    again, restore = found
    restore(one.optimizer)
    assert values(one) == wanted
    assert replace(again, kept=[]) == replace(standing, kept=[])
    assert all(np.array_equal(a, b) for a, b in zip(again.kept, standing.kept, strict=True))


def test_where_nothing_is_kept_a_training_begins(tmp_path: Path) -> None:
    """No file is no standing, and nothing to tell."""
    assert Checkpoint(tmp_path / "x.npz", network()).read(pytest.fail) is None


@pytest.mark.parametrize("share", [0.0, 0.001, 0.5, 0.99])
def test_a_damaged_file_is_told_and_counts_as_none(tmp_path: Path, share: float) -> None:
    """However much of it is there, a torn file is said to be damaged."""
    one, said = network(), list[str]()
    kept = Checkpoint(tmp_path / "x.npz", one)
    kept.write(Standing(), one.optimizer)
    content = kept.path.read_bytes()
    kept.path.write_bytes(content[: int(len(content) * share)])

    assert kept.read(said.append) is None

    assert len(said) == 1
    assert "x.npz is damaged" in said[0]


def test_a_file_of_another_format_is_not_read(tmp_path: Path) -> None:
    """What a later version kept counts as none."""
    path, said = tmp_path / "x.npz", list[str]()
    np.savez(path, standing=np.frombuffer(b'{"format": 99}', np.uint8))

    assert Checkpoint(path, network()).read(said.append) is None

    assert "another format" in said[0]


def test_a_folder_that_is_gone_is_an_error_that_says_so(tmp_path: Path) -> None:
    """Where nothing can be kept, training stops and tells where."""
    one = network()

    with pytest.raises(ComponentError, match=r"after epoch 7 cannot be kept in .*gone"):
        Checkpoint(tmp_path / "gone" / "x.npz", one).write(Standing(epoch=7), one.optimizer)


def test_one_training_at_a_time(tmp_path: Path) -> None:
    """A second one in the same folder is refused; another, or one after it, is not."""
    with alone_in(tmp_path, "a"):
        with pytest.raises(ComponentError, match="another process"), alone_in(tmp_path, "a"):
            pass
        with alone_in(tmp_path, "b"):
            pass

    with alone_in(tmp_path, "a") as path:
        assert path == tmp_path / "a.npz"


def test_names_tell_trainings_apart(toy: Any) -> None:
    """Another seed, head, row, truth, weight, number or input is another training; the folder is none."""
    task = toy.task(HUE)
    rows = task.train
    others = [
        replace(task, seed=4),
        replace(task, heads={"hue": HUE["hue"].model_copy(update={"units": (3,)})}),
        replace(task, train=rows.take(range(1, 48))),
        replace(task, val=task.val.take([0])),
        replace(task, train=replace(rows, truth={**rows.truth, "hue": 1 - rows.truth["hue"]})),
        replace(task, train=replace(rows, weights={**rows.weights, "hue": 2 * rows.weights["hue"]})),
        replace(task, train=replace(rows, numbers=rows.numbers + 1)),
        replace(task, train=rows.given("teacher", np.zeros((48, 3), np.float32))),
    ]

    names = {name_of(each, "x") for each in (task, *others)} | {name_of(task, "y")}

    assert len(names) == len(others) + 2
    assert name_of(replace(task, folder=Path("elsewhere")), "x") == name_of(task, "x")


@pytest.mark.slow
def test_a_finished_training_is_not_done_again(toy: Any, learned: Callable[[Any], str]) -> None:
    """The same task in the same folder ends with the same, without one more epoch."""
    trainer, task = KerasTrainer(epochs=2), toy.task(HUE)
    first = trainer.train(task)

    again = trainer.train(replace(task, score=pytest.fail))

    assert learned(again.heads["hue"]) == learned(first.heads["hue"])
    assert again.history == first.history


@pytest.mark.slow
def test_a_killed_training_ends_with_the_same_bits() -> None:
    """Three kills at random moments of 20 epochs change nothing of what is learned."""
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--times", "3"], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith("3 kills: the same\n")
