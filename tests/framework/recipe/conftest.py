"""The components, the registry and a way to load recipe texts that the tests of recipes share."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from imgfw.errors import Problem, RecipeError
from imgfw.recipe import Recipe, load
from imgfw.registry import Registry


@pytest.fixture(scope="session")
def parts() -> ModuleType:
    """The module `parts.py` beside this file."""
    spec = importlib.util.spec_from_file_location("recipe_parts", Path(__file__).with_name("parts.py"))
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["recipe_parts"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def registry(parts: ModuleType) -> Registry:
    """A registry with the small components only."""
    return Registry.of(parts.plugin("toys", parts.COMPONENTS))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with a folder of pictures in it."""
    (tmp_path / "pictures").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def loaded(folder: Path, registry: Registry) -> Callable[..., Recipe]:
    """loaded(text, *sets) -> the Recipe of a text in the file `r.toml`."""

    def load_text(text: str, *sets: str) -> Recipe:
        Path("r.toml").write_text(text, encoding="utf-8")
        return load(Path("r.toml"), sets, registry)

    return load_text


@pytest.fixture
def told(loaded: Callable[..., Recipe]) -> Callable[..., tuple[Problem, ...]]:
    """told(text, *sets) -> the problems of a text, none where it is fine."""

    def problems_of(text: str, *sets: str) -> tuple[Problem, ...]:
        try:
            loaded(text, *sets)
        except RecipeError as error:
            return error.problems
        return ()

    return problems_of


@pytest.fixture
def good() -> str:
    """A recipe with something in every section, and nothing wrong."""
    return GOOD


GOOD = """\
name = "toy"   # as it is called
seed = 3

[[source]]
use = "shelf"
path = "pictures"

[split]
test = 0.3

[augment]
per_sample = 2

[[augmenter]]
use = "flip"

[backbone]
use = "net"
freeze = "all"

[[head]]
use = "dense"
units = [128]

[train]
epochs = 3
phase = [{ epochs = 2 }, { epochs = 3, rate = 0.5 }]

[[metric]]
use = "share"

[[sink]]
use = "book"
path = "out"

[[candidate]]
name = "small"
backbone.size = 32
head = [{ units = [3] }]

[[candidate]]
name = "classical"
augmenter = []
[[candidate.head]]
use = "nearest"
"""
