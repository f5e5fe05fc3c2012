"""A plan at the end of a run."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

import imgfw
from imgfw.testing import toy
from imgfw_photos.organize_sink import Organize
from imgfw_photos.plan import read_plan
from imgfw_photos.plan_table import read_items


@pytest.fixture
def outcome(squares):
    """Of the run that tells squares."""
    return imgfw.open(squares, plugins=toy.__file__)


@pytest.fixture
def photos(drawn, tmp_path):
    """Two pictures."""
    drawn(tmp_path / "photos" / "a.jpg", "red", seed=100)
    drawn(tmp_path / "photos" / "b.jpg", "red", "blue", seed=101)
    (tmp_path / "own").mkdir()
    return tmp_path / "photos"


def test_a_plan_is_made_and_waits(outcome, photos, tmp_path):
    """As the command makes it."""
    sink = Organize(path=photos, to=tmp_path / "to", template="all/{label}/{name}")

    sink.write(outcome, tmp_path / "own")

    places = {item.source.rpartition("/")[2]: item.places for item in read_items(tmp_path / "own" / "plan")}
    assert places == {"a.jpg": ("all/red/a.jpg",), "b.jpg": ("all/blue/b.jpg", "all/red/b.jpg")}
    assert read_plan(tmp_path / "own" / "plan").run == str(outcome.bundle)
    assert (tmp_path / "own" / "ledger.txt").read_text().startswith("pictures 2 = 2 placed")
    assert not (tmp_path / "to").exists()


def test_it_is_carried_out_where_the_recipe_says_so(outcome, photos, tmp_path):
    """The pictures stay where they were, too."""
    Organize(path=photos, to=tmp_path / "to", apply=True).write(outcome, tmp_path / "own")

    found = sorted(str(path.relative_to(tmp_path / "to")) for path in (tmp_path / "to").rglob("*.jpg"))
    assert found == ["blue/b.jpg", "red/a.jpg", "red/b.jpg"]
    assert (photos / "a.jpg").read_bytes() == (tmp_path / "to" / "red" / "a.jpg").read_bytes()
    ledger = (tmp_path / "own" / "ledger.txt").read_text().splitlines()
    assert ledger[-1] == "places 3 made, 0 there before; files left 0"


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({"to": "x", "template": "{name}"}, "expected {label}"),
        ({"to": "x", "undated": "../x"}, "the name of one folder"),
        ({}, "give the folder"),
        ({"to": "x", "mode": "xmp"}, "give the folder"),
    ],
)
def test_what_cannot_be_planned_is_refused_with_the_recipe(parameters, reason):
    """Before anything runs."""
    import json

    with pytest.raises(ValidationError, match=reason):
        Organize.model_validate_json(json.dumps({"path": "photos", **parameters}))


def test_a_target_that_is_not_there_is_named(outcome, photos, tmp_path):
    """With the nearest one."""
    sink = Organize(path=photos, to=tmp_path / "to", target="clas")

    with pytest.raises(imgfw.CallError, match='did you mean "class"'):
        sink.write(outcome, tmp_path / "own")


def test_labels_may_go_into_sidecars(outcome, photos, tmp_path):
    """There is no target then."""
    Organize(path=photos, mode="xmp").write(outcome, tmp_path / "own")

    assert [item.labels for item in read_items(tmp_path / "own" / "plan")] == [("red",), ("blue", "red")]
