"""LiteRT files to ONNX."""

from __future__ import annotations

import numpy as np
import pytest

from imgfw import ComponentError, Graph, RunError
from imgfw_export import onnx_file as module
from imgfw_export.composing import PIXELS, composed, outputs_of
from imgfw_export.exporting import exported, write
from imgfw_export.onnx_file import available, onnx_file
from imgfw_export.parity import Refused, compared
from imgfw_export.statement import statement

pytestmark = pytest.mark.keras


def test_a_missing_library_is_told_in_a_sentence(monkeypatch):
    """With what brings it, and what can be had without."""
    monkeypatch.setattr(module, "find_spec", lambda name: None if name == "onnx" else object())

    with pytest.raises(RunError, match=r"onnx is not installed; pip install 'imgfw\[export\]' .*--to litert"):
        available()


def test_it_computes_what_the_litert_file_computes(small):
    """Under the same names, in the same order."""
    import onnxruntime

    bundle = small.made_of()
    content, names = composed(bundle), outputs_of(bundle)
    pixels = np.random.default_rng(2).uniform(0, 255, (1, small.SIDE, small.SIDE, 3)).astype(np.float32)

    session = onnxruntime.InferenceSession(onnx_file(content, [PIXELS], names))

    found = dict(zip(names, session.run(list(names), {PIXELS: pixels}), strict=True))
    for name, wanted in zip(sorted(names), Graph(content)(pixels), strict=True):
        assert np.abs(found[name] - wanted).max() < 1e-5
    assert [each.name for each in session.get_outputs()] == list(names)


def test_an_export_to_onnx_agrees(small, pictures, tmp_path, capfd):
    """From bytes to labels; TensorFlow says nothing."""
    found = exported(small.made_of(), "onnx", tmp_path / "out", pictures, lambda text: None)

    assert all(each["agreement"] == 1 for each in found["targets"].values())
    assert {"onnx", "onnxruntime", "tf2onnx"} <= found["versions"].keys()
    assert (tmp_path / "out" / "model.onnx").stat().st_size == found["bytes"]
    assert capfd.readouterr().err == ""


def test_a_file_that_cannot_be_converted_is_told(small):
    """With the way out."""
    graph = small.graph_of((1, 4), lambda file, row: file.operate("RANK", [row], (), dtype="int32"))

    with pytest.raises(ComponentError, match="take --to litert"):
        onnx_file(graph.content, ["x"], ["other"])


def test_a_model_file_without_its_softmax_is_refused(small, pictures, tmp_path):
    """What is wrong with the file itself is told by the stage."""
    import onnx

    bundle = small.made_of()
    content = onnx_file(composed(bundle), [PIXELS], outputs_of(bundle))
    model = onnx.load_from_string(content)
    (last,) = [node for node in model.graph.node if "target/colour" in node.output]
    assert last.op_type == "Softmax"
    last.op_type = "Identity"
    del last.attribute[:]
    write(tmp_path, model.SerializeToString(), statement(bundle, "onnx"))

    with pytest.raises(Refused) as refused:
        compared(tmp_path, bundle, pictures)

    assert refused.value.stage == "softmax"


def gelu(small, **options):
    """A graph of the activation that ConvNeXt has."""
    return small.graph_of(
        (1, 9),
        lambda file, row: file.operate("GELU", [row], (1, 9), options={"": "GeluOptions", **options}),
    )


def test_an_activation_that_the_converter_does_not_know_is_written_out(small):
    """As the error function has it."""
    import onnxruntime

    graph, row = gelu(small), np.linspace(-6, 6, 9, dtype=np.float32)[None]

    session = onnxruntime.InferenceSession(onnx_file(graph.content, ["x"], ["y"]))

    assert np.abs(session.run(["y"], {"x": row})[0] - graph(row)[0]).max() < 1e-6


def test_what_nobody_can_write_is_refused(small):
    """An approximation of it is another function."""
    with pytest.raises(ComponentError, match=r"tf2onnx cannot convert it: .*; take --to litert"):
        onnx_file(gelu(small, approximate=True).content, ["x"], ["y"])
