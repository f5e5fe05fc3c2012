"""A bundle's networks put together again, from pixels to probabilities, for whoever looks inside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from imgfw import (
    Bundle,
    CallError,
    Head,
    ImgfwError,
    MissingFileError,
    Network,
    NeuralBackbone,
    NeuralHead,
    Target,
)

from .compose import alone, head_network
from .fitted import KerasEncoder, KerasHead
from .formulas import after
from .library import afresh, keras
from .loading import NETWORK, loaded
from .standard import Scale

_ROWS = 64


def opened(bundle: Bundle) -> Network:
    """Backbone and heads with the weights of a bundle; heads without layers or a formula are missing.

    Raises CallError where the weights of the backbone are not to be had any more.
    """
    library = afresh(0)
    part = bundle.encoder.backbone
    component: Any = part.component
    backbone = _backbone(component, part.fitted)
    pixels = library.Input(tuple(backbone.input_shape[1:]), dtype="float32")
    scaled = library.Model(pixels, component.scaled(component.centred(pixels)))
    features = library.Input(tuple(backbone.output_shape[1:]))
    given = {"features": _rounded(features, bundle.encoder.dtype)}
    logits: dict[str, Any] = {}
    probabilities: dict[str, Any] = {}
    missing: dict[str, str] = {}
    for name, head in bundle.heads.items():
        assert isinstance(head.component, Head)
        served = {target: bundle.targets[target] for target in head.component.targets}
        why = _refusal(name, head, given)
        if why:
            missing |= dict.fromkeys(served, why)
            continue
        own, shares = _head(head, served, given)
        logits |= own
        probabilities |= shares
        given[f"head:{name}"] = _together([shares[target] for target in served])
    found = library.Model(features, logits) if logits else None
    said = library.Model(features, probabilities) if probabilities else None
    return Network(scaled, backbone, found, said, missing)


def _backbone(component: NeuralBackbone, fitted: Any) -> Any:
    """The backbone's network: as Keras runs it, as training kept it, or as its recipe makes it."""
    if isinstance(fitted, KerasEncoder):
        return fitted.network
    if NETWORK in fitted.kept:
        return loaded(bytes(fitted.kept[NETWORK]))
    try:
        lost = [str(path) for path in component.files_read() if not path.is_file()]
        if lost:
            raise MissingFileError(f"there is no file {lost[0]}")
        return component.network()
    except (ImgfwError, OSError) as error:
        raise CallError(
            f"backbone/{component.use} was not trained, so the run keeps no weights of its own, and those it "
            f"began with are not to be had: {error}\n  put them back (Keras keeps its own in KERAS_HOME), or "
            "run the recipe again"
        ) from error


def _rounded(features: Any, dtype: str) -> Any:
    """Features as heads are given them."""
    cast = keras().ops.cast
    return features if dtype == "float32" else cast(cast(features, dtype), "float32")


def _refusal(name: str, head: Any, given: Mapping[str, Any]) -> str:
    """Why a head cannot be a part of a network; "" where it can."""
    lost = [each for each in head.component.inputs if each not in given]
    if lost:
        return f'head "{name}" takes {lost[0]}, which is not a part of the network'
    if isinstance(head.component, NeuralHead) or hasattr(head.fitted, "steps"):
        return ""
    return (
        f'head "{name}": {head.component.use} is neither layers nor a formula, so no gradient passes it; '
        "train a head of layers (dense, conv, arcface) or one with a formula (logistic, ridge, prototypes)"
    )


def _head(head: Any, targets: Mapping[str, Target], given: Mapping[str, Any]) -> tuple[dict, dict]:
    """Logits and probabilities of a head, by target."""
    values = {name: given[name] for name in head.component.inputs}
    if isinstance(head.component, NeuralHead):
        return _layers(head, targets, values)
    row = _together(list(values.values()))
    logits, probabilities = {}, {}
    for target, steps in head.fitted.steps().items():
        last = steps[-1].do in ("softmax", "sigmoid")
        x = row
        for step in steps[:-1] if last else steps:
            x = after(step, x)
        logits[target] = x
        probabilities[target] = after(steps[-1], x) if last else x
    return logits, probabilities


def _layers(head: Any, targets: Mapping[str, Target], values: Mapping[str, Any]) -> tuple[dict, dict]:
    shapes = {name: tuple(value.shape[1:]) for name, value in values.items()}
    made = head_network(head.component, targets, shapes)
    fitted = head.fitted
    kept = fitted.network if isinstance(fitted, KerasHead) else loaded(bytes(fitted.kept[NETWORK]))
    made.network.set_weights(kept.get_weights())
    numbers = [name for name, target in targets.items() if target.type == "number"]
    if numbers:
        made = replace(made, scales=_scales(made.network, made.inputs, fitted, numbers))
    logits = made.network(alone([values[name] for name in made.inputs]))
    return logits, made.probabilities(logits)


def _scales(network: Any, names: tuple[str, ...], fitted: Any, numbers: list[str]) -> dict[str, Scale]:
    """Mean and deviation of numbers, which only what predicts knows: a line through what it says of rows."""
    import numpy as np

    rng = np.random.default_rng(0)
    rows = [rng.normal(0, 1, (_ROWS, *tensor.shape[1:])).astype("float32") for tensor in network.inputs]
    said = fitted.predict(dict(zip(names, rows, strict=True)))
    learned = network.predict_on_batch(alone(rows))
    found = {}
    for name in numbers:
        x, y = (np.asarray(each[name], np.float64)[:, 0] for each in (learned, said))
        spread = ((x - x.mean()) ** 2).sum()
        slope = ((x - x.mean()) * (y - y.mean())).sum() / spread if spread else 0.0
        found[name] = Scale(float(y.mean() - slope * x.mean()), float(slope))
    return found


def _together(values: list[Any]) -> Any:
    return keras().ops.concatenate(values, axis=1) if len(values) > 1 else values[0]
