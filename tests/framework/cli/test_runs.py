"""`imgfw runs`."""

from __future__ import annotations

import json


def test_no_runs_are_told(imgfw):
    """Nothing on stdout, and what makes one."""
    said = imgfw("runs")

    assert (said.code, said.out) == (0, "")
    assert "imgfw run RECIPE" in said.err


def test_finished_and_unfinished_runs(imgfw, recipe, small_plugin, tmp_path):
    """A finished run has its best figure; an unfinished one says how far it came."""
    imgfw("-q", "run", recipe, "--plugin", small_plugin)
    imgfw("-q", "run", recipe, "--plugin", small_plugin)
    first, second = sorted(path for path in (tmp_path / "runs").iterdir() if path.is_dir())
    (second / "scores.json").unlink()

    table = imgfw("runs").out
    document = json.loads(imgfw("runs", "--json").out)

    by_name = {found["run"]: found for found in document["runs"]}
    assert by_name[f"runs/{first.name}"]["score"]["value"] == 1.0
    assert by_name[f"runs/{first.name}"]["best"] == "colour/share"
    assert by_name[f"runs/{first.name}"]["candidate"] == by_name[f"runs/{first.name}"]["run"][5:-16]
    assert by_name[f"runs/{first.name}"]["candidates"] == 1
    assert by_name[f"runs/{second.name}"]["last_stage"] == "sinks"
    assert "unfinished after sinks" in table and "1.000" in table


def test_scores_from_before_a_change_of_the_bundle_are_told(imgfw, recipe, small_plugin, tmp_path):
    """They are those of the bundle that the run made."""
    imgfw("-q", "run", recipe, "--plugin", small_plugin)
    (folder,) = (path for path in (tmp_path / "runs").iterdir() if path.is_dir())
    scores = json.loads((folder / "scores.json").read_text())
    (folder / "scores.json").write_text(json.dumps({**scores, "since": ["generation 2: Ann: removed"]}))

    document = json.loads(imgfw("runs", "--json").out)

    assert document["runs"][0]["since"] == ["generation 2: Ann: removed"]
    assert "finished, its bundle changed since" in imgfw("runs").out


def test_a_damaged_run_is_listed_as_such(imgfw, recipe, small_plugin, tmp_path):
    """Half-written scores and a torn record stop no listing."""
    imgfw("-q", "run", recipe, "--plugin", small_plugin)
    (folder,) = (path for path in (tmp_path / "runs").iterdir() if path.is_dir())
    (folder / "scores.json").write_text('{"format": 1, "best"')
    (folder / "stages.jsonl").write_text('{"stage": "survey", "seconds": 1}\n{"sta')

    table = imgfw("runs")

    assert table.code == 0
    assert f"{folder.name}  damaged" in table.out
