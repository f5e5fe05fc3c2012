"""How a check fails: with the name of the component and a sentence that says what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..components import Component
from ..errors import ComponentError


def require(component: Component, holds: object, sentence: str) -> None:
    """Raise AssertionError with this sentence unless it holds."""
    if not holds:
        raise AssertionError(f"{component.kind}/{component.use}: {sentence}")


@contextmanager
def at_the_border() -> Iterator[None]:
    """What a run would refuse where it comes in fails the check with the same sentence."""
    try:
        yield
    except ComponentError as error:
        raise AssertionError(str(error)) from None
