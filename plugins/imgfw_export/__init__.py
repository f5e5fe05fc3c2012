"""Models for elsewhere: one ONNX or LiteRT file, compared on real pictures before it is given out."""

from __future__ import annotations

from imgfw import Later, hookimpl


@hookimpl
def imgfw_commands() -> list[Later]:
    """`imgfw export`."""
    return [
        Later(
            "export",
            "imgfw_export.command:export",
            "Write a model as one ONNX or LiteRT file, once its labels agree on real pictures",
        ),
    ]
