"""Faces for imgfw: a 3-D head drawn by code, and the source of selfies made with it."""

from imgfw import hookimpl

from .source import DrawnSelfies


@hookimpl
def imgfw_sources() -> tuple[type[DrawnSelfies], ...]:
    """Drawn selfies."""
    return (DrawnSelfies,)
