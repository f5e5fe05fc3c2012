from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import get_ident
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgfw.data import Picture
from imgfw.errors import FormatError
from imgfw.inference import GRAPH, SIGNATURE, Graph, GraphEncoder, GraphHead, forward_passes


def litert(operator: str, inputs: dict[str, tuple[int, ...]], *, signed: bool = True) -> bytes:
    """A LiteRT file that combines its inputs, all of one shape, by one operator; `inputs` in file order."""
    import flatbuffers
    from ai_edge_litert import schema_py_generated as schema

    shapes = [*inputs.values(), next(iter(inputs.values()))]
    tensors = [
        schema.TensorT(shape=list(shape), type=0, buffer=0, name=f"t{i}") for i, shape in enumerate(shapes)
    ]
    places = list(range(len(inputs)))
    code = getattr(schema.BuiltinOperator, operator)
    options = getattr(schema, f"{operator.capitalize()}OptionsT")()
    operands = sorted(inputs) if len(inputs) > 1 else [*inputs] * 2
    call = schema.OperatorT(
        opcodeIndex=0,
        inputs=[list(inputs).index(name) for name in operands],
        outputs=[len(inputs)],
        builtinOptionsType=getattr(schema.BuiltinOptions, f"{operator.capitalize()}Options"),
        builtinOptions=options,
    )
    signature = schema.SignatureDefT(
        inputs=[schema.TensorMapT(name=name, tensorIndex=i) for i, name in enumerate(inputs)],
        outputs=[schema.TensorMapT(name="output_0", tensorIndex=len(inputs))],
        signatureKey="serving_default",
        subgraphIndex=0,
    )
    graph = schema.SubGraphT(tensors=tensors, inputs=places, outputs=[len(inputs)], operators=[call])
    model = schema.ModelT(
        version=3,
        operatorCodes=[schema.OperatorCodeT(deprecatedBuiltinCode=code, builtinCode=code, version=1)],
        subgraphs=[graph],
        buffers=[schema.BufferT()],
        signatureDefs=[signature] if signed else [],
    )
    builder = flatbuffers.Builder(1024)
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


@pytest.fixture(scope="module")
def difference() -> Graph:
    """left - right; the file lists right first."""
    return Graph(litert("SUB", {"b_right": (1, 3), "a_left": (1, 3)}))


class Plain:
    """A backbone that takes pictures as they are."""

    def pixels(self, image: np.ndarray) -> np.ndarray:
        return image.astype("float32")


def row(*values: float) -> np.ndarray:
    """One row of numbers."""
    return np.array([values], np.float32)


def test_inputs_are_taken_in_the_order_of_their_names(difference: Graph) -> None:
    """The order of tensors in the file does not matter: names decide."""
    (given,) = difference(row(5, 6, 7), row(1, 2, 3))

    assert given.tolist() == [[4, 4, 4]]
    assert given.dtype == np.float32


def test_without_a_signature_the_order_of_the_file_counts() -> None:
    """A graph without named inputs takes them as the file lists them."""
    graph = Graph(litert("SUB", {"b_right": (1, 3), "a_left": (1, 3)}, signed=False))

    (given,) = graph(row(1, 2, 3), row(5, 6, 7))

    assert given.tolist() == [[4, 4, 4]]


def test_the_shapes_of_inputs_are_told() -> None:
    """In the order in which they are given."""
    wide = litert("SUB", {"b_right": (1, 3), "a_left": (1, 3)})

    assert Graph(wide).takes() == [(1, 3), (1, 3)]
    assert Graph(litert("ADD", {"x": (1, 4, 4, 3)})).takes() == [(1, 4, 4, 3)]


def test_the_digest_is_the_contents(difference: Graph) -> None:
    """Equal content has an equal digest, other content another."""
    same, other = Graph(difference.content), Graph(litert("ADD", {"x": (1, 3)}))

    assert same.digest == difference.digest
    assert other.digest != difference.digest
    assert len(same.digest) == 64


@pytest.mark.parametrize(
    "content", [b"", b"no graph at all", b"\0\0\0\0TFL3", b"\x1c\0\0\0TFL3" + b"\xff" * 300]
)
def test_what_is_no_graph_is_refused(content: bytes) -> None:
    """Anything but a LiteRT file raises FormatError."""
    with pytest.raises(FormatError, match="LiteRT graph"):
        Graph(content)(row(1))


def test_a_graph_cut_short_is_refused(difference: Graph) -> None:
    """A file that lost its end raises FormatError."""
    cut = Graph(difference.content[: len(difference.content) // 2])

    with pytest.raises(FormatError, match="cannot be used"):
        cut(row(1, 2, 3), row(1, 2, 3))


def test_forward_passes_are_counted(difference: Graph) -> None:
    """Every call of any graph counts one."""
    before = forward_passes()

    difference(row(1, 2, 3), row(1, 2, 3))
    Graph(difference.content)(row(1, 2, 3), row(1, 2, 3))

    assert forward_passes() - before == 2


def test_threads_work_at_the_same_time(difference: Graph) -> None:
    """Many threads share one graph, every answer is right, and every call is counted."""
    before = forward_passes()

    def answer(number: int) -> tuple[float, int]:
        return float(difference(row(number, 0, 0), row(1, 0, 0))[0][0, 0]), get_ident()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(answer, range(400)))

    assert [value for value, _ in answers] == [number - 1 for number in range(400)]
    assert forward_passes() - before == 400


def test_a_call_that_takes_long_is_not_disturbed_by_others() -> None:
    """Threads compute large rows at once, and each gets what it asked for, in every place."""
    graph = Graph(litert("SUB", {"b_right": (1, 400_000), "a_left": (1, 400_000)}))

    def right(number: int) -> bool:
        left, less = (np.full((1, 400_000), value, np.float32) for value in (number, 1))
        return bool((graph(left, less)[0] == number - 1).all())

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(right, range(64)))


