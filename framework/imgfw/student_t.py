"""Student's t distribution: how much wider an interval must be where few groups tell of the spread."""

from __future__ import annotations

import math

LARGE = 1000
"""From so many degrees of freedom on the distribution is taken to be that of so many: its 97.5 % quantile
is then 0.1 % above the normal one."""


def probability(t: float, freedom: int) -> float:
    """How often a value of at most t comes, for 1 or more degrees of freedom."""
    freedom = min(freedom, LARGE)
    angle = math.atan(t / math.sqrt(freedom))
    squared = math.cos(angle) ** 2
    odd = freedom % 2
    term = math.sin(angle) * (math.cos(angle) if odd else 1.0)
    total = term if freedom > 1 else 0.0
    for step in range(3 if odd else 2, freedom - 1, 2):
        term *= squared * (step - 1) / step
        total += term
    middle = 2 / math.pi * (angle + total) if odd else total  # the probability of -t to t
    return (1 + middle) / 2


def quantile(p: float, freedom: int) -> float:
    """The value below which a share p (0 < p < 1) lies, for 1 or more degrees of freedom."""
    if p < 0.5:
        return -quantile(1 - p, freedom)
    low, high = 0.0, 1.0
    while probability(high, freedom) < p:
        low, high = high, 2 * high
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if probability(middle, freedom) < p else (low, middle)
    return (low + high) / 2
