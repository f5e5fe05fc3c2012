"""Predictions over HTTP: a trained model for other programs, and a page to drop pictures on."""

from __future__ import annotations

from imgfw import Later, hookimpl


@hookimpl
def imgfw_commands() -> list[Later]:
    """`imgfw serve`."""
    return [
        Later(
            "serve",
            "imgfw_serve.command:serve",
            "Serve predictions over HTTP, with a page to drop pictures on",
        )
    ]
