"""Parameters in plain words, and examples to paste."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from imgfw import Head, Source
from imgfw.recipe.parameters import example, parameters


class Files(Source):
    """Files."""

    use: Literal["files"] = "files"
    depth: Annotated[int, Field(ge=1, le=9, description="How deep.")] = 3
    path: Annotated[Path, Field(description="Where.")]


class Plain(Head):
    """Plain."""

    use: Literal["plain"] = "plain"
    units: Annotated[tuple[int, ...], Field(description="Widths.")] = (4, 2)


def test_each_parameter_has_type_default_and_meaning():
    """Bounds are part of the type; what is needed has no default."""
    depth, path = parameters(Files)

    assert (depth.name, depth.default, depth.needed, depth.meaning) == ("depth", 3, False, "How deep.")
    assert "from 1 to 9" in depth.type
    assert (path.name, path.needed) == ("path", True)


def test_own_parameters_come_before_those_of_the_kind():
    """A head's own stand first."""
    names = [given.name for given in parameters(Plain)]

    assert names[0] == "units" and set(names[1:]) == {"name", "target", "targets", "inputs"}


def test_an_example_is_toml_with_the_defaults():
    """What is needed comes first, with dots to fill in."""
    assert tomllib.loads(example(Files)) == {"source": [{"use": "files", "path": "...", "depth": 3}]}
    assert tomllib.loads(example(Plain)) == {"head": [{"use": "plain", "units": [4, 2]}]}
