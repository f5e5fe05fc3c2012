"""Plugins, loaded one by one."""

from __future__ import annotations

import pytest

from imgfw import CallError
from imgfw.plugins import from_file, installed

GOOD = '''
from typing import Literal
from imgfw import Augmenter, hookimpl

class Sunny(Augmenter):
    """More sun."""

    use: Literal["{name}"] = "{name}"

    def apply(self, picture, number, rng):
        return picture

@hookimpl
def imgfw_augmenters():
    return [Sunny]
'''
HEAD = "from typing import Literal\nfrom imgfw import Augmenter, Sink, hookimpl\n"
BROKEN = {
    "import": ("import nothing_of_that_name\n", "ModuleNotFoundError: No module named"),
    "syntax": ("def broken(:\n", "SyntaxError:"),
    "exit": ("raise SystemExit(0)\n", "SystemExit: 0"),
    "misspelt": (HEAD + "@hookimpl\ndef imgfw_augmentors(): return []\n", 'did you mean "imgfw_augmenters"?'),
    "unmarked": ("def imgfw_sinks(): return []\n", "imgfw_sinks is not marked with @hookimpl"),
    "empty": ("x = 1\n", "it implements no hook"),
    "argument": (HEAD + "@hookimpl\ndef imgfw_sinks(app): return []\n", "TypeError:"),
    "not-a-list": (HEAD + "@hookimpl\ndef imgfw_sinks(): return 3\n", "imgfw_sinks gave 3, expected a list"),
    "not-a-class": (HEAD + "@hookimpl\ndef imgfw_sinks(): return ['x']\n", "classes that inherit from Sink"),
    "wrong-kind": (
        HEAD + "class A(Augmenter):\n    use: Literal['a'] = 'a'\n@hookimpl\ndef imgfw_sinks(): return [A]\n",
        "expected classes that inherit from Sink",
    ),
    "name": (
        HEAD + "class A(Sink):\n    use: Literal['Not_Kebab'] = 'Not_Kebab'\n"
        "@hookimpl\ndef imgfw_sinks(): return [A]\n",
        "A needs a name in lower case with hyphens",
    ),
    "newer": (HEAD + "IMGFW_API = 99\n@hookimpl\ndef imgfw_sinks(): return []\n", "it needs hook API 99"),
}  # fmt: skip


def test_an_installed_plugin_is_found_with_its_distribution(site):
    """Name and version come from the dist-info, hooks and components from the module."""
    site.install("sunny_plugin", GOOD.format(name="sunny"), distribution="imgfw-weather")

    (found,) = [each for each in installed() if each.plugin.name == "sunny_plugin"]

    assert (found.plugin.distribution, found.plugin.version) == ("imgfw-weather", "1.0")
    assert found.plugin.hooks == ("imgfw_augmenters",)
    assert [(given.kind, given.name) for given in found.components] == [("augmenter", "sunny")]
    assert str(found.plugin) == "sunny_plugin (imgfw-weather 1.0)"


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_plugin_is_kept_with_its_reason_and_harms_nobody(site, fault):
    """Nothing of it is used; the plugin beside it works."""
    source, told = BROKEN[fault]
    site.install("broken_plugin", source)
    site.install("sunny_plugin", GOOD.format(name="sunny"))

    found = {each.plugin.name: each for each in installed()}

    assert told in found["broken_plugin"].plugin.reason
    assert found["broken_plugin"].components == ()
    assert found["sunny_plugin"].plugin.reason == "" and found["basics"].plugin.reason == ""


def test_the_traceback_begins_in_the_plugin(site):
    """It shows the plugin's own line, not how plugins are loaded."""
    site.install("broken_plugin", "value = {}\nvalue['sun']\n")

    (found,) = [each.plugin for each in installed() if each.plugin.name == "broken_plugin"]

    assert found.reason == "KeyError: 'sun'"
    assert "value['sun']" in found.trace and "imgfw/plugins.py" not in found.trace


def test_what_a_plugin_prints_on_import_is_kept_from_stdout(site, capsys):
    """A program that reads stdout sees the result alone."""
    site.install("sunny_plugin", "print('hello from me')\n" + GOOD.format(name="sunny"))

    (found,) = [each.plugin for each in installed() if each.plugin.name == "sunny_plugin"]

    assert found.printed == "hello from me\n" and found.reason == ""
    assert capsys.readouterr().out == ""


def test_a_dist_info_that_cannot_be_read_is_a_broken_plugin(site):
    """A line that is no entry point is told, and the others are found."""
    site.install("odd_plugin", GOOD.format(name="odd"), entry_points="[imgfw]\nno equals sign\n")
    site.install("sunny_plugin", GOOD.format(name="sunny"))

    found = {each.plugin.distribution: each.plugin for each in installed()}

    assert "entry_points.txt" in found["imgfw-odd-plugin"].reason
    assert found["imgfw-sunny-plugin"].reason == ""


def test_an_entry_point_that_names_a_class_is_refused(site):
    """A plugin is a module."""
    site.install(
        "sunny_plugin", GOOD.format(name="sunny"), entry_points="[imgfw]\nsunny = sunny_plugin:Sunny\n"
    )

    (found,) = [each.plugin for each in installed() if each.plugin.name == "sunny"]

    assert "expected a module" in found.reason


def test_an_interrupt_while_a_plugin_is_imported_is_no_fault_of_it(site):
    """Ctrl-C ends the command."""
    site.install("slow_plugin", "raise KeyboardInterrupt\n")

    with pytest.raises(KeyboardInterrupt):
        list(installed())


def test_a_file_is_loaded_as_a_plugin(tmp_path):
    """Its name is that of the file; where it lies stands for the distribution."""
    file = tmp_path / "mine.py"
    file.write_text(GOOD.format(name="mine"))

    found = from_file(file)

    assert (found.plugin.name, found.plugin.distribution, found.plugin.version) == ("mine", str(file), "")
    assert [given.name for given in found.components] == ["mine"]


def test_a_file_that_is_not_there_is_a_wrong_call(tmp_path):
    """The option and the path are named."""
    with pytest.raises(CallError, match=r"--plugin .*absent\.py: no such file"):
        from_file(tmp_path / "absent.py")


def test_commands_are_named_after_their_functions(tmp_path):
    """Underscores become hyphens."""
    file = tmp_path / "mine.py"
    file.write_text(HEAD + "def count_all(): pass\n@hookimpl\ndef imgfw_commands(): return [count_all]\n")

    found = from_file(file)

    assert [given.name for given in found.commands] == ["count-all"]
