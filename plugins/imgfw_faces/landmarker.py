"""MediaPipe's face landmarker at work: its two networks, read from a `.task` file, run by LiteRT."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import numpy as np

from imgfw import FormatError, Graph

from .finding import faces_in
from .meshing import Mesh, mesh_of

DETECTOR, MESH = "face_detector.tflite", "face_landmarks_detector.tflite"
"""The names of the networks, in the file and in a bundle."""

_LARGEST = 1 << 26
_OFF, _FLAT = 0.12, 0.03
"""What lies further off, in eye distances, or is flatter than so much of its height, is no face."""


@dataclass(frozen=True)
class Landmarker:
    """The two networks.

    detector  finds faces in the whole picture
    mesh      gives the points of a face that is cut out
    """

    detector: Graph
    mesh: Graph

    @classmethod
    def of(cls, state: Mapping[str, Any]) -> Landmarker:
        """The landmarker that gave this state. Raises FormatError for what are no networks."""
        return cls(Graph(state[DETECTOR]), Graph(state[MESH]))

    def state(self) -> dict[str, bytes]:
        """Both networks, by name."""
        return {DETECTOR: self.detector.content, MESH: self.mesh.content}

    def faces(self, image: np.ndarray, surely: float) -> list[Mesh]:
        """The faces in a picture uint8 (H, W, 3), the surest first.

        surely  how sure, 0 to 1, both networks must be that something is a face
        """
        found = (mesh_of(image, face, self.mesh) for face in faces_in(image, self.detector, surely))
        return [mesh for mesh in found if mesh.presence > surely]

    def check(self) -> None:
        """See that it finds the points of a face that is drawn for it. Raises FormatError where it does not.

        There are files of the same kind and names whose networks run without complaint and give nonsense.
        """
        from .fitting import scheme_of
        from .trial import away, drawn_face

        try:
            with np.errstate(invalid="ignore"):
                found = self.faces(drawn_face()[0], 0.5)
        except (ValueError, IndexError, TypeError, RuntimeError, OverflowError) as error:
            raise FormatError(f"its networks take or give something else ({error})") from error
        if len(found) != 1:
            raise FormatError(f"expected one face in a picture with one, got {len(found)}")
        points = found[0].points
        if len(points) != 478:
            raise FormatError(f"expected 478 points of a face, got {len(points)}")
        off = away(scheme_of(points[:, :2]))
        if not off < _OFF:
            raise FormatError(
                f"on a face with known landmarks its points are {off:.2f} eye distances off, expected less "
                f"than {_OFF}"
            )
        if not points[:, 2].std() > _FLAT * np.ptp(points[:, 1]):
            raise FormatError("the face that it gives is flat")


@lru_cache(maxsize=4)
def landmarker_in(path: Path, stamp: str) -> Landmarker:
    """The landmarker in a file; read again when its stamp is another.

    Raises FormatError where it holds none, with what came instead.
    """
    try:
        with ZipFile(path) as task:
            state = {name: _member(task, name) for name in (DETECTOR, MESH)}
        return Landmarker.of(state)
    except (BadZipFile, zlib.error, KeyError, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        told = getattr(error, "strerror", None) or next(iter(error.args), type(error).__name__)
        raise _unfit(path, str(told)) from error
    except FormatError as error:
        raise _unfit(path, str(error)) from error


@lru_cache(maxsize=4)
def check_file(path: Path, stamp: str) -> None:
    """See that the landmarker in a file works; once for each stamp. Raises FormatError."""
    try:
        landmarker_in(path, stamp).check()
    except FormatError as error:
        raise error if str(path) in str(error) else _unfit(path, str(error)) from error


def _member(task: ZipFile, name: str) -> bytes:
    if task.getinfo(name).file_size > _LARGEST:
        raise FormatError(f"{name} claims {task.getinfo(name).file_size:,} bytes, as no such network has")
    return task.read(name)


def _unfit(path: Path, why: str) -> FormatError:
    told = " ".join(why.split())  # LiteRT tells in several lines
    return FormatError(f"{path}: expected a face landmarker (.task) of the second generation: {told}")
