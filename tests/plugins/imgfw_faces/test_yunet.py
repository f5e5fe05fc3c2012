"""YuNet at work."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from imgfw import FormatError, MissingFileError, decode, stamp_of
from imgfw_faces.trial import away, drawn_face
from imgfw_faces.yunet import Yunet, check_file, yunet_in

REAL = "yunet_n_320_320.onnx"


@pytest.fixture
def network(assets: Path) -> Yunet:
    """The real network."""
    pytest.importorskip("cv2", reason="OpenCV, the extra `faces`, is not installed")
    file = assets / "assets" / "face" / REAL
    return yunet_in(file, stamp_of(file))


def test_without_opencv_one_sentence_says_what_to_install(monkeypatch):
    """And so it does where OpenCV is too old for it."""
    monkeypatch.setattr("imgfw_faces.yunet.opencv", lambda: None)
    with pytest.raises(MissingFileError, match=r"it is not installed: pip install 'imgfw\[faces\]'"):
        Yunet(b"")

    class Old:
        __version__ = "4.2.0"

    monkeypatch.setattr("imgfw_faces.yunet.opencv", Old)
    with pytest.raises(MissingFileError, match=r"needs OpenCV 4\.8 or newer, got OpenCV 4\.2\.0"):
        Yunet(b"")


def test_the_real_one_finds_the_drawn_face(network):
    """Its five points are near the known ones."""
    network.check()
    (face,) = network.faces(drawn_face()[0], 192, 0.5)

    assert face.shape == (15,) and away(face[4:14].reshape(5, 2)) < 0.15


def test_a_large_picture_is_looked_at_smaller(network, assets):
    """What is found comes back in its own pixels."""
    from PIL import Image

    photo = assets / "data" / "lfw10x10" / "Tony_Blair" / "Tony_Blair_0002.jpg"
    image = decode(photo.read_bytes()).image
    large = np.asarray(Image.fromarray(image).resize((1000, 1000), Image.Resampling.BICUBIC))

    (face,), (again,) = network.faces(image, 640, 0.6), network.faces(large, 250, 0.6)

    assert again[:14] == pytest.approx(4 * face[:14], abs=float(0.16 * face[2]))


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (300, 2)])
def test_the_smallest_pictures_can_be_asked_about(network, shape):
    """A pixel, a line: no face."""
    assert network.faces(np.zeros((*shape, 3), np.uint8), 640, 0.6).shape == (0, 15)


def test_a_file_that_crashes_opencv_is_refused(network, tmp_path, monkeypatch):
    """Any file but the known one is tried in a process of its own before."""
    (tmp_path / "other.onnx").write_bytes(network.content + b"\0")
    monkeypatch.setattr("imgfw_faces.yunet._ALONE", "import os, signal; os.kill(os.getpid(), signal.SIGFPE)")

    with pytest.raises(FormatError, match=r"other\.onnx: .*OpenCV crashes on it"):
        check_file(tmp_path / "other.onnx", "crashing")


@pytest.mark.parametrize("content", [b"", b"not a network", b"\x08\x07" * 100])
def test_another_file_is_refused_by_name(network, tmp_path, content, capfd):
    """In one sentence, with nothing printed beside it."""
    (tmp_path / "other.onnx").write_bytes(content)

    with pytest.raises(FormatError, match=r"other\.onnx: expected a YuNet network") as caught:
        check_file(tmp_path / "other.onnx", "")

    assert "\n" not in str(caught.value)
    assert capfd.readouterr().err == ""
