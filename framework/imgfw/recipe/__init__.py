"""TOML -> Recipe: read (lines), check (every problem at once), override and candidates, schema."""

from .load import load, resolved_toml
from .recipe import Candidate, Recipe
from .refinement import Refinement, told
from .schema import schema

__all__ = ["Candidate", "Recipe", "Refinement", "load", "resolved_toml", "schema", "told"]
