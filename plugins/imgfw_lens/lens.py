"""`imgfw lens`: what a trained network looks at, each as a contact sheet and its numbers."""

from __future__ import annotations

import typer

from .activations_command import activations
from .maximise_command import maximise
from .saliency_command import saliency

lens = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)


@lens.callback()
def about() -> None:
    """Look into a trained network: what in a picture decides, and what its layers answer to."""


lens.command("saliency")(saliency)
lens.command("activations")(activations)
lens.command("maximise")(maximise)
