"""Folders that are there whole or not at all."""

import pytest

from imgfw import CallError, RunError
from imgfw_faces.drafts import RECORD, drafted, keep_only, put

ASKED = {"format": 1, "what": "squares"}


def test_a_folder_appears_when_it_is_whole(tmp_path):
    """Until then it is hidden beside it."""
    folder = tmp_path / "set"

    with drafted(folder, ASKED) as draft:
        put(draft, "a/b/one.txt", b"1")
        hidden = not folder.exists() and draft.name.startswith(".")

    assert hidden
    assert [path.name for path in folder.rglob("*")] == ["a", "b", "one.txt"]
    assert list(tmp_path.iterdir()) == [folder]


def test_what_was_interrupted_goes_on(tmp_path):
    """With what it had; something else is not mixed in."""
    with pytest.raises(KeyboardInterrupt), drafted(tmp_path / "set", ASKED) as draft:
        put(draft, "one.txt", b"1")
        raise KeyboardInterrupt

    with pytest.raises(CallError, match=r"something else here.*squares"), drafted(tmp_path / "set", {}):
        pass
    with drafted(tmp_path / "set", ASKED) as draft:
        assert (draft / "one.txt").read_bytes() == b"1"

    assert (tmp_path / "set" / "one.txt").exists()
    assert not (tmp_path / "set" / RECORD).exists()


def test_nothing_is_overwritten(tmp_path):
    """A folder with something in it is refused, also where that came in between."""
    with pytest.raises(CallError, match="something in it"), drafted(tmp_path / "set", ASKED):
        (tmp_path / "set").mkdir()
        (tmp_path / "set" / "mine").write_text("mine")

    with pytest.raises(CallError, match="--to"), drafted(tmp_path / "set", ASKED):
        pass
    assert (tmp_path / "set" / "mine").read_text() == "mine"


def test_what_cannot_be_written_is_told(tmp_path):
    """And what there is stays."""
    with (
        pytest.raises(RunError, match="the same command continues"),
        drafted(tmp_path / "set", ASKED) as draft,
    ):
        put(draft, "one", b"1")
        put(draft, "one/two", b"2")

    assert (tmp_path / ".set.draft" / "one").read_bytes() == b"1"


def test_what_belongs_to_it_no_more_is_deleted(tmp_path):
    """With the folders that are empty then; that it is a draft stays known until the end."""
    with drafted(tmp_path / "set", ASKED) as draft:
        for name in ("a/b/old", "a/new", "c/old", "top"):
            put(draft, name, b"1")
        keep_only(draft, {"a/new", "top"})
        kept = {path.relative_to(draft).as_posix() for path in draft.rglob("*")}

    assert kept == {RECORD, "a", "a/new", "top"}
