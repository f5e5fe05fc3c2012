"""Pictures from the web: gather them from public picture APIs, and use them with their attribution."""

from __future__ import annotations

from imgfw import Later, hookimpl


@hookimpl
def imgfw_sources() -> list[Later]:
    """Gathered pictures."""
    return [
        Later(
            "gathered",
            "imgfw_web.source:Gathered",
            "A folder filled by `imgfw gather`: class folders and an attribution.csv",
        ),
    ]


@hookimpl
def imgfw_commands() -> list[Later]:
    """`imgfw gather`."""
    return [
        Later(
            "gather",
            "imgfw_web.command:gather",
            "Gather labelled pictures from Openverse or Wikimedia Commons; run again, it continues",
        ),
    ]
