"""Folders of class folders."""

from __future__ import annotations

import hashlib
import os
import tarfile
import unicodedata
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from imgfw import CallError, PictureError
from imgfw.stages.survey import merged
from imgfw_basics.folder import Folder


def lay(root: Path, *names: str) -> Path:
    """Files with a little content."""
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(name.encode())
    return root


def test_each_sub_folder_is_a_class(tmp_path):
    """Pictures at any depth belong to the class of their first folder; the order is sorted."""
    source = Folder(path=lay(tmp_path, "dog/2.jpg", "dog/old/1.png", "cat/3", "cat/notes.txt", "cat/.x.jpg"))

    found = [(s.uri, s.labels["class"], s.split) for s in source.samples()]

    assert source.gives()[0].labels == ("cat", "dog")
    assert found == [("cat/3", ("cat",), ""), ("dog/2.jpg", ("dog",), ""), ("dog/old/1.png", ("dog",), "")]


def test_a_picture_under_an_odd_name_is_one_and_others_are_counted(tmp_path):
    """By its first bytes; what is passed over is told by ending."""
    lay(tmp_path, "cat/1.jpg", "dog/2.png", "dog/3.dat", "dog/notes.txt", "list.CSV", "cat/.x.dat")
    (tmp_path / "cat" / "4.jpg_large").write_bytes(b"\xff\xd8\xff\xe0 JFIF")

    source = Folder(path=tmp_path)

    assert [s.uri for s in source.samples()] == ["cat/1.jpg", "cat/4.jpg_large", "dog/2.png"]
    assert source.passed_over() == {".dat": 1, ".txt": 1, ".csv": 1}


def test_split_folders_give_the_split(tmp_path):
    """train, val and test are no classes, and neither is an empty folder."""
    lay(tmp_path, "train/a/1.jpg", "train/b/2.jpg", "valid/a/3.jpg", "test/b/4.jpg")
    (tmp_path / "test" / "empty").mkdir()

    source = Folder(path=tmp_path)

    assert source.gives()[0].labels == ("a", "b")
    assert [(s.uri, s.split) for s in source.samples()] == [
        ("test/b/4.jpg", "test"),
        ("train/a/1.jpg", "train"),
        ("train/b/2.jpg", "train"),
        ("valid/a/3.jpg", "val"),
    ]


def test_a_class_may_be_called_test(tmp_path):
    """Beside a folder that is no split, it is a class like any other."""
    source = Folder(path=lay(tmp_path, "test/1.jpg", "people/2.jpg"))

    assert source.gives()[0].labels == ("people", "test")


def test_the_stamp_changes_with_the_file(tmp_path):
    """Another size or time of change is another stamp; a copy keeps its uri."""
    source = Folder(path=lay(tmp_path, "a/1.jpg"))
    (before,) = source.samples()

    os.utime(tmp_path / "a" / "1.jpg", ns=(1, 1))
    (after,) = source.samples()

    assert before.uri == after.uri and before.stamp != after.stamp


def test_the_same_name_in_two_forms_is_one_label(tmp_path):
    """A decomposed é, as some systems write it, is the composed one."""
    name = unicodedata.normalize("NFD", "café")
    source = Folder(path=lay(tmp_path, f"{name}/1.jpg"), target="place")

    assert source.gives()[0].labels == ("café",)
    (sample,) = source.samples()
    assert sample.labels == {"place": ("café",)}
    assert source.read(sample)


@pytest.mark.parametrize("names", [(), ("1.jpg",), ("a/notes.txt",)])
def test_another_layout_is_an_error_that_says_which_is_expected(tmp_path, names):
    """Nothing, loose pictures, and class folders without pictures."""
    with pytest.raises(CallError, match="expected one sub-folder a class"):
        Folder(path=lay(tmp_path, *names)).gives()


def test_a_folder_that_is_not_there_is_an_error(tmp_path):
    """The error names it."""
    with pytest.raises(CallError, match="gone: no such folder, zip or tar"):
        Folder(path=tmp_path / "gone").gives()


def test_a_link_that_leads_nowhere_is_a_sample_with_a_reason(tmp_path):
    """It is not passed over in silence: reading it says what is wrong."""
    source = Folder(path=lay(tmp_path, "a/1.jpg"))
    (tmp_path / "a" / "2.jpg").symlink_to(tmp_path / "gone.jpg")

    _, dangling = source.samples()

    assert dangling.stamp == ""
    with pytest.raises(PictureError, match="cannot be read: No such file"):
        source.read(dangling)


def test_a_file_that_vanished_is_a_reason(tmp_path):
    """One picture cannot be used; nothing else happens."""
    source = Folder(path=lay(tmp_path, "a/1.jpg"))
    (sample,) = source.samples()
    (tmp_path / "a" / "1.jpg").unlink()

    with pytest.raises(PictureError, match="cannot be read: No such file"):
        source.read(sample)


