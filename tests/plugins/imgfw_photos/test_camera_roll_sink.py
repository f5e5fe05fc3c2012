"""A drawn camera roll at the end of a run."""

from __future__ import annotations

import imgfw
from imgfw.testing import toy
from imgfw_photos.camera_roll_sink import CameraRoll
from imgfw_photos.plan import read_plan
from imgfw_photos.plan_table import read_items


def test_the_roll_is_drawn_and_planned(squares, tmp_path):
    """Every photo stands in the plan, nothing is sorted yet."""
    outcome = imgfw.open(squares, plugins=toy.__file__)

    CameraRoll(count=12, size=48).write(outcome, tmp_path)

    items = read_items(tmp_path / "plan")
    photos = [path for path in (tmp_path / "roll").rglob("*") if path.suffix in (".JPG", ".PNG")]
    assert len(photos) == 13  # one came back from a messenger
    assert {str(path) for path in photos} <= {item.source for item in items}
    assert read_plan(tmp_path / "plan").run == str(outcome.bundle)
    assert not (tmp_path / "sorted").exists()
