"""What hooks give, checked."""

from __future__ import annotations

from types import ModuleType
from typing import Literal

import pytest
import typer

from imgfw import ComponentError, Later, Sink, hookimpl
from imgfw.hooks import command_name, component_class, component_name, given_by, hooks_of


class Note(Sink):
    """A note."""

    use: Literal["note"] = "note"


@hookimpl
def imgfw_sinks():
    """Sinks of a plugin."""
    return [Note]


def module(**names: object) -> ModuleType:
    """A plugin with these names in it."""
    made = ModuleType("made")
    vars(made).update(names)
    return made


def test_the_hooks_of_a_module_are_found_by_their_mark():
    """What else stands in it is left alone."""
    found = hooks_of(module(imgfw_sinks=imgfw_sinks, other=print, number=3))

    assert found == {"imgfw_sinks": imgfw_sinks}


@pytest.mark.parametrize(
    ("plugin", "told"),
    [
        (module(), "it implements no hook; expected some of imgfw_sources"),
        (Note, "expected a module"),
        (module(imgfw_sinks=imgfw_sinks, IMGFW_API=2), "it needs hook API 2, this imgfw has 1; update imgfw"),
        (module(imgfw_sincs=imgfw_sinks), r'no hook is called imgfw_sincs \(did you mean "imgfw_sinks"\?\)'),
    ],
)
def test_a_module_that_is_no_plugin_says_why(plugin, told):
    """In one sentence that tells what was expected."""
    with pytest.raises(ComponentError, match=told):
        hooks_of(plugin)


@pytest.mark.parametrize("given", [None, 3, "Note"])
def test_a_hook_gives_a_list(given):
    """Anything else is shown as it came."""
    with pytest.raises(ComponentError, match=f"imgfw_sinks gave {given!r}, expected a list"):
        given_by("imgfw_sinks", lambda: given)


def test_a_component_is_known_by_its_name():
    """It comes from the class, or is announced."""
    assert component_name("imgfw_sinks", Note) == "note"
    assert component_name("imgfw_sinks", Later("note", "nowhere:Note", "A note")) == "note"
    with pytest.raises(ComponentError, match=r'nowhere:Note needs a name in lower case.*got "Note"'):
        component_name("imgfw_sinks", Later("Note", "nowhere:Note", "A note"))


def test_an_announced_class_is_imported_when_it_is_asked_for():
    """It has to be of the kind of the hook, and to have the announced name."""
    assert component_class("imgfw_sinks", Note) is Note
    assert component_class("imgfw_sinks", Later("note", f"{__name__}:Note", "A note")) is Note
    with pytest.raises(ComponentError, match=r':Note is announced as "notes", and calls itself "note"'):
        component_class("imgfw_sinks", Later("notes", f"{__name__}:Note", "A note"))
    with pytest.raises(ComponentError, match="expected classes that inherit from Metric"):
        component_class("imgfw_metrics", Later("note", f"{__name__}:Note", "A note"))


@pytest.mark.parametrize("given", [Note(), dict, "note"])
def test_what_is_no_class_of_the_kind_is_refused(given):
    """The expected base class is named."""
    with pytest.raises(ComponentError, match="expected classes that inherit from Sink"):
        component_name("imgfw_sinks", given)


def test_a_class_without_a_name_is_told_how_to_name_it():
    """With the line that is missing."""

    class Nameless(Sink):
        """No name."""

    with pytest.raises(ComponentError, match=r'Nameless needs a name .*use: Literal\["my-name"\].* got none'):
        component_name("imgfw_sinks", Nameless)


def test_commands_have_the_name_of_their_function_or_group():
    """A group says its own."""
    assert command_name(imgfw_sinks) == "imgfw-sinks"
    assert command_name(typer.Typer(name="people")) == "people"
    assert command_name(Later("people", "nowhere:people", "People")) == "people"


@pytest.mark.parametrize("given", [3, typer.Typer()])
def test_a_command_without_a_name_is_refused(given):
    """It could not be called."""
    with pytest.raises(ComponentError, match=r"expected functions or typer.Typer\(name=...\)"):
        command_name(given)
