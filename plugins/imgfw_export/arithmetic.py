"""Arithmetic on rows as operations of LiteRT: a head's formula, a temperature, half precision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    from imgfw import Step

    from .assembly import Assembly

_SMALLEST, _LEFT = 2.0**-126, 2.0**-25
"""What a probability is at least, and what is left to 1 at least, so that 0 and 1 have logits."""


def formula(file: Assembly, tensor: int, steps: Sequence[Step]) -> int:
    """A head's formula on a row (1, D)."""
    for step in steps:
        if step.do == "standardise":
            tensor = _standardised(file, tensor, *step.arrays)
        elif step.do == "linear":
            tensor = _linear(file, tensor, *step.arrays)
        elif step.do == "unit":
            tensor = _unit(file, tensor)
        else:
            ends = {"softmax": softmax, "sigmoid": sigmoid, "log-sigmoid": _log_sigmoid}
            tensor = ends[step.do](file, tensor)
    return tensor


def together(file: Assembly, tensors: Sequence[int]) -> int:
    """Rows side by side."""
    if len(tensors) == 1:
        return tensors[0]
    width = sum(file.shape(tensor)[1] for tensor in tensors)
    options = {"": "ConcatenationOptions", "axis": 1}
    return file.operate("CONCATENATION", tensors, (1, width), options=options)


def part(file: Assembly, tensor: int, begin: int, width: int) -> int:
    """So many columns of a row, from `begin` on."""
    import numpy as np

    if file.shape(tensor) == (1, width):
        return tensor
    where = [file.constant(np.array([place, size], np.int32)) for place, size in ((0, begin), (1, width))]
    return file.operate("SLICE", [tensor, *where], (1, width), options={"": "SliceOptions"})


def rounded(file: Assembly, tensor: int) -> int:
    """Rounded to half precision, as features are that were kept so."""
    shape = file.shape(tensor)
    half = file.operate("CAST", [tensor], shape, dtype="float16", options={"": "CastOptions"} | _CAST)
    return file.operate("CAST", [half], shape, options={"": "CastOptions"} | _BACK)


def softmax(file: Assembly, tensor: int) -> int:
    """Over a row."""
    return file.operate("SOFTMAX", [tensor], file.shape(tensor), options={"": "SoftmaxOptions", "beta": 1.0})


def sigmoid(file: Assembly, tensor: int) -> int:
    """Of each value."""
    return file.operate("LOGISTIC", [tensor], file.shape(tensor))


def calibrated(file: Assembly, tensor: int, temperature: float, *, exclusive: bool) -> int:
    """Probabilities (1, C) brought back to logits, divided by a temperature, and made probabilities again."""
    shape, by = file.shape(tensor), _number(file, temperature)
    low = file.operate("MAXIMUM", [tensor, _number(file, _SMALLEST)], shape, options=_MOST)
    if exclusive:
        logs = file.operate("LOG", [low], shape)
        return softmax(file, file.operate("DIV", [logs, by], shape, options=_DIV))
    rest = file.operate("SUB", [_number(file, 1.0), low], shape, options=_SUB)
    rest = file.operate("MAXIMUM", [rest, _number(file, _LEFT)], shape, options=_MOST)
    both = [file.operate("LOG", [each], shape) for each in (low, rest)]
    logits = file.operate("SUB", both, shape, options=_SUB)
    return sigmoid(file, file.operate("DIV", [logits, by], shape, options=_DIV))


def _standardised(file: Assembly, tensor: int, mean: Any, scale: Any, far: Any) -> int:
    shape = file.shape(tensor)
    apart = file.operate("SUB", [tensor, file.constant(mean)], shape, options=_SUB)
    found = file.operate("DIV", [apart, file.constant(scale)], shape, options=_DIV)
    if float(far) == float("inf"):
        return found
    found = file.operate("MINIMUM", [found, _number(file, float(far))], shape, options=_MOST)
    return file.operate("MAXIMUM", [found, _number(file, -float(far))], shape, options=_MOST)


def _linear(file: Assembly, tensor: int, weights: np.ndarray, bias: np.ndarray) -> int:
    given = [tensor, file.constant(weights.T), file.constant(bias)]
    return file.operate("FULLY_CONNECTED", given, (1, len(bias)), options={"": "FullyConnectedOptions"})


def _unit(file: Assembly, tensor: int) -> int:
    import numpy as np

    squares = file.operate("MUL", [tensor, tensor], file.shape(tensor), options={"": "MulOptions"})
    axis = file.constant(np.array([1], np.int32))
    total = file.operate("SUM", [squares, axis], (1, 1), options={"": "ReducerOptions", "keepDims": True})
    length = file.operate("SQRT", [total], (1, 1))
    some = file.operate("MAXIMUM", [length, _number(file, _SMALLEST)], (1, 1), options=_MOST)
    return file.operate("DIV", [tensor, some], file.shape(tensor), options=_DIV)


def _log_sigmoid(file: Assembly, tensor: int) -> int:
    """min(x, 0) - log(1 + exp(-|x|)), which keeps its precision on both sides."""
    shape = file.shape(tensor)
    below = file.operate("MINIMUM", [tensor, _number(file, 0.0)], shape, options=_MOST)
    away = file.operate("NEG", [file.operate("ABS", [tensor], shape)], shape)
    more = [file.operate("EXP", [away], shape), _number(file, 1.0)]
    total = file.operate("ADD", more, shape, options={"": "AddOptions"})
    return file.operate("SUB", [below, file.operate("LOG", [total], shape)], shape, options=_SUB)


def _number(file: Assembly, value: float) -> int:
    import numpy as np

    return file.constant(np.array([value], np.float32))


_SUB, _DIV, _MOST = {"": "SubOptions"}, {"": "DivOptions"}, {"": "MaximumMinimumOptions"}
_CAST, _BACK = {"inDataType": 0, "outDataType": 1}, {"inDataType": 1, "outDataType": 0}
