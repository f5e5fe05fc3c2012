"""Fit: heads learn from rows, networks are trained, and what they learned is given back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ..chance import place
from ..decisions import as_input, one_by_one
from ..errors import ComponentError, RunError
from ..learning import Rows, TrainingTask
from ..neural import NeuralHead

if TYPE_CHECKING:
    import numpy as np

    from ..kinds import Head, Trainer

REVISION = 2
"""Raised when equal rows, heads and seeds would give something else than before."""
FOLDS = 5


@dataclass(frozen=True)
class Learned:
    """What the fit stage gives back.

    encoder  the Fitted of a backbone that was trained, or None where it stayed as it was
    heads    {name: Fitted}, in the order in which they feed each other
    history  a record for every epoch
    """

    encoder: Any | None
    heads: Mapping[str, Any]
    history: tuple[Mapping[str, Any], ...]


def fit(
    heads: Sequence[Head],
    task: TrainingTask,
    trainer: Trainer | None,
    *,
    features: Callable[[Any], tuple[Rows, Rows]],
) -> Learned:
    """Train the neural heads together, then fit the others one after the other.

    heads     in the order in which they feed each other, names and targets filled in
    task      backbone, encoder, targets, rows; its `heads` are set here
    features  features(encoder) -> train and val with the features of a backbone just trained
    """
    together = [h for h in heads if isinstance(h, NeuralHead) and h.inputs == ("features",)]
    fitted: dict[str, Any] = {}
    encoder, history = None, ()
    if together:
        trained = _trained(trainer, together, task)
        encoder, history = trained.encoder, tuple(trained.history)
        fitted |= trained.heads
    if encoder is not None:
        train, val = features(encoder)
        task = replace(task, encoder=encoder, train=train, val=val)
    chain = _Chain({str(head.name): head for head in heads}, task, trainer, fitted)
    return Learned(encoder, {str(head.name): chain.fitted(str(head.name)) for head in heads}, history)


def fit_one(head: Head, task: TrainingTask, trainer: Trainer | None) -> Any:
    """One head on rows that have its inputs."""
    import numpy as np

    if isinstance(head, NeuralHead):
        return _trained(trainer, [head], task).heads[head.name]
    rows = task.train
    return head.fit(
        {name: rows.inputs[name] for name in head.inputs},
        {name: rows.truth[name] for name in head.targets},
        {name: task.targets[name] for name in head.targets},
        weights={name: rows.weights[name] for name in head.targets},
        groups=rows.groups,
        rng=np.random.default_rng(task.seed),
    )


@dataclass
class _Chain:
    """Heads that feed heads, all fitted on the same training rows.

    A head learns from predictions that were made out of fold: by heads, and by what feeds these, that never
    saw the row's group. Each fold is a chain of its own on the rows outside of it, however long the chain.
    """

    heads: Mapping[str, Head]
    task: TrainingTask
    trainer: Trainer | None
    known: dict[str, Any] = field(default_factory=dict)
    told: dict[str, np.ndarray] = field(default_factory=dict)

    def fitted(self, name: str) -> Any:
        """The Fitted of a head; those that feed it are fitted before."""
        if name not in self.known:
            head = self.heads[name]
            train = self.task.train
            for feeding in _feeding(head):
                train = train.given(f"head:{feeding}", self.out_of_fold(feeding))
            seen = replace(self.task, train=train, val=self.given(head, self.task.val))
            self.known[name] = fit_one(head, seen, self.trainer)
        return self.known[name]

    def given(self, head: Head, rows: Rows) -> Rows:
        """Rows that nothing was fitted on, with all that the head sees of them."""
        for feeding in _feeding(head):
            rows = rows.given(f"head:{feeding}", self.answers(feeding, rows))
        return rows

    def answers(self, name: str, rows: Rows) -> np.ndarray:
        """What a head says of rows that nothing was fitted on: float32 (N, C)."""
        import numpy as np

        head, fitted = self.heads[name], self.fitted(name)
        if not len(rows):  # empty rows have no features either
            return np.zeros((0, sum(self.task.targets[target].width for target in head.targets)), np.float32)
        rows = self.given(head, rows)
        return as_input(head.targets, one_by_one(fitted, {each: rows.inputs[each] for each in head.inputs}))

    def out_of_fold(self, name: str) -> np.ndarray:
        """What heads that never saw a training row's group say of it: float32 (N, C)."""
        import numpy as np

        if name not in self.told:
            train = self.task.train
            fold = _folds(self.heads[name], train, self.task.seed)
            found = np.zeros((0, 0), np.float32)
            for number in np.unique(fold):
                inside, outside = np.flatnonzero(fold == number), np.flatnonzero(fold != number)
                chain = _Chain(self.heads, replace(self.task, train=train.take(outside)), self.trainer)
                answers = chain.answers(name, train.take(inside))
                found = found if len(found) else np.zeros((len(fold), answers.shape[1]), np.float32)
                found[inside] = answers
            self.told[name] = found
        return self.told[name]


def _feeding(head: Head) -> list[str]:
    return [name.removeprefix("head:") for name in head.inputs if name != "features"]


def _folds(head: Head, train: Rows, seed: int) -> np.ndarray:
    """The fold of each row: groups are dealt by the rank of their place, those of known truth first."""
    import numpy as np

    known = {
        target: {
            group for group, weight in zip(train.groups, train.weights[target], strict=True) if weight > 0
        }
        for target in head.targets
    }

    def rank(group: str) -> tuple[object, ...]:
        return [group not in known[target] for target in head.targets], place(seed + 1, group), group

    fold = {group: index % FOLDS for index, group in enumerate(sorted(set(train.groups), key=rank))}
    for target, groups in known.items():
        if len({fold[group] for group in groups}) < 2:
            raise RunError(
                f'head "{head.name}" feeds another head, so parts of the training samples are left out in '
                f'turn: expected a known "{target}" in two groups of them or more, got {len(groups)}; add '
                f'samples of other groups, or take "head:{head.name}" out of the inputs'
            )
    return np.array([fold[group] for group in train.groups])


def _trained(trainer: Trainer | None, heads: Sequence[Head], task: TrainingTask) -> Any:
    if trainer is None:
        raise ComponentError(f"head/{heads[0].use} is a network and there is no trainer")
    return trainer.train(replace(task, heads={str(head.name): head for head in heads}))