def test_each_thread_has_an_interpreter_of_its_own_that_takes_no_other(
    difference: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is made once a thread; rows are what is shared out among threads."""
    from ai_edge_litert import interpreter

    asked, made = [], interpreter.Interpreter

    def noted(**given: Any) -> Any:
        asked.append(given["num_threads"])
        return made(**given)

    monkeypatch.setattr(interpreter, "Interpreter", noted)

    graph = Graph(difference.content)
    for _ in range(2):
        graph(row(1, 2, 3), row(1, 2, 3))
    with ThreadPoolExecutor(1) as pool:
        list(pool.map(graph, [row(1, 2, 3)] * 2, [row(1, 2, 3)] * 2))

    assert asked == [1, 1]


def test_making_an_interpreter_is_silent(difference: Graph) -> None:
    """A fresh process writes nothing to stdout or stderr, and needs no TensorFlow."""
    code = (
        "import sys, numpy as np; from imgfw.inference import Graph\n"
        f"Graph({difference.content!r})(np.ones((1, 3), 'float32'), np.ones((1, 3), 'float32'))\n"
        "assert not {'tensorflow', 'keras'} & set(sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_an_encoder_asks_its_backbone_for_pixels() -> None:
    """Features are what the graph makes of the backbone's pixels, without the row dimension."""
    encoder = GraphEncoder(Plain(), Graph(litert("ADD", {"pixels": (1, 2, 2, 3)})))
    image = np.arange(12, dtype=np.uint8).reshape(2, 2, 3)

    features = encoder.encode(Picture(image))

    assert features.tolist() == (2 * image.astype(float)).tolist()
    assert features.dtype == np.float32


def test_an_encoder_comes_back_from_its_state() -> None:
    """The state holds the graph and what was kept beside it, and gives the same encoder again."""
    encoder = GraphEncoder(
        Plain(), Graph(litert("ADD", {"pixels": (1, 2, 2, 3)})), {"network.keras": b"kept"}
    )

    again = GraphEncoder.of(encoder.backbone, encoder.state())

    assert again.state() == encoder.state()
    assert set(again.state()) == {GRAPH, "network.keras"}


def head(graph: Graph) -> GraphHead:
    """A head of two targets on two inputs."""
    return GraphHead(graph, ("features", "head:other"), (("quality", 2), ("age", 1)))


def test_a_head_gives_each_target_its_part(difference: Graph) -> None:
    """The graph's one output is split by the widths of the targets."""
    inputs = {"features": np.array([[5, 6, 7], [1, 1, 1]]), "head:other": np.ones((2, 3))}

    given = head(difference).predict(inputs)

    assert given["quality"].tolist() == [[4, 5], [0, 0]]
    assert given["age"].tolist() == [[6], [0]]


def test_a_head_without_rows_gives_empty_arrays(difference: Graph) -> None:
    """No rows in, arrays of the right width out."""
    empty = np.zeros((0, 3), np.float32)

    given = head(difference).predict({"features": empty, "head:other": empty})

    assert {name: array.shape for name, array in given.items()} == {"quality": (0, 2), "age": (0, 1)}


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), count=st.integers(1, 9), data=st.data())
def test_a_row_alone_equals_itself_among_others(
    difference: Graph, seed: int, count: int, data: st.DataObject
) -> None:
    """Whatever its neighbours, a row's answer is the same to the bit."""
    rng = np.random.default_rng(seed)
    inputs = {name: rng.normal(size=(count, 3)).astype("float32") for name in ("features", "head:other")}
    place = data.draw(st.integers(0, count - 1))

    together = head(difference).predict(inputs)
    alone = head(difference).predict({name: array[place : place + 1] for name, array in inputs.items()})

    assert all(np.array_equal(together[name][place : place + 1], alone[name]) for name in alone)


def test_a_head_comes_back_from_its_state(difference: Graph) -> None:
    """The state holds graph, signature and what was kept, and gives the same head again."""
    first = GraphHead(
        difference, ("features", "head:other"), (("quality", 2), ("age", 1)), {"x.keras": b"kept"}
    )

    again = GraphHead.of(first.state())

    assert (again.inputs, again.outputs, again.kept) == (first.inputs, first.outputs, first.kept)
    assert again.state() == first.state()


@pytest.mark.parametrize(
    "signature", [b"", b"[]", b'{"inputs": ["features"]}', b'{"inputs": [], "outputs": [1]}']
)
def test_a_damaged_signature_is_refused(difference: Graph, signature: bytes) -> None:
    """A head whose signature cannot be read raises FormatError."""
    with pytest.raises(FormatError, match="signature"):
        GraphHead.of({GRAPH: difference.content, SIGNATURE: signature})
