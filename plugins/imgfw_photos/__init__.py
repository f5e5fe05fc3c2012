"""A library of photos: organized into folders by what a model sees in them, as a plan that can be undone."""

from __future__ import annotations

from imgfw import Later, hookimpl


@hookimpl
def imgfw_commands() -> list[Later]:
    """`imgfw organize` and `imgfw photos`."""
    return [
        Later(
            "organize",
            "imgfw_photos.organize:organize",
            "Organize photos by what a model sees in them: plan first, then apply, and undo",
        ),
        Later("photos", "imgfw_photos.draw_command:photos", "Photos: draw a camera roll by code"),
    ]


@hookimpl
def imgfw_sources() -> list[Later]:
    """Drawn scenes."""
    return [
        Later(
            "drawn-scenes",
            "imgfw_photos.drawn_scenes:DrawnScenes",
            "An album drawn by code: landscapes, cities, food, animals, groups, me; nothing is downloaded",
        )
    ]


@hookimpl
def imgfw_sinks() -> list[Later]:
    """A plan at the end of a run."""
    return [
        Later(
            "camera-roll",
            "imgfw_photos.camera_roll_sink:CameraRoll",
            "A camera roll drawn by code, and a plan for it: where the model would put each photo",
        ),
        Later(
            "organize",
            "imgfw_photos.organize_sink:Organize",
            "A plan for a library of photos: where each would go by what the model sees in it",
        ),
    ]
