"""A run from its recipe to its folder."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

import imgfw
from imgfw.errors import CallError, RecipeError, RunError
from imgfw.progress import Progress

RECIPE = """
name = "colours"

[[source]]
use = "colours"
count = 60

[split]
exact = true

[augment]
per_sample = 3

[[augmenter]]
use = "brighter"

[backbone]
use = "mean-colour"

[[head]]
use = "means"

[[metric]]
use = "share"

[[sink]]
use = "note"
"""


class Heard(Progress):
    """Remembers what was said."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, text: str) -> None:
        """One line."""
        self.lines.append(text)


@pytest.fixture
def go(tmp_path: Path, small_plugin: Path):
    """Runs the recipe with overrides and more sections."""

    def gone(*sets: str, more: str = "", **fields) -> imgfw.Outcome:
        (tmp_path / "recipe.toml").write_text(RECIPE + more)
        given = {"runs": tmp_path / "runs", "plugins": [small_plugin], "workers": 2, **fields}
        return imgfw.run(tmp_path / "recipe.toml", sets=sets, **given)

    return gone


def made(outcome: imgfw.Outcome) -> dict[str, int]:
    """How much each stage made."""
    lines = (outcome.folder / "stages.jsonl").read_text().splitlines()
    return {stage["stage"]: stage["made"] for stage in map(json.loads, lines)}


def test_a_run_leaves_everything_in_its_folder(go):
    """All documents are there, and say what the outcome says."""
    outcome = go()

    names = {path.name for path in outcome.folder.iterdir()}
    assert names == {
        "recipe.toml", "resolved.toml", "stages.jsonl", "log.txt", "samples.csv", "samples.jsonl",
        "findings.csv", "findings.jsonl", "classes.csv", "history.jsonl", "scores.json", "predictions.csv",
        "predictions.npz", "bundle", "environment.json", "sinks",
    }  # fmt: skip
    scores = json.loads((outcome.folder / "scores.json").read_text())
    assert scores["scores"]["colour"]["test"]["share"]["value"] == 1.0
    assert scores["best"] == "colour/share" and scores["format"] == 1
    assert scores["baseline"]["colour"]["accuracy"] <= 0.6
    classes = list(csv.DictReader((outcome.folder / "classes.csv").read_text().splitlines()))
    assert [(c["label"], int(c["rows"]) == 3 * int(c["train"])) for c in classes] == [
        ("blue", True),
        ("red", True),
    ]
    assert (outcome.folder.parent / "latest").read_text().strip() == outcome.folder.name


def test_the_environment_names_plugins_and_files_read(go, tmp_path, small_plugin):
    """What a component reads is known by its content, so that a run can be explained later."""
    (tmp_path / "weights.bin").write_bytes(b"abc")

    outcome = go(f"backbone.weights='{tmp_path / 'weights.bin'}'")

    told = json.loads((outcome.folder / "environment.json").read_text())
    assert told["plugins"]["small_plugin"] == str(small_plugin)
    assert [Path(path).name for path in told["files"]] == ["weights.bin"]
    assert next(iter(told["files"].values())).startswith("ba7816bf")


LATE = '''
"""A transform whose file is only there once it was prepared."""

from pathlib import Path
from typing import Literal

from imgfw import MissingFileError, Transform, hookimpl


class Late(Transform):
    """It fetches a file."""

    use: Literal["late"] = "late"
    file: str
    able: bool = True

    def prepare(self, say):
        """Fetch it."""
        if not self.able:
            raise MissingFileError("there is no network")
        say("fetching")
        Path(self.file).write_bytes(b"x")

    def files_read(self):
        """That file."""
        return (Path(self.file),)

    def apply(self, picture):
        """As it is."""
        return picture


@hookimpl
def imgfw_transforms():
    """Late."""
    return [Late]
'''


