"""Folders of photos, made into views."""

from __future__ import annotations

import csv
from typing import Literal

import numpy as np
import pytest
from PIL import Image

from imgfw import Annotator, CallError, PictureError, Sample, decode
from imgfw_faces.drawing import encoded
from imgfw_faces.drawn_selfies import DrawnSelfies
from imgfw_faces.expanding import MANIFEST, expand_into
from imgfw_faces.sidecar import LandmarksSidecar
from imgfw_faces.synthesis import FaceSynthesis

SOURCE = DrawnSelfies(count=3, people=3, size=64)


class Known(Annotator):
    """The landmarks of drawn selfies by their file's name; none for others."""

    use: Literal["known"] = "known"

    def annotate(self, picture, sample):
        """Of the number in the name."""
        number = sample.uri.rpartition("/")[2].partition(".")[0]
        if not number.isdigit():
            raise PictureError("no landmarks beside it")
        return (list(SOURCE.samples())[int(number)].region,)


@pytest.fixture
def photos(tmp_path):
    """Two selfies in a folder each, one picture without landmarks and a broken one."""
    for number, sample in enumerate(list(SOURCE.samples())[:2]):
        (tmp_path / "photos" / f"who {number}").mkdir(parents=True)
        (tmp_path / "photos" / f"who {number}" / f"{number}.png").write_bytes(
            encoded(SOURCE.read(sample).image)
        )
    Image.new("RGB", (40, 40)).save(tmp_path / "photos" / "wall.png")
    (tmp_path / "photos" / "broken.jpg").write_bytes(b"no picture")
    return tmp_path / "photos"


def expanded(photos, to, most=4, track=iter):
    """Up to so many views of each."""
    return expand_into(to, photos, Known(), FaceSynthesis(shapes=2), most, track)


def test_every_photo_gives_its_views(photos, tmp_path):
    """As files with landmarks beside the folders' names, and a manifest of them."""
    found = expanded(photos, tmp_path / "views")

    rows = list(csv.DictReader((tmp_path / "views" / MANIFEST).read_text().splitlines()))
    assert (found.photos, found.views, found.new) == (2, 8, 8)
    assert [name for name, _ in found.left_out] == ["broken.jpg", "wall.png"]
    assert found.left_out[1][1] == "no landmarks beside it"
    assert rows[0]["file"] == "who 0/0.png.001.jpg" and rows[0]["source"] == "who 0/0.png"
    assert {row["source"]: abs(float(row["yaw"])) for row in rows}.keys() == {"who 0/0.png", "who 1/1.png"}
    for row in rows:
        view = decode((tmp_path / "views" / row["file"]).read_bytes())
        assert view.image.shape == (64, 64, 3)
        assert (tmp_path / "views" / row["landmarks"]).read_text().startswith("version: 1\nn_points: 68\n{\n")


def test_what_was_interrupted_goes_on(photos, tmp_path):
    """With the views there are; the bytes are those of a call that was not."""

    def interrupted(paths):
        yield from paths[:3]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        expanded(photos, tmp_path / "views", track=interrupted)

    again = expanded(photos, tmp_path / "views")
    expanded(photos, tmp_path / "whole")

    assert (again.views, again.new) == (8, 4)
    for path in (tmp_path / "whole").rglob("*.*"):
        if path.is_file():
            assert (
                path.read_bytes() == (tmp_path / "views" / path.relative_to(tmp_path / "whole")).read_bytes()
            )


def tree(folder):
    """{name: bytes} of all files below it."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.mark.parametrize("changed", ["another photo", "other landmarks", "no photo", "a damaged one"])
def test_what_changed_in_between_is_made_again(photos, tmp_path, monkeypatch, changed):
    """Views of what a photo was before are not kept under its name: all is as in a call begun now."""

    def interrupted(paths):
        yield from paths
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        expanded(photos, tmp_path / "views", most=6, track=interrupted)
    first = photos / "who 0" / "0.png"
    if changed == "another photo":
        first.write_bytes(encoded(SOURCE.read(list(SOURCE.samples())[2]).image))
    elif changed == "other landmarks":
        moved = list(SOURCE.samples())[1].region
        monkeypatch.setattr(Known, "annotate", lambda self, picture, sample: (moved,))
    else:
        first.unlink() if changed == "no photo" else first.write_bytes(b"no picture")

    found = expanded(photos, tmp_path / "views", most=6)
    anew = expanded(photos, tmp_path / "anew", most=6)

    assert tree(tmp_path / "views") == tree(tmp_path / "anew")
    assert found.left_out == anew.left_out
    assert found.new == found.views - 6 if changed in ("another photo", "other landmarks") else not found.new


def test_a_view_that_was_cut_off_is_made_again(photos, tmp_path):
    """As a power failure may leave one."""

    def interrupted(paths):
        yield from paths
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        expanded(photos, tmp_path / "views", track=interrupted)
    (tmp_path / ".views.draft" / "who 0" / "0.png.002.jpg").write_bytes(b"")

    assert expanded(photos, tmp_path / "views").new == 1
    decode((tmp_path / "views" / "who 0" / "0.png.002.jpg").read_bytes())


def test_nothing_is_overwritten(photos, tmp_path):
    """A folder with something in it is refused, and any within that of the photos."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")

    with pytest.raises(CallError, match="nothing is overwritten"):
        expanded(photos, tmp_path / "full")
    for folder in (photos, photos / "views"):
        with pytest.raises(CallError, match="whose photos are only read"):
            expanded(photos, folder)


def test_where_no_photo_gives_a_view_there_is_no_folder(photos, tmp_path):
    """The first reason is told, and a corrected call begins anew."""
    for person in ("who 0", "who 1"):
        (photos / person).rename(tmp_path / person)

    with pytest.raises(CallError, match=r"none of 2 photos gives a view, such as broken\.jpg: "):
        expanded(photos, tmp_path / "views")

    assert {path.name for path in tmp_path.iterdir()} == {"photos", "who 0", "who 1"}


def test_what_was_written_is_read_as_landmarks(photos, tmp_path):
    """By the annotator for landmarks beside pictures: views can be learned from, and be expanded again."""
    expanded(photos, tmp_path / "views", most=1)
    name = "who 0/0.png.001.jpg"
    view = decode((tmp_path / "views" / name).read_bytes())

    (found,) = LandmarksSidecar(path=tmp_path / "views").annotate(view, Sample(uri=name))

    photo = SOURCE.read(next(SOURCE.samples()))
    own = FaceSynthesis(shapes=2).apply(photo, 1, np.random.default_rng(1))
    np.testing.assert_allclose(found.landmarks, own.landmarks, atol=0.002)
