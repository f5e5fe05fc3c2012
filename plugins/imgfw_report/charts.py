"""Plots: where axes start and end, what stands along them, and where points lie on the page.

The template charts.html draws them; colours are those of the page, light or dark.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

WIDTH, HEIGHT = 400, 260
LEFT, RIGHT, TOP, BOTTOM = 46, 14, 16, 40
"""Units of a plot, and of its margins; it is shown at about as many pixels."""
MOST = 240
"""So many points of a curve are drawn at most."""

Points = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Axis:
    """Numbers from low to high, some of them written; what they are stands beside it."""

    low: float
    high: float
    ticks: tuple[float, ...]
    name: str = ""

    def share(self, value: float) -> float:
        """How far along the axis a value is, 0 to 1; what lies beyond an end is at it."""
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))

    def written(self, tick: float) -> str:
        """A tick as text, with as many digits as tell it from the others."""
        step = self.ticks[1] - self.ticks[0] if len(self.ticks) > 1 else 1.0
        digits = max(0, -math.floor(math.log10(step) + 1e-9))
        return f"{tick:,.{digits}f}"


@dataclass(frozen=True)
class Line:
    """A curve through points; `look` is "first", "second" or "quiet"."""

    points: Points
    look: str = "first"


@dataclass(frozen=True)
class Bar:
    """A bar that stands on the lower axis, from one value of it to another; `ends` are its interval's."""

    start: float
    end: float
    height: float
    told: str = ""
    ends: tuple[float, float] | None = None


@dataclass(frozen=True)
class Mark:
    """A point that is told of; without `y` a line upward. The text stands beside it."""

    x: float
    y: float | None
    text: str = ""


@dataclass(frozen=True)
class Plot:
    """A plot; `told` says what it shows to those who do not see it."""

    x: Axis
    y: Axis
    told: str
    lines: tuple[Line, ...] = ()
    bars: tuple[Bar, ...] = ()
    marks: tuple[Mark, ...] = ()
    height: int = HEIGHT

    def across(self, value: float) -> float:
        """Where a value of the lower axis lies."""
        return round(LEFT + self.x.share(value) * (WIDTH - LEFT - RIGHT), 2)

    def up(self, value: float) -> float:
        """Where a value of the left axis lies."""
        return round(self.height - BOTTOM - self.y.share(value) * (self.height - BOTTOM - TOP), 2)

    def path(self, line: Line) -> str:
        """A line as SVG has it."""
        return "M" + "L".join(f"{self.across(x)} {self.up(y)}" for x, y in thinned(line.points))


def axis(values: Iterable[float], name: str = "", *, zero: bool = False, whole: bool = False) -> Axis:
    """An axis that holds all of these, with about five round numbers.

    zero   it begins at zero, or ends there
    whole  only whole numbers are written, and it begins and ends with what it holds
    """
    given = [float(value) for value in values] or [0.0]
    low, high = min(given), max(given)
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        low, high = low - 0.5, high + 0.5
    step = _round_step((high - low) / 4)
    step = max(1.0, math.ceil(step)) if whole else step
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = tuple(number * step for number in range(first, last + 1))
    if whole:
        return Axis(low, high, tuple(tick for tick in ticks if low <= tick <= high), name)
    return Axis(ticks[0], ticks[-1], ticks, name)


def shares(name: str = "") -> Axis:
    """An axis from 0 to 1."""
    return Axis(0.0, 1.0, (0.0, 0.2, 0.4, 0.6, 0.8, 1.0), name)


def stairs(points: Points) -> list[tuple[float, float]]:
    """The points joined by steps: each keeps its height until the next."""
    made = list(points[:1])
    for (_, before), (x, y) in pairwise(points):
        made += [(x, before), (x, y)]
    return made


def thinned(points: Points, most: int = MOST) -> list[tuple[float, float]]:
    """So many of the points at most, evenly by their number, with the first and the last."""
    if len(points) <= most:
        return list(points)
    return [points[round(i * (len(points) - 1) / (most - 1))] for i in range(most)]


def _round_step(rough: float) -> float:
    """The nearest 1, 2 or 5 times a power of ten that is no smaller."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * (1 - 1e-9))
