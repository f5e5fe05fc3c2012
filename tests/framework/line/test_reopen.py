"""Opening runs again, exactly as they were; what cannot be opened says why."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import imgfw
from imgfw.data import Finding
from imgfw.errors import DamagedError, FormatError

RECIPE = """
[[source]]
use = "folder"
path = "photos"
type = "multi-label"

[split]
exact = true

[[cleaner]]
use = "green"
shade = 3

[backbone]
use = "mean-colour"

[[head]]
use = "tags"

[[metric]]
use = "hits"
"""
PLUGIN = '''
"""A head and a figure for several labels."""

from typing import ClassVar, Literal

import numpy as np

from imgfw import Head, Metric, hookimpl


class Fixed:
    """Gives a row of its own to every mean grey."""

    def __init__(self, state):
        self.held = state

    def state(self):
        """What it was made of."""
        return self.held

    def predict(self, inputs):
        """Some probabilities."""
        return {"class": np.abs(np.sin(inputs["features"][:, :1] * self.held["by"])).astype("float32")}


class Tags(Head):
    """Some probability for each label."""

    use: Literal["tags"] = "tags"
    types: ClassVar = ("multi-label",)

    def fit(self, inputs, truth, targets, *, weights, groups, rng):
        """As many as there are labels."""
        return Fixed({"by": np.arange(1, targets["class"].width + 1, dtype="float32")})

    def restore(self, state):
        """The same."""
        return Fixed(state)


class Hits(Metric):
    """The share of labels decided rightly."""

    use: Literal["hits"] = "hits"
    types: ClassVar = ("multi-label",)

    def gives(self, target):
        """One figure."""
        return ("hits",)

    def score(self, truth, probabilities, decided, target):
        """The share."""
        return {"hits": float((truth == decided).mean())}


@hookimpl
def imgfw_heads():
    """Tags."""
    return [Tags]


@hookimpl
def imgfw_metrics():
    """Hits."""
    return [Hits]
'''
ODD_LABELS = ("-", "a|b", "a,b", '"', "café")


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Class folders of odd names; a copy, a broken file, and a name that is no UTF-8."""
    folder = tmp_path / "photos"
    for place, label in enumerate(ODD_LABELS):
        (folder / label).mkdir(parents=True)
        for number in range(6):
            shade = (10 * number, number, 40 * place)
            Image.new("RGB", (6, 5), shade).save(folder / label / f"{number}.png")
    shutil.copy(folder / "-" / "1.png", folder / "a|b" / "x|y.png")
    (folder / "-" / "broken|.png").write_bytes(b"no picture")
    odd = os.fsencode(folder / "-") + b"/caf\xe9\n.png"
    try:
        os.rename(folder / "-" / "0.png", odd)
    except OSError:
        pytest.skip("this file system takes no names that are no UTF-8")
    return folder


@pytest.fixture
def plugins(tmp_path: Path, small_plugin: Path) -> list[Path]:
    """The small components, and those for several labels."""
    (tmp_path / "tags_plugin.py").write_text(PLUGIN)
    return [small_plugin, tmp_path / "tags_plugin.py"]


@pytest.fixture
def outcome(photos: Path, tmp_path: Path, plugins: list[Path]) -> imgfw.Outcome:
    """A run on these."""
    (tmp_path / "recipe.toml").write_text(RECIPE)
    return imgfw.run(tmp_path / "recipe.toml", runs=tmp_path / "runs", plugins=plugins, workers=2)


def test_a_run_of_odd_names_opens_exactly(outcome: imgfw.Outcome, plugins: list[Path]) -> None:
    """Odd bytes, bars and dashes in labels and names: everything is the same."""
    again = imgfw.open(outcome.folder, plugins=plugins)

    assert again.samples == outcome.samples
    assert any("\udce9" in sample.uri for sample in again.samples)
    assert any(sample.copies == ("a|b/x|y.png",) for sample in again.samples)
    assert {sample.labels.get("class") for sample in again.samples} >= {(label,) for label in ODD_LABELS}
    assert all("hash" in sample.facts for sample in again.samples if not sample.left_out)
    assert again.findings == outcome.findings != ()
    assert all(isinstance(finding, Finding) for finding in again.findings)
    assert again.recipe == outcome.recipe
    assert (again.history, again.scores) == (outcome.history, outcome.scores)
    for split, before in outcome.predictions.items():
        after = again.predictions[split]
        assert after.samples == before.samples
        for field in ("truth", "probabilities", "decided"):
            one, other = (getattr(each, field)["class"] for each in (after, before))
            assert one.dtype == other.dtype and np.array_equal(one, other)


