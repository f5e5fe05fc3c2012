"""Checking: everything that is wrong with a set is found, and nothing is trained."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from imgfw.errors import CallError
from imgfw.line.checking import Checked, checked
from imgfw.progress import Progress
from imgfw.registry import Registry, find_plugins
from imgfw.store import Store


@pytest.fixture(scope="module")
def registry() -> Registry:
    """The installed plugins."""
    return find_plugins()


def picture(seed: int, size: tuple[int, int] = (160, 120)) -> Image.Image:
    """A picture with shapes and texture that no other seed has."""
    rng = np.random.default_rng(seed)
    coarse = Image.fromarray(rng.integers(0, 255, (9, 12, 3), np.uint8)).resize(
        size, Image.Resampling.BICUBIC
    )
    return Image.fromarray(
        (np.asarray(coarse) * 0.9 + rng.integers(0, 12, (*size[::-1], 3))).astype(np.uint8)
    )


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Two classes with one of every fault."""
    root = tmp_path / "photos"
    for label, seeds in {"cat": range(5), "dog": range(10, 14)}.items():
        (root / label).mkdir(parents=True)
        for seed in seeds:
            picture(seed).save(root / label / f"{seed}.png")
    (root / "cat" / "copy.png").write_bytes((root / "cat" / "0.png").read_bytes())
    (root / "dog" / "conflict.png").write_bytes((root / "cat" / "1.png").read_bytes())
    picture(10).resize((80, 60)).save(root / "dog" / "small.jpg", quality=70)
    picture(11).save(root / "cat" / "twin.jpg", quality=80)
    Image.new("RGB", (200, 200), "white").save(root / "dog" / "plain.png")
    (root / "dog" / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 no more")
    return root


@pytest.fixture
def check(tmp_path: Path, registry: Registry):
    """Checks a path with a cache of the test's own."""

    def done(path: Path) -> Checked:
        return checked(path, registry, Store(tmp_path / "cache"), workers=2, progress=Progress())

    return done


def test_every_kind_of_fault_is_found(check, photos):
    """Broken, copied, contradicting, nearly the same and poor pictures, each with the others it is about."""
    found = check(photos)

    said = {(fault.what, fault.file): fault.reason for fault in found.faults}
    assert (found.pictures, found.usable) == (15, 11)
    assert said["left out", "dog/broken.jpg"]
    assert said["copy", "cat/copy.png"] == "is the same file as cat/0.png"
    assert "cat in cat/1.png and dog in dog/conflict.png" in said["conflict", "cat/1.png"]
    near = {file: reason for (what, file), reason in said.items() if what == "near-duplicate"}
    assert len(near) == 2
    assert any("labelled" in reason for reason in near.values())
    assert ("low-information", "dog/plain.png") in said
    assert found.classes == {"class": {"cat": 5, "dog": 6}}


def test_a_second_check_reads_no_picture(check, photos, monkeypatch):
    """What was seen is known; only names and times are looked at."""
    first = check(photos)
    monkeypatch.setattr("imgfw.images.decode", lambda *a, **k: pytest.fail("decoded again"))

    assert check(photos) == first


def test_loose_pictures_can_be_checked(check, photos):
    """A folder without class folders has no labels, and the same faults."""
    found = check(photos / "dog")

    assert found.classes == {}
    assert {"left out", "near-duplicate"} <= {fault.what for fault in found.faults}
    assert found.pictures == 8 and found.usable == 7


@pytest.mark.parametrize("make", [lambda root: root / "gone", lambda root: root])
def test_where_there_are_no_pictures_the_call_is_wrong(check, tmp_path, make):
    """Nothing there, and an empty folder."""
    (tmp_path / "empty").mkdir()

    with pytest.raises(CallError):
        check(make(tmp_path / "empty"))


def test_nothing_of_the_user_changes(check, photos):
    """Names, bytes, modes and times are what they were."""

    def state():
        return {
            path: (path.stat().st_mode, path.stat().st_mtime_ns, path.read_bytes() if path.is_file() else b"")
            for path in photos.rglob("*")
        }

    before = state()
    check(photos)

    assert state() == before


def test_unknown_splits_are_told_and_checked_all_the_same(check, photos):
    """Pictures of any split are looked at, nearly the same ones across them too."""
    rows = [f"{file.relative_to(photos)},x,holdout\n" for file in sorted(photos.glob("cat/*"))]
    (photos / "t.csv").write_text("file,label,split\n" + "".join(rows))

    found = check(photos / "t.csv")

    assert found.pictures == len(rows) and found.classes == {"label": {"x": found.usable}}
    assert found.notes == ("split 'holdout' is none of train, val and test: a recipe renames it",)
