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


def test_nothing_of_a_users_own_is_deleted(imgfw, tmp_path, monkeypatch):
    """Where IMGFW_CACHE names a folder of somebody's, its files are told and left alone."""
    home = tmp_path / "home"
    (home / "photos").mkdir(parents=True)
    (home / "photos" / "a.jpg").write_bytes(b"mine")
    for number in range(6):
        (home / f"{number}.txt").write_text("mine")
    monkeypatch.setenv("IMGFW_CACHE", str(home))

    told = imgfw("cache", "--prune").out.splitlines()
    document = json.loads(imgfw("cache", "--json").out)

    assert told == [
        str(home), "freed 0 B", "not imgfw's, left alone: 0.txt, 1.txt, 2.txt, 3.txt, 4.txt, and 2 more"
    ]  # fmt: skip
    assert (document["bytes"], len(document["foreign"])) == ({}, 7)
    assert (home / "photos" / "a.jpg").read_bytes() == b"mine"


def test_all_that_a_run_keeps_is_known_as_its_own(imgfw, recipe, small_plugin, own_cache):
    """Nothing that a run leaves in the cache is told as foreign, and after pruning no file of it is left."""
    imgfw("-q", "run", recipe, "--plugin", small_plugin)

    foreign = json.loads(imgfw("cache", "--json").out)["foreign"]
    imgfw("cache", "--prune")

    left = [path.name for path in own_cache.rglob("*") if path.is_file() and ".live" not in path.parts]
    assert (foreign, left) == ([], ["CACHEDIR.TAG"])
