"""Files are written whole or not at all."""

from __future__ import annotations

import errno
import json
import os
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw.errors import RunError
from imgfw.whole import whole, whole_text


def names(folder: Path) -> list[str]:
    """What is there."""
    return sorted(entry.name for entry in folder.iterdir())


def test_a_file_stands_in_its_place_when_it_is_done(tmp_path: Path) -> None:
    """Until then the old one does; nothing else is left."""
    (tmp_path / "a").write_text("old")

    with whole(tmp_path / "a") as file:
        file.write(b"n")
        file.flush()
        during = (tmp_path / "a").read_text()
        file.write(b"ew")

    assert during == "old"
    assert (tmp_path / "a").read_text() == "new"
    assert names(tmp_path) == ["a"]


@pytest.mark.parametrize("error", [ValueError("oh"), KeyboardInterrupt(), SystemExit(1)])
def test_what_goes_wrong_on_the_way_leaves_the_old_file(tmp_path: Path, error: BaseException) -> None:
    """Whatever it is; there is no draft, and no file where there was none."""
    (tmp_path / "a").write_text("old")

    for name in ("a", "b"):
        with pytest.raises(type(error)), whole_text(tmp_path / name) as file:
            file.write("half")
            raise error

    assert (tmp_path / "a").read_text() == "old"
    assert names(tmp_path) == ["a"]


def test_a_full_disk_is_told_with_what_to_do(tmp_path: Path) -> None:
    """And leaves nothing."""
    with pytest.raises(RunError, match="the disk is full"), whole(tmp_path / "a"):
        raise OSError(errno.ENOSPC, "No space left on device")

    assert names(tmp_path) == []


def test_a_folder_that_is_not_there_is_an_ordinary_error(tmp_path: Path) -> None:
    """It is not made, and the error names the file itself."""
    with pytest.raises(FileNotFoundError) as told, whole(tmp_path / "no" / "a"):
        pass

    assert told.value.filename == str(tmp_path / "no" / "a")
    assert names(tmp_path) == []


def test_what_a_link_leads_to_is_replaced(tmp_path: Path) -> None:
    """The link stays a link."""
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a").write_text("old")
    (tmp_path / "link").symlink_to(tmp_path / "real" / "a")

    with whole_text(tmp_path / "link") as file:
        file.write("new")

    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "a").read_text() == "new"
    assert names(tmp_path / "real") == ["a"]


def test_a_pipe_is_written_into(tmp_path: Path) -> None:
    """It is not replaced by a file."""
    os.mkfifo(tmp_path / "pipe")
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append((tmp_path / "pipe").read_text()))
    reader.start()

    with whole_text(tmp_path / "pipe") as file:
        file.write("text")
    reader.join()

    assert read == ["text"]
    assert (tmp_path / "pipe").is_fifo()


def test_a_long_name_has_a_draft(tmp_path: Path) -> None:
    """Names of 255 bytes are the longest there are."""
    name = "ü" * 127 + "a"

    with whole_text(tmp_path / name) as file:
        file.write("new")

    assert names(tmp_path) == [name]


@given(st.text(st.characters(), max_size=20), st.binary(max_size=6))
def test_text_is_utf8_and_json_is_exact(tmp_path_factory, text: str, odd: bytes) -> None:
    """Whatever bytes a file name has, the text can be read anywhere, and JSON gives the name back."""
    path = tmp_path_factory.mktemp("text") / "a.json"
    given = [text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"), os.fsdecode(odd)]

    with whole_text(path) as file:
        json.dump(given, file, ensure_ascii=False)

    assert json.loads(path.read_bytes().decode("utf-8")) == given


def test_line_ends_stay(tmp_path: Path) -> None:
    """On every system."""
    with whole_text(tmp_path / "a") as file:
        file.write("a\nb\r\n")

    assert (tmp_path / "a").read_bytes() == b"a\nb\r\n"
