"""Built-in commands and those of plugins."""

from __future__ import annotations

from pathlib import Path

import pytest

from imgfw import CallError
from imgfw.cli.commands import BUILT_IN, built_in, provided, provided_names, refused
from imgfw.registry import Registry, find_plugins

COMMAND = '''
import typer
from imgfw import hookimpl

def {name}({parameters}) -> None:
    """Count the words."""
    typer.echo({echo})

@hookimpl
def imgfw_commands():
    return [{given}]
'''


def plugin(
    folder: Path,
    name: str,
    *,
    parameters: str = "words: list[str]",
    echo: str = "len(words)",
    given: str = "",
) -> Path:
    """A plugin file with one command."""
    file = folder / f"plugin_of_{name}.py"
    while file.exists():
        file = file.with_stem(f"{file.stem}_too")
    file.write_text(COMMAND.format(name=name, parameters=parameters, echo=echo, given=given or name))
    return file


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_built_in_command_can_be_had_and_has_a_help_line(name):
    """Its name is that of the table, whatever its function is called."""
    command = built_in(name)

    assert command.name == name
    assert command.get_short_help_str()


def test_a_command_of_a_plugin_is_found_under_its_name(tmp_path):
    """An unknown one is None."""
    registry = find_plugins([plugin(tmp_path, "count_words")])

    assert provided(registry, "count-words").name == "count-words"
    assert provided(registry, "count") is None
    assert "count-words" in provided_names(registry)


def test_a_command_of_a_plugin_runs_with_its_arguments(imgfw, tmp_path):
    """As typer reads them."""
    said = imgfw("count", "a", "b", "c", "--plugin", plugin(tmp_path, "count"))

    assert (said.code, said.out) == (0, "3\n")


def test_a_group_of_a_plugin_has_its_sub_commands(imgfw, tmp_path):
    """`typer.Typer(name=...)` is a group."""
    (tmp_path / "birds.py").write_text(
        "import typer\n"
        "from imgfw import hookimpl\n"
        "birds = typer.Typer(name='birds')\n"
        "@birds.command()\ndef add(name: str): typer.echo(f'added {name}')\n"
        "@birds.command()\ndef remove(name: str): typer.echo(f'removed {name}')\n"
        "@hookimpl\ndef imgfw_commands(): return [birds]\n"
    )

    said = imgfw("birds", "remove", "owl", "--plugin", tmp_path / "birds.py")

    assert (said.code, said.out) == (0, "removed owl\n")


def test_two_plugins_with_one_command_are_both_named(tmp_path):
    """Neither of them is taken."""
    registry = find_plugins([plugin(tmp_path, "count"), plugin(tmp_path, "count")])

    with pytest.raises(CallError, match=r'"count" is provided by plugin_of_count .* and plugin_of_count_too'):
        provided(registry, "count")
    assert any('the command "count" is refused' in sentence for sentence in refused(registry))


def test_a_built_in_command_cannot_be_taken_over(imgfw, tmp_path):
    """`run` stays what it is, and the help says who tried."""
    file = plugin(tmp_path, "run")

    said = imgfw("--help", "--plugin", file)

    assert "run" not in provided_names(find_plugins([file]))
    assert 'the command "run" of the plugin plugin_of_run' in " ".join(said.out.split())


def test_a_command_that_typer_cannot_take_is_broken_alone(imgfw, tmp_path):
    """The help shows it so; calling it names the plugin; the others work."""
    file = plugin(tmp_path, "odd", parameters="x: 'complex | bytes | int'", echo="x")

    shown = imgfw("--help", "--plugin", file)
    called = imgfw("odd", "--plugin", file)

    assert shown.code == 0 and "odd" in shown.out and "(broken)" in shown.out
    assert called.code == 1 and "odd of the plugin plugin_of_odd" in called.err


def test_without_plugins_there_are_no_further_commands():
    """The built-in ones are no plugin's."""
    assert provided_names(Registry(())) == [] and refused(Registry(())) == []
