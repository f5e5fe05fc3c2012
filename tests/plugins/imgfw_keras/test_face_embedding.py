"""Face networks from files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from imgfw import MissingFileError, Picture
from imgfw_keras.face_embedding import FaceEmbedding
from imgfw_keras.library import afresh, keras, on_tensorflow
from imgfw_keras.trainer import KerasTrainer


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small network of 16 pixels, with a map in the middle."""
    path = tmp_path_factory.mktemp("faces") / "face.keras"
    afresh(0)
    layers = keras().layers
    network = [layers.Conv2D(6, 3, name="map"), layers.Flatten(), layers.Dense(5)]
    keras().Sequential([keras().Input((16, 16, 3)), *network]).save(path)
    return path


@pytest.mark.keras
@pytest.mark.parametrize(("more", "width"), [({}, 5), ({"layer": "map"}, 6)])
def test_features_have_length_one(file: Path, more: dict, width: int) -> None:
    """Whatever the picture, as a graph too; whole networks and layers in them alike."""
    backbone = FaceEmbedding(path=file, size=16, scaling="0..1", **more)
    said: list[str] = []

    encoder = KerasTrainer().frozen(backbone, said.append)

    rng = np.random.default_rng(0)
    faces = [Picture(rng.integers(0, most, (20, 20, 3), np.uint8)) for most in (20, 256)]
    features = np.array([encoder.encode(face) for face in faces])
    assert features.shape == (2, width) and (said == []) == on_tensorflow()
    assert np.linalg.norm(features, axis=1) == pytest.approx([1, 1], abs=1e-6)


@pytest.mark.keras
def test_a_map_stays_as_it_is(file: Path) -> None:
    """It has no length."""
    backbone = FaceEmbedding(path=file, size=16, scaling="0..1", layer="map", pooling="none")

    assert backbone.gives == "map"
    assert backbone.network().output_shape == (None, 14, 14, 6)


def test_it_sees_faces_placed_by_arcface_and_112_pixels() -> None:
    """The recipe is refused without that transform; the size is that of nearly all face networks."""
    assert FaceEmbedding.follows == "align-arcface"
    assert FaceEmbedding(path=Path("face.keras"), scaling="-1..1").shape == (112, 112)


def test_the_network_may_be_given_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the model file that `imgfw models` lists; where it is not, the error says how to get it."""
    monkeypatch.setenv("IMGFW_MODELS", str(tmp_path))

    with pytest.raises(
        MissingFileError, match=r"needs the model file mobilefacenet .* path = ... in the recipe"
    ):
        FaceEmbedding().prepare(pytest.fail)

    assert [model.name for model in FaceEmbedding.files] == ["mobilefacenet"]


def test_the_one_that_is_known_is_read(assets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the file of that name, and takes what the defaults say."""
    monkeypatch.setenv("IMGFW_MODELS", str(assets / "assets" / "face"))

    FaceEmbedding().prepare(pytest.fail)

    assert FaceEmbedding().files_read() == (assets / "assets" / "face" / "mobilefacenet.keras",)


def test_a_file_of_your_own_needs_its_scaling() -> None:
    """Nobody else knows it; that it was given stands in the bundle."""
    with pytest.raises(ValidationError, match="scaling, as only you know"):
        FaceEmbedding(path=Path("mine.keras"))

    given = FaceEmbedding(path=Path("mine.keras"), scaling="-1..1")
    assert FaceEmbedding.model_validate_json(given.model_dump_json()) == given


def test_errors_name_it(tmp_path: Path) -> None:
    """Not the backbone that it is made of."""
    with pytest.raises(
        MissingFileError, match=r'backbone/face-embedding: path = .*no-such.keras": there is no'
    ):
        FaceEmbedding(path=tmp_path / "no-such.keras", scaling="0..1").prepare(pytest.fail)
