"""How a check fails: with the name of the component and a sentence that says what to do."""

from __future__ import annotations

from ..components import Component


def require(component: Component, holds: object, sentence: str) -> None:
    """Raise AssertionError with this sentence unless it holds."""
    if not holds:
        raise AssertionError(f"{component.kind}/{component.use}: {sentence}")
