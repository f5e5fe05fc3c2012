"""Pictures blended with others of their batch: MixUp and CutMix.

MixUp: Zhang et al., "mixup: Beyond Empirical Risk Minimization", 2018. CutMix: Yun et al., 2019.
A loss that is linear in the truth of a soft label is the sum of the losses of both truths by their shares.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np


class Mixed(NamedTuple):
    """A batch after mixing.

    inputs   as they were, float32 (N, ...) each, mixed
    partner  int (N,): with which row of the batch each is mixed
    share    how much of each row is its own, 0..1
    """

    inputs: list[np.ndarray]
    partner: np.ndarray
    share: float


def mixed(
    kind: str, alpha: float, inputs: Sequence[np.ndarray], *, seed: int, epoch: int, batch: int
) -> Mixed:
    """Mix a batch; only (seed, epoch, batch) decides with what and by how much.

    "mixup" takes any inputs, "cutmix" pixels (N, H, W, 3) alone.
    """
    import numpy as np

    rng = np.random.default_rng([seed % 2**32, epoch, batch, 1])
    share, partner = float(rng.beta(alpha, alpha)), rng.permutation(len(inputs[0]))
    if kind == "cutmix":
        (pixels,) = inputs
        top, bottom, left, right = _box(pixels.shape[1], pixels.shape[2], share, rng)
        made = pixels.copy()
        made[:, top:bottom, left:right] = pixels[partner, top:bottom, left:right]
        pasted = (bottom - top) * (right - left) / (pixels.shape[1] * pixels.shape[2])
        return Mixed([made], partner, 1.0 - pasted)
    blend = [np.float32(share) * given + np.float32(1 - share) * given[partner] for given in inputs]
    return Mixed(blend, partner, share)


def _box(height: int, width: int, share: float, rng: np.random.Generator) -> tuple[int, int, int, int]:
    """The part that is pasted: about 1 - share of the area around a random centre, cut off at the edges."""
    side = (1.0 - share) ** 0.5
    tall, wide = round(height * side), round(width * side)
    top, left = int(rng.integers(height)) - tall // 2, int(rng.integers(width)) - wide // 2
    return max(top, 0), min(top + tall, height), max(left, 0), min(left + wide, width)
