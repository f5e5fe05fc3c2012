from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw_keras.mixing import mixed

SEEDS = st.integers(0, 2**40)


def pictures(count: int, height: int = 8, width: int = 6) -> np.ndarray:
    """Pictures of one grey each, which tells their number."""
    return np.broadcast_to(np.arange(count, dtype=np.float32)[:, None, None, None], (count, height, width, 3))


@given(seed=SEEDS, count=st.integers(1, 9), alpha=st.floats(0.05, 50))
def test_mixup_blends_each_with_its_partner(seed: int, count: int, alpha: float) -> None:
    """Every input is share of itself and the rest of its partner, the same for all inputs of a batch."""
    inputs = [pictures(count), np.arange(count * 2, dtype=np.float32).reshape(count, 2)]

    found = mixed("mixup", alpha, inputs, seed=seed, epoch=1, batch=0)

    assert 0 <= found.share <= 1
    assert sorted(found.partner) == list(range(count))
    for before, after in zip(inputs, found.inputs, strict=True):
        assert np.allclose(after, found.share * before + (1 - found.share) * before[found.partner], atol=1e-4)
        assert after.dtype == np.float32


@given(
    seed=SEEDS,
    count=st.integers(1, 6),
    alpha=st.floats(0.05, 50),
    height=st.integers(1, 20),
    width=st.integers(1, 20),
)
def test_cutmix_pastes_a_rectangle_and_counts_its_pixels(
    seed: int, count: int, alpha: float, height: int, width: int
) -> None:
    """Each pixel is one's own or the partner's, those are one rectangle, and the share is that of the own."""
    found = mixed("cutmix", alpha, [pictures(count, height, width)], seed=seed, epoch=1, batch=0)

    (after,) = found.inputs
    own = after == np.arange(count)[:, None, None, None]
    theirs = after == found.partner[:, None, None, None]
    assert (own | theirs).all()
    for row in np.flatnonzero(found.partner != np.arange(count)):
        pasted = ~own[row, :, :, 0]
        assert 1 - pasted.mean() == pytest.approx(found.share)
        rows, columns = np.flatnonzero(pasted.any(axis=1)), np.flatnonzero(pasted.any(axis=0))
        assert pasted.sum() == len(rows) * len(columns)


@pytest.mark.parametrize("kind", ["mixup", "cutmix"])
def test_only_seed_epoch_and_batch_decide(kind: str) -> None:
    """The same three give the same mixture, another of any of them another one."""

    def told(**changes: int) -> tuple[Any, ...]:
        found = mixed(kind, 1.0, [pictures(8)], **{"seed": 1, "epoch": 1, "batch": 0, **changes})
        return found.share, tuple(found.partner), found.inputs[0].tobytes()

    assert told() == told()
    assert len({told(), told(seed=2), told(epoch=2), told(batch=1)}) == 4


def test_what_was_given_is_not_changed() -> None:
    """The rows that a batch was made of stay as they are."""
    given = pictures(5).copy()
    before = given.copy()

    mixed("cutmix", 1.0, [given], seed=0, epoch=1, batch=0)
    mixed("mixup", 1.0, [given], seed=0, epoch=1, batch=0)

    assert np.array_equal(given, before)


def test_shares_follow_alpha() -> None:
    """A small alpha leaves pictures nearly whole, a large one takes half of each."""

    def distances(alpha: float) -> float:
        found = [mixed("mixup", alpha, [pictures(2)], seed=s, epoch=1, batch=0).share for s in range(200)]
        return float(np.mean(np.abs(np.array(found) - 0.5)))

    assert distances(0.1) > 0.4 > 0.1 > distances(50.0)


def test_cutmix_pastes_the_share_that_mixup_would_blend() -> None:
    """As much of the area, to a row and a column of pixels, or less where the edges cut it off."""
    given = [pictures(2, 64, 64)]
    cut, blended = (
        np.array([mixed(kind, 1.0, given, seed=s, epoch=1, batch=0).share for s in range(200)])
        for kind in ("cutmix", "mixup")
    )

    assert (cut > blended - 1 / 64).all()
    assert (np.abs(cut - blended) < 1 / 64).mean() > 0.2
