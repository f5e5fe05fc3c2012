from __future__ import annotations

from pathlib import Path

import pytest

from imgfw import MissingFileError
from imgfw_keras.applications import Application
from imgfw_keras.backbones import BACKBONES
from imgfw_keras.library import keras
from imgfw_keras.weights import KerasWeights

APPLICATIONS = {later.name: later.load() for later in BACKBONES if issubclass(later.load(), Application)}


@pytest.mark.keras
def test_every_network_of_keras_applications_is_there() -> None:
    """By the name of its function."""
    functions = {name for name in dir(keras().applications) if name[0].isupper()}

    assert functions == {cls.__name__ for cls in APPLICATIONS.values()}


def test_names_say_which_function_it_is() -> None:
    """In small letters, with dashes between words and before versions."""
    for name, cls in APPLICATIONS.items():
        assert name.replace("-", "") == cls.__name__.lower()


def test_every_one_has_a_file_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name under Keras' folder, and an address at which Keras offers it."""
    monkeypatch.setenv("KERAS_HOME", "home")
    files = [cls().weights_file() for cls in APPLICATIONS.values()]

    assert len({file.path for file in files}) == len({file.origin for file in files}) == len(files) == 40
    assert all(file.origin.startswith("https://storage.googleapis.com/") for file in files)


@pytest.mark.parametrize("name", APPLICATIONS)
def test_a_file_that_is_missing_is_told(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its name, its size, where Keras looks for it, where it is to be had, and the ways out."""

    def offline(self: KerasWeights) -> None:
        raise OSError("no network")

    monkeypatch.setattr(KerasWeights, "_download", offline)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    backbone = APPLICATIONS[name]()
    file = backbone.weights_file()

    with pytest.raises(MissingFileError) as caught:
        backbone.prepare(lambda text: None)

    told = str(caught.value)
    wanted = (file.name, f"{backbone.variant.megabytes} MB", str(tmp_path / "models"), file.origin)
    assert all(part in told for part in (*wanted, 'weights = "PATH"', 'weights = "none"'))
