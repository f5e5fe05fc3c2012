"""`imgfw compare`: differences with their verdicts, and what changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from imgfw.cli.compare import text
from imgfw.line.comparing import Compared, Comparison
from imgfw.measure import Difference


@pytest.fixture
def runs(imgfw, recipe, small_plugin):
    """Two runs that differ in one value."""
    imgfw("run", recipe, "--plugin", small_plugin, "--runs", "one")
    imgfw("run", recipe, "--plugin", small_plugin, "--runs", "two", "--set", "backbone.factor=0.0")
    return [next(path for path in Path(name).iterdir() if path.is_dir()) for name in ("one", "two")]


def test_differences_and_changes_are_the_result(imgfw, runs, small_plugin):
    """Figures with interval and verdict, and the key that differs."""
    said = imgfw("compare", *runs, "--plugin", small_plugin)

    assert said.code == 0
    assert "test samples that both predicted" in said.out
    assert "share" in said.out and "backbone.factor" in said.out


def test_json_is_one_document(imgfw, runs, small_plugin):
    """The same as plain data."""
    said = imgfw("-q", "compare", *runs, "--plugin", small_plugin, "--json")

    document = json.loads(said.out)
    assert document["figures"]["colour"]["share"]["verdict"] in (
        "first",
        "second",
        "no difference",
        "not known",
    )
    assert document["changes"] == [{"key": "backbone.factor", "first": "1.0", "second": "0.0"}]


def test_an_unknown_run_is_exit_2(imgfw, runs, small_plugin):
    """One sentence."""
    said = imgfw("compare", runs[0], "nowhere", "--plugin", small_plugin)

    assert said.code == 2 and "nowhere: no such run" in said.err


def test_many_figures_warn_of_chance():
    """Where some of many differ, how many would by chance is told; no interval has its reason."""
    nan = float("nan")
    figures = {
        "a": Compared(Difference(0.1, 0.05, 0.2, 0.01, 9), True),
        "b": Compared(Difference(0.0, nan, nan, nan, 9, "one group"), True),
        "c": Compared(Difference(nan, nan, nan, nan, 0, "no truth"), True),
    }
    found = Comparison(Path("x"), Path("y"), 9, (1, 2), {"t": figures}, ())

    told = text(found)

    assert "1 of 3 differ; of so many about 0.2 would by chance alone" in told
    assert "no difference, no interval: one group" in told and "no truth" in told
    assert "1 are in the first run alone, 2 in the second alone" in told
    assert told.endswith("nothing")
