"""How strong a penalty should be."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import Ridge as Regression

from imgfw import ComponentError
from imgfw_sklearn.folds import folds_of
from imgfw_sklearn.penalty import FOLDS, chosen_penalty, penalties


def drawn(rows: int, width: int, noise: float, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Rows, and a number that the first feature tells, with noise."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(rows, width))
    return x, x[:, 0] + rng.normal(0, noise, rows)


@pytest.mark.parametrize(("rows", "width"), [(40, 6), (20, 60), (30, 30)])
@pytest.mark.parametrize("weighted", [False, True])
def test_it_is_the_one_that_refitting_finds(rows: int, width: int, weighted: bool) -> None:
    """One decomposition a fold gives what a regression of scikit-learn for every penalty gives."""
    x, y = drawn(rows, width, noise=1.0)
    counts = np.random.default_rng(1).uniform(0.2, 3, rows) if weighted else np.ones(rows)
    groups = [str(row // 2) for row in range(rows)]
    fold = folds_of([()] * rows, groups, FOLDS, 0)
    wrong = [
        sum(
            counts[fold == held]
            @ (
                Regression(alpha)
                .fit(x[fold != held], y[fold != held], sample_weight=counts[fold != held])
                .predict(x[fold == held])
                - y[fold == held]
            )
            ** 2
            for held in range(FOLDS)
        )
        for alpha in penalties(x, counts)
    ]

    assert chosen_penalty(x, y, counts, groups) == penalties(x, counts)[int(np.argmin(wrong))]


def test_copies_of_a_row_do_not_weaken_it() -> None:
    """Noise looks learnable where copies of a row are left out one by one, and not where they go together."""
    x, y = drawn(25, 60, noise=0.0)
    y = np.random.default_rng(5).normal(size=25)
    copies, counts = np.repeat(np.arange(25), 8), np.ones(200)

    together = chosen_penalty(x[copies], y[copies], counts, [str(row) for row in copies])
    apart = chosen_penalty(x[copies], y[copies], counts, [str(row) for row in range(200)])

    assert together > 100 * apart


def test_the_order_of_rows_plays_no_part() -> None:
    """The same rows shuffled choose the same."""
    x, y = drawn(40, 10, noise=2.0)
    order, groups = np.random.default_rng(2).permutation(40), [str(row // 4) for row in range(40)]

    one = chosen_penalty(x, y, np.ones(40), groups)
    other = chosen_penalty(x[order], y[order], np.ones(40), [groups[row] for row in order])

    assert np.isclose(one, other)


def test_a_number_that_never_varies_is_held_strongest() -> None:
    """Every penalty does as well: of equals the last counts, which gives the mean."""
    x, _ = drawn(20, 4, noise=0.0)

    assert (
        chosen_penalty(x, np.zeros(20), np.ones(20), list(map(str, range(20))))
        == penalties(x, np.ones(20))[-1]
    )


def test_features_that_never_vary_can_be_penalised() -> None:
    """There is still a penalty above 0."""
    assert (penalties(np.zeros((5, 3)), np.ones(5)) > 0).all()


def test_two_groups_are_enough_and_one_is_not() -> None:
    """One must be learned from while the other is asked."""
    x, y = drawn(20, 4, noise=0.1)

    assert chosen_penalty(x, y, np.ones(20), ["a"] * 10 + ["b"] * 10) > 0
    with pytest.raises(ComponentError, match="two groups or more to choose alpha by, got one"):
        chosen_penalty(x, y, np.ones(20), ["a"] * 20)