def test_a_run_gives_its_bundle_ready_to_answer(outcome: imgfw.Outcome, plugins: list[Path]) -> None:
    """Just done and opened again, with the plugins of the run; it says what was said."""
    again = imgfw.open(outcome.folder, plugins=plugins)

    assert outcome.load().digest == again.load().digest
    assert outcome.load().digest == imgfw.load(outcome.bundle, plugins=plugins).digest


def test_every_document_of_a_run_is_text_that_any_program_reads(outcome: imgfw.Outcome) -> None:
    """Whatever files are called."""
    texts = [path for path in outcome.folder.rglob("*") if path.suffix in (".csv", ".jsonl", ".json", ".txt")]

    assert len(texts) > 8
    for path in texts:
        path.read_text("utf-8")


def test_a_limit_takes_odd_names_too(photos: Path, tmp_path: Path, plugins: list[Path]) -> None:
    """Chance is drawn by name, whatever bytes it has."""
    (tmp_path / "recipe.toml").write_text(RECIPE)

    found = imgfw.run(tmp_path / "recipe.toml", runs=tmp_path / "runs", plugins=plugins, limit=25)

    assert len(found.samples) <= 25


def test_a_run_opens_without_its_photos(outcome: imgfw.Outcome, photos: Path, plugins: list[Path]) -> None:
    """Scores, samples and kept features are there; a picture that is asked for says where it should lie."""
    test = outcome.predictions["test"].samples
    features = outcome.features(test)
    shutil.rmtree(photos)

    again = imgfw.open(outcome.folder, plugins=plugins)

    assert again.scores == outcome.scores
    assert np.array_equal(again.features(test), features)
    with pytest.raises(imgfw.PictureError, match=f"{photos}: no such folder") as told:
        again.picture(test[0])
    assert test[0].uri in str(told.value)


def test_a_single_photo_may_have_gone(outcome: imgfw.Outcome, photos: Path, plugins: list[Path]) -> None:
    """The others are shown, and their files can be read as they are."""
    again = imgfw.open(outcome.folder, plugins=plugins)
    first, other, *_ = outcome.predictions["test"].samples
    (photos / first.uri).unlink()

    assert again.content(other) == (photos / other.uri).read_bytes()
    with pytest.raises(imgfw.PictureError, match="cannot be read: No such file"):
        again.content(first)

    with pytest.raises(imgfw.PictureError, match="cannot be read: No such file"):
        again.picture(first)
    assert again.picture(other).image.shape == (5, 6, 3)


def test_a_source_that_is_no_longer_understood_matters_to_pictures_only(
    outcome: imgfw.Outcome, plugins: list[Path]
) -> None:
    """Its plugin may have changed or gone since."""
    resolved = outcome.folder / "resolved.toml"
    text = resolved.read_text()

    for changed in (text.replace('use = "folder"', 'use = "folders"'), text.replace("nested", "nestled")):
        resolved.write_text(changed)
        again = imgfw.open(outcome.folder, plugins=plugins)
        assert again.scores == outcome.scores
        with pytest.raises(imgfw.PictureError, match=r"folders|nestled"):
            again.picture(outcome.samples[0])


@pytest.mark.parametrize("name", ["samples.jsonl", "findings.jsonl", "predictions.npz", "history.jsonl"])
def test_what_is_missing_or_damaged_is_told_by_name(
    outcome: imgfw.Outcome, plugins: list[Path], name
) -> None:
    """With what to do."""
    (outcome.folder / name).write_bytes(b"{\n")
    with pytest.raises(DamagedError, match=f"{name}: damaged .*; run the recipe again"):
        imgfw.open(outcome.folder, plugins=plugins)

    (outcome.folder / name).unlink()
    with pytest.raises(FormatError, match=f"has no {name}, .*; run its recipe again"):
        imgfw.open(outcome.folder, plugins=plugins)


def test_predictions_that_do_not_fit_their_samples_are_damage(outcome, plugins) -> None:
    """A sample less is noticed."""
    path = outcome.folder / "samples.jsonl"
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:2]))

    with pytest.raises(DamagedError, match=r"predictions\.npz: damaged"):
        imgfw.open(outcome.folder, plugins=plugins)


def test_samples_are_lines_of_json(outcome: imgfw.Outcome) -> None:
    """For other programs: one line a sample, in the order of samples.csv."""
    lines = (outcome.folder / "samples.jsonl").read_text("utf-8").split("\n")

    assert [json.loads(line)["uri"] for line in lines if line] == [sample.uri for sample in outcome.samples]


def test_a_folder_that_is_no_run_is_a_wrong_call(tmp_path):
    """An empty folder is not a finished run."""
    with pytest.raises(imgfw.CallError, match="not a finished run"):
        imgfw.open(tmp_path)


def test_an_unknown_name_is_a_wrong_call(tmp_path):
    """The error says what may be given."""
    with pytest.raises(imgfw.CallError, match="expected a run folder, a bundle folder or latest"):
        imgfw.open("nothing", runs=tmp_path)
