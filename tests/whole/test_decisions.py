"""Decisions through the whole tool: fitted on val, the same in every file, in a bundle and at prediction."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import imgfw
from imgfw import Target
from imgfw.cli.main import main
from imgfw.decisions import calibrated
from imgfw.line import probing
from imgfw.line.attempt import attempted
from imgfw.stages.decide import Aims, Val, decide
from imgfw.temperature import scaled
from imgfw_basics.ece import Ece

SMALL = Path(__file__).parents[1] / "framework" / "small_plugin.py"
LABELS = ("dark", "light", "middle")
RECIPE = """
best = "class/accuracy"

[[source]]
use = "folder"
path = "pictures"

[group]
near = false

[split]
exact = true
train = 0.3
val = 0.4

[backbone]
use = "mean-colour"

[[head]]
use = "logistic"
C = 100

[decide]
calibrate = true
coverage = 0.8
unknown = 0.4

[[metric]]
use = "accuracy"

[[metric]]
use = "ece"
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Grey pictures in three classes of which neighbours overlap, and a recipe."""
    root, rng = tmp_path_factory.mktemp("decisions"), np.random.default_rng(0)
    for place, label in enumerate(("dark", "middle", "light")):
        (root / "pictures" / label).mkdir(parents=True)
        for number in range(50):
            level = np.clip(60 + 60 * place + rng.normal(0, 35), 0, 255)
            image = np.clip(level + rng.normal(0, 9, (8, 8, 3)), 0, 255).astype(np.uint8)
            Image.fromarray(image).save(root / "pictures" / label / f"{number:02}.png")
    (root / "recipe.toml").write_text(RECIPE)
    return root


@pytest.fixture(scope="module")
def found(folder, tmp_path_factory):
    """The run, in a cache of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IMGFW_CACHE", str(tmp_path_factory.mktemp("cache")))
        return imgfw.run(folder / "recipe.toml", runs=folder / "runs", plugins=[SMALL])


def rows(path: Path) -> list[dict[str, str]]:
    """A table, row by row."""
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


def test_a_picture_is_told_alike_by_the_run_and_by_predict(found, folder, capsys):
    """Every picture of val and test: decision, set and probabilities, to the last digit that is written."""
    table = folder / "predicted.csv"
    main(
        [
            "-q",
            "predict",
            str(found.folder),
            str(folder / "pictures"),
            "--csv",
            str(table),
            "--plugin",
            str(SMALL),
        ]
    )

    predicted = {Path(row["file"]).relative_to(folder / "pictures").as_posix(): row for row in rows(table)}
    told = rows(found.folder / "predictions.csv")
    columns = ["class", "class:set", *(f"class:{label}" for label in LABELS)]

    assert len(told) == sum(len(p.samples) for p in found.predictions.values()) > 100
    for row in told:
        assert [row[name] for name in columns] == [predicted[row["uri"]][name] for name in columns]


def test_what_was_fitted_stands_in_the_bundle_and_in_the_scores(found):
    """The same temperature and sets; they hold on val what they should, and test says what they come to."""
    bundle = json.loads((found.folder / "bundle" / "bundle.json").read_text())["decisions"]["class"]
    scores = json.loads((found.folder / "scores.json").read_text())

    assert bundle["temperature"] != 1 and 0 < bundle["sets"] < 1 and bundle["unknown"] == 0.4
    told = scores["decisions"]["class"]
    assert {name: told[name] for name in ("temperature", "sets", "unknown")} == {
        name: bundle[name] for name in ("temperature", "sets", "unknown")
    }
    assert scores["held"]["val"]["class"]["coverage"]["value"] >= 0.8
    test = scores["held"]["test"]["class"]
    assert test["coverage"]["value"] > 0.65 and test["coverage"]["n"] == 45
    assert 0 < test["set_size"] < 3


def test_a_run_opens_again_with_its_sets(found):
    """Decisions, probabilities and sets are what they were."""
    again = imgfw.open(found.folder, plugins=[SMALL])

    for split in ("val", "test"):
        one, other = found.predictions[split], again.predictions[split]
        assert np.array_equal(one.sets["class"], other.sets["class"])
        assert np.array_equal(one.probabilities["class"], other.probabilities["class"])
        among = one.probabilities["class"] >= np.float32(found.scores["decisions"]["class"]["sets"])
        assert np.array_equal(one.sets["class"], among)


