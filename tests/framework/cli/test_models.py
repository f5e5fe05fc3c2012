"""`imgfw models`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

PLUGIN = '''
import hashlib
from typing import ClassVar, Literal
from imgfw import Backbone, ModelFile, hookimpl

SHA = hashlib.sha256(b"test").hexdigest()
OWL = ModelFile("owl", "owl.onnx", "http://127.0.0.1:9/owl", SHA, 4, "MIT", "Features of birds")
EAGLE = ModelFile("eagle", "eagle.onnx", "", SHA, 4, "unclear", "Ask the makers for it")

class Owl(Backbone):
    """Features of birds."""

    use: Literal["owl"] = "owl"
    files: ClassVar = (OWL,)

class Both(Backbone):
    """Features of larger birds, too."""

    use: Literal["owls-and-eagles"] = "owls-and-eagles"
    files: ClassVar = (OWL, EAGLE)

@hookimpl
def imgfw_backbones():
    return [Owl, Both]
'''


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch) -> Path:
    """A plugin whose backbones need model files."""
    monkeypatch.setenv("IMGFW_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("no_proxy", "*")
    (tmp_path / "models").mkdir()
    (tmp_path / "birds.py").write_text(PLUGIN)
    return tmp_path / "birds.py"


def test_every_model_file_is_listed_with_what_needs_it(imgfw, plugin, tmp_path):
    """Present, missing or damaged; a file that two need stands there once."""
    (tmp_path / "models" / "owl.onnx").write_bytes(b"test")
    (tmp_path / "models" / "eagle.onnx").write_bytes(b"test!")

    document = json.loads(imgfw("models", "--json", "--plugin", plugin).out)

    found = {model["name"]: model for model in document["models"]}
    assert document["folder"] == str(tmp_path / "models")
    assert found["owl"]["state"] == "present" and found["owl"]["fault"] == ""
    assert found["owl"]["needed_by"] == ["backbone/owl", "backbone/owls-and-eagles"]
    assert found["owl"]["path"] == str(tmp_path / "models" / "owl.onnx")
    assert (found["owl"]["bytes"], found["owl"]["licence"], found["owl"]["url"][:7]) == (4, "MIT", "http://")
    assert found["eagle"]["state"] == "damaged" and "expected 4 bytes, got 5" in found["eagle"]["fault"]


def test_people_get_a_table_and_where_each_is_from(imgfw, plugin):
    """A file that has no address says how it is to be had."""
    said = imgfw("models", "--plugin", plugin)

    (row,) = (line for line in said.out.splitlines() if line.startswith("owl "))
    assert said.code == 0 and row.split()[1] == "missing" and "backbone/owl" in row
    assert "http://127.0.0.1:9/owl" in said.out and "Ask the makers for it" in said.out


def test_fetching_what_is_there_does_nothing(imgfw, plugin, tmp_path):
    """Exit 0, and its place."""
    (tmp_path / "models" / "owl.onnx").write_bytes(b"test")

    said = imgfw("models", "fetch", "owl", "--plugin", plugin)

    assert (said.code, said.err) == (0, "")
    assert said.out == f"{tmp_path / 'models' / 'owl.onnx'} is there already\n"


def test_what_cannot_be_fetched_is_one_sentence(imgfw, plugin):
    """Exit 1: nobody answers there; and one without an address."""
    offline = imgfw("models", "fetch", "owl", "--plugin", plugin)
    nowhere = imgfw("models", "fetch", "eagle", "--plugin", plugin)

    announced, failed = offline.err.splitlines()
    assert (offline.code, nowhere.code) == (1, 1) and offline.out == nowhere.out == ""
    assert announced.startswith("fetching owl: 4 B, licence MIT, from 127.0.0.1 to ")
    assert failed.startswith("imgfw: owl could not be fetched (")
    assert "Ask the makers for it" in nowhere.err and len(nowhere.err.splitlines()) == 1


def test_an_unknown_name_gets_the_nearest(imgfw, plugin):
    """Exit 2."""
    said = imgfw("models", "fetch", "owls", "--plugin", plugin)

    assert said.code == 2 and 'did you mean "owl"?' in said.err


def test_one_name_for_two_files_is_refused(imgfw, plugin):
    """Whoever means what is named."""
    plugin.write_text(PLUGIN.replace('"eagle", "eagle.onnx"', '"owl", "eagle.onnx"'))

    said = imgfw("models", "fetch", "owl", "--plugin", plugin)

    assert said.code == 2 and '"owl" means different files' in said.err
