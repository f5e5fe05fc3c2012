"""What must be done to a picture's bytes before the model, and to its numbers behind it, as plain data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from imgfw import Bundle, decoding

from .composing import PIXELS, output_of, outputs_of

FORMAT = 1
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")
MODES = ("1", "CMYK", "L", "LA", "P", "PA", "RGB", "RGBA", "RGBX", "YCbCr", "La", "RGBa")
"""Kinds of pixels that Pillow alone brings to RGB as a viewer does."""
MOST_PIXELS = 89_000_000
"""Pillow itself warns of a little more."""
FILES = {"onnx": "model.onnx", "litert": "model.tflite"}


def statement(bundle: Bundle, kind: str) -> dict[str, Any]:
    """The content of preprocessing.json for a model file of this kind."""
    (_, height, width, _), *_ = bundle.encoder.backbone.fitted.graph.takes()
    decoded = decoding(bundle.encoder.side)
    reducing = {name: decoded[name] for name in ("filter", "reducing_gap")}
    return {
        "format": FORMAT,
        "model": {
            "file": FILES[kind],
            "kind": kind,
            "input": PIXELS,
            "shape": [1, height, width, 3],
            "dtype": "float32",
            "outputs": list(outputs_of(bundle)),
        },
        "picture": {
            "formats": list(FORMATS),
            "modes": list(MODES),
            "most_pixels": MOST_PIXELS,
            "frame": "first",
            "upright": "EXIF orientation",
            "transparency": "over white",
            **decoded,
            "resize": {"height": height, "width": width, "proportions": "squashed", **reducing},
            "channels": "RGB",
            "low": 0.0,
            "high": 255.0,
            "layout": "NHWC",
        },
        "targets": [_told(bundle, name) for name in bundle.targets],
    }


def _told(bundle: Bundle, name: str) -> dict[str, Any]:
    target, decision = bundle.targets[name], bundle.decisions[name]
    return {
        **target.plain(),
        "output": output_of(name),
        "thresholds": list(decision.thresholds),
        "unknown": decision.unknown,
        "claims": decision.claims,
        "sets": decision.sets,
    }


def in_words(told: dict[str, Any]) -> str:
    """The content of README.md."""
    picture, model = told["picture"], told["model"]
    side = picture["side"]
    shrunk = (
        "3. It keeps its size."
        if side is None
        else f"3. If its shorter side has more than {side} pixels, it is reduced to {side}, the longer one\n"
        "   in proportion and rounded. A JPEG is shrunk by 8, 4 or 2 before, while it is read (Pillow:\n"
        f"   `draft`), as far as its sides keep {picture['jpeg_margin']} times what is wanted."
    )
    targets = "\n".join(f"   {each['output']}: {_meaning(each)}" for each in told["targets"])
    text = (Path(__file__).parent / "readme.md").read_text("utf-8")
    _, height, width, _ = model["shape"]
    return text.format(**picture, **model, height=height, width=width, shrunk=shrunk, targets=targets)


def _meaning(target: dict[str, Any]) -> str:
    if target["type"] == "number":
        return f'the number "{target["name"]}"'
    labels = ", ".join(target["labels"][:20]) + (", ..." if len(target["labels"]) > 20 else "")
    among = "each may hold" if target["type"] == "multi-label" else "one holds"
    return f'probabilities of "{target["name"]}", {among}: {labels}'
