"""A library of photos: organized into folders by what a model sees in them, as a plan that can be undone."""

from __future__ import annotations

from imgfw import Later, hookimpl


@hookimpl
def imgfw_commands() -> list[Later]:
    """`imgfw organize`."""
    return [
        Later(
            "organize",
            "imgfw_photos.organize:organize",
            "Organize photos by what a model sees in them: plan first, then apply, and undo",
        )
    ]
