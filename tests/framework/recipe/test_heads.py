"""Which head predicts what, and in which order heads come."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from imgfw.errors import Problem
from imgfw.recipe import Recipe
from imgfw.recipe.heads import default_name

Told = Callable[..., tuple[Problem, ...]]
Loaded = Callable[..., Recipe]
TOP = 'backbone.use = "mean"\nsource = [{ use = "drawn" }]\nmetric = [{ use = "share" }, { use = "gap" }]\n'
OTHER = '[[head]]\nuse = "dense"\ntarget = "age"\n'


def test_names_and_targets_are_filled_in(loaded: Loaded) -> None:
    """A head is called by its target; several targets are one head's."""
    recipe = loaded(TOP + '[[head]]\nuse = "dense"\ntargets = ["quality", "looks"]\n' + OTHER)

    assert [(head.name, head.target, head.targets) for head in recipe.heads] == [
        ("quality-looks", None, ("quality", "looks")),
        ("age", None, ("age",)),
    ]
    assert list(recipe.targets) == ["quality", "looks", "age"]


def test_heads_come_after_those_that_feed_them(loaded: Loaded) -> None:
    """The record has heads in an order in which they can be fitted, the tables in that of the file."""
    fed = '[[head]]\nuse = "dense"\nname = "second"\ntarget = "quality"\ninputs = ["features", "head:age"]\n'

    recipe = loaded(TOP + fed + OTHER)

    assert [head.name for head in recipe.heads] == ["age", "second"]
    assert [table["name"] for table in recipe.tables["head"]] == ["second", "age"]


@pytest.mark.parametrize(
    ("head", "where", "what", "hint"),
    [
        ('use = "dense"', "4:1", 'the key "target"', "quality, looks, person, age"),
        ('use = "dense"\ntarget = "qualty"', "6:1", "the name of a target", '"quality"'),
        ('use = "dense"\ntargets = ["qualty"]', "6:1", "the name of a target", '"quality"'),
        ('use = "nearest"\ntarget = "looks"', "6:1", "of type classes or ordinal for nearest", ""),
        (
            'use = "ruler"\ntarget = "person"',
            "6:1",
            "type number for ruler",
            'types = { "person" = "number" }',
        ),
        ('use = "dense"\ntarget = "age"', "6:1", "one head a target", "7:1"),
        ('use = "dense"\ntarget = "looks"\ntargets = ["person"]', "7:1", 'either "target" or "targets"', ""),
        ('use = "dense"\ntarget = "looks"\nname = "age"', "7:1", "a name that no other head has", ""),
        (
            'use = "dense"\ntarget = "looks"\ninputs = ["head:ag"]',
            "7:1",
            "the name of a head",
            'did you mean "age"',
        ),
        (
            'use = "dense"\ntarget = "looks"\ninputs = ["head:looks"]',
            "7:1",
            "feed each other in a circle",
            "",
        ),
    ],
)
def test_a_head_that_cannot_be_is_told_once(told: Told, head: str, where: str, what: str, hint: str) -> None:
    """Unknown targets and heads, shared targets and names, and circles are told at their key."""
    line = int(where.split(":")[0])
    texts = [TOP + f"[[head]]\n{head}\n{OTHER}", TOP + f"{OTHER}[[head]]\n{head}\n"]
    lines = [line, line + 3]

    found = [[p for p in told(text) if what in p.what] for text in texts]

    assert all(len(problems) == 1 for problems in found)
    if "one head a target" not in what and "no other head" not in what:
        assert [p.where for (p,) in found] == [f"r.toml:{n}:1" for n in lines]
        assert hint in found[0][0].hint


def test_longer_circles_are_found(told: Told) -> None:
    """Two heads that feed each other are a circle."""
    first = '[[head]]\nuse = "dense"\ntarget = "looks"\ninputs = ["head:age"]\n'

    text = TOP.replace('{ use = "share" }, ', "") + first + OTHER + 'inputs = ["head:looks"]\n'

    (problem,) = told(text)

    assert problem.got == "looks, age"


@pytest.mark.parametrize(
    ("targets", "name"),
    [(("class",), "class"), (("A b", "c/d"), "a-b-c-d"), (("é",), "head"), (("x" * 99,), "x" * 64)],
)
def test_default_names_are_names(targets: tuple[str, ...], name: str) -> None:
    """A head's own name has only letters that names may have, whatever its target is called."""
    assert default_name(targets) == name
