"""Which layers of a backbone learn in a phase."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .compose import freeze


class Freezing:
    """The layers of a network, and whether each learned to begin with."""

    def __init__(self, network: Any) -> None:
        self.network = network
        self._own = tuple((layer, layer.trainable) for layer in network.layers for layer in _inner(layer))

    def apply(self, until: int | str | None) -> None:
        """Let learn what learned to begin with, but for the first layers, or all; see `compose.freeze`."""
        self._as_it_came()
        if until == "all":
            for layer in self.network.layers:
                layer.trainable = False
            return
        freeze(self.network, until)

    def check(self, until: int | str | None) -> None:
        """See that a phase can be so; nothing changes. Raises ComponentError, see `compose.freeze`."""
        try:
            self.apply(until)
        finally:
            self._as_it_came()

    def _as_it_came(self) -> None:
        for layer, own in self._own:  # a layer takes those inside along, which follow
            layer.trainable = own


def _inner(layer: Any) -> Iterator[Any]:
    """A layer and, behind it, those inside."""
    yield layer
    for each in getattr(layer, "layers", ()):
        yield from _inner(each)
