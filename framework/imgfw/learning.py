"""What is learned from, what a trainer is asked to do, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .sample_weights import sample_weights
from .targets import row_weights

if TYPE_CHECKING:
    import numpy as np

    from .data import Sample
    from .targets import ClassWeights, Target


@dataclass(frozen=True)
class Rows:
    """What a head or trainer learns from: N rows, each a sample seen once, plain or augmented.

    samples   N samples, one a row (repeated where a sample has several rows)
    numbers   int64 (N,); 0 is the picture without augmenters
    truth     {target: array of N}; see `targets.truth`
    weights   {target: float32 (N,)}; 0 where the truth is unknown
    groups    N group names
    inputs    {"features": float32 (N, D) or (N, h, w, c), "head:NAME": (N, C), ...}; may be memory maps;
              of a teacher "teacher": float32 (N, D), and "teacher:TARGET": (N, C) where it predicts
    draw      draw(row, epoch) -> float32 (h, w, 3), the network's input; None where there are no pixels
    steady    whether it gives the same in every epoch
    """

    samples: tuple[Sample, ...]
    numbers: np.ndarray
    truth: Mapping[str, np.ndarray]
    weights: Mapping[str, np.ndarray]
    groups: tuple[str, ...]
    inputs: Mapping[str, np.ndarray] = field(default_factory=dict)
    draw: Callable[[int, int], np.ndarray] | None = None
    steady: bool = False

    def __len__(self) -> int:
        return len(self.samples)

    def pixels(self, index: Sequence[int] | np.ndarray, epoch: int) -> np.ndarray:
        """The network's input for these rows in this epoch: float32 (n, h, w, 3)."""
        import numpy as np

        assert self.draw is not None, "these rows have no pixels"
        return np.stack([self.draw(int(row), epoch) for row in index])

    def take(self, index: Sequence[int] | np.ndarray) -> Rows:
        """These rows only, in this order."""
        import numpy as np

        kept = np.asarray(index, np.int64)
        draw = self.draw
        return Rows(
            samples=tuple(self.samples[i] for i in kept),
            numbers=self.numbers[kept],
            truth={name: values[kept] for name, values in self.truth.items()},
            weights={name: values[kept] for name, values in self.weights.items()},
            groups=tuple(self.groups[i] for i in kept),
            inputs={name: values[kept] for name, values in self.inputs.items()},
            draw=draw and (lambda row, epoch: draw(int(kept[row]), epoch)),
            steady=self.steady,
        )

    def given(self, name: str, values: np.ndarray) -> Rows:
        """These rows with a further input."""
        return replace(self, inputs={**self.inputs, name: values})


@dataclass(frozen=True)
class TrainingTask:
    """What a trainer is asked to do.

    backbone  the backbone component
    encoder   its Fitted, where it is frozen and the rows carry its features; None: learn from pixels
    heads     {name: head component} to be trained together
    targets   {name: Target}
    train     Rows to learn from
    val       Rows to choose the best epoch on; may be empty
    seed      of everything random
    folder    a place of the trainer's own, kept while what it learns is unfinished: whatever lies there was
              put there by a training on the same rows, or on some of them
    workers   how many threads may prepare pictures
    deadline  seconds since the epoch after which no further epoch begins, or None
    score     score({target: float32 (N, C) probabilities of val}) -> the recipe's `best`, higher is better
    say       say("epoch 3 of 20 ...") for people
    """

    backbone: Any
    encoder: Any | None
    heads: Mapping[str, Any]
    targets: Mapping[str, Target]
    train: Rows
    val: Rows
    seed: int
    folder: Path
    workers: int
    deadline: float | None
    score: Callable[[Mapping[str, np.ndarray]], float]
    say: Callable[[str], None]


@dataclass(frozen=True)
class Trained:
    """What a trainer gives back.

    encoder  the Fitted of the backbone it trained, or None where the backbone was frozen
    heads    {name: Fitted}
    history  a record for every epoch of every phase: phase, epoch, loss, val score, seconds, best
    """

    encoder: Any | None
    heads: Mapping[str, Any]
    history: tuple[Mapping[str, Any], ...] = ()


def weights_of(
    targets: Mapping[str, Target],
    truth: Mapping[str, np.ndarray],
    samples: Sequence[Sample],
    classes: Mapping[str, ClassWeights] | None,
) -> dict[str, np.ndarray]:
    """{target: how much each row counts, float32 (N,)}, 0 where the truth is unknown.

    classes  {target: weights of its labels}; None for rows to judge on: there all count alike
    Raises RunError for a weight that is none.
    """
    if classes is None:
        return {name: row_weights(targets[name], each, "none") for name, each in truth.items()}
    return {
        name: row_weights(targets[name], each, classes.get(name, "none")) * sample_weights(name, samples)
        for name, each in truth.items()
    }