def test_nested_labels_are_paths(tmp_path):
    """The label is where the picture lies, below the root."""
    source = Folder(path=lay(tmp_path, "animals/cat/1.jpg", "animals/2.jpg", "food/3.jpg"), nested=True)

    assert source.gives()[0].labels == ("animals", "animals/cat", "food")
    assert [s.labels["class"] for s in source.samples()] == [("animals",), ("animals/cat",), ("food",)]


def test_a_multi_label_target_is_one(tmp_path):
    """The survey gives the same content in several folders all their labels."""
    source = Folder(path=lay(tmp_path, "cat/1.jpg", "dog/1.jpg"), type="multi-label", target="tags")

    assert [(t.name, t.type, t.labels) for t in source.gives()] == [("tags", "multi-label", ("cat", "dog"))]


@pytest.mark.parametrize("type", ["multi-label", "classes"])
def test_the_same_picture_in_two_folders_is_one_sample(tmp_path, type):
    """With both labels, or, where one must hold, left out with both places."""
    source = Folder(path=lay(tmp_path, "cat/1.jpg", "dog/2.jpg"), type=type)
    (tmp_path / "dog" / "1.jpg").write_bytes((tmp_path / "cat" / "1.jpg").read_bytes())
    seen = [replace(s, digest=hashlib.sha256(source.read(s)).hexdigest()) for s in source.samples()]

    both, other = merged(seen, {target.name: target for target in source.gives()})

    assert other.labels == {"class": ("dog",)} and not other.left_out
    if type == "multi-label":
        assert both.labels == {"class": ("cat", "dog")} and both.copies == ("dog/1.jpg",)
    else:
        assert "class is cat in cat/1.jpg and dog in dog/1.jpg" in both.left_out


def test_small_classes_are_left_out_with_a_reason(tmp_path):
    """Their pictures are seen, and never read; their label is not offered."""
    source = Folder(path=lay(tmp_path, "a/1.jpg", "a/2.jpg", "b/1.jpg", "c/1.jpg", "c/2.jpg"), at_least=2)

    left = [sample for sample in source.samples() if sample.left_out]

    assert source.gives()[0].labels == ("a", "c")
    assert [s.uri for s in left] == ["b/1.jpg"] and left[0].labels == {}
    assert left[0].left_out == 'its class "b" has 1 picture, fewer than at_least = 2'
    with pytest.raises(PictureError, match="fewer than at_least"):
        source.read(left[0])


def test_small_classes_are_counted_over_all_parts_of_a_split(tmp_path):
    """A class with pictures in train and test is one class."""
    source = Folder(path=lay(tmp_path, "test/a/1.jpg", "train/a/1.jpg", "train/b/1.jpg"), at_least=2)

    assert Counter(bool(sample.left_out) for sample in source.samples()) == {False: 2, True: 1}


def test_small_classes_are_counted_before_any_picture_is_opened(tmp_path):
    """Copies and broken files count."""
    root = lay(tmp_path, "a/1.jpg", "a/2.jpg", "b/1.jpg", "b/2.jpg")
    for name in ("a/1.jpg", "a/2.jpg"):
        (root / name).write_bytes(b"no picture")

    assert Folder(path=root, at_least=2).gives()[0].labels == ("a", "b")


def test_no_class_with_enough_pictures_is_an_error(tmp_path):
    """It names the largest."""
    with pytest.raises(CallError, match='at_least = 5 pictures; the largest, "b", has 2'):
        Folder(path=lay(tmp_path, "a/1.jpg", "b/1.jpg", "b/2.jpg"), at_least=5).gives()


def test_loose_pictures_are_left_out_by_name(tmp_path):
    """They are seen, whatever lies beside them."""
    source = Folder(path=lay(tmp_path, "a/1.jpg", "loose.jpg", "LICENSE"))

    assert [(s.uri, bool(s.left_out)) for s in source.samples()] == [("a/1.jpg", False), ("loose.jpg", True)]


@pytest.mark.parametrize("kind", ["zip", "tar"])
@pytest.mark.parametrize("wrapper", ["", "photos/"])
def test_an_archive_is_read_like_the_folder(tmp_path, kind, wrapper):
    """Labels, splits and bytes are the same, also where the archive holds the folder itself."""
    folder = lay(tmp_path / "set", "test/b/4.jpg", "train/a/1.jpg", "train/b/2", "train/.x/3.jpg")
    path = tmp_path / f"set.{kind}"
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    if kind == "zip":
        with zipfile.ZipFile(path, "w") as archive:
            for file in files:
                archive.write(file, wrapper + file.relative_to(folder).as_posix())
    else:
        with tarfile.open(path, "w") as archive:
            for file in files:
                archive.add(file, wrapper + file.relative_to(folder).as_posix())
    there, here = Folder(path=folder), Folder(path=path)

    found = [(s.uri.removeprefix(wrapper), s.labels, s.split, s.left_out) for s in here.samples()]

    assert here.gives() == there.gives()
    assert found == [(s.uri, s.labels, s.split, s.left_out) for s in there.samples()]
    pairs = list(zip(here.samples(), there.samples(), strict=True))
    assert len(pairs) == 3 and all(here.read(a) == there.read(b) for a, b in pairs)
