"""The backbone of an earlier run: the network that its bundle keeps, for a run that goes on from it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from imgfw import ComponentError, MissingFileError, NeuralBackbone

from .loading import NETWORK

_ANY = frozenset({"size", "pooling", "weights", "mean", "dtype"})
"""Parameters that change nothing of the layers with weights."""


def network_file(folder: Path) -> Path:
    """The network that a run folder or bundle keeps of its backbone; it need not be there."""
    return _part(folder) / NETWORK


def check(backbone: NeuralBackbone, folder: Path, say: Callable[[str], None]) -> None:
    """See that a run folder or bundle has a network that was made by a backbone of the same layers.

    That a mean was taken off its pixels and not here, or the reverse, is told by `say`. Raises
    MissingFileError where it has none, ComponentError for one of another backbone.
    """
    where = f'backbone/{backbone.use}: weights = "{folder}"'
    try:
        part = json.loads((_part(folder) / "part.json").read_text("utf-8"))
        use, theirs = str(part["use"]), dict(part["parameters"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise MissingFileError(
            f"{where}: expected a weights file, a run folder or a bundle, got a folder without a backbone"
        ) from error
    if use != backbone.use:
        raise ComponentError(f"{where}: expected weights of {backbone.use}, got those of {use}")
    own, theirs = backbone.model_dump(mode="json"), _filled(type(backbone), theirs, where)
    _compare(own, theirs, where)
    if (own["mean"] == "none") != (theirs["mean"] == "none"):
        had, now = "no mean" if theirs["mean"] == "none" else "a mean", json.dumps(own["mean"])
        say(f"{where}: {had} was taken off the pixels that it learned from; here mean is {now}")
    if not network_file(folder).is_file():
        raise MissingFileError(
            f"{where}: its backbone was frozen, so that no network of its own is kept; give the weights it "
            f"had: weights = {json.dumps(theirs.get('weights', 'none'))}"
        )


def _filled(cls: type[NeuralBackbone], theirs: Mapping[str, Any], where: str) -> dict[str, Any]:
    """The parameters of a backbone, with the defaults of those that came later."""
    try:
        return cls.model_validate_json(json.dumps(theirs)).model_dump(mode="json")
    except ValueError as error:
        raise ComponentError(
            f"{where}: it was made by another version of this backbone: {str(error).splitlines()[0]}"
        ) from error


def _compare(mine: Mapping[str, Any], theirs: Mapping[str, Any], where: str) -> None:
    for name in sorted(mine.keys() - _ANY):
        if mine[name] != theirs[name]:
            raise ComponentError(
                f"{where}: expected {name} = {json.dumps(mine[name])} as in this recipe, got "
                f"{json.dumps(theirs[name])}; such a network has other layers"
            )


def _part(folder: Path) -> Path:
    inside = folder / "bundle"
    return (inside if inside.is_dir() else folder) / "backbone"
