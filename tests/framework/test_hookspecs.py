"""The hooks: one a kind, each with an example that works."""

from __future__ import annotations

import inspect
import textwrap
from dataclasses import replace
from pathlib import Path
from typing import Annotated, ClassVar, Literal

import pytest
from pydantic import Field

import imgfw
from imgfw import hookspecs
from imgfw.kinds import KINDS

HOOKS = [name for name in vars(hookspecs) if name.startswith("imgfw_")]


def test_there_is_a_hook_for_every_kind_and_one_for_commands():
    """Named with a plural noun; none takes an argument."""
    assert set(HOOKS) == {f"imgfw_{kind}s" for kind in KINDS} | {"imgfw_commands"}
    assert all(not inspect.signature(getattr(hookspecs, name)).parameters for name in HOOKS)


@pytest.mark.parametrize("name", HOOKS)
def test_the_example_of_every_hook_runs(name: str):
    """Pasted below the imports, it defines a hook that gives classes of the kind (or functions)."""
    import os

    import numpy as np
    import typer

    doc = inspect.getdoc(getattr(hookspecs, name))
    example = textwrap.dedent(doc.partition("\n")[2]).replace("...\n", "pass\n")
    public = {public: getattr(imgfw, public) for public in imgfw.__all__}
    fields = {"Annotated": Annotated, "Literal": Literal, "ClassVar": ClassVar, "Field": Field, "Path": Path}
    place = {**public, **fields, "replace": replace, "np": np, "os": os, "typer": typer}
    place["__name__"] = "example"

    exec(compile(example, name, "exec", dont_inherit=True), place)

    given = place[name]()
    kind = KINDS.get(name.removeprefix("imgfw_").removesuffix("s"))
    assert given
    assert all(issubclass(cls, kind) if kind else callable(cls) for cls in given)