def test_what_is_resolved_decides_the_same(found, folder, tmp_path, monkeypatch):
    """The resolved recipe, run again with nothing kept, gives the same bundle decisions."""
    monkeypatch.setenv("IMGFW_CACHE", str(tmp_path / "cache"))

    again = imgfw.run(found.folder / "resolved.toml", runs=tmp_path / "runs", plugins=[SMALL])

    assert again.scores["decisions"] == found.scores["decisions"]
    assert again.scores["scores"] == found.scores["scores"]


@pytest.mark.parametrize("name", ["ece", "ece-equal-mass"])
def test_a_temperature_lowers_the_calibration_error_of_new_samples(name: str):
    """A head that is two and a half times too sure, 200 samples of val: less than a third is left of it."""
    rng = np.random.default_rng(0)
    target, metric = Target("t", labels=tuple("abcd")), Ece()

    def drawn(count: int) -> tuple[np.ndarray, np.ndarray]:
        logits = rng.normal(0, 1.5, (count, 4))
        shares = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
        truth = (shares.cumsum(axis=1) < rng.random((count, 1))).sum(axis=1).clip(max=3)
        return scaled(shares, 1 / 2.5), truth

    given, truth = drawn(200)
    val = Val(given, truth, [str(i) for i in range(200)], frozenset("abcd"))
    decision = decide(target, Aims(calibrate=True), val).decision
    new, true = drawn(20_000)

    before, after = (
        metric.score(true, p, p.argmax(axis=1), target)[name]
        for p in (new, calibrated(target, new, decision))
    )

    assert before > 0.15
    assert after < before / 3


MISSING = '''
from typing import Literal
import numpy as np
from imgfw import Picture, Sample, Source, Target, hookimpl

class Columns(Source):
    """Three columns, each a label of its own, and each unknown for some; a number that grows."""
    use: Literal["columns"] = "columns"
    broken: bool = False

    def gives(self):
        return (*(Target(n, "multi-label", (n,)) for n in ("red", "green", "odd")), Target("size", "number"))

    def samples(self):
        for i in range(120):
            bits = {"red": i & 1, "green": i & 2, "odd": i % 3 == 0}
            known = {n: (n,) if bit else () for k, (n, bit) in enumerate(bits.items()) if (i + k) % 5}
            yield Sample(f"{i:03}", stamp="1", digest=f"d{i:03}", labels={**known, "size": float(i)})

    def read(self, sample):
        i = int(sample.uri)
        image = np.zeros((8, 8, 3), np.uint8)
        image[..., 0], image[..., 1], image[..., 2] = 200 * (i & 1), 100 * (i & 2), 2 * i
        return Picture(image)

@hookimpl
def imgfw_sources():
    return [Columns]
'''
SEVERAL = """
[[source]]
use = "columns"

[target.looks]
type = "multi-label"
from = ["red", "green", "odd"]

[target.grade]
from = "size"
quantiles = ["low", "middle", "high"]

[group]
near = false

[split]
train = 0.4
val = 0.4

[backbone]
use = "mean-colour"

[[head]]
use = "logistic"
target = "looks"
C = 100

[[head]]
use = "logistic"
target = "grade"
C = 100

[decide]
aim = "f1"

[[metric]]
use = "f1"
"""


@pytest.fixture
def several(tmp_path, monkeypatch):
    """Runs the recipe of columns and a number."""
    monkeypatch.setenv("IMGFW_CACHE", str(tmp_path / "cache"))
    (tmp_path / "columns.py").write_text(MISSING)
    (tmp_path / "r.toml").write_text(SEVERAL)

    def ran(*sets: str):
        plugins = [SMALL, tmp_path / "columns.py"]
        return imgfw.run(tmp_path / "r.toml", sets=sets, runs=tmp_path / "runs", plugins=plugins)

    return ran


def test_columns_make_one_target_though_each_is_unknown_for_some(several):
    """Nobody takes what is unknown for what does not hold: the labels are told apart as if all were known."""
    found = several()

    test = found.predictions["test"]
    truth = test.truth["looks"]
    known = ~np.isnan(truth)
    assert (~known).any(axis=0).all() and known.any(axis=1).all()
    right = test.decided["looks"] == (truth > 0.5)
    assert right[:, :2][known[:, :2]].all()
    scores = found.scores["scores"]["looks"]["test"]
    for place, label in enumerate(found.targets["looks"].labels):
        f1 = scores[f"f1:{label}"]
        assert f1["n"] == known[:, place].sum() and f1["unknown"] == (~known[:, place]).sum() > 0
    table = rows(found.folder / "predictions.csv")
    assert {"red|?odd", "?red", "green|?red"} & {row["looks:truth"] for row in table}


