from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from imgfw import RunError
from imgfw_keras.library import afresh, keras
from imgfw_keras.loading import config_of, load_weights, loaded, saved
from imgfw_keras.small_cnn import SmallCnn


@pytest.fixture(scope="module")
def network() -> Any:
    """A network of two layers."""
    afresh(0)
    return keras().Sequential([keras().Input((3,)), keras().layers.Dense(4), keras().layers.Dense(2)])


def archive(members: dict[str, bytes]) -> bytes:
    """A zip file of these members."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in members.items():
            written.writestr(name, content)
    return made.getvalue()


@pytest.mark.keras
def test_a_saved_network_comes_back(network: Any) -> None:
    """What was saved computes the same when it is loaded."""
    rows = np.ones((2, 3), np.float32)

    again = loaded(saved(network))

    found, wanted = (keras().ops.convert_to_numpy(each(rows)) for each in (again, network))
    assert np.array_equal(found, wanted)
    assert saved(again) == saved(network)


@pytest.mark.keras
def test_saving_twice_gives_the_same_bytes(network: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The time of saving leaves no trace."""
    first = saved(network)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 100_000)

    assert saved(network) == first


@pytest.mark.keras
def test_a_network_that_holds_code_is_refused() -> None:
    """A layer made of Python code is saved, but never run from a file; the error says so."""
    network = keras().Sequential([keras().Input((3,)), keras().layers.Lambda(lambda x: x + 1)])

    with pytest.raises(RunError, match="Lambda"):
        loaded(saved(network))


def test_what_is_no_archive_is_refused() -> None:
    """Anything but an archive raises RunError before Keras is imported."""
    with pytest.raises(RunError, match="damaged"):
        loaded(b"no archive")


@pytest.mark.keras
def test_weights_of_a_saved_network_are_read(network: Any, tmp_path: Path) -> None:
    """Its layers are known by their place; an archive that unpacks unreasonably is not read."""
    network.save(tmp_path / "mine.keras")
    (tmp_path / "huge.keras").write_bytes(archive({"config.json": b" " * (65 * 2**20)}))
    other = keras().models.clone_model(network)

    load_weights(other, tmp_path / "mine.keras", SmallCnn())

    assert all(np.array_equal(*two) for two in zip(network.get_weights(), other.get_weights(), strict=True))
    with pytest.raises(RunError, match=r"huge\.keras unpacks to"):
        load_weights(other, tmp_path / "huge.keras", SmallCnn())


def test_how_a_network_is_made_is_told_without_loading_it(network: Any) -> None:
    """As Keras wrote it down."""
    told = config_of(saved(network), "mine.keras")

    assert [layer["class_name"] for layer in told["layers"]] == ["InputLayer", "Dense", "Dense"]


@pytest.mark.parametrize(
    "members", [{}, {"config.json": b"{"}, {"config.json": b"{}"}, {"config.json": b"[]"}]
)
def test_an_archive_that_tells_nothing_is_refused(members: dict[str, bytes]) -> None:
    """By its name."""
    with pytest.raises(RunError, match=r"mine\.keras is no network"):
        config_of(archive(members), "mine.keras")


@pytest.mark.parametrize(
    "members",
    [
        {"config.json": b" " * (65 * 2**20)},
        {"model.weights.h5": bytes(80 * 2**20)},
        {f"{number}.json": b"{}" for number in range(80)},
    ],
    ids=["huge text", "huge weights", "many members"],
)
def test_an_archive_that_unpacks_unreasonably_is_refused(members: dict[str, bytes]) -> None:
    """A small file that unpacks to something huge is not read."""
    with pytest.raises(RunError, match="not read"):
        loaded(archive(members))
