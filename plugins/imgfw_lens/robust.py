"""Robust accuracy: how many pictures are decided right under noise of each size, as table and plot."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from imgfw import share_interval

if TYPE_CHECKING:
    import numpy as np

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 560, 340, 56, 16, 44, 48


@dataclass(frozen=True)
class Robust:
    """How many of n pictures are decided right with noise of up to so many levels.

    accuracy   the share of them
    low, high  the interval that holds it in 95 of 100 such tests: Wilson's, with groups of pictures that
               belong together counted for what they tell
    changed    how many are decided otherwise than without noise
    """

    epsilon: int
    accuracy: float
    low: float
    high: float
    n: int
    changed: int

    def plain(self) -> dict[str, Any]:
        """As JSON has it."""
        return asdict(self)


def robust(epsilon: int, right: np.ndarray, changed: np.ndarray, groups: Sequence[str]) -> Robust:
    """The figures of bool (N,): which are right, and which are decided otherwise; `groups` of each."""
    import numpy as np

    codes = np.unique(np.asarray(groups), return_inverse=True)[1]
    low, high = share_interval(right.astype(float), codes)
    return Robust(epsilon, float(right.mean()), low, high, len(right), int(changed.sum()))


def table(found: Sequence[Robust]) -> str:
    """The same as CSV."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(found[0].plain()), lineterminator="\n")
    writer.writeheader()
    writer.writerows(each.plain() for each in found)
    return text.getvalue()


def plot(title: str, found: Sequence[Robust]) -> str:
    """Accuracy over epsilon with its intervals, as SVG."""
    from html import escape

    most = max(1, found[-1].epsilon)
    across, down = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM

    def at(epsilon: float, share: float) -> tuple[float, float]:
        return round(_LEFT + across * epsilon / most, 1), round(_TOP + down * (1 - share), 1)

    parts = [f'<text x="{_LEFT}" y="22" font-size="15">{escape(title)}</text>']
    for share in (0, 0.25, 0.5, 0.75, 1):
        x, y = at(0, share)
        parts.append(f'<path d="M{x} {y}H{_WIDTH - _RIGHT}" stroke="#ddd"/>')
        parts.append(f'<text x="{x - 8}" y="{y + 4}" text-anchor="end">{share:.0%}</text>')
    points = [at(each.epsilon, each.accuracy) for each in found]
    for each, (x, y) in zip(found, points, strict=True):
        high, low = (at(each.epsilon, share)[1] for share in (each.high, each.low))
        parts.append(f'<path d="M{x} {high}V{low}M{x - 4} {high}h8M{x - 4} {low}h8" stroke="#888"/>')
        parts.append(f'<circle cx="{x}" cy="{y}" r="4" fill="#1f5fa8"/>')
        parts.append(f'<text x="{x}" y="{_HEIGHT - _BOTTOM + 18}" text-anchor="middle">{each.epsilon}</text>')
    line = " ".join(f"{x},{y}" for x, y in points)
    parts.append(f'<polyline points="{line}" fill="none" stroke="#1f5fa8" stroke-width="2"/>')
    middle = _LEFT + across / 2
    told = "epsilon: most levels of 255 by which a pixel is changed; bars: 95 % intervals"
    parts.append(f'<text x="{middle}" y="{_HEIGHT - 8}" text-anchor="middle">{told}</text>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{_HEIGHT}" '
        f'viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" font-size="12" fill="#1b1b1b">'
        f'<rect width="100%" height="100%" fill="#fff"/>{"".join(parts)}</svg>\n'
    )
