"""What in a cache folder is imgfw's own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from imgfw.owned import LOGS, foreign, owned, tag, used, write_record
from imgfw.records import opening

KEY = "0123456789abcdef0123456789abcdef01234567"


def put(path: Path, content: bytes | str) -> None:
    """Write a file and the folders it lies in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


RECORD = json.dumps({"format": 1, "kind": "fit", "key": KEY})
OWN = {
    f"fit/{KEY}/record.json": RECORD,
    f"rows/{KEY}.log": opening() + b"more",
    "digests/digests.log": opening(),
    "looks/newer.log": opening()[:8] + b"\2",
    f"splits/{KEY}.json": '{"a": "train", "b": "test"}',
}
"""Files by which their entries are told as imgfw's."""
FOREIGN = {
    "letter.txt": "mine",
    "record.json": RECORD,
    f"fit/{'1' * 40}/record.json": RECORD,
    f"fit/{'2' * 40}/record.json": "[]",
    f"fit/{'3' * 40}/record.json": "{",
    f"fit/{'4' * 40}/record.json": "[" * 100_000,
    f"fit/{'5' * 40}/other": "",
    f"other/{KEY}/record.json": RECORD,
    f".fit/{KEY}/record.json": RECORD,
    f"deep/fit/{KEY}/record.json": RECORD,
    "rows/words.log": "12:00 started",
    "rows/words.txt": opening(),
    "rows/torn.log": opening()[:5],
    "rows/empty.log": "",
    "mine/rows.log": opening(),
    f"splits/{'6' * 40}.json": '{"a": "nowhere"}',
    f"splits/{'7' * 40}.json": "[]",
    f"splits/{'8' * 40}.json": "{",
    "splits/settings.json": "{}",
}
"""Files that look alike in one way or another."""


@pytest.mark.parametrize("name", OWN)
def test_what_imgfw_keeps_is_its_own(tmp_path: Path, name: str) -> None:
    """It is told with its kind, and not as foreign."""
    put(tmp_path / name, OWN[name])

    kind, entry = name.split("/")[:2]
    assert list(owned(tmp_path)) == [(kind, tmp_path / kind / entry)]
    assert foreign(tmp_path) == ()


@pytest.mark.parametrize("name", FOREIGN)
def test_what_only_looks_alike_is_not(tmp_path: Path, name: str) -> None:
    """It is told as foreign, under the name of the folder that holds nothing else."""
    put(tmp_path / name, FOREIGN[name])

    assert list(owned(tmp_path)) == []
    assert foreign(tmp_path) == (name.split("/")[0],)


def test_both_may_lie_side_by_side(tmp_path: Path) -> None:
    """Then each foreign thing has its own name."""
    for name, content in {**OWN, **FOREIGN}.items():
        put(tmp_path / name, content)

    told = foreign(tmp_path)

    assert len(list(owned(tmp_path))) == len(OWN)
    assert f"fit/{'1' * 40}" in told and "rows/words.log" in told and "letter.txt" in told and "mine" in told
    assert "fit" not in told and "looks" not in told


@pytest.mark.parametrize("name", OWN)
def test_no_link_is_followed(tmp_path: Path, name: str) -> None:
    """Neither a linked kind, nor a linked entry, nor a linked record makes anything imgfw's."""
    put(tmp_path / "elsewhere" / name, OWN[name])
    root, (kind, entry) = tmp_path / "root", name.split("/")[:2]
    root.mkdir()
    (root / kind).symlink_to(tmp_path / "elsewhere" / kind)
    (root / "fit2").mkdir()
    (root / "fit2" / entry).symlink_to(tmp_path / "elsewhere" / kind / entry)
    (root / "other" / KEY).mkdir(parents=True)
    (root / "other" / KEY / "record.json").symlink_to(tmp_path / "elsewhere" / name)

    assert list(owned(root)) == []
    assert foreign(root) == tuple(sorted((kind, "fit2", "other")))


def test_the_root_itself_may_be_a_link(tmp_path: Path) -> None:
    """Somebody may keep the cache on another disk."""
    put(tmp_path / "disk" / "rows" / "a.log", opening())
    (tmp_path / "link").symlink_to(tmp_path / "disk")

    assert list(owned(tmp_path / "link")) == [("rows", tmp_path / "link" / "rows" / "a.log")]


def test_what_keeps_a_cache_going_is_not_foreign(tmp_path: Path) -> None:
    """The marks of processes, the tag for backups and empty folders are neither kept things nor others'."""
    tag(tmp_path)
    (tmp_path / ".live").mkdir()
    (tmp_path / "rows").mkdir()

    assert (list(owned(tmp_path)), foreign(tmp_path)) == ([], ())


def test_a_place_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    """And is not made."""
    assert (list(owned(tmp_path / "no")), foreign(tmp_path / "no")) == ([], ())


def test_a_folder_that_holds_anything_is_not_tagged(tmp_path: Path) -> None:
    """It may be somebody's home, which backups must not skip."""
    (tmp_path / "letter").write_text("mine")

    tag(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["letter"]


def test_a_record_is_written_once(tmp_path: Path) -> None:
    """It says kind and key; a second one is refused."""
    write_record(tmp_path, "fit", KEY, open=True)

    with pytest.raises(FileExistsError):
        write_record(tmp_path, "fit", "other")

    found = json.loads((tmp_path / "record.json").read_text())
    assert (found["kind"], found["key"], found["open"]) == ("fit", KEY, True)
    assert used(tmp_path) >= (tmp_path / "record.json").stat().st_mtime


def test_every_kind_of_log_is_told(tmp_path: Path) -> None:
    """Whatever kind of log there is, its files are imgfw's."""
    for kind in LOGS:
        put(tmp_path / kind / "a.log", opening())

    assert {kind for kind, _ in owned(tmp_path)} == LOGS
