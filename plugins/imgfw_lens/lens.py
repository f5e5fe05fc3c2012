"""`imgfw lens`: what a trained network looks at, each as a contact sheet and its numbers."""

from __future__ import annotations

import typer

from .activations_command import activations
from .attack_command import attack
from .maximise_command import maximise
from .saliency_command import saliency
from .style_command import style
from .train_generator_command import train_generator

lens = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)


@lens.callback()
def about() -> None:
    """Look into a trained network: what decides, what its layers answer to, what deceives it."""


lens.command("saliency")(saliency)
lens.command("activations")(activations)
lens.command("maximise")(maximise)
lens.command("attack")(attack)
lens.command("style")(style)
lens.command("train-generator")(train_generator)
