from __future__ import annotations

import io
import json
import time
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from imgfw import ComponentError, RunError
from imgfw_keras.library import afresh, keras
from imgfw_keras.loading import _timeless, check_archive, config_of, load_weights, loaded, saved
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


def config(policy: int, layer: int) -> bytes:
    """How a network is made, with a number for its policy of dtypes and one for a layer."""
    dtype = {"class_name": "DTypePolicy", "config": {"name": "float32"}, "shared_object_id": policy}
    return json.dumps({"class_name": "Dense", "shared_object_id": layer, "dtype": dtype}).encode()


def test_when_and_where_it_was_saved_leaves_no_trace_in_an_archive() -> None:
    """Date, places in memory and the order of members; what makes the network does."""
    weights = {"model.weights.h5": b"w"}
    first = archive({"metadata.json": b'{"date": 1}', "config.json": config(5, 1), **weights})
    again = archive({**weights, "config.json": config(7, 1), "metadata.json": b'{"date": 2}'})
    other = archive({**weights, "config.json": config(7, 2), "metadata.json": b'{"date": 2}'})

    assert _timeless(first) == _timeless(again) != _timeless(other)


@pytest.mark.keras
def test_how_a_network_was_trained_is_not_loaded(network: Any) -> None:
    """A loss of somebody's own may be unknown here, and is not needed."""
    trained = keras().models.clone_model(network)
    trained.compile("sgd", loss=_own_loss)

    again = loaded(saved(trained))

    assert not again.compiled
    assert again.count_params() == network.count_params()


def _own_loss(truth: Any, told: Any) -> Any:
    return keras().ops.mean(told - truth)


@pytest.mark.keras
def test_weights_of_a_smaller_network_are_refused(network: Any, tmp_path: Path) -> None:
    """No layer keeps random weights."""
    network.save_weights(tmp_path / "mine.weights.h5")
    deeper = keras().Sequential([*network.layers, keras().layers.Dense(2)])
    deeper.build((None, 3))

    with pytest.raises(ComponentError, match=r"mine\.weights\.h5 do not fit this network"):
        load_weights(deeper, tmp_path / "mine.weights.h5", SmallCnn())


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


def test_texts_are_looked_at_by_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    """What describes a network is short, however large its weights are."""
    monkeypatch.setattr("imgfw_keras.loading._LARGEST_TEXT", 1000)
    noise = np.random.default_rng(0).bytes(1200)

    check_archive(archive({"model.weights.h5": noise, "config.json": noise[:900]}), "mine.keras")
    with pytest.raises(RunError, match="not read"):
        check_archive(archive({"config.json": noise}), "mine.keras")
