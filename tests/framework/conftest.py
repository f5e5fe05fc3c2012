"""The small components of `small_plugin.py`, by name."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest

from imgfw import Component
from imgfw.errors import CallError

SMALL_PLUGIN = Path(__file__).with_name("small_plugin.py")


def _loaded() -> Any:
    spec = importlib.util.spec_from_file_location("small_plugin", SMALL_PLUGIN)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["small_plugin"] = module
    spec.loader.exec_module(module)
    return module


SMALL = [cls for cls in vars(_loaded()).values() if isinstance(cls, type) and issubclass(cls, Component)]
OWN = [cls for cls in SMALL if cls.__module__ == "small_plugin"]


def find(kind: str, name: str) -> type[Component]:
    """The small component of this kind and name."""
    for cls in OWN:
        if (cls.kind, cls.component_name()) == (kind, name):
            return cls
    raise CallError(f"no {kind} is called {name}")


@pytest.fixture(scope="session")
def small() -> dict[str, Any]:
    """The small components by name, and `find`."""
    return {cls.__name__: cls for cls in OWN} | {"find": find}


@pytest.fixture(scope="session")
def small_plugin() -> Path:
    """The small components as a plugin file."""
    return SMALL_PLUGIN
