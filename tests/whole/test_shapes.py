"""Data sets of every shape: each gets a result or a sentence that helps, never a traceback."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from imgfw.cli.main import main

SMALL_PLUGIN = Path(__file__).parents[1] / "framework" / "small_plugin.py"

RECIPE = """
[[source]]
use = "folder"
path = "set"

[split]
exact = true

[backbone]
use = "mean-colour"

[[head]]
use = "nearest"
k = 1

[[metric]]
use = "share"
"""


def pictures(folder: Path, count: int, *, first: int = 0, ending: str = ".png") -> None:
    """Distinct small pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(first, first + count):
        pixels = np.random.default_rng(number).integers(0, 255, (6, 8, 3), np.uint8)
        image = Image.fromarray(pixels).resize((48, 36), Image.Resampling.BICUBIC)
        with (folder / f"{number:04}{ending}").open("wb") as file:
            image.save(file, "PNG")


def classes(root: Path, **counts: int) -> None:
    """A class folder each, with so many pictures that no other has."""
    first = 0
    for label, count in counts.items():
        pictures(root / label, count, first=first)
        first += count


def made(*steps: Callable[[Path], object]) -> Callable[[Path], None]:
    """All of these steps on one folder, which is there."""

    def make(root: Path) -> None:
        root.mkdir()
        for step in steps:
            step(root)

    return make


def file(name: str, content: bytes = b"") -> Callable[[Path], object]:
    """A file with this content."""

    def write(root: Path) -> None:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)

    return write


def link(name: str, target: str) -> Callable[[Path], object]:
    """A symbolic link."""
    return lambda root: (root / name).symlink_to(target)


def copied(name: str, other: str) -> Callable[[Path], object]:
    """The same content under another name."""
    return lambda root: file(other, (root / name).read_bytes())(root)


def two(root: Path) -> None:
    """Two good classes."""
    classes(root, cat=12, dog=12)


DONE, PARTLY, FAILED, WRONG = 0, 3, 1, 2