def test_components_are_prepared_before_they_are_asked_what_they_are(go, tmp_path, small_plugin):
    """A transform may fetch the file that decides what it is; where it cannot, the run ends at once."""
    (tmp_path / "late.py").write_text(LATE)
    plugins = [small_plugin, tmp_path / "late.py"]
    more = f"\n[[transform]]\nuse = 'late'\nfile = '{tmp_path / 'fetched'}'\n"
    progress = Heard()

    with pytest.raises(imgfw.MissingFileError, match="there is no network"):
        go("transform.0.able=false", more=more, plugins=plugins)
    runs = list((tmp_path / "runs").iterdir())
    outcome = go(more=more, plugins=plugins, progress=progress)

    assert runs == []
    assert progress.lines[0] == "fetching"
    assert list(json.loads((outcome.folder / "environment.json").read_text())["files"]) == [
        str(tmp_path / "fetched")
    ]


def test_a_bundle_without_its_plugin_says_which(go, small_plugin):
    """The error names the file that the run was given."""
    outcome = go()

    with pytest.raises(CallError, match=r'no backbone is called "mean-colour"') as told:
        imgfw.load(outcome.folder)

    assert f"the run had the plugin small_plugin ({small_plugin}): install it" in str(told.value)


def test_stages_are_told_in_order(go):
    """A line for each of the nine stages."""
    progress = Heard()

    go(progress=progress)

    words = [line.split()[0] for line in progress.lines]
    line = ["survey", "split", "encode", "clean", "augment", "fit", "decide", "evaluate", "sinks"]
    assert [word for word in words if word in line] == line


def test_a_run_says_why_its_scores_may_be_believed(go):
    """The certificate, and that the light alone tells red from blue, are said and stand in scores.json."""
    progress = Heard()

    outcome = go(progress=progress)

    told = outcome.scores["trust"]
    assert told["certificate"]["text"].startswith("no leaks: 60 samples in 60 groups, 0 near-duplicates")
    facts = [shortcut["fact"] for shortcut in told["shortcuts"]]
    assert facts and set(facts) <= {"brightness", "contrast"}
    assert told["probe"] is None
    assert told["certificate"]["text"] in progress.lines
    assert any(line.startswith(f"WARNING: {facts[0]} alone tells colour") for line in progress.lines)


def test_a_second_run_makes_nothing_but_the_sinks(go):
    """Everything is reused, and one prediction is proved."""
    first = go()
    progress = Heard()

    second = go(progress=progress)

    assert {stage: count for stage, count in made(second).items() if count} == {"sinks": 1}
    assert any("one predicted again: the same" in line for line in progress.lines)
    one, two = ((o.folder / "predictions.csv").read_bytes() for o in (first, second))
    assert one == two


def test_a_sink_sees_pictures_and_features(go):
    """It writes into its own folder from the finished run."""
    outcome = go()

    assert (outcome.folder / "sinks" / "note" / "note.txt").read_text() == "60 (9, 3) (8, 8, 3)"


def test_a_sink_that_fails_is_told_and_the_run_is_finished(go):
    """The reason stands among what was said; scores and bundle are there."""
    progress = Heard()

    outcome = go("sink.0.fail=true", progress=progress)

    assert "note failed: ValueError: no ink" in progress.lines[-1]
    assert (outcome.folder / "bundle" / "bundle.json").is_file()


def test_what_a_cleaner_drops_is_not_learned_from(go):
    """It is told in findings.csv; val and test keep it."""
    outcome = go(more='\n[[cleaner]]\nuse = "green"\nshade = 10\n')

    rows = list(csv.DictReader((outcome.folder / "findings.csv").read_text().splitlines()))
    train = {sample.id for sample in outcome.samples if sample.split == "train"}
    assert [row["reason"] for row in rows] == (["10 is green"] if "digest-010" in train else [])


def test_a_candidate_that_is_better_on_val_goes_on(go):
    """The leaderboard names all, best first, and the bundle is the winner's."""
    worse = '\n[[candidate]]\nname = "blind"\nbackbone = { factor = 0.0 }\n'

    outcome = go("best='colour/share'", more=worse)

    assert [(entry["candidate"], entry["chosen"]) for entry in outcome.leaderboard] == [
        ("colours", True),
        ("blind", False),
    ]
    assert outcome.leaderboard[0]["val"] == 1.0 > outcome.leaderboard[1]["val"]


