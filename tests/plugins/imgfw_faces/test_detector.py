"""Faces found by YuNet."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from imgfw import MissingFileError, Picture, PictureError, Sample, decode
from imgfw.parts import Part
from imgfw.workers import mapped
from imgfw_faces.detector import FaceDetector

REAL = "yunet_n_320_320.onnx"


@pytest.fixture
def detector(assets: Path) -> FaceDetector:
    """The annotator with the real network."""
    pytest.importorskip("cv2", reason="OpenCV, the extra `faces`, is not installed")
    return FaceDetector(path=assets / "assets" / "face" / REAL)


def test_without_the_file_the_ways_out_are_told():
    """In one sentence, before a run begins."""
    with pytest.raises(MissingFileError, match=r"face-detector needs .* `imgfw models fetch yunet`"):
        FaceDetector().prepare(print)


def test_without_opencv_one_sentence_says_so(assets, monkeypatch, tmp_path):
    """Before a run begins, and where a bundle is loaded that needs it."""
    monkeypatch.setattr("imgfw_faces.yunet.opencv", lambda: None)
    copy = tmp_path / REAL
    copy.write_bytes((assets / "assets" / "face" / REAL).read_bytes())

    with pytest.raises(MissingFileError, match=r"pip install 'imgfw\[faces\]'"):
        FaceDetector(path=copy).prepare(print)
    with pytest.raises(MissingFileError, match=r"pip install 'imgfw\[faces\]'"):
        FaceDetector().restore({"yunet.onnx": b""})


def test_a_face_is_told_in_full_size_pixels(detector, assets):
    """Its box and five landmarks, though the picture was decoded smaller."""
    photo = assets / "data" / "lfw10x10" / "Tony_Blair" / "Tony_Blair_0002.jpg"
    picture = decode(photo.read_bytes(), 320)

    (plain,) = detector.annotate(picture, Sample("a"))
    (large,) = detector.annotate(Picture(picture.image, scale=0.25), Sample("a"))

    assert plain.landmarks.shape == (5, 2) and plain.landmarks.dtype == np.float32
    left, right, nose, *mouth = plain.landmarks
    assert left[0] < nose[0] < right[0] and left[1] < nose[1] < mouth[0][1] and mouth[0][0] < mouth[1][0]
    assert plain.box[0] < left[0] and right[0] < plain.box[2] and plain.box[1] < left[1]
    assert large.landmarks == pytest.approx(4 * plain.landmarks)
    assert large.box == pytest.approx([4 * edge for edge in plain.box])


def test_a_picture_without_a_face_is_left_out(detector):
    """By reason; a picture of one pixel, too."""
    for shape in ((1, 1, 3), (200, 300, 3)):
        with pytest.raises(PictureError, match="found no face"):
            detector.annotate(Picture(np.full(shape, 90, np.uint8)), Sample("a"))


def test_a_bundle_needs_no_file(detector, assets, tmp_path):
    """It keeps the network."""
    photo = assets / "data" / "lfw10x10" / "Tony_Blair" / "Tony_Blair_0002.jpg"
    picture = decode(photo.read_bytes(), 640)
    copy = tmp_path / REAL
    copy.write_bytes(detector.path.read_bytes())
    own = detector.model_copy(update={"path": copy})
    Part(own, own).save(tmp_path / "part")
    copy.unlink()

    part = Part.load(tmp_path / "part", lambda kind, name: FaceDetector)
    (before,), (after,) = (each.annotate(picture, Sample("a")) for each in (detector, part.fitted))

    assert np.array_equal(before.landmarks, after.landmarks) and before.box == after.box


def test_small_faces_are_found_and_large_ones(detector, assets):
    """Of 24 pixels in a picture of 640, and in every photo of a well-known person; by threads alike."""
    from PIL import Image

    photos = sorted((assets / "data" / "lfw10x10").glob("*/*1.jpg"))
    pictures = [decode(photo.read_bytes(), 640) for photo in photos]
    small = np.full((640, 640, 3), 110, np.uint8)
    alone_in_it = assets / "data" / "lfw10x10" / "Tony_Blair" / "Tony_Blair_0002.jpg"
    face = Image.open(alone_in_it).resize((64, 64), Image.Resampling.BICUBIC)
    small[300:364, 200:264] = np.asarray(face)
    pictures.append(Picture(small))

    alone = [detector.annotate(picture, Sample("a")) for picture in pictures]
    together = mapped(lambda picture: detector.annotate(picture, Sample("a")), pictures, workers=4)

    assert all(len(regions) >= 1 for regions in alone)
    (found,) = alone[-1]
    assert 200 < found.landmarks[:, 0].mean() < 264 and found.box[2] - found.box[0] < 40
    for one, (_, other) in zip(alone, together, strict=True):
        assert all(np.array_equal(a.landmarks, b.landmarks) for a, b in zip(one, other, strict=True))
