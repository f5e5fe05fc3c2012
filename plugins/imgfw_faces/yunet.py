"""YuNet at work: a network that finds faces and five points of each, run by OpenCV."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import threading
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from imgfw import FormatError, MissingFileError, resized, silent

from .modelfiles import YUNET
from .sampling import opencv

NETWORK = "yunet.onnx"
"""The name of the network in a bundle."""
_OVERLAP, _MOST = 0.3, 5000
_OFF = 0.2
_ALONE = (
    "import sys, pathlib, imgfw_faces.yunet as y; y.Yunet(pathlib.Path(sys.argv[1]).read_bytes()).check()"
)


class Yunet:
    """A YuNet file (ONNX) ready to work, from any number of threads.

    Raises MissingFileError without OpenCV. What is no such file raises FormatError at the first call.
    """

    def __init__(self, content: bytes) -> None:
        cv2: Any = opencv()
        if not hasattr(cv2, "FaceDetectorYN"):
            got = f"got OpenCV {cv2.__version__}" if cv2 else "it is not installed"
            raise MissingFileError(
                f"annotator/face-detector needs OpenCV 4.8 or newer, {got}: pip install 'imgfw[faces]'"
            )
        self.content = content
        self._cv2 = cv2
        self._own = threading.local()

    @classmethod
    def of(cls, state: Mapping[str, Any]) -> Yunet:
        """The network that gave this state."""
        return cls(state[NETWORK])

    def state(self) -> dict[str, bytes]:
        """The network, by name."""
        return {NETWORK: self.content}

    def faces(self, image: np.ndarray, size: int, surely: float) -> np.ndarray:
        """The faces in a picture uint8 (H, W, 3), the surest first: float32 (N, 15).

        size    the shorter side in pixels at which it looks; what is smaller stays as it is
        Of each face left, top, width and height, then x and y of picture-left eye, right eye, nose, left and
        right corner of the mouth; at last how sure it is, 0 to 1.
        """
        height, width = image.shape[:2]
        factor = min(1.0, size / min(height, width))
        rows, columns = max(1, round(height * factor)), max(1, round(width * factor))
        seen = np.ascontiguousarray(resized(image, (rows, columns))[..., ::-1])
        try:
            network = self._network()
            network.setInputSize((columns, rows))
            network.setScoreThreshold(surely)
            found = network.detect(seen)[1]
        except self._cv2.error as error:
            told = " ".join(str(error.err or error).split())
            raise FormatError(f"expected a YuNet network (.onnx) that OpenCV can run: {told}") from error
        if found is None:
            return np.zeros((0, 15), np.float32)
        found[:, :14] *= np.tile(np.array([width / columns, height / rows], np.float32), 7)
        return found

    def check(self) -> None:
        """See that it finds a face that is drawn for it. Raises FormatError where it does not."""
        from .trial import SIDE, away, drawn_face

        found = self.faces(drawn_face()[0], SIDE, 0.5)
        if len(found) != 1:
            raise FormatError(f"expected one face in a picture with one, got {len(found)}")
        off = away(found[0, 4:14].reshape(5, 2))
        if not off < _OFF:
            raise FormatError(
                f"on a face with known landmarks its points are {off:.2f} eye distances off, expected less "
                f"than {_OFF}"
            )

    def _network(self) -> Any:
        """This thread's own; OpenCV tells of its engines on file descriptor 2."""
        if not hasattr(self._own, "network"):
            content, none = np.frombuffer(self.content, np.uint8), np.zeros(0, np.uint8)
            with silent():
                self._own.network = self._cv2.FaceDetectorYN.create(
                    "onnx", content, none, (320, 320), 0.5, _OVERLAP, _MOST
                )
        return self._own.network


@lru_cache(maxsize=4)
def yunet_in(path: Path, stamp: str) -> Yunet:
    """The network in a file; read again when its stamp is another."""
    return Yunet(path.read_bytes())


@lru_cache(maxsize=4)
def check_file(path: Path, stamp: str) -> None:
    """See that the network in a file works; once for each stamp. Raises FormatError, MissingFileError."""
    try:
        network = yunet_in(path, stamp)
        if hashlib.sha256(network.content).hexdigest() != YUNET.sha256:
            _survive(path)
        network.check()
    except FormatError as error:
        raise FormatError(f"{path}: {error}") from error


def _survive(path: Path) -> None:
    """Raises FormatError for a file on which OpenCV ends the process, as it does on some damaged ones."""
    done = subprocess.run([sys.executable, "-c", _ALONE, str(path)], capture_output=True, check=False)
    if done.returncode not in (0, 1):
        raise FormatError(f"expected a YuNet network (.onnx), OpenCV crashes on it ({done.returncode})")
