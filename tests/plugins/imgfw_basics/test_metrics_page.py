"""The page about metrics, and what holds for every one of them."""

import re
import warnings
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from imgfw import Target
from imgfw_basics import imgfw_metrics

METRICS = [metric.load() for metric in imgfw_metrics()]
KINDS = [(metric, kind) for metric in METRICS for kind in metric.types]
PAGE = (Path(__file__).parents[3] / "docs" / "metrics.md").read_text("utf-8")
EDGES = (0, 1, 6)  # no rows, one, and several that are all alike


def named(pair):
    """roc-auc-classes."""
    return f"{pair[0]().use}-{pair[1]}"


def rows():
    """{metric: cells of its row in the table of the page}."""
    lines = [line for line in PAGE.splitlines() if line.startswith("| `")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {line[0].strip("`"): line for line in cells}


def test_every_metric_has_its_row():
    """And the page has no other."""
    assert rows().keys() == {metric().use for metric in METRICS}


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric().use)
def test_a_row_names_figures_types_and_direction_as_they_are(metric):
    """Every figure that the metric gives for any of its targets, and no other."""
    _, figures, types, better, *_ = rows()[metric().use]

    given = {
        figure.replace(":LABEL", "") + ":LABEL" * figure.endswith(":LABEL")
        for kind in metric.types
        for figure in metric().gives(Target("t", kind, () if kind == "number" else ("LABEL",)))
    }
    assert set(re.findall(r"`([^`]+)`", figures)) == given
    assert [kind.strip() for kind in types.split(",")] == list(metric.types)
    assert better == ("higher" if metric.higher_is_better else "lower")


@pytest.mark.parametrize("pair", KINDS, ids=named)
@pytest.mark.parametrize(("count", "width"), list(product(EDGES, (1, 2, 3))))
def test_odd_sets_give_numbers_or_nan_and_no_warning(pair, count, width):
    """No rows, one, and all alike, with one label or more: every figure a float, nothing infinite."""
    metric, kind = pair
    target = Target("t", kind, () if kind == "number" else tuple("abc"[:width]))
    probabilities = np.full((count, target.width), 1 / target.width, np.float32)
    shape = (count, target.width) if kind == "multi-label" else (count,)
    truth = np.zeros(shape, np.int64 if target.exclusive else np.float32)
    decided = probabilities[:, 0] if kind == "number" else truth.astype(bool if len(shape) == 2 else int)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = metric().score(truth, probabilities, decided, target)

    assert tuple(found) == metric().gives(target)
    assert all(type(value) is float and not np.isinf(value) for value in found.values())


@pytest.mark.parametrize("pair", KINDS, ids=named)
def test_figures_do_not_depend_on_the_number_of_labels_read_so_far(pair):
    """A recipe is checked before labels are read: the figures without a label are there, too."""
    metric, kind = pair

    before = metric().gives(Target("t", kind))

    for width in (0,) if kind == "number" else (1, 2, 3):
        later = metric().gives(Target("t", kind, tuple("abc"[:width])))
        assert before == tuple(name for name in later if ":" not in name)


@pytest.mark.parametrize("pair", KINDS, ids=named)
def test_the_order_of_rows_plays_no_part(judged, pair):
    """Nor is anything written into what was given."""
    metric, kind = pair
    truth, probabilities, decided, target = judged(5, 57, kind)
    before = [array.copy() for array in (truth, probabilities, decided)]
    order = np.random.default_rng(1).permutation(57)

    one = metric().score(truth, probabilities, decided, target)
    other = metric().score(truth[order], probabilities[order], decided[order], target)

    assert one == pytest.approx(other, nan_ok=True)
    assert all(np.array_equal(a, b) for a, b in zip(before, (truth, probabilities, decided), strict=True))


@pytest.mark.parametrize("metric", [m for m in METRICS if m.by_label], ids=lambda metric: metric().use)
def test_each_label_is_judged_on_the_rows_that_know_it(judged, metric):
    """Its figures are those of these rows, and what is said of unknown ones plays no part in any."""
    truth, probabilities, decided, target = judged(5, 57, "multi-label")
    truth = np.where(np.random.default_rng(2).random(truth.shape) < 0.3, np.nan, truth).astype(np.float32)
    unknown = np.isnan(truth)

    found = metric().score(truth, probabilities, decided, target)
    other = metric().score(truth, np.where(unknown, 0.5, probabilities), decided ^ unknown, target)

    assert found == pytest.approx(other, nan_ok=True)
    for place, label in enumerate(target.labels):
        rows = ~unknown[:, place]
        whole = np.nan_to_num(truth[rows]), probabilities[rows], decided[rows]
        alone = metric().score(*whole, target)
        for name in (name for name in found if name.endswith(f":{label}")):
            assert found[name] == pytest.approx(alone[name], nan_ok=True)
    each = [value for name, value in found.items() if ":" in name]
    for macro in (value for name, value in found.items() if name.endswith("-macro")):
        assert macro == pytest.approx(np.nanmean(each))


def test_what_needs_whole_rows_gets_them():
    """Every metric for several labels judges them one by one, but for subset accuracy."""
    several = [metric for metric in METRICS if "multi-label" in metric.types]

    assert [metric().use for metric in several if not metric.by_label] == ["accuracy"]
