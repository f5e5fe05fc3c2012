"""The command itself: exit codes, what goes where, unknown commands."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import version

import pytest

from imgfw.cli.commands import BUILT_IN

COMMANDS = '''
import typer
from imgfw import ComponentError, PictureError, hookimpl

def bug() -> None:
    """Fail as no command should."""
    raise KeyError("nobody thought of it")

def failed() -> None:
    """Fail as a run does."""
    raise ComponentError("head/x gave nothing")

def some() -> None:
    """Leave some files out."""
    typer.echo("done")
    raise typer.Exit(3)

@hookimpl
def imgfw_commands():
    return [bug, failed, some]
'''


@pytest.fixture
def plugin(tmp_path):
    """A plugin file whose commands end in every way."""
    (tmp_path / "endings.py").write_text(COMMANDS)
    return tmp_path / "endings.py"


def test_help_lists_every_command(imgfw):
    """With the options that stand everywhere; on stdout, exit 0; no words ask for it too."""
    said = imgfw("--help")
    bare = imgfw()

    assert said.code == 0 and said.err == "" and bare.out == said.out
    assert all(name in said.out for name in (*BUILT_IN, "--plugin", "--debug", "--quiet", "--version"))


def test_the_version_is_told(imgfw):
    """As pip knows it."""
    assert imgfw("--version").out == f"imgfw {version('imgfw')}\n"


@pytest.mark.parametrize(("typed", "meant"), [("rnu", "run"), ("lists", "list"), ("validat", "validate")])
def test_an_unknown_command_gets_the_nearest(imgfw, typed, meant):
    """Exit 2, nothing on stdout."""
    said = imgfw(typed)

    assert (said.code, said.out) == (2, "")
    assert said.err == f'imgfw: no command is called "{typed}" (did you mean "{meant}"?)\n'


def test_an_unknown_command_may_be_in_a_broken_plugin(imgfw, tmp_path):
    """Which is named with its reason."""
    (tmp_path / "bad.py").write_text("import nothing_of_that_name\n")

    said = imgfw("nowhere", "--plugin", tmp_path / "bad.py")

    assert said.code == 2
    assert "it may be in the plugin bad" in said.err and "ModuleNotFoundError" in said.err


def test_an_unknown_option_is_a_wrong_call(imgfw):
    """Exit 2, told on stderr."""
    said = imgfw("list", "--jsno")

    assert (said.code, said.out) == (2, "")
    assert "--jsno" in said.err


def test_a_failed_command_says_so_in_words(imgfw, plugin):
    """Exit 1 without a traceback; --debug shows it, wherever it stands."""
    said = imgfw("failed", "--plugin", plugin)
    debugged = imgfw("--debug", "failed", "--plugin", plugin)

    assert (said.code, said.out, said.err) == (1, "", "imgfw: head/x gave nothing\n")
    assert debugged.code == 1 and "Traceback" in debugged.err and "imgfw: head/x" in debugged.err


def test_a_bug_shows_its_traceback_and_asks_for_a_report(imgfw, plugin):
    """Exit 1."""
    said = imgfw("bug", "--plugin", plugin)

    assert said.code == 1 and "nobody thought of it" in said.err
    assert said.err.splitlines()[-1].startswith("this is a bug in imgfw or in a plugin")


def test_a_command_chooses_its_exit_code(imgfw, plugin):
    """3: done, but some files could not be used."""
    said = imgfw("some", "--plugin", plugin)

    assert (said.code, said.out) == (3, "done\n")


def test_a_plugin_file_that_is_not_there_is_a_wrong_call(imgfw):
    """Exit 2."""
    said = imgfw("list", "--plugin", "absent.py")

    assert said.code == 2 and said.err == "imgfw: --plugin absent.py: no such file\n"


def test_a_reader_that_has_seen_enough_is_no_error():
    """`imgfw schema | head` says nothing on stderr."""
    reader, writer = os.pipe()
    os.close(reader)

    done = subprocess.run([sys.executable, "-m", "imgfw", "schema"], stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)

    assert (done.stderr, done.returncode) == (b"", 1)


needs_full_device = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full")


@needs_full_device
@pytest.mark.parametrize("words", [["schema"], ["list", "--json"], ["--help"], ["--version"]])
def test_a_full_disk_behind_stdout_is_one_sentence(words):
    """However much or little is printed: the place, the reason, exit 1, no traceback."""
    with open("/dev/full", "w") as full:
        call = [sys.executable, "-m", "imgfw", *words]
        done = subprocess.run(call, stdout=full, stderr=subprocess.PIPE, text=True)

    assert (done.stderr, done.returncode) == ("imgfw: output: No space left on device\n", 1)


def test_without_stdout_nothing_is_begun():
    """What could not be printed is not worked at; the sentence names the way out."""
    call = [sys.executable, "-m", "imgfw", "schema"]
    done = subprocess.run(call, preexec_fn=lambda: os.close(1), stderr=subprocess.PIPE, text=True)

    assert done.returncode == 1
    assert done.stderr == (
        "imgfw: stdout is closed: there is no place for results; open one, as in > results.txt\n"
    )


def test_without_stderr_results_stay_clean(tmp_path):
    """Words that have no place to go are lost, and do not land among the results."""
    call = [sys.executable, "-m", "imgfw", "runs"]
    done = subprocess.run(call, preexec_fn=lambda: os.close(2), stdout=subprocess.PIPE, cwd=tmp_path)

    assert (done.stdout, done.returncode) == (b"", 0)


def test_an_error_cannot_move_the_cursor(imgfw):
    """Names in it may hold anything."""
    said = imgfw("list", "--plugin", "a\x1b[2J.py")

    assert said.code == 2 and said.err == "imgfw: --plugin a�[2J.py: no such file\n"
