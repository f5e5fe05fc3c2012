"""Faces for imgfw: a 3-D head drawn by code, the source of selfies made with it, and folders of them."""

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


@hookimpl
def imgfw_augmenters() -> list[Later]:
    """Faces turned to other poses."""
    return [
        Later(
            "face-synthesis",
            "imgfw_faces.synthesis:FaceSynthesis",
            "Turn faces to other poses, by a 3-D head that is laid under the photo",
        ),
    ]


@hookimpl
def imgfw_commands() -> list[Later]:
    """`imgfw faces`."""
    return [Later("faces", "imgfw_faces.command:faces", "Faces: draw selfies by code")]
