"""LiteRT files put together: several graphs joined at their tensors, and operations added to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from imgfw import ComponentError

if TYPE_CHECKING:
    import numpy as np

_IDENTIFIER = b"TFL3"
_OLDEST = 127  # codes above it have no place in the field that early readers look at


class Assembly:
    """A LiteRT file in the making; tensors are told by their number.

    content  the graph that it begins with, of one input
    """

    def __init__(self, content: bytes) -> None:
        self._model = _unpacked(content)
        self._graph = self._model.subgraphs[0]
        (self.input,) = _places(self._model, "inputs")
        (self.output,) = _places(self._model, "outputs")
        self._names = {tensor.name for tensor in self._graph.tensors}

    def shape(self, tensor: int) -> tuple[int, ...]:
        """Of a tensor."""
        return tuple(int(side) for side in self._graph.tensors[tensor].shape)

    def join(self, content: bytes, inputs: Sequence[int]) -> int:
        """Add a graph of one output, fed by these tensors; gives the tensor that comes out."""
        other = _unpacked(content)
        graph = other.subgraphs[0]
        codes = [self._code(code) for code in other.operatorCodes]
        buffers = [self._buffer(buffer) if place else 0 for place, buffer in enumerate(other.buffers)]
        tensors = dict(zip(_places(other, "inputs"), inputs, strict=True))
        for place, tensor in enumerate(graph.tensors):
            if place not in tensors:
                tensor.buffer, tensor.name = buffers[tensor.buffer], self._free(tensor.name)
                tensors[place] = self._add(tensor)
        for operator in graph.operators:
            operator.opcodeIndex = codes[operator.opcodeIndex]
            for name in ("inputs", "outputs", "intermediates"):
                given = getattr(operator, name)
                if given is not None:
                    setattr(operator, name, [tensors[int(t)] if t >= 0 else -1 for t in given])
            self._graph.operators.append(operator)
        return tensors[_places(other, "outputs")[0]]

    def constant(self, values: np.ndarray) -> int:
        """A tensor of fixed values, float32 or int32."""
        import numpy as np
        from ai_edge_litert import schema_py_generated as schema

        buffer = schema.BufferT()
        buffer.data = np.frombuffer(np.ascontiguousarray(values).tobytes(), np.uint8)
        return self._tensor("constant", values.shape, str(values.dtype), self._buffer(buffer))

    def operate(
        self,
        operation: str,
        inputs: Sequence[int],
        shape: Sequence[int],
        *,
        dtype: str = "float32",
        version: int = 1,
        options: Mapping[str, Any] | None = None,
    ) -> int:
        """Add an operation; gives the tensor that comes out.

        operation  as the LiteRT schema calls it, such as "FULLY_CONNECTED"
        options    its options by name, "" names their record: {"": "SoftmaxOptions", "beta": 1.0}
        """
        from ai_edge_litert import schema_py_generated as schema

        code = schema.OperatorCodeT()
        code.builtinCode = getattr(schema.BuiltinOperator, operation)
        code.deprecatedBuiltinCode, code.version = min(code.builtinCode, _OLDEST), version
        operator = schema.OperatorT()
        operator.opcodeIndex, operator.inputs = self._code(code), list(inputs)
        if options:
            record = getattr(schema, options[""] + "T")()
            for name in options.keys() - {""}:
                setattr(record, name, options[name])
            operator.builtinOptionsType = getattr(schema.BuiltinOptions, options[""])
            operator.builtinOptions = record
        found = self._tensor(operation.lower(), shape, dtype, 0)
        operator.outputs = [found]
        self._graph.operators.append(operator)
        return found

    def content(self, inputs: Mapping[str, int], outputs: Mapping[str, int]) -> bytes:
        """The file, with these inputs and outputs by name."""
        import flatbuffers

        named = {name.encode(): tensor for name, tensor in {**inputs, **outputs}.items()}
        for tensor in self._graph.tensors:
            if tensor.name in named:
                tensor.name = self._free(tensor.name)
        for name, place in named.items():
            self._graph.tensors[place].name = name
        self._graph.inputs, self._graph.outputs = list(inputs.values()), list(outputs.values())
        signature = self._model.signatureDefs[0]
        signature.inputs, signature.outputs = _maps(inputs), _maps(outputs)
        builder = flatbuffers.Builder(1024)
        builder.Finish(self._model.Pack(builder), file_identifier=_IDENTIFIER)
        return bytes(builder.Output())

    def _tensor(self, name: str, shape: Sequence[int], dtype: str, buffer: int) -> int:
        from ai_edge_litert import schema_py_generated as schema

        tensor = schema.TensorT()
        tensor.name, tensor.shape = self._free(name.encode()), list(shape)
        tensor.type, tensor.buffer = getattr(schema.TensorType, dtype.upper()), buffer
        tensor.hasRank = True
        return self._add(tensor)

    def _add(self, tensor: Any) -> int:
        self._graph.tensors.append(tensor)
        self._names.add(tensor.name)
        return len(self._graph.tensors) - 1

    def _buffer(self, buffer: Any) -> int:
        self._model.buffers.append(buffer)
        return len(self._model.buffers) - 1

    def _code(self, code: Any) -> int:
        """The place of an operation's code, which is there once."""
        for place, known in enumerate(self._model.operatorCodes):
            if vars(known) == vars(code):
                return place
        self._model.operatorCodes.append(code)
        return len(self._model.operatorCodes) - 1

    def _free(self, name: bytes) -> bytes:
        """A tensor's name that no other one has."""
        found, number = name, 1
        while found in self._names:
            found, number = name + b"_%d" % number, number + 1
        return found


def _unpacked(content: bytes) -> Any:
    from ai_edge_litert import schema_py_generated as schema

    model = schema.ModelT.InitFromPackedBuf(bytearray(content), 0)
    if len(model.subgraphs) != 1 or len(model.signatureDefs or ()) != 1:
        raise ComponentError(
            f"expected a LiteRT graph of one subgraph and one signature, got {len(model.subgraphs)} and "
            f"{len(model.signatureDefs or ())}; loops and branches cannot be joined"
        )
    return model


def _places(model: Any, which: str) -> list[int]:
    """Tensors of its signature, in the order of their names, which is that of `imgfw.Graph`."""
    maps = sorted(getattr(model.signatureDefs[0], which), key=lambda each: each.name)
    return [each.tensorIndex for each in maps]


def _maps(named: Mapping[str, int]) -> list[Any]:
    from ai_edge_litert import schema_py_generated as schema

    maps = []
    for name, tensor in named.items():
        each = schema.TensorMapT()
        each.name, each.tensorIndex = name.encode(), tensor
        maps.append(each)
    return maps
