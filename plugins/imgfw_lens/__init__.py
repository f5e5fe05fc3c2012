"""Seeing: what a trained network looks at, what its layers answer to, and how it is made to fail."""

from __future__ import annotations

from imgfw import Later, hookimpl


@hookimpl
def imgfw_commands() -> list[Later]:
    """`imgfw lens`."""
    return [
        Later(
            "lens",
            "imgfw_lens.lens:lens",
            "Look into a trained network: what in a picture decides, and what its layers answer to",
        )
    ]