def test_the_features_of_every_candidate_are_there(go, small_plugin):
    """As long as they are kept, just done and opened again."""
    outcome = go("best='colour/share'", more='\n[[candidate]]\nname = "blind"\nbackbone = { factor = 0.0 }\n')
    samples = outcome.predictions["test"].samples

    for given in (outcome, imgfw.open(outcome.folder, plugins=[small_plugin])):
        assert (given.features(samples, candidate="colours") == outcome.features(samples)).all()
        assert not given.features(samples, candidate="blind").any()
    with pytest.raises(CallError, match='no candidate is called "blond"'):
        outcome.features(samples, candidate="blond")


def states(outcome: imgfw.Outcome) -> dict[str, str]:
    """What each stage says of itself."""
    lines = (outcome.folder / "stages.jsonl").read_text().splitlines()
    return {stage["stage"]: stage["state"] for stage in map(json.loads, lines)}


def test_a_first_run_reuses_nothing(go):
    """Whatever is there was made by this run; the next one reuses it, and a larger one does both."""
    green = '\n[[cleaner]]\nuse = "green"\n'

    first, second, larger = go(more=green), go(more=green), go("source.0.count=70", more=green)

    assert states(first) == {
        "survey": "made", "split": "nothing to make", "encode": "nothing to make", "clean": "made",
        "augment": "made", "fit": "made", "decide": "made", "evaluate": "made", "sinks": "made",
    }  # fmt: skip
    assert states(second) == {
        "survey": "reused", "split": "nothing to make", "encode": "reused", "clean": "reused",
        "augment": "reused", "fit": "reused", "decide": "reused", "evaluate": "reused", "sinks": "made",
    }  # fmt: skip
    assert (states(larger)["survey"], states(larger)["encode"], states(larger)["fit"]) == (
        "made",
        "reused",
        "made",
    )


def test_stages_name_their_candidate_where_there_are_several(go):
    """In the record and in the line; those that all share name none."""
    progress = Heard()

    outcome = go(more='\n[[candidate]]\nname = "blind"\nbackbone = { factor = 0.0 }\n', progress=progress)

    lines = (outcome.folder / "stages.jsonl").read_text().splitlines()
    whose = [(stage["stage"], stage["candidate"]) for stage in map(json.loads, lines)]
    own = ("encode", "clean", "augment", "fit", "decide")
    assert whose == [
        ("survey", ""),
        ("split", ""),
        *((stage, name) for name in ("colours", "blind") for stage in own),
        ("evaluate", ""),
        ("sinks", ""),
    ]
    assert [line.split()[1] for line in progress.lines if line.startswith("fit")] == ["colours:", "blind:"]


def test_the_run_opens_again_as_it_was(go, small_plugin):
    """Samples, predictions, scores, pictures and features come back from the files."""
    outcome = go()

    again = imgfw.open(outcome.folder, plugins=[small_plugin])

    assert again.scores == outcome.scores
    assert {(s.id, s.split, str(s.labels)) for s in again.samples} == {
        (s.id, s.split, str(s.labels)) for s in outcome.samples
    }
    for split, before in outcome.predictions.items():
        after = again.predictions[split]
        assert (after.probabilities["colour"] == before.probabilities["colour"]).all()
        assert (after.decided["colour"] == before.decided["colour"]).all()
    sample = again.predictions["test"].samples[0]
    assert (again.picture(sample).image == outcome.picture(sample).image).all()
    assert (again.features([sample]) == outcome.features([sample])).all()


def test_an_unfinished_run_does_not_open(go, small_plugin):
    """The error says what to do."""
    outcome = go()
    (outcome.folder / "scores.json").unlink()

    with pytest.raises(imgfw.CallError, match="not a finished run"):
        imgfw.open(outcome.folder, plugins=[small_plugin])


def test_every_problem_of_a_recipe_is_told_and_no_folder_made(go, tmp_path):
    """A wrong recipe leaves nothing behind."""
    with pytest.raises(RecipeError) as caught:
        go("seed='x'", "source.0.use='colors'")

    assert len(caught.value.problems) == 2
    assert not (tmp_path / "runs").exists()


def test_a_run_that_cannot_go_on_says_why(go):
    """One class alone is refused."""
    with pytest.raises(RunError, match="at least two labels"):
        go("source.0.count=1")


