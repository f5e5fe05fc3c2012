"""The start of the command line: what is imported is set aside, and garbage is collected from then on."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from imgfw.cli.interrupt import INTERRUPTED, TEXT

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
INTERRUPTED_EARLY = """
import os, signal, sys
from importlib.abc import MetaPathFinder
from imgfw.__main__ import start

class Interrupts(MetaPathFinder):
    def find_spec(self, name, *_):
        if name == module:
            os.kill(os.getpid(), signal.SIGINT)
        return None

_, module, how = sys.argv
if how == "ignored":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
sys.meta_path.insert(0, Interrupts())
sys.argv[1:] = ["list"]
sys.exit(start())
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


@pytest.mark.parametrize(
    "module", ["imgfw.cli.main", "typer", "imgfw.errors", "imgfw.registry", "imgfw_basics"]
)
def test_an_interrupt_is_answered_from_the_first_moment(module):
    """Whatever is being imported: the sentence, exit 130, no traceback."""
    call = [sys.executable, "-c", INTERRUPTED_EARLY, module, "usual"]

    done = subprocess.run(call, capture_output=True, text=True)

    assert (done.returncode, done.stdout) == (INTERRUPTED, "")
    assert done.stderr == f"{TEXT}\n"


def test_an_interrupt_that_is_ignored_stays_ignored():
    """As for a command in the background of a script."""
    call = [sys.executable, "-c", INTERRUPTED_EARLY, "imgfw.cli.main", "ignored"]

    done = subprocess.run(call, capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (0, "")


def test_a_closed_stream_is_not_taken_by_a_file():
    """What is opened later must not be written to by whoever prints."""
    code = (
        "import os; from imgfw.__main__ import _open_streams as o; o(); print(os.open('/', os.O_RDONLY) > 2)"
    )
    call = [sys.executable, "-c", code]

    done = subprocess.run(
        call, stdout=subprocess.PIPE, text=True, preexec_fn=lambda: [os.close(fd) for fd in (0, 2)]
    )

    assert done.stdout == "True\n"


def test_the_library_leaves_collection_alone():
    """It is its user's to decide."""
    assert said("-c", LIBRARY) == "True 0\n"
