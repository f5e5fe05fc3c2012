from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from imgfw import Outcome
from imgfw.testing.sinks import outcome_in
from imgfw_keras.library import tensorflow
from imgfw_keras.tensorboard import TensorBoard

pytestmark = pytest.mark.keras

HISTORY = (
    {"phase": 1, "epoch": 1, "loss": 0.75, "val": None, "seconds": 2.5, "best": False},
    {"phase": 2, "epoch": 2, "loss": 0.5, "val": 0.25, "seconds": 1.5, "best": True},
    {"phase": 2, "epoch": 3, "loss": 0.25, "val": 0.125, "seconds": 1.0, "best": False},
)


@pytest.fixture
def outcome(tmp_path: Path) -> Outcome:
    """A finished run of three epochs in two phases."""
    (tmp_path / "run" / "bundle").mkdir(parents=True)
    return replace(outcome_in(tmp_path / "run"), history=HISTORY)


def read(folder: Path) -> Iterator[tuple[str, int, str, Any]]:
    """(tag, step, what shows it, value) of each summary in the event files of a folder."""
    tf = tensorflow()
    for file in sorted(folder.iterdir()):
        for record in tf.data.TFRecordDataset(str(file)):
            event = tf.compat.v1.Event.FromString(record.numpy())
            for each in event.summary.value:
                value = tf.make_ndarray(each.tensor).item()
                yield each.tag, event.step, each.metadata.plugin_data.plugin_name, value


def test_every_epoch_is_a_point_of_its_curves(outcome: Outcome, tmp_path: Path) -> None:
    """Loss, phase and seconds under train, the score under val where an epoch has one."""
    TensorBoard().write(outcome, tmp_path / "events")

    train, val = (list(read(tmp_path / "events" / run)) for run in ("train", "val"))
    curves = {(tag, step): value for tag, step, shown, value in (*train, *val) if shown == "scalars"}
    assert [curves["epochs/loss", epoch] for epoch in (1, 2, 3)] == [0.75, 0.5, 0.25]
    assert [curves["epochs/phase", epoch] for epoch in (1, 2, 3)] == [1, 2, 2]
    assert [curves["epochs/seconds", epoch] for epoch in (1, 2, 3)] == [2.5, 1.5, 1]
    assert {step: value for (tag, step), value in curves.items() if tag == "epochs/val"} == {
        2: 0.25,
        3: 0.125,
    }


def test_figures_stand_at_the_epoch_that_was_kept(outcome: Outcome, tmp_path: Path) -> None:
    """One point each in the run of its split, and a table with intervals; what is undefined has no point."""
    scores = dict(outcome.scores["scores"])
    undefined = {"value": None, "low": None, "high": None, "n": 0, "unknown": 9, "reason": "no sample"}
    odd = {"value": 0.5, "low": None, "high": None, "n": 8, "unknown": 1, "reason": ""}
    scores["thing"] = {"test": {**scores["thing"]["test"], "f1:a|b": undefined, "auc": odd}}

    TensorBoard().write(replace(outcome, scores={**outcome.scores, "scores": scores}), tmp_path / "events")

    found = list(read(tmp_path / "events" / "test"))
    share = outcome.scores["scores"]["thing"]["test"]["accuracy"]["value"]
    points = {tag: (step, value) for tag, step, shown, value in found if shown == "scalars"}
    assert points == {
        "scores/thing/accuracy": (2, pytest.approx(share)),
        "scores/thing/auc": (2, 0.5),
    }
    ((tag, step, text),) = [each[:2] + each[3:] for each in found if each[2] == "text"]
    assert (tag, step) == ("scores", 2)
    assert text.decode().splitlines()[2:] == [
        f"| thing/accuracy | {share:.4g} | 0.1 to 0.9 | 23 |",
        "| thing/f1:a\\|b | undefined | no sample | 0 |",
        "| thing/auc | 0.5 | unknown | 8 |",
    ]


def test_a_run_without_epochs_has_its_figures(outcome: Outcome, tmp_path: Path) -> None:
    """At step 0, and no curves."""
    TensorBoard().write(replace(outcome, history=()), tmp_path / "events")

    assert sorted(path.name for path in (tmp_path / "events").iterdir()) == ["test", "val"]
    assert {step for _, step, _, _ in read(tmp_path / "events" / "test")} == {0}
