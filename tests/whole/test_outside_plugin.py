"""A plugin outside the tree, as a real wheel: listed, shown, validated, run, predicting from its bundle."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

PYPROJECT = """
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "imgfw-garden"
version = "0.3"

[project.entry-points.imgfw]
garden = "garden"

[tool.hatch.build.targets.wheel]
only-include = ["garden.py"]
"""

PLUGIN = '''
"""A stranger's plugin: mean colours, the nearest mean, and what else a recipe may want."""

from typing import Annotated, ClassVar, Literal

from imgfw import Augmenter, Backbone, Head, Metric, Picture, Sink, hookimpl
from pydantic import Field


class Shade(Augmenter):
    """Make the picture darker by chance."""

    use: Literal["shade"] = "shade"
    most: Annotated[float, Field(ge=0, le=1, description="The largest share of light taken away.")] = 0.2

    def apply(self, picture, number, rng):
        factor = 1 - self.most * rng.random()
        return Picture((picture.image * factor).astype("uint8"), landmarks=picture.landmarks)


class MeanColour(Backbone):
    """The mean of red, green and blue."""

    use: Literal["garden-colour"] = "garden-colour"

    def encode(self, picture):
        return picture.image.mean(axis=(0, 1)).astype("float32")


class FittedNearest:
    """Likelier the nearer the mean."""

    def __init__(self, target, means):
        self.target, self.means = target, means

    def predict(self, inputs):
        import numpy as np

        # a product: in its last bits a row alone differs from itself among others, unless asked by itself
        nearness = inputs["features"] @ self.means.T / 1000 - (self.means**2).sum(axis=1) / 2000
        score = np.exp(nearness - nearness.max(axis=1, keepdims=True))
        return {self.target: (score / score.sum(axis=1, keepdims=True)).astype("float32")}

    def state(self):
        return {"means": self.means, "target": self.target.encode()}


class Nearest(Head):
    """The nearest mean colour."""

    use: Literal["garden-nearest"] = "garden-nearest"
    types: ClassVar = ("classes",)

    def fit(self, inputs, truth, targets, *, weights, groups, rng):
        import numpy as np

        (name, target), = targets.items()
        means = [inputs["features"][truth[name] == label].mean(axis=0) for label in range(target.width)]
        return FittedNearest(name, np.array(means, np.float32))

    def restore(self, state):
        return FittedNearest(state["target"].decode(), state["means"])


class Wrong(Metric):
    """The share decided wrongly."""

    use: Literal["wrong"] = "wrong"
    higher_is_better: ClassVar[bool] = False

    def gives(self, target):
        return ("wrong",)

    def score(self, truth, probabilities, decided, target):
        return {"wrong": float((truth != decided).mean())}


class Count(Sink):
    """How many samples there were."""

    use: Literal["count"] = "count"

    def write(self, outcome, folder):
        (folder / "count.txt").write_text(str(len(outcome.samples)))


@hookimpl
def imgfw_augmenters():
    return [Shade]


@hookimpl
def imgfw_backbones():
    return [MeanColour]


@hookimpl
def imgfw_heads():
    return [Nearest]


@hookimpl
def imgfw_metrics():
    return [Wrong]


@hookimpl
def imgfw_sinks():
    return [Count]
'''

RECIPE = """
best = "class/wrong"

[[source]]
use = "folder"
path = "pictures"

[split]
exact = true

[augment]
per_sample = 3

[[augmenter]]
use = "shade"

[backbone]
use = "garden-colour"

[[head]]
use = "garden-nearest"

[[metric]]
use = "wrong"

[[sink]]
use = "count"
"""


@pytest.fixture(scope="module")
def garden(tmp_path_factory) -> Path:
    """The wheel, built and installed without a network into a folder of its own."""
    work = tmp_path_factory.mktemp("garden")
    (work / "source").mkdir()
    (work / "source" / "garden.py").write_text(PLUGIN)
    (work / "source" / "pyproject.toml").write_text(PYPROJECT)
    quiet = {"check": True, "capture_output": True}
    build = [
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(work),
        str(work / "source"),
    ]
    subprocess.run(build, **quiet)
    (wheel,) = work.glob("*.whl")
    install = ["install", "--no-index", "--no-deps", "--target", str(work / "installed"), str(wheel)]
    subprocess.run([sys.executable, "-m", "pip", *install], **quiet)
    return work / "installed"


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A folder with 40 reddish and bluish pictures and the recipe."""
    for index in range(40):
        rng = np.random.default_rng(index)
        image = rng.integers(0, 120, (24, 32, 3), np.uint8)
        image[..., 0 if index % 2 else 2] += 100
        place = tmp_path / "pictures" / ("red" if index % 2 else "blue") / f"{index}.png"
        place.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(image).save(place)
    (tmp_path / "recipe.toml").write_text(RECIPE)
    return tmp_path


def imgfw(*words: object, garden: Path, work: Path) -> str:
    """What the command prints; it must succeed."""
    environment = {**os.environ, "PYTHONPATH": str(garden)}
    call = [sys.executable, "-m", "imgfw", *map(str, words)]
    done = subprocess.run(call, cwd=work, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_strangers_components_are_listed_shown_and_validated(garden: Path, work: Path):
    """They stand beside the bundled ones, with the distribution that provides them."""
    listed = json.loads(imgfw("list", "--json", garden=garden, work=work))
    shown = imgfw("show", "head/garden-nearest", garden=garden, work=work)
    imgfw("validate", "recipe.toml", garden=garden, work=work)

    ours = {c["name"] for c in listed["components"] if "imgfw-garden" in json.dumps(c)}
    assert ours == {"shade", "garden-colour", "garden-nearest", "wrong", "count"}
    assert "nearest mean colour" in shown


def test_a_strangers_head_predicts_from_its_bundle_to_the_bit(garden: Path, work: Path):
    """The run uses all of them; predicting the same files gives the bits of predictions.csv."""
    printed = json.loads(imgfw("run", "recipe.toml", "--json", garden=garden, work=work))
    answers = json.loads(imgfw("predict", "latest", "pictures", "--json", garden=garden, work=work))

    run = work / printed["run"]
    assert printed["scores"]["class"]["test"]["wrong"]["value"] == 0
    assert (run / "sinks" / "count" / "count.txt").read_text() == "40"
    rows = (run / "predictions.csv").read_text().splitlines()
    columns = rows[0].split(",")
    red = {
        row.split(",")[columns.index("uri")]: row.split(",")[columns.index("class:red")] for row in rows[1:]
    }
    again = {a["file"]: a["class"]["probabilities"]["red"] for a in answers["answers"]}
    assert len(red) >= 10
    for uri, text in red.items():
        (found,) = (p for file, p in again.items() if file.endswith(uri))
        assert np.float32(text) == np.float32(found)
