"""Faces for imgfw: a 3-D head drawn by code, and the source of selfies made with it."""

from __future__ import annotations

from imgfw import Later, hookimpl


@hookimpl
def imgfw_sources() -> list[Later]:
    """Drawn selfies."""
    return [
        Later(
            "drawn-selfies",
            "imgfw_faces.source:DrawnSelfies",
            "Selfies drawn by code, with true labels, identities and landmarks; nothing is downloaded",
        ),
    ]
