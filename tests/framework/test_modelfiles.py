"""Where model files are looked for, and whether they are what they should be."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from imgfw import MissingFileError, ModelFile, model_file
from imgfw.modelfiles import fault_of, models_root, place_of

CONTENT = b"a network"
OWL = ModelFile(
    "owl",
    "owl-1.0.onnx",
    "https://example.org/owl",
    hashlib.sha256(CONTENT).hexdigest(),
    9,
    "MIT",
    "Features of birds",
)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    """The folder that IMGFW_MODELS names."""
    monkeypatch.setenv("IMGFW_MODELS", str(tmp_path / "models"))
    (tmp_path / "models").mkdir()
    return tmp_path / "models"


def test_the_folder_is_the_users_own_unless_the_environment_names_one(monkeypatch, tmp_path, folder):
    """IMGFW_MODELS may be relative or begin with ~; it never touches the cache."""
    given = models_root()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("IMGFW_MODELS", "models")
    relative = models_root()
    monkeypatch.delenv("IMGFW_MODELS")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))

    assert given == relative == folder
    assert models_root().name == "models" and models_root().is_absolute()
    assert "cache" not in str(models_root().relative_to(models_root().anchor)).lower().split(os.sep)


def test_a_file_in_its_place_is_taken(folder):
    """After its content was compared."""
    (folder / OWL.file).write_bytes(CONTENT)

    assert model_file(OWL, None, "backbone/owl") == place_of(OWL) == folder / OWL.file


def test_a_path_in_the_recipe_goes_before(folder, tmp_path):
    """It may be another file of that kind, so nothing is compared."""
    (folder / OWL.file).write_bytes(CONTENT)
    (tmp_path / "mine.onnx").write_bytes(b"another one")

    assert model_file(OWL, tmp_path / "mine.onnx", "backbone/owl") == tmp_path / "mine.onnx"


def test_a_missing_file_is_one_error_that_names_every_way_out(folder):
    """Who needs it, where it should be, the command, the path, the variable."""
    with pytest.raises(MissingFileError) as caught:
        model_file(OWL, None, "backbone/owl")

    text = str(caught.value)
    assert "\n" not in text
    for told in (
        "backbone/owl", str(folder / OWL.file), "imgfw models fetch owl", "path = ", "IMGFW_MODELS",
    ):  # fmt: skip
        assert told in text


def test_a_path_that_is_no_file_is_named(tmp_path):
    """Whatever else there is."""
    with pytest.raises(MissingFileError, match=r'backbone/owl: path = ".*gone\.onnx": there is no such file'):
        model_file(OWL, tmp_path / "gone.onnx", "backbone/owl")


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"a net", "expected 9 bytes, got 5"), (b"a netw0rk", "expected sha256"), (b"", "got 0")],
)
def test_another_or_damaged_file_is_refused(folder, content, told):
    """A cut one and one of the same size with other content."""
    (folder / OWL.file).write_bytes(content)

    with pytest.raises(MissingFileError, match=told):
        model_file(OWL, None, "backbone/owl")


def test_a_file_that_changes_is_read_again(folder):
    """What was right once is not trusted for ever."""
    place = folder / OWL.file
    place.write_bytes(CONTENT)
    before = fault_of(OWL, place)
    place.unlink()
    place.write_bytes(b"a netw0rk")

    assert before == "" and "expected sha256" in fault_of(OWL, place)
