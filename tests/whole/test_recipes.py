"""Every recipe that comes with imgfw, from end to end without a network, small."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest

from imgfw.recipe import load
from imgfw.registry import find_plugins
from imgfw_faces.drawing import draw_into
from imgfw_faces.drawn_selfies import DrawnSelfies
from imgfw_faces.layouts import Layout

ROOT = Path(__file__).parents[2]
RECIPES = {path.stem: path for path in sorted(ROOT.glob("recipes/*.toml"))}
FEW = ("source.0.count=60", "source.0.people=20", "source.0.size=32")
"""Drawn selfies in a second or two."""
PEOPLE = ("source.0.people=10", "source.0.train=2", "source.0.size=48")
"""Drawn people as quickly."""
TINY = ('backbone.use="mobilenet"', "backbone.alpha=0.25", "backbone.size=32", 'backbone.weights="none"')
"""A network with all that a large one has, on random weights."""
STUDENT = (
    *("source.0.people=6", "backbone.size=32", "train.teacher.backbone.size=32"),
    *('train.teacher.backbone.use="mobilenet"', 'train.teacher.projection="linear"'),
    *('train.teacher.backbone.weights="none"', "train.phase.0.epochs=1"),
)
SMALL = {
    "celeb": (*PEOPLE, "backbone.size=32", "augment.per_sample=2", "train.epochs=1"),
    "celeb-aligned": (*PEOPLE, "backbone.size=32", "train.epochs=1"),
    "celeb-cosine": (*FEW, *STUDENT),
    "celeb-lfw": (*PEOPLE, "source.0.strangers=5", "decide.false_accepts=0.2", 'train={freeze="all"}', *TINY),
    "celeb-many": (*PEOPLE, *TINY, "source.0.people=60", "augment.per_class_at_least=4", "train.epochs=1"),
    "celeb-two-step": (*FEW, *STUDENT, "train.phase.1.epochs=1"),
    "photos-compare": (
        *(*FEW, *TINY, "source.0.people=60", "candidate=[]", "train.epochs=1"),
        *("augment.per_sample=2", 'refine.values={"head.0.units"=[[8]]}'),
    ),
    "photos": (
        *("source.0.count=160", "source.0.size=48", "backbone.size=32", "train.epochs=1"),
        *("sink.1.count=40", "sink.1.size=48"),
    ),
    "selfie": (*FEW, "backbone.size=32", "train.epochs=1"),
    "selfie-age": (*FEW, *TINY, "train.epochs=1"),
    "selfie-attributes": (*FEW, "backbone.size=32", 'backbone.weights="none"', "train.epochs=1"),
    "selfie-popularity": (*FEW, *TINY, "train.epochs=1"),
    "selfie-quality": (*FEW, *TINY, "train.epochs=1"),
    "selfie-transfer": (*FEW, *TINY, "candidate=[]", "train.epochs=1"),
}
"""What makes each small. Two others need photos, and `test_photos` runs them on some."""
SCORED = {
    "celeb": {"who"},
    "celeb-aligned": {"who"},
    "celeb-cosine": {"who"},
    "celeb-lfw": {"who"},
    "celeb-many": {"who"},
    "celeb-two-step": {"who"},
    "photos": {"tags"},
    "photos-compare": {"tags"},
    "selfie": {"quality"},
    "selfie-age": {"age", "is_female", "popularity"},
    "selfie-attributes": {"popularity", "looks"},
    "selfie-popularity": {"looks", "popularity"},
    "selfie-quality": {"quality", "looks"},
    "selfie-transfer": {"quality"},
}
LAYOUTS = {
    **dict.fromkeys((name for name in SMALL if name.startswith("celeb")), "people"),
    **dict.fromkeys(("photos", "photos-compare", "selfie-transfer"), "folders"),
}
"""Of recipes that tell of another layout than that of the selfie data set."""


def sets(*values: str) -> list[str]:
    """The words of the command line for these overrides."""
    return [word for value in values for word in ("--set", value)]


def test_every_recipe_is_run_here():
    """A new one needs its small values."""
    assert RECIPES.keys() == {*SMALL, "photos-folder", "photos-organize"}
    assert SMALL.keys() == SCORED.keys()


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with drawn selfies in every layout, under its name."""
    folder = tmp_path_factory.mktemp("drawn")
    for layout in get_args(Layout):
        draw_into(folder / layout, DrawnSelfies(count=12, people=4, size=32), layout, iter)
    return folder


@pytest.mark.parametrize("name", sorted(SMALL))
def test_it_is_valid_as_it_stands_and_says_how_to_run_it(name: str):
    """The first lines have a command that names the file."""
    load(RECIPES[name], [], find_plugins())

    assert f"imgfw run recipes/{name}.toml" in head_of(name)


@pytest.mark.parametrize("name", sorted(SMALL.keys() - {"selfie"}))
def test_it_is_valid_on_real_data_as_its_first_lines_tell(name: str, drawn: Path, monkeypatch):
    """With the overrides named there, on what `imgfw faces draw` draws in that layout."""
    told = re.findall(r"--set '((?:source|target|annotator)[^']*)'", head_of(name))
    layout = LAYOUTS.get(name, "selfie-dataset")
    monkeypatch.chdir(drawn)
    place = re.compile(r'(\bpath=)"[a-z]+"')

    assert any(place.search(value) for value in told)
    load(RECIPES[name], [place.sub(rf'\1"{layout}"', value) for value in told], find_plugins())


def head_of(name: str) -> str:
    """The comment with which a recipe begins."""
    return RECIPES[name].read_text("utf-8").split("\nname =")[0]


@pytest.mark.slow
@pytest.mark.keras
@pytest.mark.parametrize("name", sorted(SMALL))
def test_it_runs_from_end_to_end(name: str, tool: Callable[..., Any], tmp_path: Path):
    """Every target is scored on test, every sink is written, and no picture is left out."""
    done = tool("run", RECIPES[name], *sets(*SMALL[name]), "--json", work=tmp_path)

    assert done.code == 0, done.err
    document = done.document
    assert document["scores"].keys() == SCORED[name]
    assert all(figures["test"] for figures in document["scores"].values())
    assert document["left_out"] == {} and document["unwritten"] == {}
    run = tmp_path / document["run"]
    assert (run / "bundle" / "bundle.json").is_file()
    assert (run / "sinks" / "report" / "report.html").is_file()
    if name == "photos":
        plan = run / "sinks" / "camera-roll" / "plan"
        assert len((plan / "plan.csv").read_text().splitlines()) > 40 and (plan / "plan.html").is_file()
    if name == "selfie-quality":
        assert len((run / "sinks" / "attribute-ranking" / "ranking.csv").read_text().splitlines()) == 30
