"""The verbs of each kind."""

from __future__ import annotations

from typing import ClassVar, Literal

import pytest

from imgfw import Augmenter, Backbone, Head, NeuralBackbone, NeuralHead, Sink, Trainer, Transform
from imgfw.testing.verbs import check_verbs


class Idle(Sink):
    """It has no verb."""

    use: Literal["idle"] = "idle"


class Short(Sink):
    """It takes too little."""

    use: Literal["short"] = "short"

    def write(self, outcome):
        """Nothing."""


class OldCapacity(Augmenter):
    """One of its further verbs takes too much."""

    use: Literal["old-capacity"] = "old-capacity"

    def apply(self, picture, number, rng):
        """The picture."""
        return picture

    def capacity(self, sample, picture):
        """One."""
        return 1


class Forgetful(Transform):
    """It learns, but cannot be restored."""

    use: Literal["forgetful"] = "forgetful"

    def fit(self, pictures):
        """Something."""
        return self


class NoWeights(Head):
    """Its fit knows no weights."""

    use: Literal["no-weights"] = "no-weights"

    def fit(self, inputs, truth, targets, *, groups, rng):
        """Something."""

    def restore(self, state):
        """Something."""


class Half(NeuralBackbone):
    """It has a network, but no pixels."""

    use: Literal["half"] = "half"
    trainer: ClassVar[str] = "keras"

    def network(self):
        """None."""

    def scaled(self, x):
        """As it is."""
        return x


class Nobodys(NeuralHead):
    """No trainer is named."""

    use: Literal["nobodys"] = "nobodys"

    def layers(self, inputs, targets):
        """None."""


class Resting(Trainer):
    """It does not train."""

    use: Literal["resting"] = "resting"


class Bound(Trainer):
    """It restores only where it is built, which no bundle can do."""

    use: Literal["bound"] = "bound"

    def needs_of(self, backbone):
        """Nothing."""

    def frozen(self, backbone, say):
        """Nothing."""

    def train(self, task):
        """Nothing."""

    def restore(self, component, state):
        """Nothing."""


BROKEN = {
    Idle: r"sink/idle: define write\(self, outcome, folder\)",
    Short: r"sink/short: let write take \(self, outcome, folder\); it takes \(self, outcome\)",
    OldCapacity: r"let capacity take \(self, sample\); it takes \(self, sample, picture\)",
    Forgetful: r"transform/forgetful: define restore\(self, state\)",
    NoWeights: r"let fit take \(self, inputs, truth, targets, \*, weights, groups, rng\)",
    Half: r"backbone/half: define pixels\(self, image\)",
    Nobodys: "head/nobodys: name the trainer that understands it",
    Resting: r"trainer/resting: define needs_of\(self, backbone\)",
    Bound: r"let restore be a classmethod and take \(component, state\); it takes \(self, component, state\)",
}


class Plain(Backbone):
    """All is well, with names of its own and one parameter more."""

    use: Literal["plain"] = "plain"

    def encode(self, photo, fast=True):
        """Nothing."""


def test_names_are_free_where_the_core_calls_by_position():
    """And what has a default may come on top."""
    check_verbs(Plain())


@pytest.mark.parametrize("cls", BROKEN)
def test_a_missing_or_wrong_verb_is_told_as_it_should_be(cls):
    """With its signature."""
    with pytest.raises(AssertionError, match=BROKEN[cls]):
        check_verbs(cls())
