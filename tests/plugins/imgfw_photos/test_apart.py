"""Sources, target and plan lie apart."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from imgfw import CallError
from imgfw_photos.apart import Apart
from imgfw_photos.existing import Existing
from imgfw_photos.walk import walked


def looked(sources: list[Path], target: Path, plan: Path) -> None:
    """Look through everything, as a plan is made."""
    apart = Apart(sources, target)
    list(walked(sources, apart.in_source))
    Existing(target, apart.in_target)
    apart.check_plan(plan)


@pytest.fixture
def place(tmp_path) -> Path:
    """Pictures, sorted ones, and links to both."""
    for name in ("photos/2019/may", "sorted/animal", "else"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "photos" / "2019" / "a.jpg").write_bytes(b"")
    (tmp_path / "sorted" / "animal" / "b.jpg").write_bytes(b"")
    (tmp_path / "to_photos").symlink_to("photos")
    (tmp_path / "to_may").symlink_to("photos/2019/may")
    (tmp_path / "to_sorted").symlink_to("sorted")
    return tmp_path


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("photos", "photos"),
        ("photos", "photos/"),
        ("photos", "else/../photos"),
        ("photos", "photos/sorted"),
        ("photos", "photos/new/sorted"),
        ("photos", "photos/2019/may"),
        ("photos", "photos/2019/may/new"),
        ("photos", "photos/.hidden/new"),
        ("photos", "to_photos"),
        ("photos", "to_photos/new"),
        ("photos", "to_may"),
        ("photos", "to_may/new"),
        ("to_photos", "photos"),
        ("to_photos", "photos/2019"),
        ("photos/2019", "photos"),
        ("photos/2019", "to_photos"),
        ("photos/2019/may", "photos"),
        ("to_may", "photos"),
        ("to_may", "to_photos"),
        ("photos/2019/a.jpg", "photos"),
        ("photos/2019/a.jpg", "photos/2019"),
        ("photos/2019/a.jpg", "to_photos"),
        ("sorted/animal", "to_sorted"),
        (".", "sorted"),
    ],
)
def test_a_target_in_the_source_and_a_source_in_the_target_are_refused(place, source, target):
    """By name and through links."""
    with pytest.raises(CallError, match="lies in"):
        looked([place / source], place / target, place / "plan")


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("photos", "sorted"),
        ("photos", "photos2"),
        ("photos", "new/deep"),
        ("photos/2019/may", "photos/2018"),
        ("photos/2019/a.jpg", "photos/2019/sorted"),
    ],
)
def test_places_apart_are_taken(place, source, target):
    """Though their names begin alike."""
    looked([place / source], place / target, place / "plan")


@pytest.mark.parametrize("mounted", ["photos", "photos/2019", "photos/2019/may"])
def test_a_folder_that_is_mounted_twice_is_one(place, monkeypatch, mounted):
    """Known by what it is, not by its name: as if a part of the source were mounted elsewhere."""
    real = os.stat

    def stat(path, *args, **kwargs):
        found = real(path, *args, **kwargs)
        if isinstance(path, int) or Path(path) != place / "else":
            return found
        return real(place / mounted)

    monkeypatch.setattr(os, "stat", stat)
    monkeypatch.setattr(Path, "stat", lambda self, **kwargs: stat(self, **kwargs))

    for target in ("else", "else/new"):
        with pytest.raises(CallError, match="lies in"):
            looked([place / "photos"], place / target, place / "plan")


@pytest.mark.parametrize(
    "plan", ["photos", "photos/plan", "photos/2019/plan", "sorted/plan", "to_may/plan", "to_sorted"]
)
def test_a_plan_among_the_pictures_is_refused(place, plan):
    """It is written somewhere else."""
    with pytest.raises(CallError, match="--plan"):
        looked([place / "photos"], place / "sorted", place / plan)
