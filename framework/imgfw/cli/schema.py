"""`imgfw schema`: the JSON Schema of recipes, for editors."""

from __future__ import annotations

import typer

from .output import print_json


def schema(ctx: typer.Context) -> None:
    """Print the JSON Schema of recipes with everything that is installed, for editors."""
    from ..recipe import schema as schema_of

    print_json(schema_of(ctx.obj.registry))
