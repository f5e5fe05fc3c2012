"""Whatever people do between a plan, applying and undoing: nothing is lost or overwritten."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgfw import ImgfwError
from imgfw_photos.applying import Applying, apply
from imgfw_photos.journal import NAME
from imgfw_photos.plan_table import write_items
from imgfw_photos.status import status
from imgfw_photos.undoing import undo

from .small_library import MODES, MOVES, Library


@MODES
def test_a_source_that_became_a_link_to_the_target_is_no_second_copy(tmp_path, mode):
    """People replace the old folder so: what was placed is the only one then, and undo leaves it."""
    library = Library(tmp_path, mode)
    apply(library.plan)
    if mode == "symlink":
        return  # what was placed is no copy; the library is the source still
    contents = sorted(path.read_bytes() for path in library.target.rglob("*.jpg"))
    shutil.rmtree(library.source)
    library.source.symlink_to(library.target / "cat")

    found = undo(library.plan)

    assert len(found.stays) == 3
    assert sorted(path.read_bytes() for path in library.target.rglob("*.jpg")) == contents


def test_what_is_the_only_copy_stays(tmp_path):
    """Who deletes the originals does not lose the copies by undo."""
    library = Library(tmp_path)
    apply(library.plan)
    Path(library.items[0].source).unlink()

    found = undo(library.plan)

    assert list(found.stays) == [str(library.target / "cat/0.jpg")]
    assert [path.name for path in library.target.rglob("*.jpg")] == ["0.jpg"]


@pytest.mark.parametrize("mode", ["copy", "move", "hardlink"])
def test_a_picture_that_changed_under_the_same_size_and_time_is_left(tmp_path, mode):
    """Its content is read before it goes anywhere."""
    library = Library(tmp_path, mode)
    library.rewrite(library.items[1])

    found = apply(library.plan)

    assert found.left == {library.items[1].source: "changed since the plan was made"}
    assert Path(library.items[1].source).exists()
    assert not undo(library.plan).stays


@MOVES
def test_a_picture_goes_with_what_belongs_to_it_or_not_at_all(tmp_path, mode):
    """Though it is found only when the picture has its place that the video cannot go."""
    library = Library(tmp_path, mode)
    picture = library.items[0]
    video = replace(library.picture("0.mov"), follows=picture.source)
    write_items(library.plan, [picture, video])
    library.rewrite(video)

    found = apply(library.plan)

    why = "changed since the plan was made"
    assert found.left == {picture.source: f"0.mov {why}", video.source: why}
    assert found.made == 0
    assert Path(picture.source).exists()
    assert list(library.target.rglob("*.*")) == []


@MOVES
def test_what_an_interrupted_run_placed_comes_back_where_the_rest_cannot_follow(tmp_path, mode):
    """All or nothing holds over several runs."""
    library = Library(tmp_path, mode)
    picture = library.items[0]
    video = replace(library.picture("0.mov"), follows=picture.source)
    write_items(library.plan, [picture])
    apply(library.plan)
    write_items(library.plan, [picture, video])
    Path(video.source).unlink()

    found = apply(library.plan)

    assert set(found.left) == {picture.source, video.source}
    assert Path(picture.source).exists()
    assert list(library.target.rglob("*.*")) == []


@MODES
def test_links_in_the_target_lead_nowhere(tmp_path, mode):
    """A folder that is a link is not gone through."""
    library = Library(tmp_path, mode)
    (tmp_path / "elsewhere").mkdir()
    library.target.mkdir()
    (library.target / "cat").symlink_to(tmp_path / "elsewhere")

    found = apply(library.plan)

    assert len(found.left) == 3
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert all(Path(each.source).exists() for each in library.items)


def test_a_second_round_restores_the_times_of_the_second(tmp_path):
    """What people changed between two rounds counts as before."""
    library = Library(tmp_path, "move")
    apply(library.plan)
    undo(library.plan)
    os.utime(library.source, ns=(10**18, 10**18 + 5))

    apply(library.plan)
    undo(library.plan)

    assert library.source.stat().st_mtime_ns == 10**18 + 5


def test_moving_out_of_what_cannot_be_written_is_refused(tmp_path, monkeypatch):
    """Before anything is."""
    library = Library(tmp_path, "move")
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, how: path != library.source and access(path, how))

    with pytest.raises(ImgfwError, match="cannot be written into"):
        apply(library.plan)

    assert not library.target.exists()


def test_what_is_nowhere_is_not_forgotten(tmp_path):
    """Somebody gave its folder another name: undo says so each time, and brings it back once it is found."""
    library = Library(tmp_path, "move")
    before = library.seen()
    apply(library.plan)
    (library.target / "cat").rename(library.target / "x")

    for _ in range(2):
        assert len(undo(library.plan).stays) == 3
    (library.target / "x").rename(library.target / "cat")

    assert undo(library.plan).undone == 3
    assert library.seen() == before


def test_what_a_kill_left_nowhere_is_not_forgotten(tmp_path, monkeypatch):
    """Moved, announced and not yet told of, and then in a folder with another name."""
    library = Library(tmp_path, "move")
    before = library.seen()

    def killed(self: Any, *lines: Any) -> None:
        if lines and lines[0]["what"] == "made":
            raise KeyboardInterrupt
        told(self, *lines)

    told = Applying.tell
    monkeypatch.setattr(Applying, "tell", killed)
    with pytest.raises(KeyboardInterrupt):
        apply(library.plan)
    monkeypatch.undo()
    (library.target / "cat").rename(library.target / "x")

    stays = undo(library.plan).stays
    (library.target / "x").rename(library.target / "cat")

    assert len(stays) == 3 and all("is gone from there" in why for why in stays.values())
    assert undo(library.plan).undone == 3
    assert library.seen() == before


@settings(max_examples=12, deadline=None)
@given(st.data())
def test_any_journal_is_gone_on_from_or_refused(data):
    """Lines doubled, taken out, torn or in another order, values exchanged: nothing is lost, no traceback."""
    with TemporaryDirectory() as folder:
        library = Library(Path(folder), data.draw(st.sampled_from(["copy", "move"])))
        apply(library.plan)
        path = library.plan / NAME
        lines = [json.loads(line) for line in path.read_bytes().splitlines()]
        values = [value for line in lines for name, value in line.items() if name not in ("draft", "what")]
        values += ["/", "/" + "x/" * 2100, f"{folder}/to/cat/0.jpg/below", 0, (1 << 63) - 1, -1, None, [], {}]
        for line in data.draw(st.lists(st.sampled_from(lines), max_size=3)):
            line[data.draw(st.sampled_from(sorted(line)))] = data.draw(st.sampled_from(values))
        texts = [json.dumps(line) + "\n" for line in lines]
        texts.append(data.draw(st.sampled_from(texts))[data.draw(st.integers(0, 40)) :])
        if data.draw(st.booleans()):
            texts = data.draw(st.lists(st.sampled_from(texts), max_size=len(texts) + 3))
        path.write_text("".join(texts))

        for act in (status, undo, apply, undo):
            try:
                act(library.plan)
            except ImgfwError as error:
                assert str(error)

        held = {each.read_bytes() for each in Path(folder).rglob("*") if each.is_file()}
        assert {f"the picture {number}.jpg".encode() for number in range(3)} <= held
