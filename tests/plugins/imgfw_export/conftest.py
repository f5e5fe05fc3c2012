"""A bundle of small graphs that are made without TensorFlow, and pictures as files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BytesIO
from types import SimpleNamespace
from typing import Any, Literal

import numpy as np
import pytest
from ai_edge_litert import schema_py_generated as schema
from PIL import Image

from imgfw import (
    Bundle,
    Graph,
    GraphEncoder,
    GraphHead,
    Head,
    NeuralBackbone,
    NeuralHead,
    Step,
    Target,
    resized,
)
from imgfw.decisions import Decision
from imgfw.encoder import Encoder
from imgfw.parts import Part
from imgfw_export import arithmetic
from imgfw_export.assembly import Assembly

SIDE, WIDTH = 24, 5


class Squares(NeuralBackbone):
    """Squashes pictures to a small square."""

    trainer = "keras"
    use: Literal["squares"] = "squares"

    def pixels(self, image):
        """float32 (24, 24, 3)."""
        return resized(image, (SIDE, SIDE)).astype("float32")


class Layers(NeuralHead):
    """Two targets side by side."""

    trainer = "keras"
    use: Literal["layers"] = "layers"
    targets: tuple[str, ...] = ("colour", "tags")


class Lines(Head):
    """A formula."""

    use: Literal["lines"] = "lines"
    target: str = "grade"
    targets: tuple[str, ...] = ("grade",)
    inputs: tuple[str, ...] = ("features", "head:first")


class Fitted:
    """Its formula at work."""

    def __init__(self, steps: tuple[Step, ...]) -> None:
        self._steps = steps

    def steps(self) -> dict[str, tuple[Step, ...]]:
        """Of its only target."""
        return {"grade": self._steps}

    def predict(self, inputs: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        """What the formula gives."""
        from imgfw.formula import computed

        return {"grade": computed(self._steps, np.concatenate(list(inputs.values()), axis=1))}

    def state(self) -> dict[str, Any]:
        """Its arrays."""
        return {f"{i}.{j}": a for i, step in enumerate(self._steps) for j, a in enumerate(step.arrays)}


def seed(shape: tuple[int, ...]) -> bytes:
    """A LiteRT file of one tensor, which goes in and comes out."""
    model, graph, tensor = schema.ModelT(), schema.SubGraphT(), schema.TensorT()
    model.version, model.operatorCodes, model.buffers = 3, [], [schema.BufferT()]
    tensor.name, tensor.shape, tensor.type, tensor.buffer = b"x", list(shape), schema.TensorType.FLOAT32, 0
    tensor.hasRank = True
    graph.tensors, graph.inputs, graph.outputs, graph.operators = [tensor], [0], [0], []
    signature, place = schema.SignatureDefT(), schema.TensorMapT()
    place.name, place.tensorIndex = b"x", 0
    signature.signatureKey, signature.subgraphIndex = b"serving_default", 0
    signature.inputs, signature.outputs = [place], [place]
    model.subgraphs, model.signatureDefs = [graph], [signature]
    import flatbuffers

    builder = flatbuffers.Builder(256)
    builder.Finish(model.Pack(builder), file_identifier=b"TFL3")
    return bytes(builder.Output())


def graph_of(shape: tuple[int, ...], make: Callable[[Assembly, int], int]) -> Graph:
    """The graph of what `make` adds behind an input of this shape."""
    file = Assembly(seed(shape))
    return Graph(file.content({"x": file.input}, {"y": make(file, file.input)}))


def weights(*shape: int, by: float = 1.0) -> np.ndarray:
    """Some numbers."""
    return (np.random.default_rng(3).normal(0, by, shape)).astype(np.float32)


def network(file: Assembly, pixels: int) -> int:
    """Scaled, then 5 features from the means of three colours in the left and the right half."""
    halves = []
    for begin in (0, SIDE // 2):
        where = [file.constant(np.int32(v)) for v in ([0, 0, begin, 0], [1, SIDE, SIDE // 2, 3])]
        half = file.operate("SLICE", [pixels, *where], (1, SIDE, SIDE // 2, 3), options={"": "SliceOptions"})
        axes = file.constant(np.array([1, 2], np.int32))
        halves.append(file.operate("MEAN", [half, axes], (1, 3), options={"": "ReducerOptions"}))
    six = Step("standardise", (np.full(6, 127.5, np.float32), np.full(6, 60, np.float32), np.float32(9)))
    row = arithmetic.together(file, halves)
    return arithmetic.formula(file, row, [six, Step("linear", (weights(6, WIDTH), weights(WIDTH)))])


def layers(file: Assembly, row: int) -> int:
    """A softmax over three colours beside two sigmoids."""
    found = [
        arithmetic.formula(file, row, [Step("linear", (weights(WIDTH, 3), weights(3))), Step("softmax")]),
        arithmetic.formula(file, row, [Step("linear", (-weights(WIDTH, 2), weights(2))), Step("sigmoid")]),
    ]
    return arithmetic.together(file, found)


def made_of(make_network: Callable = network, make_head: Callable = layers) -> Bundle:
    """A bundle: a head of layers for a colour and tags, and a formula on features and that head's answers."""
    backbone, first, second = Squares(), Layers(), Lines()
    outputs = (("colour", 3), ("tags", 2))
    head = GraphHead(graph_of((1, WIDTH), make_head), ("features",), outputs)
    steps = (Step("linear", (weights(WIDTH + 5, 3), weights(3))), Step("softmax"))
    encoder = Encoder(
        320, (), (), Part(backbone, GraphEncoder(backbone, graph_of((1, SIDE, SIDE, 3), make_network)))
    )
    return Bundle(
        encoder,
        {"first": Part(first, head), "second": Part(second, Fitted(steps))},
        {
            "colour": Target("colour", labels=("blue", "green", "red")),
            "tags": Target("tags", "multi-label", ("dark", "plain")),
            "grade": Target("grade", "ordinal", ("poor", "fair", "great")),
        },
        {
            "colour": Decision(temperature=1.7, unknown=0.4, sets=0.2),
            "tags": Decision(thresholds=(0.5, None), temperature=0.6),
            "grade": Decision(),
        },
    )


@pytest.fixture(scope="session")
def bundle() -> Bundle:
    """The bundle that all of it is tried on."""
    return made_of()


@pytest.fixture(scope="session")
def pictures() -> list[tuple[str, bytes]]:
    """Twelve pictures of several sizes and kinds, as files."""
    return [picture(number) for number in range(12)]


def picture(number: int) -> tuple[str, bytes]:
    """Coloured noise that is coarse enough to survive JPEG."""
    rng = np.random.default_rng(number)
    blocks = rng.integers(0, 256, (6, 8, 3), np.uint8).repeat(60 + 7 * number, 0).repeat(70, 1)
    image, form = Image.fromarray(blocks), ("JPEG", "PNG", "WEBP")[number % 3]
    exif = Image.Exif()
    exif[0x0112] = number % 8 + 1
    file = BytesIO()
    image.save(file, form, exif=exif)
    return f"{number}.{form.lower()}", file.getvalue()


def changed(bundle: Bundle, **decisions: Decision) -> Bundle:
    """The bundle with other decisions."""
    return replace(bundle, decisions={**bundle.decisions, **decisions})


@pytest.fixture(scope="session")
def small() -> SimpleNamespace:
    """What makes bundles, graphs and pictures."""
    return SimpleNamespace(
        made_of=made_of,
        graph_of=graph_of,
        network=network,
        layers=layers,
        weights=weights,
        picture=picture,
        changed=changed,
        SIDE=SIDE,
        WIDTH=WIDTH,
    )
