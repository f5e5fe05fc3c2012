"""A plan from beginning to end."""

from __future__ import annotations

import errno
import os
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from imgfw import CallError, RunError, Target, known_files, pictures_under, predicted, predicting
from imgfw.decisions import Decision
from imgfw_photos.applying import apply
from imgfw_photos.making import PAGE, Made, Wish, free_folder, make
from imgfw_photos.plan import read_plan
from imgfw_photos.plan_table import check_items, read_items, write_items
from imgfw_photos.template import read

NOW = datetime(2026, 5, 6, 7, 8, 9, tzinfo=UTC)


@pytest.fixture
def photos(drawn, tmp_path) -> Path:
    """Red, blue, both, the same twice, one that is broken, companions, a video, links, hidden ones."""
    folder = tmp_path / "photos"
    drawn(folder / "IMG_20190102_030405.jpg", "red", seed=100)
    drawn(folder / "2020" / "a.jpg", "blue", seed=101)
    (folder / "2020" / "a.MOV").write_bytes(b"moving")
    (folder / "2020" / "a.jpg.xmp").write_bytes(b"<x/>")
    drawn(folder / "both" / "A.JPG", "red", "blue", seed=102)
    shutil.copy(folder / "2020" / "a.jpg", folder / "copy.jpg")
    (folder / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 cut off")
    (folder / "film.mp4").write_bytes(b"film")
    (folder / ".hidden").write_bytes(b"h")
    (folder / "loop").symlink_to(".")
    return folder


def made(bundle, photos: Path, folder: Path, template: str = "{label}/{name}", **wish) -> Made:
    """A plan of them."""
    target: Target = bundle.targets["class"]
    asked = Wish((photos,), folder.parent / "sorted", read(template), **wish)
    return make(asked, bundle, target, folder, run="the run", now=NOW)


def state(folder: Path) -> dict[str, object]:
    """Everything in a folder: content, time and mode."""
    return {
        str(path.relative_to(folder)): (
            os.readlink(path) if path.is_symlink() else path.is_file() and path.read_bytes(),
            path.lstat().st_mtime_ns,
            path.lstat().st_mode,
        )
        for path in sorted(folder.rglob("*"))
    }


def test_every_file_has_its_line_and_nothing_is_touched(bundle, photos, tmp_path):
    """The ledger adds up, and the plan can be read again."""
    before = state(photos)

    plan = made(bundle, photos, tmp_path / "plan", "{label}/{date:%Y}/{name}")

    items = list(read_items(plan.folder))
    about = read_plan(plan.folder)
    told = {os.path.relpath(item.source, photos): (item.fate, *item.places) for item in items}
    check_items(about, items, plan.folder)
    assert told == {
        "IMG_20190102_030405.jpg": ("placed", "red/2019/IMG_20190102_030405.jpg"),
        "2020/a.jpg": ("placed", "blue/undated/a.jpg"),
        "2020/a.MOV": ("placed", "blue/undated/a.MOV"),
        "2020/a.jpg.xmp": ("placed", "blue/undated/a.jpg.xmp"),
        "both/A.JPG": ("placed", "blue/undated/A-2.JPG", "red/undated/A.JPG"),
        "copy.jpg": ("duplicate",),
        "broken.jpg": ("unreadable",),
        "film.mp4": ("other",),
        ".hidden": ("other",),
        "loop": ("other",),
    }
    assert plan.ledger.files == len(items) == sum(about.totals.values())
    assert (plan.ledger.pictures, plan.ledger.placed, plan.ledger.companions) == (5, 3, 2)
    assert [Path(item.source).name for item in plan.unreadable] == ["broken.jpg"]
    assert (about.target, about.sources) == (tmp_path / "sorted", (photos,))
    assert (about.run, about.bundle, about.mode) == ("the run", bundle.digest, "copy")
    assert sorted(each.name for each in plan.folder.iterdir()) == ["plan.csv", PAGE, "plan.json"]
    assert state(photos) == before and not (tmp_path / "sorted").exists()


def test_a_second_plan_is_the_same(bundle, photos, tmp_path):
    """Line by line."""
    first, second = (made(bundle, photos, tmp_path / name) for name in ("one", "two"))

    assert (first.folder / "plan.csv").read_bytes() == (second.folder / "plan.csv").read_bytes()


@pytest.fixture
def opened(monkeypatch) -> list[str]:
    """The names of files that were read: as pictures to be looked at, or for their digests."""
    names: list[str] = []

    def counted(act):
        def counting(path):
            names.append(Path(path).name)
            return act(path)

        return counting

    monkeypatch.setattr(predicting, "read_file", counted(predicting.read_file))
    monkeypatch.setattr(known_files, "sha256_of", counted(known_files.sha256_of))
    return names


def settled(folder: Path) -> list[Path]:
    """The pictures of a folder; all that lies there changed last years ago."""
    for path in folder.rglob("*"):
        if path.is_file():
            os.utime(path, (1.5e9, 1.5e9))
    return list(pictures_under(folder))


def test_what_was_predicted_is_not_looked_at_again(bundle, photos, tmp_path, drawn, opened):
    """A plan reads what is new since then, and what belongs to pictures, once."""
    list(predicted(bundle, settled(photos)))
    assert len(opened) == 5

    opened.clear()
    made(bundle, photos, tmp_path / "one")
    assert sorted(opened) == ["a.MOV", "a.jpg.xmp"]

    opened.clear()
    drawn(photos / "new.jpg", "red", seed=103)
    settled(photos)
    made(bundle, photos, tmp_path / "two")
    assert opened == ["new.jpg"]


def test_an_unsorted_picture_gets_a_place_by_hand(bundle, photos, tmp_path):
    """With what belongs to it: all that applying has to know stands in the table."""
    never = replace(bundle, decisions={"class": Decision(thresholds=(None, None))})
    plan = made(never, photos, tmp_path / "plan").folder
    items = {Path(item.source).name: item for item in read_items(plan)}
    names = ("a.jpg", "a.MOV", "a.jpg.xmp")
    assert {items[name].fate for name in names} == {"unsorted"}

    for name in names:
        items[name] = replace(items[name], fate="placed", places=(f"mine/{name}",))
    write_items(plan, items.values())
    apply(plan)

    assert sorted(path.name for path in (tmp_path / "sorted" / "mine").iterdir()) == sorted(names)
    assert (tmp_path / "sorted" / "mine" / "a.MOV").read_bytes() == b"moving"


def test_what_lies_in_the_target_is_read_once(bundle, photos, tmp_path, opened):
    """However many plans are made: only what changed there is read again."""
    apply(made(bundle, photos, tmp_path / "one").folder)
    target = tmp_path / "sorted"
    settled(photos)
    settled(target)

    opened.clear()
    made(bundle, photos, tmp_path / "two")
    assert len(opened) > 6
    opened.clear()
    third = made(bundle, photos, tmp_path / "three")
    assert opened == [] and third.ledger.there == third.ledger.placed == 3

    os.utime(target / "red" / "A.JPG", (1.6e9, 1.6e9))
    made(bundle, photos, tmp_path / "four")
    assert opened == ["A.JPG"]


def test_file_times_are_dates_where_they_are_asked_for(bundle, photos, tmp_path):
    """And say so."""
    for path in photos.rglob("*.jpg"):
        os.utime(path, (1.5e9, 1.5e9))

    plan = made(bundle, photos, tmp_path / "plan", file_times=True)

    rules = {Path(item.source).name: item.date_from for item in read_items(plan.folder)}
    assert rules["a.jpg"] == "file-time" and rules["IMG_20190102_030405.jpg"] == "name"


def test_labels_for_sidecars_need_no_target(bundle, photos, tmp_path):
    """Every picture with a label gets one, copies too."""
    asked = Wish((photos,), None, read("{label}/{name}"), "xmp")

    plan = make(asked, bundle, bundle.targets["class"], tmp_path / "plan", run="", now=NOW)

    items = {Path(item.source).name: item for item in read_items(plan.folder)}
    assert items["copy.jpg"].labels == items["a.jpg"].labels == ("blue",)
    assert items["A.JPG"].labels == ("blue", "red") and items["A.JPG"].places == ()
    check_items(read_plan(plan.folder), list(items.values()), plan.folder)


def test_a_target_that_is_not_there_is_refused_before_anything_is_looked_at(bundle, photos, tmp_path, opened):
    """Of a template; nothing is written."""
    with pytest.raises(CallError, match=r"\{target:quality\} is none of the targets"):
        made(bundle, photos, tmp_path / "plan", "{label}/{target:quality}/{name}")

    assert opened == [] and not (tmp_path / "plan").exists()


@pytest.mark.parametrize("place", ["photos/plan", "photos/both/plan", "sorted/plan"])
def test_a_plan_is_not_written_among_pictures(bundle, photos, tmp_path, place):
    """Nothing is."""
    before = state(tmp_path)

    with pytest.raises(CallError, match="--plan"):
        make(
            Wish((photos,), tmp_path / "sorted", read("{label}/{name}")),
            bundle,
            bundle.targets["class"],
            tmp_path / place,
            run="",
            now=NOW,
        )

    assert state(tmp_path) == before


def test_a_plan_that_fails_leaves_nothing(bundle, photos, tmp_path, monkeypatch):
    """No folder that looks like one."""
    monkeypatch.setattr("imgfw_photos.making.write_plan", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        made(bundle, photos, tmp_path / "plan")

    assert sorted(path.name for path in tmp_path.iterdir()) == ["photos"]


def test_a_disk_that_takes_no_plan_is_told(bundle, photos, tmp_path, monkeypatch):
    """With the folder and the way out; nothing half stays."""

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("imgfw_photos.making.page", full)

    with pytest.raises(RunError, match=r"plan: cannot be written: No space .* another place by --plan"):
        made(bundle, photos, tmp_path / "plan")

    assert sorted(path.name for path in tmp_path.iterdir()) == ["photos"]


def test_a_folder_that_nobody_named_is_free(tmp_path):
    """It has the date, and a number where there is one already."""
    assert free_folder(tmp_path, NOW) == tmp_path / "organize-2026-05-06"
    (tmp_path / "organize-2026-05-06").mkdir()
    (tmp_path / "organize-2026-05-06-2").symlink_to("nowhere")
    assert free_folder(tmp_path, NOW) == tmp_path / "organize-2026-05-06-3"


def test_a_place_where_no_plan_can_be_is_refused(bundle, photos, tmp_path):
    """With the way out."""
    with pytest.raises(CallError, match="give another place by --plan"):
        made(bundle, photos, tmp_path / "gone" / "plan")
