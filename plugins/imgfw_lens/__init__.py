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
            "Look into a trained network: what decides, what its layers answer to, what deceives it",
        )
    ]


@hookimpl
def imgfw_sources() -> list[Later]:
    """Where pictures come from that a network made up."""
    return [
        Later(
            "generated",
            "imgfw_lens.generated:Generated",
            "Pictures by a generator that `imgfw lens train-generator` trained, to learn from and never to "
            "judge on",
        )
    ]
