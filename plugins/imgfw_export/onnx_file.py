"""LiteRT files to ONNX."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from contextlib import redirect_stdout
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

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
    import onnx

    model = _converted(content)
    wanted = [list(inputs), list(outputs)]
    got = [[each.name for each in given] for given in (model.graph.input, model.graph.output)]
    if got != wanted:
        raise ComponentError(f"tf2onnx made inputs and outputs {got}, expected {wanted}; take --to litert")
    model.producer_name, model.doc_string = "imgfw", ""
    onnx.checker.check_model(model, full_check=True)
    return bytes(model.SerializeToString())


def _converted(content: bytes):  # type: ignore[no-untyped-def]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "graph.tflite"
        path.write_bytes(content)
        with warnings.catch_warnings(), silent(), redirect_stdout(StringIO()):
            warnings.simplefilter("ignore")  # of TensorFlow's own interpreter, by which it looks at shapes
            import tf2onnx

            try:
                model, _ = tf2onnx.convert.from_tflite(str(path), opset=OPSET)
            except Exception as error:  # the converter raises what its passes raise
                told = f"{type(error).__name__}: {str(error).strip()[:300]}"
                raise ComponentError(f"tf2onnx cannot convert it: {told}; take --to litert") from error
    return model
