from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from imgfw_keras import Dense, KerasTrainer

pytestmark = pytest.mark.keras

HUE = {"hue": Dense(name="hue", target="hue", targets=("hue",))}


@pytest.mark.slow
def test_the_first_epoch_shows_planned_rows_and_later_ones_others(
    toy: Any, stranger: Callable[..., Any]
) -> None:
    """Pictures are drawn for epoch 0, 1, ...; those of val always for epoch 0."""
    drawn: dict[str, set[int]] = {"train": set(), "val": set()}

    def counted(rows: Any, split: str) -> Any:
        def draw(row: int, epoch: int) -> np.ndarray:
            drawn[split].add(epoch)
            return np.asarray(rows.draw(row, epoch))

        return replace(rows, draw=draw)

    train, val = counted(toy.train, "train"), counted(toy.val, "val")
    KerasTrainer(epochs=3, batch_size=24).train(toy.task(HUE, stranger(), train=train, val=val))

    assert drawn == {"train": {0, 1, 2}, "val": {0}}


@pytest.mark.slow
def test_the_loss_of_an_epoch_is_the_mean_over_its_rows(toy: Any) -> None:
    """Weights that do not move give the loss that the head has on all rows, whatever the batches."""
    task = toy.task(HUE)
    trained = KerasTrainer(epochs=1, batch_size=7, learning_rate=1e-30).train(task)

    found = trained.heads["hue"].predict({"features": toy.train.inputs["features"]})["hue"]

    wanted = -np.log(found[np.arange(48), toy.train.truth["hue"]]).mean()
    assert trained.history[0]["loss"] == pytest.approx(float(wanted), rel=1e-4)
