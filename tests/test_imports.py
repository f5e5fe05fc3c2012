"""What only lists and tells imports nothing heavy."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HEAVY = ("tensorflow", "keras", "sklearn", "cv2", "matplotlib", "torch", "jax")
PLUGINS = sorted(path.parent.name for path in ROOT.glob("plugins/*/__init__.py"))
COMMANDS = [
    ["list"],
    ["list", "--json"],
    ["show", "backbone/mobilenet-v2"],
    ["show", "trainer/keras"],
    ["show", "head/logistic"],
    ["validate", "recipes/selfie.toml"],
    ["plugins"],
    ["schema"],
    ["runs"],
    ["cache"],
    ["models"],
    ["--help"],
    ["run", "--help"],
    ["serve", "--help"],
    ["lens", "saliency", "--help"],
    ["--version"],
]
COMMAND = "import sys; from imgfw.cli.main import main; code = main(sys.argv[1:])"
IMPORT = "import importlib, sys; importlib.import_module(sys.argv[1]); code = 0"


def heavy_after(code: str, *words: str) -> str:
    """The heavy packages that were imported when this code had run, which must end well."""
    told = f"; print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr); sys.exit(code)"
    call = [sys.executable, "-c", code + told, *words]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stderr.splitlines()[-1]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_command_that_only_tells_imports_nothing_heavy(words):
    """Networks, weights and parameters are constants on their classes."""
    assert heavy_after(COMMAND, *words) == "[]"


@pytest.mark.parametrize("plugin", PLUGINS)
def test_importing_a_bundled_plugin_imports_nothing_heavy(plugin):
    """Heavy libraries are imported by the verb that needs them."""
    assert heavy_after(IMPORT, plugin) == "[]"


def test_the_public_names_import_nothing_heavy():
    """All of them at once."""
    every = "import sys, imgfw; [getattr(imgfw, name) for name in imgfw.__all__]; code = 0"

    assert heavy_after(every) == "[]"


def test_the_conformance_kit_imports_nothing_heavy():
    """Plugin authors run it often."""
    assert heavy_after(IMPORT, "imgfw.testing") == "[]"
