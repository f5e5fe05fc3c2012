"""`imgfw cache`."""

from __future__ import annotations

import json


def test_the_cache_is_told_and_pruned(imgfw, recipe, small_plugin, own_cache):
    """Where and how large by kind; pruning frees it all, and the run can be made again."""
    imgfw("-q", "run", recipe, "--plugin", small_plugin)

    before = json.loads(imgfw("cache", "--json").out)
    pruned = json.loads(imgfw("cache", "--prune", "--json").out)
    again = imgfw("-q", "run", recipe, "--plugin", small_plugin)

    assert before["path"] == str(own_cache)
    assert {"rows", "looks", "fit", "evaluate"} <= set(before["bytes"])
    assert pruned["freed"] >= sum(before["bytes"].values()) * 0.9
    assert again.code == 0


def test_what_was_used_lately_may_stay(imgfw, recipe, small_plugin):
    """Nothing made just now is older than thirty days."""
    imgfw("-q", "run", recipe, "--plugin", small_plugin)

    assert json.loads(imgfw("cache", "--prune", "--older-than", "30d", "--json").out)["freed"] == 0


def test_wrong_options_are_refused(imgfw):
    """A time that is none, and a limit without pruning."""
    assert imgfw("cache", "--prune", "--older-than", "soon").code == 2
    assert imgfw("cache", "--older-than", "30d").code == 2


def test_the_table_has_a_sum(imgfw, recipe, small_plugin):
    """For people there is a line for all of it."""
    imgfw("-q", "run", recipe, "--plugin", small_plugin)

    assert imgfw("cache").out.splitlines()[-1].split()[0] == "all"
