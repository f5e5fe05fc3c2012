"""A bundle as one graph: pixels in, features and the probabilities of every target out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from imgfw import Bundle, ComponentError, GraphEncoder, GraphHead

from . import arithmetic
from .assembly import Assembly

PIXELS, FEATURES = "pixels", "features"


def output_of(target: str) -> str:
    """The name under which the probabilities of a target come out."""
    return f"target/{target}"


def outputs_of(bundle: Bundle) -> tuple[str, ...]:
    """The names of all that comes out, in order."""
    return FEATURES, *(output_of(name) for name in bundle.targets)


def composed(bundle: Bundle) -> bytes:
    """The LiteRT file, float32 all through; what the bundle computes by graphs is the same to the bit.

    Raises ComponentError for a bundle of which something cannot be written, by name.
    """
    _refuse(bundle)
    encoder: GraphEncoder = bundle.encoder.backbone.fitted
    file = Assembly(encoder.graph.content)
    features = file.output
    if bundle.encoder.dtype == "float16":
        features = arithmetic.rounded(file, features)
    answers = {"features": features}
    found: dict[str, int] = {}
    for name, part in bundle.heads.items():
        head: Any = part.component
        given = _answers(file, name, part, answers)
        found |= given
        answers[f"head:{name}"] = arithmetic.together(file, [given[each] for each in head.targets])
    outputs = {FEATURES: features}
    for name, target in bundle.targets.items():
        by = bundle.decisions[name].temperature
        if by != 1.0 and target.type != "number":
            found[name] = arithmetic.calibrated(file, found[name], by, exclusive=target.exclusive)
        outputs[output_of(name)] = found[name]
    return file.content({PIXELS: file.input}, outputs)


def _answers(file: Assembly, name: str, part: Any, answers: dict[str, int]) -> dict[str, int]:
    """What a head says, by target, before any temperature."""
    head, fitted = part.component, part.fitted
    if isinstance(fitted, GraphHead):
        together = file.join(fitted.graph.content, [answers[each] for each in fitted.inputs])
        found, begin = {}, 0
        for target, width in fitted.outputs:
            found[target] = arithmetic.part(file, together, begin, width)
            begin += width
        return found
    if not hasattr(fitted, "steps"):
        raise ComponentError(
            f'head "{name}": {head.use} has no formula that could be written into a model file; train a head '
            "of layers (dense, conv, arcface) or one with a formula (logistic, ordinal-logistic, ridge, "
            "prototypes), or use `imgfw predict` or `imgfw serve`"
        )
    row = arithmetic.together(file, [answers[each] for each in head.inputs])
    return {target: arithmetic.formula(file, row, steps) for target, steps in fitted.steps().items()}


def _refuse(bundle: Bundle) -> None:
    """Raise ComponentError for what no model file of pixels can do."""
    encoder = bundle.encoder
    for kind, parts in (("annotator", encoder.annotators), ("transform", encoder.transforms)):
        if parts:
            raise ComponentError(
                f"{kind}/{_named(parts)}: it works on pictures before the network sees them, which a model "
                "file cannot; use `imgfw predict` or `imgfw serve`, or train without it if the backbone can"
            )
    if not isinstance(encoder.backbone.fitted, GraphEncoder):
        use = encoder.backbone.component.use
        raise ComponentError(
            f"backbone/{use}: it has no LiteRT graph, which is what is exported; its run says why, and "
            f"{use} may be replaced by a network that has one"
        )


def _named(parts: Sequence[Any]) -> str:
    return ", ".join(part.component.use for part in parts)
