from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from imgfw import ComponentError, MissingFileError
from imgfw_keras.library import afresh
from imgfw_keras.loading import NETWORK, saved
from imgfw_keras.small_cnn import SmallCnn


def bundle(folder: Path, use: str = "small-cnn", network: bytes = b"", **parameters: Any) -> Path:
    """What a run leaves of its backbone."""
    part = folder / "bundle" / "backbone"
    part.mkdir(parents=True)
    given = {**SmallCnn(**parameters).model_dump(mode="json"), "use": use}
    (part / "part.json").write_text(json.dumps({"use": use, "parameters": given}))
    if network:
        (part / NETWORK).write_bytes(network)
    return folder


@pytest.mark.keras
@pytest.mark.parametrize("inside", ["", "bundle"])
def test_the_weights_are_those_of_the_run(tmp_path: Path, inside: str) -> None:
    """Run folder or bundle; size, pooling, mean and rounding may be others, and the mean is told."""
    afresh(1)
    theirs = SmallCnn(filters=(4, 8), size=32).network()
    run = bundle(tmp_path / "run", network=saved(theirs), filters=(4, 8), size=32)
    others: Any = {"size": 48, "pooling": "max", "mean": "train", "dtype": "float16"}
    backbone = SmallCnn(filters=(4, 8), weights=run / inside, **others)

    said: list[str] = []
    backbone.prepare(said.append)
    network = backbone.network()

    assert backbone.pretrained
    assert len(said) == 1 and said[0].endswith(
        'no mean was taken off the pixels that it learned from; here mean is "train"'
    )
    assert backbone.files_read() == (tmp_path / "run" / "bundle" / "backbone" / NETWORK,)
    pairs = zip(theirs.get_weights(), network.get_weights(), strict=True)
    assert all(np.array_equal(one, other) for one, other in pairs)


def test_another_backbone_is_refused(tmp_path: Path) -> None:
    """Both are named."""
    run = bundle(tmp_path, use="mobilenet", network=b"there")

    with pytest.raises(ComponentError, match="expected weights of small-cnn, got those of mobilenet"):
        SmallCnn(weights=run).prepare(pytest.fail)


def test_other_layers_are_refused(tmp_path: Path) -> None:
    """The parameter that makes them, and both values."""
    run = bundle(tmp_path, network=b"there", filters=(4, 8))

    with pytest.raises(ComponentError, match=r"expected filters = \[4, 9\] as in this recipe, got \[4, 8\]"):
        SmallCnn(filters=(4, 9), weights=run).prepare(pytest.fail)


def test_parameters_that_came_later_have_their_defaults(tmp_path: Path) -> None:
    """A run of an older version is gone on from; one with parameters that are unknown now is refused."""
    run = bundle(tmp_path, network=b"there")
    file = run / "bundle" / "backbone" / "part.json"
    part = json.loads(file.read_text())
    del part["parameters"]["kernel"]
    file.write_text(json.dumps(part))

    SmallCnn(weights=run).prepare(pytest.fail)

    with pytest.raises(ComponentError, match="expected kernel = 5 as in this recipe, got 3"):
        SmallCnn(weights=run, kernel=5).prepare(pytest.fail)
    part["parameters"]["depth"] = 3
    file.write_text(json.dumps(part))
    with pytest.raises(ComponentError, match="another version"):
        SmallCnn(weights=run).prepare(pytest.fail)


def test_a_frozen_backbone_has_no_network_of_its_own(tmp_path: Path) -> None:
    """The error tells where its weights came from."""
    run = bundle(tmp_path, weights=Path("mine.h5"))

    with pytest.raises(MissingFileError, match=r'frozen.*weights = "mine\.h5"'):
        SmallCnn(weights=run).prepare(pytest.fail)


@pytest.mark.parametrize("content", ["", "{", "[]", "{}"])
def test_a_folder_that_is_no_run_is_refused(tmp_path: Path, content: str) -> None:
    """With what was expected there."""
    if content:
        bundle(tmp_path)
        (tmp_path / "bundle" / "backbone" / "part.json").write_text(content)

    with pytest.raises(MissingFileError, match="expected a weights file, a run folder or a bundle"):
        SmallCnn(weights=tmp_path).prepare(pytest.fail)
