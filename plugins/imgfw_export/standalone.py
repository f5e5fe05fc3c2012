"""Predict pictures with the model file that lies beside this script, as preprocessing.json says.

    python predict.py photo.jpg other.png

It needs Python, numpy, Pillow and what runs the model: onnxruntime for model.onnx, ai-edge-litert for
model.tflite. Each picture is answered by one line of JSON. The same steps in another language must give the
same pixels to give the same probabilities; README.md tells them in words.
"""

from __future__ import annotations

import io
import json
import struct
import sys
from collections.abc import Callable, Mapping, Sequence
from math import ceil
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, UnidentifiedImageError

FILTERS = {
    "nearest": Image.Resampling.NEAREST,
    "bilinear": Image.Resampling.BILINEAR,
    "bicubic": Image.Resampling.BICUBIC,
    "lanczos": Image.Resampling.LANCZOS,
}
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
ORIENTATION = 0x0112


class Unusable(Exception):
    """A picture that cannot be read, or is of a kind that preprocessing.json does not tell of."""


def decoded(content: bytes, told: Mapping[str, Any]) -> Image.Image:
    """The picture in these bytes: RGB, upright, its shorter side brought to `told["side"]`.

    Raises Unusable.
    """
    try:
        shown, size = upright(content, told)
    except Unusable:
        raise
    except UnidentifiedImageError:
        raise Unusable(f"is no picture of {', '.join(told['formats'])}") from None
    except Exception as error:  # on broken files Pillow raises OSError, SyntaxError, ValueError and more
        raise Unusable(f"cannot be read: {error}") from error
    return shown if shown.size == size else reduced(shown, size, told)


def upright(content: bytes, told: Mapping[str, Any]) -> tuple[Image.Image, tuple[int, int]]:
    """RGB and upright, and the size to which it is to be reduced."""
    Image.init()
    image = Image.open(io.BytesIO(content), formats=[n for n in told["formats"] if n in Image.OPEN])
    if image.width * image.height > told["most_pixels"]:
        raise Unusable(f"has {image.width} x {image.height} pixels, more than {told['most_pixels']:,}")
    orientation = orientation_of(image)
    size = target(image.size, orientation in (5, 6, 7, 8), told["side"])
    if image.format in ("JPEG", "MPO") and min(image.size) > min(size):
        margin = told["jpeg_margin"]
        least = max(1, ceil(min(size) * margin) - 1), ceil(max(size) * margin) - 1
        image.draft(None, least if image.width <= image.height else least[::-1])
    image.load()
    if image.mode not in told["modes"]:
        raise Unusable(f"has pixels of the kind {image.mode}, expected one of {', '.join(told['modes'])}")
    shown = over_white(image)
    return shown.transpose(TURNS[orientation]) if orientation in TURNS else shown, size


def orientation_of(image: Image.Image) -> int:
    """How it is stored; 1 (upright) where that is damaged, and for TIFF, which Pillow turns by itself."""
    try:
        return 1 if image.format == "TIFF" else int(Image.Image.getexif(image).get(ORIENTATION, 1))
    except (OSError, SyntaxError, ValueError, KeyError, TypeError, struct.error):
        return 1


def target(stored: tuple[int, int], turned: bool, side: int | None) -> tuple[int, int]:
    """Width and height to decode at: upright, never larger than the file."""
    width, height = stored[::-1] if turned else stored
    shorter = min(width, height)
    if side is None or side >= shorter:
        return width, height
    return max(1, round(width * side / shorter)), max(1, round(height * side / shorter))


def over_white(image: Image.Image) -> Image.Image:
    """RGB; what is transparent lies over white."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    white = Image.new("RGBA", image.size, "white")
    white.alpha_composite(image.convert("RGBA"))
    return white.convert("RGB")


def reduced(image: Image.Image, size: tuple[int, int], told: Mapping[str, Any]) -> Image.Image:
    """Antialiased, as Pillow does it."""
    return image.resize(size, FILTERS[told["filter"]], reducing_gap=told["reducing_gap"])


def resized(image: Image.Image, told: Mapping[str, Any]) -> np.ndarray:
    """The whole picture squashed to what the network sees: uint8 (height, width, 3), RGB."""
    size = told["resize"]["width"], told["resize"]["height"]
    return np.asarray(image if image.size == size else reduced(image, size, told["resize"]))


def pixels(values: np.ndarray, told: Mapping[str, Any]) -> np.ndarray:
    """What goes into the model: float32 (1, height, width, 3)."""
    ordered = values[..., ["RGB".index(colour) for colour in told["channels"]]]
    scale = (told["high"] - told["low"]) / 255
    return (ordered.astype(np.float32) * np.float32(scale) + np.float32(told["low"]))[None]


def model(folder: Path, told: Mapping[str, Any], threads: int | None = None) -> Callable:
    """The model file at work: from pixels to {output: values of one row}."""
    path, names = str(folder / told["file"]), told["outputs"]
    if told["kind"] == "onnx":
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads or 0
        session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        return lambda given: {
            name: found[0]
            for name, found in zip(names, session.run(names, {told["input"]: given}), strict=True)
        }
    from ai_edge_litert.interpreter import Interpreter

    runner = Interpreter(model_path=path, num_threads=threads).get_signature_runner()
    return lambda given: {name: found[0] for name, found in runner(**{told["input"]: given}).items()}


def decided(probabilities: np.ndarray, told: Mapping[str, Any]) -> Any:
    """A label or None, a list of labels, or a number, by the target's type."""
    if told["type"] == "number":
        return float(probabilities[0])
    if told["type"] == "multi-label":
        least = [np.float32("nan" if value is None else value) for value in told["thresholds"]]
        return [
            label for label, p, t in zip(told["labels"], probabilities, least, strict=True) if bool(p >= t)
        ]
    sure = bool(probabilities.max() >= told["unknown"]) and told["claims"]
    return told["labels"][int(probabilities.argmax())] if sure else None


def answer(content: bytes, told: Mapping[str, Any], run: Callable) -> dict[str, Any]:
    """What the model says of one picture: for each target what is decided, and all probabilities."""
    found = run(pixels(resized(decoded(content, told["picture"]), told["picture"]), told["picture"]))
    answers = {}
    for target_ in told["targets"]:
        given = found[target_["output"]]
        labels = ["value"] if target_["type"] == "number" else target_["labels"]
        answers[target_["name"]] = {
            "decided": decided(given, target_),
            "probabilities": dict(zip(labels, map(float, given), strict=True)),
        }
        if target_["sets"] is not None:
            among = given >= np.float32(target_["sets"])
            answers[target_["name"]]["set"] = [n for n, on in zip(labels, among, strict=True) if on]
    return answers


def main(paths: Sequence[str]) -> int:
    """Answer pictures, a line each; 3 where one of them could not be used, 2 where there is none."""
    if not paths:
        print("usage: python predict.py PICTURE...", file=sys.stderr)
        return 2
    folder = Path(__file__).parent
    told = json.loads((folder / "preprocessing.json").read_text("utf-8"))
    run, failed = model(folder, told["model"]), 0
    for path in paths:
        try:
            line = {"file": path, **answer(Path(path).read_bytes(), told, run)}
        except (Unusable, OSError) as error:
            line, failed = {"file": path, "left_out": str(error)}, 3
        print(json.dumps(line))
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
