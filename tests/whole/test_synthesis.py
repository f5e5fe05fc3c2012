"""Turned views: what they are worth to a network with three pictures of each person, all from the front."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.keras]

SMALL = ("source.0.people=16", "source.0.test=10", "source.0.size=112", "train.epochs=12")
WITHOUT = 'augmenter=[{use="flip"},{use="rotate"}]'


def test_turned_views_let_turned_heads_be_known(tool: Callable[..., Any], recipes: Path, tmp_path: Path):
    """The recipe for drawn people, small, with synthesis and with rotations in its place."""

    def run(*more: str) -> str:
        values = [word for value in (*SMALL, *more) for word in ("--set", value)]
        done = tool("run", recipes / "celeb.toml", *values, "--json", work=tmp_path)
        assert done.code == 0, done.err
        return done.document["run"]

    with_views, without = run(), run(WITHOUT)
    compared = tool("compare", with_views, without, "--json", work=tmp_path).document

    views, rotations = (
        json.loads((tmp_path / folder / "scores.json").read_text())["scores"]["who"]["test"]["accuracy"][
            "value"
        ]
        for folder in (with_views, without)
    )
    assert views >= 1.3 * rotations
    assert rotations > 2 / 16
    assert compared["figures"]["who"]["accuracy"]["verdict"] == "first"
