"""A bundle exported: whole or not at all."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from imgfw import CallError, RunError
from imgfw_export import exporting
from imgfw_export.exporting import exported
from imgfw_export.parity import Refused


def quiet(text: str) -> None:
    """Nothing is said."""


def test_an_export_is_a_folder_with_all_that_is_needed(bundle, pictures, tmp_path):
    """And nothing beside it is left."""
    found = exported(bundle, "litert", tmp_path / "a" / "out", pictures, quiet)

    names = {path.name for path in (tmp_path / "a" / "out").iterdir()}
    assert names == {"model.tflite", "preprocessing.json", "predict.py", "README.md", "parity.json"}
    assert json.loads((tmp_path / "a" / "out" / "parity.json").read_text()) == found
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["out"]


def test_a_litert_file_is_made_without_tensorflow(tmp_path):
    """In a process of its own."""
    conftest = str(Path(__file__).with_name("conftest.py"))
    code = f"""if True:
        import importlib.util, sys
        from pathlib import Path
        from imgfw_export.exporting import exported
        spec = importlib.util.spec_from_file_location("made", {conftest!r})
        sys.modules["made"] = made = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(made)
        exported(made.made_of(), "litert", Path({str(tmp_path / "out")!r}), [made.picture(1)], print)
        sys.exit("tensorflow" in sys.modules)
    """

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    assert (tmp_path / "out" / "model.tflite").is_file()


def test_the_same_bundle_gives_the_same_file(bundle, pictures, tmp_path):
    """Byte for byte."""
    for name in ("one", "other"):
        exported(bundle, "litert", tmp_path / name, pictures[:1], quiet)

    one, other = ((tmp_path / name / "model.tflite").read_bytes() for name in ("one", "other"))
    assert one == other


@pytest.mark.parametrize("there", ["folder", "file", "link"])
def test_nothing_is_overwritten(bundle, pictures, tmp_path, there):
    """Whatever is there, though it were empty."""
    out = tmp_path / "out"
    if there == "folder":
        out.mkdir()
    elif there == "file":
        out.write_text("mine")
    else:
        out.symlink_to(tmp_path / "nowhere")

    with pytest.raises(CallError, match="is there already, and nothing is overwritten"):
        exported(bundle, "litert", out, pictures, quiet)

    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize(
    ("wrong", "stage"),
    [({"channels": "BGR"}, "colour order"), ({"resize": "bilinear"}, "resize"), ({"high": 1.0}, "scaling")],
)
def test_a_wrong_export_leaves_nothing(bundle, pictures, tmp_path, monkeypatch, wrong, stage):
    """Swapped colours, another resize, another range: each is refused by its stage."""
    right = exporting.statement

    def told(*given):
        found = right(*given)
        if "resize" in wrong:
            found["picture"]["resize"]["filter"] = wrong["resize"]
            return found
        return {**found, "picture": {**found["picture"], **wrong}}

    monkeypatch.setattr(exporting, "statement", told)

    with pytest.raises(Refused) as refused:
        exported(bundle, "litert", tmp_path / "out", pictures, quiet)

    assert refused.value.stage == stage
    assert list(tmp_path.iterdir()) == []


def test_a_model_without_its_softmax_leaves_nothing(bundle, pictures, tmp_path, monkeypatch):
    """What comes out are logits; the stage is named."""
    second = bundle.heads["second"]
    steps = second.fitted.steps()["grade"][:-1]
    bare = replace(
        bundle, heads={**bundle.heads, "second": replace(second, fitted=type(second.fitted)(steps))}
    )
    right = exporting.composed
    monkeypatch.setattr(exporting, "composed", lambda given: right(bare))

    with pytest.raises(Refused, match='first at the stage "softmax"'):
        exported(bundle, "litert", tmp_path / "out", pictures, quiet)

    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_named(bundle, pictures, tmp_path):
    """In one sentence."""
    (tmp_path / "file").write_text("")

    with pytest.raises(RunError, match=r"--out .*out: cannot be written: Not a directory"):
        exported(bundle, "litert", tmp_path / "file" / "out", pictures, quiet)
