"""`imgfw init`: the recipe it writes works."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from imgfw import CallError
from imgfw.cli.main import main
from imgfw_basics.init import plain_name, recipe


@pytest.fixture
def photos(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Twelve files of dogs and three of cats, seen from the folder that holds theirs."""
    for label, count in {"dog": 12, "cat": 3}.items():
        folder = tmp_path / "my photos" / label
        folder.mkdir(parents=True)
        for number in range(count):
            (folder / f"{number}.jpg").write_bytes(b"")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "my photos"


def test_the_recipe_is_written_beside_and_is_valid(photos, tmp_path, capsys):
    """It names the folder, has comments, and nothing is wrong with it."""
    code = main(["init", "my photos"])

    said = capsys.readouterr()
    text = (tmp_path / "my-photos.toml").read_text()
    assert code == 0 and said.out == "my-photos.toml: 15 pictures in 2 classes\n"
    assert "few pictures: cat (3)" in said.err and "imgfw run my-photos.toml" in said.err
    assert tomllib.loads(text)["source"] == [{"use": "folder", "path": "my photos"}]
    assert text.count("\n# ") >= 6
    assert main(["validate", "my-photos.toml"]) == 0


def test_a_recipe_that_is_there_is_never_overwritten(photos, tmp_path, capsys):
    """The second call is refused; another name works."""
    (tmp_path / "my-photos.toml").write_text("mine")

    assert main(["init", str(photos)]) == 2
    assert "is there already" in capsys.readouterr().err
    assert (tmp_path / "my-photos.toml").read_text() == "mine"
    assert main(["init", str(photos), "--to", "other.toml"]) == 0
    assert main(["validate", "other.toml"]) == 0


@pytest.mark.parametrize("make", [lambda root: root / "gone", lambda root: (root / "a").mkdir() or root])
def test_what_is_no_set_of_classes_is_refused(tmp_path, make, capsys):
    """Nothing there, or one empty folder: a sentence and no file."""
    assert main(["init", str(make(tmp_path)), "--to", str(tmp_path / "x.toml")]) == 2
    assert not (tmp_path / "x.toml").exists()
    assert "Traceback" not in capsys.readouterr().err


def test_one_class_is_refused(photos, capsys):
    """There is nothing to tell apart."""
    for file in (photos / "cat").iterdir():
        file.unlink()

    assert main(["init", str(photos), "--to", "x.toml"]) == 2
    assert "at least two class folders" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("counts", "exact", "head", "best", "weights"),
    [
        ({"a": 50, "b": 60}, True, "logistic", "accuracy", None),
        ({"a": 10, "b": 90}, True, "logistic", "f1", "balanced"),
        ({"a": 2000, "b": 2500}, None, "logistic", "accuracy", None),
        ({"a": 9000, "b": 9000}, None, "dense", "accuracy", None),
    ],
)
def test_the_recipe_suits_the_set(tmp_path, counts, exact, head, best, weights):
    """Small sets are split exactly, large ones get a hidden layer, uneven ones balanced weights."""
    text = recipe("x", tmp_path / "x", tmp_path / "x.toml", Counter(counts))

    found = tomllib.loads(text)
    assert found["split"].get("exact") == exact
    assert found["head"][0]["use"] == head and found["metric"][0]["use"] == best
    assert found.get("target", {}).get("class", {}).get("class_weights") == weights


def test_odd_names_become_plain_ones():
    """Whatever a folder is called, the recipe has a name, and an error is no traceback."""
    assert plain_name(Path("/a/Ferien: Süd")) == "Ferien-S-d"
    assert plain_name(Path("/写真")) == "photos"
    with pytest.raises(CallError):
        from imgfw_basics.init import class_counts

        class_counts(Path("/nowhere/at all"))
