from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from imgfw import ComponentError, MissingFileError, Picture, RunError
from imgfw_keras.keras_file import KerasFile
from imgfw_keras.library import afresh, keras
from imgfw_keras.scaling import scaled
from imgfw_keras.trainer import KerasTrainer

SHAPE = (20, 30, 3)


@pytest.fixture(scope="module")
def save(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Makes a .keras file of layers."""
    folder = tmp_path_factory.mktemp("files")

    def saving(name: str, *layers: Any, shape: tuple[int | None, ...] = SHAPE) -> Path:
        afresh(0)
        keras().Sequential([keras().Input(shape), *(layer() for layer in layers)]).save(folder / name)
        return folder / name

    return saving


def convolution() -> Any:
    """Any."""
    return keras().layers.Conv2D(4, 3, name="first")


def flat() -> Any:
    """Any."""
    return keras().layers.Flatten()


def dense() -> Any:
    """Any."""
    return keras().layers.Dense(5, name="last")


@pytest.mark.keras
@pytest.mark.parametrize(
    ("more", "shape"),
    [
        ({}, (None, 5)),
        ({"layer": "first"}, (None, 4)),
        ({"layer": "first", "pooling": "flatten"}, (None, 18 * 28 * 4)),
        ({"layer": "first", "pooling": "none"}, (None, 18, 28, 4)),
    ],
)
def test_features_are_what_the_network_or_a_layer_gives(save: Any, more: Any, shape: Any) -> None:
    """A map is pooled; the layers are those of the file, the input among them."""
    file = save("plain.keras", convolution, flat, dense)
    backbone = KerasFile(path=file, size=SHAPE[:2], scaling="0..1", **more)

    backbone.prepare(pytest.fail)
    network = backbone.network()

    assert (network.input_shape, network.output_shape) == ((None, *SHAPE), shape)
    assert [layer.name for layer in network.layers][1] == "first"
    assert (backbone.gives == "map") == (len(shape) == 4)
    assert (backbone.side, backbone.files_read(), backbone.pretrained) == (30, (file,), True)


@pytest.mark.keras
def test_a_network_that_takes_any_size_takes_the_one_that_is_asked_for(save: Any) -> None:
    """With its weights."""
    file = save("any.keras", convolution, shape=(None, None, 3))
    theirs = keras().models.load_model(file)

    network = KerasFile(path=file, size=(24, 30), scaling="0..1", pooling="none").network()

    assert network.output_shape == (None, 22, 28, 4)
    assert all(np.array_equal(*two) for two in zip(theirs.get_weights(), network.get_weights(), strict=True))


@pytest.mark.keras
def test_of_several_outputs_none_is_taken(tmp_path: Path) -> None:
    """One layer may be named instead."""
    given = keras().Input(SHAPE)
    x = keras().layers.GlobalAveragePooling2D(name="mean")(given)
    keras().Model(given, [x, keras().layers.Dense(2)(x)]).save(tmp_path / "two.keras")
    backbone = KerasFile(path=tmp_path / "two.keras", size=(20, 30), scaling="0..1")

    with pytest.raises(ComponentError, match="expected one output, got 2; choose a layer"):
        backbone.network()
    assert backbone.model_copy(update={"layer": "mean"}).network().output_shape == (None, 3)


@pytest.mark.keras
@pytest.mark.parametrize("scaling", ["0..255", "0..1", "-1..1", "imagenet", "imagenet-bgr"])
def test_each_scaling_becomes_part_of_the_network(scaling: Any) -> None:
    """Symbolic pixels keep their shape, and others become what that scaling makes of them."""
    backbone = KerasFile(path=Path("mine.keras"), size=20, scaling=scaling)
    pixels = keras().ops.convert_to_tensor(np.full((1, *SHAPE), 200, np.float32))

    one, other = (
        keras().ops.convert_to_numpy(each) for each in (backbone.scaled(pixels), scaled(pixels, scaling))
    )

    assert np.array_equal(one, other)
    assert tuple(backbone.scaled(keras().Input(SHAPE)).shape) == (None, *SHAPE)


@pytest.mark.keras
@pytest.mark.parametrize(
    ("layers", "more", "match"),
    [
        ((flat, dense), {"size": 20}, r"it takes 20 x 30 pixels; give size = \[20, 30\]"),
        (
            (flat, dense),
            {"pooling": "none"},
            r'expected a map where pooling = "none", got features \(None, 5\)',
        ),
        ((flat, dense), {"layer": "lost"}, 'no layer "lost"; last'),
        ((lambda: keras().layers.Reshape((600, 3)),), {}, r"expected features.*got \(None, 600, 3\)"),
    ],
)
def test_what_does_not_serve_is_refused(save: Any, layers: Any, more: Any, match: str) -> None:
    """By the name of the file, with what is wrong and what to do."""
    file = save("wrong.keras", *layers)
    backbone = KerasFile(path=file, scaling="0..1", **{"size": SHAPE[:2], **more})

    with pytest.raises(ComponentError, match=rf"wrong\.keras: .*{match}"):
        backbone.network()


@pytest.mark.keras
def test_the_input_is_checked_before_keras_is_needed(save: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its size and its channels."""
    grey = save("grey.keras", flat, dense, shape=(20, 30, 1))
    plain = save("sized.keras", flat, dense)
    monkeypatch.setattr("imgfw_keras.keras_file.keras", lambda: pytest.fail("Keras was imported"))

    with pytest.raises(
        ComponentError, match=r"expected one input \(N, height, width, 3\), got \(None, 20, 30, 1\)"
    ):
        KerasFile(path=grey, size=SHAPE[:2], scaling="0..1").prepare(pytest.fail)
    with pytest.raises(ComponentError, match="it takes 20 x 30 pixels"):
        KerasFile(path=plain, size=(30, 20), scaling="0..1").prepare(pytest.fail)


@pytest.mark.keras
def test_two_inputs_are_refused(tmp_path: Path) -> None:
    """A backbone sees one picture."""
    first, second = keras().Input(SHAPE), keras().Input(SHAPE)
    keras().Model([first, second], first + second).save(tmp_path / "two.keras")

    with pytest.raises(ComponentError, match="expected one input"):
        KerasFile(path=tmp_path / "two.keras", size=SHAPE[:2], scaling="0..1").network()


@pytest.mark.keras
def test_a_file_that_holds_code_is_refused(save: Any) -> None:
    """It is never run; the error names the file."""
    file = save("code.keras", lambda: keras().layers.Lambda(lambda x: x + 1), flat)

    with pytest.raises(RunError, match=r"code\.keras cannot be loaded.*Lambda"):
        KerasFile(path=file, size=SHAPE[:2], scaling="0..1").network()


@pytest.mark.parametrize(
    ("name", "content", "error", "match"),
    [
        ("none.keras", None, MissingFileError, "there is no such file"),
        ("old.h5", b"HDF", ComponentError, "expected a file that ends in .keras.*save it again"),
        ("broken.keras", b"broken", RunError, r"broken\.keras is damaged"),
    ],
)
def test_a_file_that_is_none_is_refused(
    tmp_path: Path, name: str, content: bytes | None, error: Any, match: str
) -> None:
    """Before anything else is done."""
    if content is not None:
        (tmp_path / name).write_bytes(content)

    with pytest.raises(error, match=match):
        KerasFile(path=tmp_path / name, size=20, scaling="0..1").prepare(pytest.fail)


@pytest.mark.parametrize(
    "layers",
    [None, 3, [3, {}, {"class_name": "InputLayer"}, {"class_name": "InputLayer", "config": [1]}]],
)
def test_a_file_that_tells_nothing_of_its_input_is_left_to_keras(tmp_path: Path, layers: Any) -> None:
    """Whatever its text is."""
    with zipfile.ZipFile(tmp_path / "odd.keras", "w") as archive:
        archive.writestr("config.json", json.dumps({"config": {"layers": layers}}))

    KerasFile(path=tmp_path / "odd.keras", size=20, scaling="0..1").prepare(pytest.fail)


@pytest.mark.parametrize("missing", ["path", "size", "scaling"])
def test_nothing_is_guessed(missing: str) -> None:
    """Size and scaling are needed like the path."""
    given = {"path": "mine.keras", "size": 20, "scaling": "0..1"}
    del given[missing]

    with pytest.raises(ValidationError, match=missing):
        KerasFile.model_validate(given)


@pytest.mark.slow
@pytest.mark.keras
def test_a_real_face_network_becomes_a_graph(assets: Path, as_a_graph: Any) -> None:
    """Its features are those of Keras."""
    file = assets / "assets" / "face" / "mobilefacenet.keras"
    backbone = KerasFile(path=file, size=112, scaling="0..255")
    backbone.prepare(pytest.fail)
    encoder = KerasTrainer().frozen(backbone, lambda text: None)
    image = np.random.default_rng(0).integers(0, 256, (150, 120, 3)).astype(np.uint8)

    features = encoder.encode(Picture(image))

    wanted = keras().models.load_model(file, compile=False)(backbone.pixels(image)[None])
    wanted = keras().ops.convert_to_numpy(wanted)[0]
    assert as_a_graph(encoder)
    assert np.abs(features - wanted).max() <= 1e-4 * np.abs(wanted).max()
