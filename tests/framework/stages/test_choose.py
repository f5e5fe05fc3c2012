"""Choose: the figure that decides between epochs and candidates."""

from __future__ import annotations

import numpy as np
import pytest

from imgfw.decisions import Decision
from imgfw.errors import RunError
from imgfw.kinds import Metric
from imgfw.stages.choose import among, best_of
from imgfw.targets import Target


class Share:
    """A metric that gives the share decided rightly under a name of its own."""

    types = ("classes",)
    by_label = False
    serves = Metric.serves

    def __init__(self, name: str, *, target: str | None = None, higher_is_better: bool = True) -> None:
        self.name, self.target, self.higher_is_better = name, target, higher_is_better

    def gives(self, target):
        """One figure."""
        return (self.name,)

    def score(self, truth, probabilities, decided, target):
        """The share."""
        return {self.name: float((truth == decided).mean())}


TARGETS = {
    "a": Target("a", labels=("x", "y")),
    "b": Target("b", labels=("x", "y")),
    "n": Target("n", "number"),
}
PROBABILITIES = np.array([[0.9, 0.1], [0.2, 0.8], [0.7, 0.3]], np.float32)


def test_a_figure_is_found_by_target_and_name():
    """The right metric and the right target are taken."""
    best = best_of("b/two", [Share("one"), Share("two")], TARGETS)

    assert (best.metric.name, best.target.name, best.figure) == ("two", "b", "two")


@pytest.mark.parametrize("name", ["b/three", "c/one", "n/one", "one"])
def test_a_figure_that_nobody_gives_is_refused(name: str):
    """The error lists what there is."""
    with pytest.raises(RunError, match="expected one of a/one, b/one"):
        best_of(name, [Share("one")], TARGETS)


def test_only_known_truth_counts():
    """Samples without a truth are not judged."""
    best = best_of("a/one", [Share("one")], TARGETS)

    assert best.of(np.array([0, 1, -1]), PROBABILITIES, Decision()) == 1.0
    assert best.of(np.array([-1, -1, -1]), PROBABILITIES, Decision()) == float("-inf")


@pytest.mark.parametrize("higher_is_better", [True, False])
def test_an_undefined_figure_is_worse_than_any(higher_is_better: bool):
    """Whether high or low is good, and it is not shown."""

    class Undefined(Share):
        """Never defined."""

        def score(self, truth, probabilities, decided, target):
            return {self.name: float("nan")}

    best = best_of("a/one", [Undefined("one", higher_is_better=higher_is_better)], TARGETS)

    value = best.of(np.array([0, 1, 0]), PROBABILITIES, Decision())

    assert value == float("-inf")
    assert best.shown(value) is None


def test_an_error_is_turned_around():
    """A figure that should be low is compared by its negative."""
    best = best_of("a/one", [Share("one", higher_is_better=False)], TARGETS)

    value = best.of(np.array([0, 0, 0]), PROBABILITIES, Decision())

    assert value == pytest.approx(-2 / 3)
    assert best.shown(value) == pytest.approx(2 / 3)
    assert best.shown(float("-inf")) is None


def test_training_another_target_is_judged_by_its_own_figure():
    """Where the best's target is not among those trained, the first metric for one of them decides."""
    best = best_of("a/one", [Share("one", target="a"), Share("two", target="b")], TARGETS)

    assert among(best, [best.metric, Share("two", target="b")], [TARGETS["a"], TARGETS["b"]]) is best
    assert among(best, [best.metric, Share("two", target="b")], [TARGETS["b"]]).figure == "two"
    with pytest.raises(RunError, match="no metric scores n"):
        among(best, [best.metric], [TARGETS["n"]])


def test_the_most_telling_figure_judges_another_target():
    """That is the first of those a metric gives."""

    class Several(Share):
        """Gives three figures."""

        def gives(self, target):
            return ("first", "second", f"first:{target.labels[0]}")

    best = best_of("a/one", [Share("one", target="a")], TARGETS)

    assert among(best, [best.metric, Several("several", target="b")], [TARGETS["b"]]).figure == "first"