def test_a_number_is_cut_where_train_says(several):
    """Edges of the train samples alone stand in the bundle; every table has the labels."""
    found = several()

    train = [int(s.uri) for s in found.samples if s.split == "train"]
    (target,) = (t for t in json.loads((found.bundle / "bundle.json").read_text())["targets"] if t["edges"])
    assert target["name"] == "grade" and target["type"] == "ordinal"
    assert target["edges"] == pytest.approx(np.quantile(train, [1 / 3, 2 / 3]))
    for row in rows(found.folder / "samples.csv"):
        assert (
            row["grade"]
            == ("low", "middle", "high")[np.searchsorted(target["edges"], int(row["uri"]), "right")]
        )
    counts = {
        row["label"]: int(row["train"])
        for row in rows(found.folder / "classes.csv")
        if row["target"] == "grade"
    }
    assert max(counts.values()) - min(counts.values()) <= 1
    assert "grade cut at" in (found.folder / "log.txt").read_text()


def test_every_fold_has_edges_of_its_own_train(several):
    """No number of a fold's val moves where its model cuts."""
    found = several("split.folds=4", "split.train=0.8", "split.val=0.0")

    log = (found.folder / "log.txt").read_text()
    edges = {
        line.partition("grade cut at ")[2].partition(" (")[0]
        for line in log.splitlines()
        if "grade cut" in line
    }
    assert len(edges) == 4
    assert found.scores["folds"]["scores"]["grade"]["f1-macro"]["n"] > 80


PEOPLE = '''
from typing import Literal
import numpy as np
from imgfw import Picture, Sample, Source, Target, hookimpl

class People(Source):
    """Ten people in every split, thirty in val alone, thirty in test alone; each has a colour."""
    use: Literal["people"] = "people"

    def gives(self):
        return (Target("person"),)

    def samples(self):
        for person in range(70):
            splits = ("train", "val", "test") if person < 10 else ("val",) if person < 40 else ("test",)
            for split in splits:
                for number in range(6):
                    name = f"{person:02}-{split}-{number}"
                    labels = {"person": (f"p{person:02}",)}
                    yield Sample(name, stamp="1", digest=f"d{name}", labels=labels, split=split)

    def read(self, sample):
        colour = np.random.default_rng(int(sample.uri[:2])).integers(30, 225, 3)
        noise = np.random.default_rng(list(sample.uri.encode())).normal(0, 12, 3)
        return Picture(np.full((8, 8, 3), (colour + noise).clip(0, 255), np.uint8))

@hookimpl
def imgfw_sources():
    return [People]
'''
KNOWN = """
[[source]]
use = "people"

[group]
near = false

[backbone]
use = "mean-colour"

[[head]]
use = "prototypes"
distance = "euclidean"
temperature = 4.0

[decide]
false_accepts = 0.2

[[metric]]
use = "accuracy"
"""


def test_people_who_were_not_learned_are_refused_at_the_rate_asked_for(tmp_path, monkeypatch):
    """Thirty strangers of val say from where on somebody is known; of thirty others in test no more than a
    fifth are taken for one, as far as so few can tell. The probe for leaks, whose shuffled labels may leave
    no strangers, does without."""
    monkeypatch.setenv("IMGFW_CACHE", str(tmp_path / "cache"))
    (tmp_path / "people.py").write_text(PEOPLE)
    (tmp_path / "r.toml").write_text(KNOWN)
    plugins = [SMALL, tmp_path / "people.py"]
    probed = []

    def watched(line, name, recipe, samples, targets):
        probed.append(recipe.decide.false_accepts)
        return attempted(line, name, recipe, samples, targets)

    monkeypatch.setattr(probing, "attempted", watched)

    found = imgfw.run(tmp_path / "r.toml", runs=tmp_path / "runs", plugins=plugins, probe_leaks=True)

    assert probed == [None]
    test = found.predictions["test"]
    strangers = np.array([sample.uri[:2] >= "10" for sample in test.samples])
    accepted = test.decided["person"][strangers] >= 0
    held = found.scores["held"]["test"]["person"]["false_accepts"]
    assert held["value"] == accepted.mean() and held["n"] == 180
    assert held["low"] <= 0.2 <= held["high"]
    assert test.decided["person"][~strangers].max() >= 0
    assert found.scores["held"]["val"]["person"]["false_accepts"]["value"] <= 0.2
    assert 0 < found.scores["decisions"]["person"]["unknown"] < 1
