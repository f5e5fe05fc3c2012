"""LiteRT files to ONNX."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from contextlib import redirect_stdout
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from imgfw import ComponentError, RunError, silent

OPSET = 17
"""Of ONNX; runtimes since 2022 know it."""


def available() -> None:
    """Raise RunError where what makes and runs ONNX files is not installed."""
    missing = [name for name in ("onnx", "onnxruntime", "tf2onnx") if find_spec(name) is None]
    if missing:
        raise RunError(
            f"imgfw export: {', '.join(missing)} is not installed; pip install 'imgfw[export]' brings what "
            "--to onnx needs, --to litert needs nothing more"
        )


def onnx_file(content: bytes, inputs: Sequence[str], outputs: Sequence[str]) -> bytes:
    """The same graph as an ONNX file, with inputs and outputs of these names.

    Raises ComponentError where the converter cannot, or leaves something else as an input or output.
    """
    model = _converted(content)
    wanted = [list(inputs), list(outputs)]
    got = [[each.name for each in given] for given in (model.graph.input, model.graph.output)]
    if got != wanted:
        raise ComponentError(f"tf2onnx made inputs and outputs {got}, expected {wanted}; take --to litert")
    model.producer_name, model.doc_string = "imgfw", ""
    return bytes(model.SerializeToString())


def _converted(content: bytes) -> Any:
    """The ONNX model, checked."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "graph.tflite"
        path.write_bytes(content)
        with warnings.catch_warnings(), silent(), redirect_stdout(StringIO()):
            warnings.simplefilter("ignore")  # of TensorFlow's own interpreter, by which it looks at shapes
            import onnx
            import tf2onnx

            try:
                model, _ = tf2onnx.convert.from_tflite(
                    str(path), opset=OPSET, custom_op_handlers={"TFL_GELU": (_gelu, [])}
                )
                onnx.checker.check_model(model, full_check=True)
            except Exception as error:  # the converter raises what its passes raise
                told = f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"
                raise ComponentError(f"tf2onnx cannot convert it: {told}; take --to litert") from error
    return model


def _gelu(ctx: Any, node: Any, name: str, args: Any) -> None:
    """x (1 + erf(x / sqrt 2)) / 2, which tf2onnx does not know, in place of a node of its graph."""
    import numpy as np

    if node.get_attr_value("approximate"):
        return  # another function; left as it is, the model is refused
    x, out = node.input[0], node.output[0]
    shape, dtype = ctx.get_shape(out), ctx.get_dtype(out)
    root, one, half = (
        ctx.make_const(f"{name}/{what}", np.array(value, np.float32)).output[0]
        for what, value in (("root", 0.5**0.5), ("one", 1), ("half", 0.5))
    )
    erf = ctx.make_node("Erf", [ctx.make_node("Mul", [x, root]).output[0]]).output[0]
    share = ctx.make_node("Mul", [ctx.make_node("Add", [erf, one]).output[0], half]).output[0]
    ctx.remove_node(name)
    ctx.make_node("Mul", [x, share], outputs=[out], shapes=[shape], dtypes=[dtype])
