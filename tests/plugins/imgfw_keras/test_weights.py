from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from imgfw import MissingFileError
from imgfw_keras import weights
from imgfw_keras.weights import KerasWeights

FILE = KerasWeights("https://nowhere.invalid/mobilenet_v2/some_no_top.h5", 9.4)


def test_keras_home_decides_where_the_file_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file lies under KERAS_HOME where that is set, else under ~/.keras."""
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    under_home = FILE.path
    monkeypatch.delenv("KERAS_HOME")

    assert under_home == tmp_path / "models" / "some_no_top.h5"
    assert FILE.path == Path.home() / ".keras" / "models" / "some_no_top.h5"


def test_a_file_that_is_there_needs_no_keras(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is said, downloaded or imported where the file is there."""
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    FILE.path.parent.mkdir()
    FILE.path.write_bytes(b"weights")
    monkeypatch.setattr(weights, "keras", lambda: pytest.fail("Keras was imported"))
    said: list[str] = []

    FILE.prepare(said.append)

    assert said == []


@pytest.mark.keras
def test_a_download_is_announced_and_arrives_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is downloaded, its size and where to are told before; stdout stays empty; nothing else is left."""
    offered = tmp_path / "web" / "mobilenet_v2" / "some_no_top.h5"
    offered.parent.mkdir(parents=True)
    offered.write_bytes(b"weights")
    file = replace(FILE, origin=offered.as_uri())
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "home"))
    said: list[str] = []

    file.prepare(said.append)

    assert said == [f"downloading some_no_top.h5 (about 9.4 MB) to {file.path}"]
    assert [file.read_bytes() for file in file.path.parent.iterdir()] == [b"weights"]
    assert capsys.readouterr().out == ""


@pytest.mark.keras
def test_without_file_and_network_one_error_tells_the_ways_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error names the file, its size, where Keras looks, and what can be done."""
    file = replace(FILE, origin=(tmp_path / "nowhere" / FILE.name).as_uri())
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "home"))

    with pytest.raises(MissingFileError) as caught:
        file.prepare(lambda text: None)

    told = str(caught.value)
    wanted = ("some_no_top.h5", "9.4 MB", str(file.path), f"KERAS_HOME is {tmp_path / 'home'}")
    assert all(part in told for part in wanted)
    assert all(way in told for way in ("put it there", 'weights = "PATH"', 'weights = "none"'))
    assert list(file.path.parent.iterdir()) == []


@pytest.mark.keras
def test_a_download_that_is_cut_off_leaves_no_weights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What has come so far lies under another name."""
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))

    def cut_off(name: str, origin: str, *, cache_dir: str, cache_subdir: str) -> str:
        (Path(cache_dir) / cache_subdir / name).write_bytes(b"wei")
        raise KeyboardInterrupt

    monkeypatch.setattr(weights.keras().utils, "get_file", cut_off)

    with pytest.raises(KeyboardInterrupt):
        FILE.prepare(lambda text: None)

    assert not FILE.path.exists()
    assert [path.read_bytes() for path in FILE.path.parent.iterdir()] == [b"wei"]


def test_a_file_may_have_another_name_at_its_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keras renames some."""
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))

    file = KerasWeights("https://nowhere.invalid/some-no-top.h5", 1.0, "some_no_top.h5")

    assert (file.name, file.path) == ("some_no_top.h5", tmp_path / "models" / "some_no_top.h5")