@pytest.mark.parametrize("workers", [1, 4])
def test_the_number_of_workers_changes_no_byte(go, monkeypatch, tmp_path, workers):
    """Predictions of one and four workers are those of two, each made from nothing."""
    wanted = (go().folder / "predictions.csv").read_bytes()
    monkeypatch.setenv("IMGFW_CACHE", str(tmp_path / "other"))

    found = (go(workers=workers).folder / "predictions.csv").read_bytes()

    assert found == wanted


def test_a_prediction_that_does_not_hold_any_more_ends_the_run(go, own_cache):
    """Where a picture predicts differently than what was kept, no scores are given."""
    go()
    (file,) = own_cache.glob("evaluate/*/probabilities.npz")
    with np.load(file) as arrays:
        changed = {name: values[:, ::-1] for name, values in arrays.items()}
    np.savez(file, **changed)

    with pytest.raises(RunError, match="predicts differently now than when its prediction was kept"):
        go()


def test_the_last_bits_may_differ(go, own_cache):
    """What another kind of processor may change is said and no more."""
    go()
    (file,) = own_cache.glob("evaluate/*/probabilities.npz")
    with np.load(file) as arrays:
        changed = {name: values + np.float32(1e-6) for name, values in arrays.items()}
    np.savez(file, **changed)
    progress = Heard()

    go(progress=progress)

    assert any("as on another processor" in line for line in progress.lines)


def test_scores_are_also_given_without_what_cleaners_would_drop(go):
    """The test split stays whole; beside its scores stand those of the cleaned one, where they differ."""
    plain = go()
    shade = max(int(s.uri) for s in plain.predictions["test"].samples)
    cleaned = go(more=f'\n[[cleaner]]\nuse = "green"\nshade = {shade}\n')

    test = len(cleaned.predictions["test"].samples)
    assert plain.scores["cleaned"] is None
    assert cleaned.scores["cleaned"]["dropped"] == 1
    assert cleaned.scores["cleaned"]["scores"]["colour"]["share"]["n"] == test - 1
    assert cleaned.scores["scores"]["colour"]["test"]["share"]["n"] == test


HALVES = """
[[annotator]]
use = "halves"
at_predict = true

[[candidate]]
name = "finer"
backbone = { wants = 500 }
"""


def test_a_candidate_cannot_decode_where_no_annotator_has_looked(go):
    """Regions found at one size are not used at another; the recipe is refused, not the result wrong."""
    with pytest.raises(RecipeError) as told:
        go(more=HALVES)

    assert "expected a candidate that decodes at 320" in str(told.value)
    assert go(more=HALVES.replace("500", "300")).leaderboard


def test_each_region_is_learned_from_and_predicted_alone(go, tmp_path):
    """Two regions a picture, all the way: twice the samples, never parted, and answers as in the tables."""
    outcome = go(more='\n[[annotator]]\nuse = "halves"\nat_predict = true\n')

    usable = [s for s in outcome.samples if not s.left_out]
    assert len(usable) == 120 and len({s.id for s in usable}) == 120
    splits: dict[str, set[str]] = {}
    for sample in usable:
        splits.setdefault(sample.digest, set()).add(sample.split)
    assert all(len(found) == 1 for found in splits.values())


def test_another_region_is_another_row(go):
    """With the annotator told otherwise nothing of the first run's rows or scores is taken for its own."""
    first = go("annotator=[{use='halves', at_predict=true}]")
    second = go("annotator=[{use='halves', at_predict=true, cut=0.25}]")
    one, two = ((o.folder / "predictions.csv").read_text() for o in (first, second))

    assert made(second)["fit"] > 0 and made(second)["evaluate"] > 0
    assert one != two


def test_a_run_with_folds_compares_on_all_of_them(go):
    """Each fold is val once; what all of them came to stands beside the scores."""
    outcome = go("split.folds=4")

    assert len(outcome.scores["folds"]["each"]) == 4
    assert outcome.scores["folds"]["scores"]["colour"]["share"]["n"] > len(outcome.predictions["val"].samples)
    assert go().scores["folds"] is None
