"""What lies in the target already."""

from __future__ import annotations

import hashlib

import pytest

from imgfw import CallError, RunError
from imgfw_photos.existing import Existing, digest_of, stem_key


def test_names_are_known_however_their_folder_is_written(tmp_path):
    """Composed or not, in large letters or small."""
    (tmp_path / "Café" / "2019").mkdir(parents=True)
    (tmp_path / "Café" / "a.jpg").write_bytes(b"a")

    existing = Existing(tmp_path)

    assert sorted(existing.names(("CAFE\u0301",))) == ["2019", "a.jpg"]
    assert list(existing.names(("other",))) == []
    assert list(Existing(tmp_path / "gone").names(())) == []
    assert existing and not Existing(tmp_path / "gone") and not Existing(None)


def test_contents_are_found_wherever_they_are(tmp_path):
    """Only files of that size are opened."""
    for name, content in (("x/a.jpg", b"one"), ("y/b.jpg", b"one"), ("y/c.jpg", b"two"), ("d", b"three")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    (tmp_path / "link").symlink_to("d")

    existing = Existing(tmp_path)
    (tmp_path / "d").unlink()

    digest = hashlib.sha256(b"one").hexdigest()
    assert existing.same(3, digest) == [(("x",), "a.jpg"), (("y",), "b.jpg")]
    assert existing.same(99, digest) == []
    assert digest_of(tmp_path / "x" / "a.jpg") == digest


def test_links_to_a_file_are_found_by_whatever_way_they_lead(tmp_path):
    """Those that lead nowhere are links to no file."""
    (tmp_path / "from").mkdir()
    (tmp_path / "from" / "a.jpg").write_bytes(b"one")
    (tmp_path / "way").symlink_to("from")
    (tmp_path / "to").mkdir()
    (tmp_path / "to" / "x.jpg").symlink_to(tmp_path / "way" / "a.jpg")
    (tmp_path / "to" / "loop").symlink_to("loop")

    existing = Existing(tmp_path / "to")

    assert existing.leading_to(str(tmp_path / "from" / "a.jpg")) == [((), "x.jpg")]
    assert existing.leading_to(str(tmp_path / "from" / "b.jpg")) == []
    assert existing.same(3, hashlib.sha256(b"one").hexdigest()) == []


def test_who_knows_a_content_is_asked_first(tmp_path):
    """Once for each file."""
    (tmp_path / "a.jpg").write_bytes(b"one")
    asked = []

    existing = Existing(tmp_path, digest_of=lambda path: asked.append(path.name) or "d" * 64)

    assert existing.same(3, "d" * 64) == existing.same(3, "d" * 64) == [((), "a.jpg")]
    assert existing.digest((), "A.JPG") == "d" * 64 and asked == ["a.jpg"]


def test_a_file_that_cannot_be_read_ends_it(tmp_path):
    """What it holds might be lost behind another."""
    (tmp_path / "a.jpg").write_bytes(b"one")
    existing = Existing(tmp_path)
    (tmp_path / "a.jpg").unlink()

    with pytest.raises(RunError, match=r"a\.jpg: cannot be read: No such file .* nothing in the target"):
        existing.same(3, "d" * 64)


def test_a_folder_that_leads_elsewhere_is_refused(tmp_path):
    """A link, or a file of that name."""
    (tmp_path / "to").mkdir()
    (tmp_path / "to" / "animal").symlink_to(tmp_path)
    (tmp_path / "to" / "FOOD").write_bytes(b"")

    existing = Existing(tmp_path / "to")

    for name in ("animal", "Food"):
        with pytest.raises(CallError, match="where a folder is needed"):
            existing.check((name, "2019"))
    existing.check(("group", "2019"))


def test_a_target_that_is_no_folder_is_refused(tmp_path):
    """Before anything else."""
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "lost").symlink_to("nowhere")

    for name in ("file", "lost"):
        with pytest.raises(CallError, match="expected a folder"):
            Existing(tmp_path / name)


def test_every_folder_is_told_of(tmp_path):
    """So that sources in it are noticed."""
    (tmp_path / "a" / "b").mkdir(parents=True)
    met = []

    Existing(tmp_path, lambda folder, status: met.append((folder, status.st_ino)))

    assert met == [(f, f.stat().st_ino) for f in (tmp_path, tmp_path / "a", tmp_path / "a" / "b")]


def test_stems_are_told_apart_as_disks_do():
    """Whatever the ending is."""
    assert stem_key("IMG_1.JPG") == stem_key("img_1.mov") != stem_key("IMG_2.JPG")


def test_a_folder_that_is_there_keeps_its_spelling(tmp_path):
    """What is new below it has the one that was asked for."""
    (tmp_path / "Animal" / "Dogs").mkdir(parents=True)

    assert Existing(tmp_path).spelt(("animal", "DOGS", "May")) == ("Animal", "Dogs", "May")


def test_the_content_of_a_name_is_known(tmp_path):
    """Whatever its letters; of a folder it is no digest."""
    (tmp_path / "x" / "in").mkdir(parents=True)
    (tmp_path / "x" / "A.jpg").write_bytes(b"one")

    existing = Existing(tmp_path)

    assert existing.digest(("x",), "a.JPG") == hashlib.sha256(b"one").hexdigest()
    assert existing.digest(("x",), "b.jpg") == ""
    assert existing.digest(("x",), "IN") == "in"
