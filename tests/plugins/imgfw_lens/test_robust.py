"""Robust accuracy as numbers and a plot."""

from __future__ import annotations

import csv
from xml.etree import ElementTree

import numpy as np
import pytest

from imgfw_lens.robust import Robust, plot, robust, table


def test_a_share_has_wilsons_interval() -> None:
    """67 right of 124 is 54 %, and 45 to 63 %."""
    right = np.arange(124) < 67

    found = robust(4, right, ~right, [str(number) for number in range(124)])

    assert (found.epsilon, found.n, found.changed) == (4, 124, 57)
    assert (found.accuracy, found.low, found.high) == pytest.approx((0.540, 0.453, 0.625), abs=1e-3)


def test_pictures_that_belong_together_tell_less() -> None:
    """The same figures from four groups have a wider interval than from forty pictures."""
    right = np.arange(40) < 20

    alone, together = (
        robust(1, right, right, [str(number // size) for number in range(40)]) for size in (1, 10)
    )

    assert together.accuracy == alone.accuracy
    assert together.high - together.low > 1.5 * (alone.high - alone.low)


def test_the_table_reads_back() -> None:
    """A line for each epsilon, with the names of the figures above."""
    found = [Robust(0, 0.9, 0.8, 0.95, 20, 0), Robust(8, 0.25, 0.1, 0.5, 20, 13)]

    rows = list(csv.DictReader(table(found).splitlines()))

    assert [row["epsilon"] for row in rows] == ["0", "8"]
    assert rows[1] == {k: str(v) for k, v in found[1].plain().items()}


def test_the_plot_is_svg_with_a_point_for_each_epsilon() -> None:
    """Higher is more accurate; what stands in a name is no markup."""
    found = [Robust(0, 0.9, 0.8, 0.95, 20, 0), Robust(8, 0.25, 0.1, 0.5, 20, 13)]

    drawn = ElementTree.fromstring(plot("<b>&", found))

    space = "{http://www.w3.org/2000/svg}"
    first, last = drawn.findall(f"{space}circle")
    assert drawn.find(f"{space}text").text == "<b>&"
    assert float(first.get("cy")) < float(last.get("cy")) and float(first.get("cx")) < float(last.get("cx"))
