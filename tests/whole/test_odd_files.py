"""Real broken, odd and hostile files through the whole tool; and bombs, and files damaged at random."""

from __future__ import annotations

import csv
import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
SMALL_PLUGIN = Path(__file__).parents[1] / "framework" / "small_plugin.py"
RECIPE = """
[[source]]
use = "folder"
path = "pictures"

[group]
near = false

[backbone]
use = "mean-colour"

[[head]]
use = "means"

[[metric]]
use = "accuracy"
"""


def stress(name: str) -> Any:
    """A module of benchmarks/stress."""
    spec = importlib.util.spec_from_file_location(name, BENCHMARKS / "stress" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_check_run_and_predict_agree_on_every_file(tool, assets, tmp_path):
    """Each of 314 real files is used by all three or refused by all three, for one reason, and quietly."""
    rows = list(csv.DictReader((assets / "nasty" / "expected.csv").read_text().splitlines()))
    for number, row in enumerate(rows):  # without an ending, so that the content decides of each
        place = tmp_path / "pictures" / f"class{number % 2}" / f"{number:03}"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes((assets / "nasty" / row["file"]).read_bytes())
    (tmp_path / "recipe.toml").write_text(RECIPE)
    words = ("--plugin", SMALL_PLUGIN, "-q")

    run = tool("run", "recipe.toml", "--json", *words, work=tmp_path)
    predict = tool("predict", "latest", "pictures", "--json", *words, work=tmp_path)
    check = tool("check", "pictures", "--json", *words, work=tmp_path)

    assert (run.code, predict.code, check.code) == (3, 3, 3)
    lines = (tmp_path / run.document["run"] / "samples.csv").read_text().splitlines()
    ran = {row["uri"]: row["left_out"] for row in csv.DictReader(lines)}
    ran = {uri: reason for uri, reason in ran.items() if "contradicting labels" not in reason}  # usable twins
    told = {
        Path(answer["file"]).relative_to("pictures").as_posix(): answer.get("left_out", "")
        for answer in predict.document["answers"]
    }
    checked = {f["file"]: f["reason"] for f in check.document["faults"] if f["what"] == "left out"}
    assert len(told) == len(rows) > 300
    assert sum(map(bool, told.values())) > 40
    assert {uri: reason for uri, reason in ran.items() if told[uri] != reason} == {}
    assert checked == {uri: reason for uri, reason in told.items() if reason}
    for done in (run, predict, check):
        assert [line for line in done.err.splitlines() if not line.startswith("left out: ")] == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from /proc")
def test_pictures_damaged_at_random_are_used_or_refused(tmp_path):
    """300 damaged among 60 good ones: nothing dies, no good one is refused, every reason is in the report."""
    mutated = stress("mutated_pictures")
    mutated.lay(tmp_path / "pictures", good=60, bad=300, seed=5)

    ended = mutated.run(tmp_path, workers=4)

    assert ended.code == 3, ended.loud
    assert len(ended.listed) == 360
    assert len(ended.refused) > 60
    assert all(ended.refused.values())
    assert not any(Path(uri).name.startswith("g") for uri in ended.refused)
    assert ended.megabytes < 600
    assert not [line for line in ended.loud.splitlines() if "Warning" in line or "Read error" in line]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from /proc")
def test_bombs_are_refused_by_their_headers_or_do_no_harm():
    """More than 60 files that claim or unfold to something huge: each is used or refused below a gigabyte."""
    bombs = stress("bombs")
    harmful = []
    count = 0

    for name, content in bombs.bombs():
        told, _, megabytes = bombs.watched(content)
        count += 1
        claims = "claims" in name and "no rows" not in name and "frames" not in name and "9000" not in name
        if (
            told.startswith(("DIED", "LOUD"))
            or megabytes > (60 if claims else 1000)
            or (claims and told == "used")
        ):
            harmful.append((name, told, megabytes))

    assert count >= 60
    assert harmful == []
