"""LiteRT files put together."""

from __future__ import annotations

import numpy as np
import pytest
from ai_edge_litert import schema_py_generated as schema

from imgfw import ComponentError, Graph
from imgfw_export.assembly import Assembly


@pytest.fixture(scope="module")
def pixels(small):
    """A picture as the network gets it."""
    return np.random.default_rng(0).uniform(0, 255, (1, small.SIDE, small.SIDE, 3)).astype(np.float32)


def test_joined_graphs_give_what_they_give_one_after_the_other(small, pixels):
    """To the bit, whatever else they share: operations, names of tensors, constants."""
    first = small.graph_of((1, small.SIDE, small.SIDE, 3), small.network)
    second = small.graph_of((1, small.WIDTH), small.layers)
    file = Assembly(first.content)

    head = file.join(second.content, [file.output])
    again = file.join(second.content, [file.output])
    whole = Graph(file.content({"in": file.input}, {"a": file.output, "b": head, "c": again}))

    features, one, other = whole(pixels)
    assert np.array_equal(features, first(pixels)[0])
    assert np.array_equal(one, second(features)[0])
    assert np.array_equal(one, other)


def test_a_graph_takes_its_inputs_by_the_order_of_their_names(small):
    """As `imgfw.Graph` does, however the file orders them."""
    file = Assembly(small.graph_of((1, 2), lambda file, row: row).content)
    left = file.constant(np.float32([[1, 2]]))
    difference = file.operate("SUB", [file.input, left], (1, 2), options={"": "SubOptions"})
    two = file.content({"b": file.input, "a": left}, {"out": difference})
    outer = Assembly(small.graph_of((1, 2), lambda file, row: row).content)

    found = outer.join(two, [outer.constant(np.float32([[10, 10]])), outer.input])

    graph = Graph(outer.content({"x": outer.input}, {"y": found}))
    assert np.array_equal(graph(np.float32([[5, 7]]))[0], [[-5, -3]])


def test_inputs_and_outputs_have_the_names_that_were_asked_for(small):
    """A tensor that had one of them before has another."""
    file = Assembly(small.graph_of((1, small.WIDTH), small.layers).content)

    content = file.content({"concatenation": file.input}, {"x": file.output, "target/ä": file.output})

    model = schema.ModelT.InitFromPackedBuf(bytearray(content), 0)
    (signature,) = model.signatureDefs
    assert [each.name for each in signature.inputs] == [b"concatenation"]
    assert [each.name for each in signature.outputs] == [b"x", "target/ä".encode()]
    names = [tensor.name for tensor in model.subgraphs[0].tensors]
    assert len(set(names)) == len(names)


def test_shapes_are_told(small):
    """Of what goes in and what comes out."""
    file = Assembly(small.graph_of((1, small.SIDE, small.SIDE, 3), small.network).content)

    assert (file.shape(file.input), file.shape(file.output)) == ((1, 24, 24, 3), (1, 5))


def test_graphs_with_branches_are_refused(small):
    """They have subgraphs of their own."""
    import flatbuffers

    content = small.graph_of((1, 2), lambda file, row: row).content
    model = schema.ModelT.InitFromPackedBuf(bytearray(content), 0)
    model.subgraphs = model.subgraphs * 2
    builder = flatbuffers.Builder(256)
    builder.Finish(model.Pack(builder), file_identifier=b"TFL3")

    with pytest.raises(ComponentError, match="one subgraph and one signature, got 2 and 1"):
        Assembly(bytes(builder.Output()))
