from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from imgfw import MissingFileError
from imgfw_keras.applications import Variant, facts_of
from imgfw_keras.inception import InceptionV3
from imgfw_keras.mobilenet import MobileNet
from imgfw_keras.mobilenet_v2 import MobileNetV2


def test_imagenet_weights_are_a_file_that_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With weights = "imagenet" the file is part of what the component is, and it counts as pretrained."""
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    backbone = MobileNetV2()

    files = backbone.files_read()

    assert files == (backbone.weights_file().path,)
    assert files[0].is_relative_to(tmp_path)
    assert backbone.pretrained


def test_imagenet_weights_that_are_there_are_accepted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the file is there, `prepare` has nothing to say."""
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    backbone = MobileNetV2()
    backbone.weights_file().path.parent.mkdir()
    backbone.weights_file().path.write_bytes(b"weights")

    backbone.prepare(pytest.fail)

    assert backbone.weights_file().path.read_bytes() == b"weights"


def test_a_path_is_the_file_that_is_read(tmp_path: Path) -> None:
    """A path is taken as it is, and refused by name where nothing is there."""
    backbone = MobileNetV2(weights=tmp_path / "mine.h5")

    with pytest.raises(MissingFileError, match=r"mine\.h5"):
        backbone.prepare(pytest.fail)

    assert backbone.files_read() == (tmp_path / "mine.h5",)


def test_none_reads_no_file() -> None:
    """With weights = "none" there is no file, and nothing counts as pretrained."""
    backbone = MobileNetV2(weights="none")

    backbone.prepare(pytest.fail)

    assert (backbone.files_read(), backbone.pretrained) == ((), False)


def test_only_known_widths_are_taken() -> None:
    """A width that keras.applications has no weights for is refused; the schema lists the others."""
    with pytest.raises(ValidationError, match=r"one of 0\.35, 0\.5, 0\.75, 1\.0, 1\.3, 1\.4"):
        MobileNetV2(alpha=0.3)

    schema = TypeAdapter(MobileNetV2).json_schema()
    assert schema["properties"]["alpha"]["enum"] == [0.35, 0.5, 0.75, 1.0, 1.3, 1.4]


def test_what_is_not_pooled_is_a_map() -> None:
    """A backbone says which it gives, for the heads that take it."""
    assert [MobileNetV2(pooling=pooling).gives for pooling in ("avg", "none")] == ["vector", "map"]


@pytest.mark.slow
@pytest.mark.keras
@pytest.mark.parametrize(
    ("pooling", "shape"), [("avg", (256,)), ("max", (256,)), ("flatten", (1024,)), ("none", (2, 2, 256))]
)
def test_the_last_map_is_pooled(pooling: Any, shape: tuple[int, ...]) -> None:
    """Or kept; the layers before are the family's own, in its order."""
    network = MobileNet(alpha=0.25, size=64, weights="none", pooling=pooling).network()

    assert network.output_shape == (None, *shape)
    assert [type(layer).__name__ for layer in network.layers[:2]] == ["InputLayer", "Conv2D"]
    assert len(network.layers) == 86 + (pooling != "none")


def test_constants_are_told_line_by_line() -> None:
    """Those of a network that has only one width."""
    told = facts_of({"": Variant(2_257_984, 1280, 0.599, 9.4)}, 224, "-1..1")

    assert told == {
        "parameters": 2_257_984,
        "input": "224 x 224, scaled to -1..1",
        "features": 1280,
        "GFLOPs": 0.599,
        "weights": "9.4 MB",
    }


def test_constants_of_several_widths_are_told_in_a_line_each() -> None:
    """A network that scales inside says nothing of scaling."""
    told = facts_of({"alpha 1.0": Variant(2_257_984, 1280, 0.599, 9.4)}, 224, "0..255")

    assert told == {
        "input": "224 x 224",
        "alpha 1.0": "2,257,984 parameters, 1,280 features, 0.599 GFLOPs, weights 9.4 MB",
    }


def test_a_square_that_a_family_cannot_see_is_refused() -> None:
    """By the schema already."""
    with pytest.raises(ValidationError, match="greater than or equal to 75"):
        InceptionV3(size=64)
