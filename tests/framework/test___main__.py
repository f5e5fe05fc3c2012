"""The start of the command line: what is imported is set aside, and garbage is collected from then on."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
COLLECTED = '''
import gc
from imgfw import hookimpl

def collected() -> None:
    """Tell how garbage is collected while a command runs."""
    print(gc.isenabled(), gc.get_freeze_count() > 0)

@hookimpl
def imgfw_commands():
    return [collected]
'''
NO_COMMAND_LINE = """
import gc, sys
from imgfw.__main__ import start

sys.modules["imgfw.cli.main"] = None
try:
    start()
except ImportError:
    print(gc.isenabled())
"""
LIBRARY = """
import gc, imgfw

every = [getattr(imgfw, name) for name in imgfw.__all__]
print(gc.isenabled(), gc.get_freeze_count())
"""


def said(*words: str) -> str:
    """What Python says when it is called so."""
    return subprocess.run([sys.executable, *words], capture_output=True, text=True, check=True).stdout


def test_python_m_imgfw_is_the_command():
    """With its exit code."""
    call = [sys.executable, "-m", "imgfw", "no-such-command"]

    done = subprocess.run(call, capture_output=True, text=True)

    assert done.returncode == 2 and "no command is called" in done.stderr


def test_the_script_starts_the_same_way():
    """As pip writes it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    assert project["scripts"] == {"imgfw": "imgfw.__main__:start"}


def test_a_command_runs_with_garbage_collected(tmp_path):
    """What was imported before is set aside; the plugins are not."""
    (tmp_path / "collected.py").write_text(COLLECTED)

    assert said("-m", "imgfw", "--plugin", str(tmp_path / "collected.py"), "collected") == "True True\n"


def test_a_start_that_fails_leaves_collection_on():
    """Here the command line cannot be imported."""
    assert said("-c", NO_COMMAND_LINE) == "True\n"


def test_the_library_leaves_collection_alone():
    """It is its user's to decide."""
    assert said("-c", LIBRARY) == "True 0\n"
