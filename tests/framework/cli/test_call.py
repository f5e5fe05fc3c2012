"""The options that every command has."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw import CallError
from imgfw.cli.call import Call, taken
from imgfw.progress import Progress

FLAGS = ["-v", "--verbose", "-q", "--quiet", "--debug"]


@pytest.mark.parametrize(
    ("words", "call", "rest"),
    [
        (["list", "-q"], Call(quiet=True), ["list"]),
        (["-v", "--debug", "run", "a.toml"], Call(verbose=True, debug=True), ["run", "a.toml"]),
        (["--plugin", "a.py", "x", "--plugin=b.py"], Call(plugins=(Path("a.py"), Path("b.py"))), ["x"]),
        (["predict", "RUN", "--", "-q"], Call(), ["predict", "RUN", "--", "-q"]),
    ],
)  # fmt: skip
def test_common_options_are_taken_wherever_they_stand(words, call, rest):
    """Before or behind the command; behind -- everything is left alone."""
    assert taken(words) == (call, rest)


@pytest.mark.parametrize("words", [["--plugin"], ["list", "--plugin", ""], ["--plugin="]])
def test_a_plugin_option_without_a_file_is_a_wrong_call(words):
    """It says what it needs."""
    with pytest.raises(CallError, match=r"--plugin=? needs a file: --plugin my_plugin\.py"):
        taken(words)


def test_a_home_folder_may_be_written_short():
    """`~` works where the shell left it."""
    call, _ = taken(["--plugin=~/mine.py"])

    assert call.plugins == (Path.home() / "mine.py",)


@given(st.lists(st.text(max_size=6) | st.sampled_from(FLAGS)))
def test_what_is_no_common_option_stays_in_its_order(words):
    """Whatever the words are."""
    words = [word for word in words if word != "--" and not word.startswith("--plugin")]

    _, rest = taken(words)

    assert rest == [word for word in words if word not in FLAGS]


def test_the_registry_is_found_once_with_the_files(tmp_path):
    """A command may ask for it as often as it likes."""
    (tmp_path / "mine.py").write_text("raise ImportError('no')\n")
    call = Call(plugins=(tmp_path / "mine.py",))

    registry = call.registry

    assert [plugin.name for plugin in registry.broken] == ["mine"]
    assert call.registry is registry


def test_what_is_said_goes_to_stderr_and_quiet_says_nothing(capsys):
    """Stdout is for results."""
    Call().say("one")
    Call(quiet=True).say("two")

    assert capsys.readouterr() == ("", "one\n")


def test_who_is_to_be_quiet_tells_nothing_of_how_far_it_is(capsys):
    """Others get what suits the place stderr goes to."""
    assert type(Call(quiet=True).progress) is Progress
    Call().progress.say("half way")

    assert capsys.readouterr().err == "half way\n"
