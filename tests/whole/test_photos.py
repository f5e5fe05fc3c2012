"""Folders of real photos with real weights."""

from __future__ import annotations

import csv
import json
import os
import shutil
from pathlib import Path
from statistics import mean

import numpy as np
import pytest

pytestmark = [pytest.mark.slow, pytest.mark.keras]


@pytest.fixture(scope="module")
def work(tmp_path_factory) -> Path:
    """A folder whose cache the tests of this module share."""
    return tmp_path_factory.mktemp("photos")


@pytest.fixture
def run(tool, recipes, assets, work):
    """Runs the recipe on a folder, with real weights."""

    def called(folder: Path, *words: str, work: Path = work):
        place = f'source.0.path="{folder}"'
        home = str(assets / "assets" / "keras_home")
        words = ("run", recipes / "photos-folder.toml", "--set", place, "--json", *words)
        return tool(*words, work=work, KERAS_HOME=home)

    return called


def set_of(assets: Path, name: str, folder: Path, count: int) -> Path:
    """A copy of the first pictures of every class."""
    for place in sorted((assets / "data" / name).iterdir()):
        (folder / place.name).mkdir(parents=True)
        for picture in sorted(place.iterdir())[:count]:
            shutil.copy2(picture, folder / place.name)
    return folder


@pytest.mark.parametrize(("name", "least"), [("scenes8", 0.91), ("flowers5", 0.75)])
def test_real_photos_are_told_apart(run, assets, name, least):
    """The mean accuracy of three seeds; every figure has its interval."""
    found = [run(assets / "data" / name, "--set", f"seed={seed}").document for seed in range(3)]

    scores = [document["scores"]["class"]["test"]["accuracy"] for document in found]
    assert mean(score["value"] for score in scores) >= least
    assert all(score["low"] < score["value"] < score["high"] for score in scores)


def test_people_run_too(run, assets):
    """ImageNet's features know people badly, but better than chance."""
    done = run(assets / "data" / "lfw10x10")

    assert done.code == 0
    assert done.document["scores"]["class"]["test"]["accuracy"]["value"] > 0.15


@pytest.mark.parametrize("head", ["dense", "logistic", "nearest"])
def test_predicting_gives_the_bits_of_the_run_without_tensorflow(run, tool, assets, work, head):
    """Every test picture, asked alone and among others, has the probabilities of predictions.csv."""
    data = assets / "data" / "scenes8"
    done = run(data, "--set", f'head.0.use="{head}"')
    folder = work / done.document["run"]
    rows = list(csv.DictReader((folder / "predictions.csv").read_text().splitlines()))

    together = tool("predict", folder, data / "desert", data / "campus", "--json", work=work)
    again = tool("predict", folder, data / "desert", data / "campus", "--json", work=work)
    alone = tool("predict", folder, data / rows[0]["uri"], "--fresh", "--json", work=work)

    answers = {a["file"]: a["class"]["probabilities"] for a in together.document["answers"]}
    answers |= {a["file"]: a["class"]["probabilities"] for a in alone.document["answers"]}
    assert not together.heavy and not again.heavy and not alone.heavy
    assert again.document == together.document
    compared = 0
    for row in rows:
        given = answers.get(str(data / row["uri"]))
        for label, probability in (given or {}).items():
            assert np.float32(row[f"class:{label}"]) == np.float32(probability)
            compared += 1
    assert compared > 8 * 20


def test_a_second_run_with_a_classical_head_imports_no_tensorflow(run, assets, work):
    """The graph is kept, so nothing needs Keras; another head encodes nothing."""
    data = assets / "data" / "scenes8"
    run(data)

    done = run(data, "--set", 'head.0.use="logistic"', "--set", "head.0.C=0.01")

    assert done.made(work)["survey"] == done.made(work)["encode"] == 0
    assert done.made(work)["fit"] > 0
    assert "tensorflow" not in done.heavy and "keras" not in done.heavy


def test_only_what_changed_is_made_again(run, assets, tmp_path):
    """Copied, touched, broken and added files; another augmenter; a corrected label."""
    folder = set_of(assets, "flowers5", tmp_path / "flowers", 12)
    stable = (
        "--set",
        'head.0.use="logistic"',
        "--set",
        "split={train=0.5, val=0.2, test=0.3}",
        "--set",
        "seed=5",
    )
    first = run(folder, *stable, work=tmp_path)
    assert first.code == 0, first.err

    copied = tmp_path / "copied"
    shutil.copytree(folder, copied)
    for picture in copied.rglob("*.jpg"):
        os.utime(picture)
    (copied / "rose" / "broken.jpg").write_bytes(b"\xff\xd8\xff no picture")
    second = run(copied, *stable, work=tmp_path)
    assert second.code == 3
    assert list(second.document["left_out"]) == ["rose/broken.jpg"]
    assert {s: n for s, n in second.made(tmp_path).items() if n} == {"survey": 1, "sinks": 1}
    assert second.document["scores"] == first.document["scores"]

    for number, picture in enumerate(sorted((assets / "data" / "flowers5" / "tulip").iterdir())[20:30]):
        shutil.copy2(picture, copied / "tulip" / f"new{number}.jpg")
    third = run(copied, *stable, work=tmp_path)
    assert third.made(tmp_path)["survey"] == 10
    assert third.passes <= 10 + 1

    varied = ("--set", "augment.per_sample=2", "--set", 'augmenter=[{use="flip"}]')
    fourth = run(copied, *stable, *varied, work=tmp_path)
    made = fourth.made(tmp_path)
    assert made["survey"] == made["encode"] == 0 and made["augment"] > 20
    samples = csv.DictReader((tmp_path / fourth.document["run"] / "samples.csv").read_text().splitlines())
    assert made["augment"] == sum(row["split"] == "train" for row in samples)

    tests = (tmp_path / third.document["run"] / "predictions.csv").read_text().splitlines()
    moved = next(
        row["uri"] for row in csv.DictReader(tests) if row["split"] == "test" and "rose" in row["uri"]
    )
    (copied / moved).rename(copied / "tulip" / Path(moved).name)
    fifth = run(copied, *stable, work=tmp_path)
    made = {s: n for s, n in fifth.made(tmp_path).items() if n}
    assert set(made) <= {"survey", "evaluate", "sinks"} and made["evaluate"] > 0
    assert fifth.passes <= 1


def test_missing_weights_are_one_error_that_names_the_ways_out(tool, recipes, assets, tmp_path):
    """Without network and file: the file, its size, where Keras looks, and what to do; nothing is trained."""
    home = tmp_path / "keras"
    home.mkdir()
    place = f'source.0.path="{assets / "data" / "scenes8"}"'

    done = tool(
        "run", recipes / "photos-folder.toml", "--set", place, work=tmp_path, KERAS_HOME=str(home),
        http_proxy="http://127.0.0.1:9", https_proxy="http://127.0.0.1:9",
    )  # fmt: skip

    assert done.code == 1
    for word in ("mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_224_no_top.h5", "9.4 MB", "KERAS_HOME"):
        assert word in done.err
    assert 'weights = "none"' in done.err and str(home) in done.err
    assert "Traceback" not in done.err and done.out == ""


def test_two_views_of_one_folder_are_one_document(run, assets, work):
    """The document that is printed is scores.json with the place of the run."""
    done = run(assets / "data" / "lfw10x10")

    written = json.loads((work / done.document["run"] / "scores.json").read_text())
    assert {name: done.document[name] for name in written} == written