SHAPES: dict[str, tuple[Callable[[Path], object], int, str]] = {
    # name: (how it is made, exit code of run, what is said)
    "two classes": (made(two), DONE, "no leaks: 24 samples"),
    "not there": (lambda root: None, WRONG, "expected an existing path"),
    "a file": (lambda root: root.write_bytes(b"x"), WRONG, "set"),
    "empty": (made(), WRONG, "no sub-folders|no pictures"),
    "empty classes": (made(lambda r: (r / "a").mkdir(), lambda r: (r / "b").mkdir()), WRONG, "no pictures"),
    "one class": (made(lambda r: classes(r, cat=9)), FAILED, "at least two labels.*cat"),
    "one class and an empty one": (
        made(lambda r: classes(r, cat=9), lambda r: (r / "dog").mkdir()),
        FAILED,
        "at least two",
    ),
    "one picture a class": (made(lambda r: classes(r, a=1, b=1)), FAILED, "split got none of 2 samples"),
    "two pictures a class": (made(lambda r: classes(r, a=2, b=2)), FAILED, "split got none|no leaks"),
    "three pictures a class": (made(lambda r: classes(r, a=3, b=3)), DONE, "no leaks: 6 samples"),
    "one class of one": (made(lambda r: classes(r, a=20, b=1)), DONE, "class b: none in (train|val, test)"),
    "very uneven": (made(lambda r: classes(r, a=90, b=3)), DONE, "no leaks: 93"),
    "a hundred classes": (
        made(lambda r: classes(r, **{f"c{i}": 4 for i in range(100)})),
        DONE,
        "no leaks: 400",
    ),
    "unicode names": (made(lambda r: classes(r, Größe=6, 写真=6, é=6)), DONE, "no leaks: 18"),
    "names of 255 bytes": (made(lambda r: classes(r, **{"x" * 255: 6, "y" * 255: 6})), DONE, "no leaks: 12"),
    "spaces, quotes, commas": (
        made(lambda r: classes(r, **{" a b": 6, "it's": 6, 'q"': 6, "c,d": 6, "-": 6})),
        DONE,
        "no leaks: 30",
    ),
    "bars and colons": (made(lambda r: classes(r, **{"a|b": 6, "c:d": 6})), DONE, "no leaks: 12"),
    "a line break in a name": (made(lambda r: classes(r, **{"a\nb": 6, "c": 6})), DONE, "no leaks: 12"),
    "hidden files and folders": (
        made(two, file(".DS_Store"), file(".git/x.png"), file("cat/.x.png")),
        DONE,
        "no leaks: 24",
    ),
    "other files beside": (
        made(two, file("cat/notes.txt", b"hi"), file("cat/IMG.xmp"), file("readme.md")),
        DONE,
        "no leaks: 24",
    ),
    "an empty picture": (made(two, file("cat/zero.jpg")), PARTLY, "zero.jpg: is empty"),
    "zeros": (made(two, file("cat/zeros.jpg", bytes(500))), PARTLY, "zeros.jpg: holds nothing but zeros"),
    "cut off": (
        made(two, lambda r: file("cat/cut.png", (r / "cat/0000.png").read_bytes()[:90])(r)),
        PARTLY,
        "cut.png: is (cut off|damaged)",
    ),
    "no picture": (
        made(two, file("dog/story.jpg", b"once upon a time")),
        PARTLY,
        "story.jpg: is not a picture",
    ),
    "all broken": (made(file("a/1.jpg"), file("b/2.jpg")), FAILED, "none of 2 samples can be used: is empty"),
    "one class all broken": (made(lambda r: classes(r, a=6), file("b/2.jpg")), FAILED, "at least two labels"),
    "without endings": (
        made(lambda r: [pictures(r / n, 6, first=i * 6, ending="") for i, n in enumerate("ab")]),
        DONE,
        "no leaks: 12",
    ),
    "wrong endings": (
        made(lambda r: [pictures(r / n, 6, first=i * 6, ending=".jpg") for i, n in enumerate("ab")]),
        DONE,
        "no leaks: 12",
    ),
    "capital endings": (
        made(lambda r: [pictures(r / n, 6, first=i * 6, ending=".PNG") for i, n in enumerate("ab")]),
        DONE,
        "no leaks: 12",
    ),
    "copies in a class": (made(two, copied("cat/0000.png", "cat/again.png")), DONE, "1 copies of others"),
    "copies across classes": (
        made(two, copied("cat/0000.png", "dog/again.png")),
        PARTLY,
        "contradicting labels",
    ),
    "all copies": (
        made(
            lambda r: classes(r, a=1),
            *(copied("a/0000.png", f"a/{i}.png") for i in range(9)),
            lambda r: pictures(r / "b", 9, first=50),
        ),
        DONE,
        "9 copies of others",
    ),
    "a link to a folder": (
        made(two, link("cat/more", "../dog")),
        FAILED,
        "at least two labels.*12 are left out, such as",
    ),
    "a folder that holds itself": (made(two, link("cat/loop", "..")), DONE, "no leaks: 24"),
    "a link to nothing": (made(two, link("cat/gone.png", "nowhere.png")), PARTLY, "gone.png: cannot be read"),
    "a link to itself": (made(two, link("cat/self.png", "self.png")), PARTLY, "self.png: cannot be read"),
    "deep folders": (
        made(two, lambda r: pictures(r / "cat" / "/".join("abcdefghij" * 3), 4, first=500)),
        DONE,
        "no leaks: 28",
    ),
    "a pipe": (made(two, lambda r: os.mkfifo(r / "cat" / "pipe.png")), DONE, "no leaks: 24"),
    "split folders": (
        made(*(lambda r, s=s, i=i: classes_at(r / s, i) for i, s in enumerate(("train", "val", "test")))),
        DONE,
        "no leaks: 30",
    ),
    "train and test only": (
        made(*(lambda r, s=s, i=i: classes_at(r / s, i) for i, s in enumerate(("train", "test")))),
        DONE,
        "no leaks: 20",
    ),
    "a test class never learned": (
        made(
            lambda r: classes_at(r / "train", 0),
            lambda r: classes_at(r / "test", 1),
            lambda r: pictures(r / "test" / "bird", 4, first=900),
        ),
        DONE,
        "class bird: none in train",
    ),
    "one pixel": (
        made(two, lambda r: Image.new("RGB", (1, 1)).save(r / "cat" / "dot.png")),
        DONE,
        "no leaks: 25",
    ),
    "plain pictures": (
        made(
            two,
            lambda r: [
                Image.new("RGB", (40, 40), (i * 9, 0, 0)).save(r / "dog" / f"p{i}.png") for i in range(9)
            ],
        ),
        DONE,
        "no leaks: 33",
    ),
}


def classes_at(folder: Path, position: int) -> None:
    """Two classes of five pictures that no other position has."""
    for number, label in enumerate(("cat", "dog")):
        pictures(folder / label, 5, first=1000 * (position + 1) + 10 * number)


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with a recipe for the folder `set` in it."""
    (tmp_path / "recipe.toml").write_text(RECIPE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_gives_a_result_or_a_sentence(name: str, at: Path, capsys):
    """The exit code says which, and the sentence is there; nobody sees a traceback."""
    make, code, said = SHAPES[name]
    make(at / "set")

    got = main(["--plugin", str(SMALL_PLUGIN), "run", "recipe.toml"])

    out, err = capsys.readouterr()
    assert "Traceback" not in err and "bug" not in err
    assert got == code, err
    assert re.search(said, err + out, re.DOTALL), err


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_can_be_checked_and_begun(name: str, at: Path, capsys):
    """`check` and `init` have a sentence for every shape, and what `init` writes is valid."""
    SHAPES[name][0](at / "set")

    checked, begun = main(["-q", "check", "set"]), main(["init", "set"])

    _, err = capsys.readouterr()
    assert "Traceback" not in err and "bug" not in err
    assert checked in (DONE, WRONG, PARTLY) and begun in (DONE, WRONG)
    if begun == DONE:
        assert main(["validate", "set.toml"]) == DONE
