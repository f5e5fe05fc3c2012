"""`imgfw export`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import imgfw.testing.toy
import imgfw_export.onnx_file
from imgfw.cli.main import main

PLUGIN = ("--plugin", imgfw.testing.toy.__file__)


@pytest.fixture
def kept(bundle, pictures, tmp_path, monkeypatch) -> Path:
    """A folder of pictures; any RUN is the small bundle."""
    monkeypatch.setattr(imgfw, "load", lambda run, **given: bundle, raising=False)
    (tmp_path / "photos").mkdir()
    for name, content in pictures:
        (tmp_path / "photos" / name).write_bytes(content)
    return tmp_path


def asked(*words: str) -> int:
    """The exit code of a call."""
    return main(["export", *map(str, words)])


def test_an_export_is_told_in_figures(kept, capsys):
    """Size, agreement, largest difference and time."""
    code = asked("x", "--to", "litert", "--out", kept / "out", "--pictures", kept / "photos", "--count", 5)

    told = capsys.readouterr().out
    assert code == 0
    assert f"{kept / 'out' / 'model.tflite'}  0.0 MB" in told
    assert "colour: labels agree on 5 of 5 pictures, largest difference" in told
    assert "ms from its bytes, one thread" in told
    assert (kept / "out" / "parity.json").is_file()


def test_json_is_what_stands_in_the_folder(kept, capsys):
    """With the place of it."""
    (kept / "photos" / "broken.jpg").write_bytes(b"no picture")

    assert asked("x", "--to", "litert", "--out", kept / "out", "--pictures", kept / "photos", "--json") == 0

    told = json.loads(capsys.readouterr().out)
    assert told.pop("path") == str(kept / "out")
    assert told == json.loads((kept / "out" / "parity.json").read_text())
    assert [Path(name).name for name in told["left_out"]] == ["broken.jpg"]


def test_pictures_that_could_not_be_compared_are_counted(kept, capsys):
    """They are named in a file."""
    (kept / "photos" / "broken.jpg").write_bytes(b"no picture")

    asked("x", "--to", "litert", "--out", kept / "out", "--pictures", kept / "photos")

    assert "1 pictures could not be compared; parity.json names them" in capsys.readouterr().out


def test_a_folder_that_is_there_is_a_wrong_call(kept, capsys):
    """Before anything is loaded."""
    code = asked("x", "--to", "litert", "--out", kept / "photos")

    assert code == 2
    assert "is there already, and nothing is overwritten" in capsys.readouterr().err


def test_a_bundle_without_its_run_needs_pictures(kept, capsys):
    """And the way is told."""
    code = asked(kept / "nowhere", "--to", "litert", "--out", kept / "out")

    assert code == 2
    assert "compare on other pictures than the run's own: --pictures DIR" in capsys.readouterr().err
    assert not (kept / "out").exists()


def test_a_missing_extra_is_told_before_anything(kept, capsys, monkeypatch):
    """In a sentence."""
    monkeypatch.setattr(imgfw_export.onnx_file, "find_spec", lambda name: None)

    code = asked("x", "--to", "onnx", "--out", kept / "out")

    told = capsys.readouterr().err
    assert code == 1
    assert "pip install 'imgfw[export]'" in told and "Traceback" not in told


def test_a_finished_run_is_compared_on_its_own_pictures(tmp_path, capsys, monkeypatch):
    """Those of val and test; a backbone without a graph is refused by name."""
    monkeypatch.chdir(tmp_path)
    recipe = tmp_path / "toy.toml"
    recipe.write_text(
        '[[source]]\nuse = "toy-squares"\n[split]\nexact = true\n[backbone]\nuse = "toy-colour"\n'
        '[[head]]\nuse = "toy-means"\n[[metric]]\nuse = "accuracy"\n'
    )
    assert main([*PLUGIN, "run", str(recipe)]) == 0
    capsys.readouterr()

    code = main([*PLUGIN, "export", "latest", "--to", "litert", "--out", "out"])

    assert code == 1
    assert "it has no LiteRT graph" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
