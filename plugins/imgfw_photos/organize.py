"""`imgfw organize`: a library of photos into folders, first as a plan, then in fact, and back."""

from __future__ import annotations

import typer

from .doing_commands import apply, status, undo
from .plan_command import plan

organize = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)


@organize.callback()
def about() -> None:
    """Organize photos by what a model sees in them: plan first, then apply, and undo."""


organize.command("plan")(plan)
organize.command("apply")(apply)
organize.command("undo")(undo)
organize.command("status")(status)
