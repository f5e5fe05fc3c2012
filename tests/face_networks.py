"""Networks that say the same of every picture, as LiteRT files built here, and face landmarkers of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import flatbuffers
import numpy as np
from ai_edge_litert import schema_py_generated as schema

from imgfw_faces.fitting import MESH_TO_IBUG, five_of
from imgfw_faces.trial import SIDE, drawn_face

DETECTOR, MESH = "face_detector.tflite", "face_landmarks_detector.tflite"
SEEN = 192


class _Made:
    """A graph while it is made."""

    def __init__(self) -> None:
        self.model, self.part = schema.ModelT(), schema.SubGraphT()
        self.model.version, self.model.buffers = 3, [schema.BufferT()]
        self.part.tensors, self.part.operators = [], []

    def tensor(self, name: str, shape: Sequence[int], content: np.ndarray | None = None) -> int:
        """A tensor, float32 unless its content is int32; gives its number."""
        tensor = schema.TensorT()
        tensor.name, tensor.shape, tensor.buffer = name, list(shape), 0
        whole = content is not None and content.dtype == np.int32
        tensor.type = schema.TensorType.INT32 if whole else schema.TensorType.FLOAT32
        if content is not None:
            buffer = schema.BufferT()
            buffer.data = np.frombuffer(content.tobytes(), np.uint8)
            self.model.buffers.append(buffer)
            tensor.buffer = len(self.model.buffers) - 1
        self.part.tensors.append(tensor)
        return len(self.part.tensors) - 1

    def reshaped(self, number: int, content: np.ndarray) -> int:
        """An output: constant numbers brought to their shape."""
        shape = np.array(content.shape, np.int32)
        flat = self.tensor(f"flat{number}", [content.size], content.ravel())
        wanted = self.tensor(f"shape{number}", [content.ndim], shape)
        operator = schema.OperatorT()
        operator.opcodeIndex, operator.inputs = 0, [flat, wanted]
        operator.outputs = [self.tensor(f"out{number}", content.shape)]
        self.part.operators.append(operator)
        return operator.outputs[0]


def constant(takes: Sequence[int], *gives: Any) -> bytes:
    """A LiteRT file that takes an array of this shape and gives these arrays, whatever came."""
    made = _Made()
    code = schema.OperatorCodeT()
    code.builtinCode = code.deprecatedBuiltinCode = schema.BuiltinOperator.RESHAPE
    code.version = 1
    made.model.operatorCodes, made.model.subgraphs = [code], [made.part]
    made.part.inputs = [made.tensor("picture", takes)]
    made.part.outputs = [made.reshaped(n, np.asarray(each, np.float32)) for n, each in enumerate(gives)]
    builder = flatbuffers.Builder(1024)
    builder.Finish(made.model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def detector(*boxes: tuple[float, float, float, float], logit: float = 4.0, take: int = 128) -> bytes:
    """A detector that says these faces are in every picture: middle x, y, width, height as shares of it.

    The eyes lie level, a quarter of the width left and right of the middle.
    """
    numbers, logits = np.zeros((1, 896, 16)), np.full((1, 896, 1), -20.0)
    for index, (x, y, width, height) in enumerate(boxes):
        anchor = (index // 2 + 0.5) / 16, 0.5 / 16  # two guesses a cell, cells from the left
        eyes = [(x - width / 4, y), (x + width / 4, y)]
        places = [(x, y), *eyes, (x, y), (x, y), *eyes]
        moved = np.subtract(places, anchor)
        numbers[0, index] = 128 * np.concatenate([moved[0], [width, height], moved[1:].ravel()])
        logits[0, index] = logit
    return constant((1, take, take, 3), numbers, logits)


def mesh(points: np.ndarray | None = None, logit: float = 5.0, side: int = SEEN) -> bytes:
    """A mesh network that says these points of every cut of this side, by default those of the drawn face."""
    given = placed() * side / SEEN if points is None else points
    return constant((1, side, side, 3), np.full((1, 1, 1, 1), logit), given.reshape(1, 1, 1, -1))


def placed() -> np.ndarray:
    """The points (478, 3) of the drawn face in a cut about it; all but the landmarks lie in its middle."""
    flat = drawn_face()[1].astype(float)
    low, high = flat.min(0), flat.max(0)
    middle, size = (low + high) / 2, (high - low).max()
    points = np.zeros((478, 3))
    points[:, :2] = SEEN / 2
    points[MESH_TO_IBUG, :2] = (flat - middle) * SEEN / (1.5 * size) + SEEN / 2
    points[:, 2] = np.linspace(-20, 20, 478)
    return points


def drawn_box() -> tuple[float, float, float, float]:
    """Where the drawn face lies in its picture, as `detector` takes it."""
    known = drawn_face()[1].astype(float)
    low, high = known.min(0), known.max(0)
    size = float((high - low).max())
    middle = (low + high) / 2
    assert abs(np.subtract(*five_of(known)[:2])[1]) < 3  # it stands upright
    return float(middle[0]) / SIDE, float(middle[1]) / SIDE, size / SIDE, size / SIDE


def task(path: Path, **networks: bytes) -> Path:
    """A face landmarker in a file; by default it finds the drawn face, and the same one in any picture."""
    with ZipFile(path, "w") as file:
        file.writestr(DETECTOR, networks.get("detector") or detector(drawn_box()))
        file.writestr(MESH, networks.get("mesh") or mesh())
    return path
