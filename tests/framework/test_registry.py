"""Who provides what."""

from __future__ import annotations

import sys

import pytest

from imgfw import CallError
from imgfw.kinds import KINDS
from imgfw.registry import Registry, find_plugins

AUGMENTER = '''
from typing import Literal
from imgfw import Augmenter, hookimpl

class Given(Augmenter):
    """Something."""

    use: Literal["{name}"] = "{name}"
    {field}

    def apply(self, picture, number, rng):
        return picture

@hookimpl
def imgfw_augmenters():
    return [Given]
'''


def augmenter(name: str, field: str = "") -> str:
    """The source of a plugin with one augmenter."""
    return AUGMENTER.format(name=name, field=field)


def test_six_hostile_plugins_leave_the_others_unharmed(site, capsys):
    """Four are broken and say why; two work, one of them in conflict; the bundled ones are as they were."""
    before = {(given.kind, given.name) for given in find_plugins().components()}
    site.install("bad_import", "import nothing_of_that_name\n")
    site.install("bad_syntax", "def (\n")
    site.install("bad_exit", "import sys\nsys.exit(3)\n")
    site.install("bad_hook", "from imgfw import hookimpl\n@hookimpl\ndef imgfw_augmenter(): return []\n")
    site.install("same_name", augmenter("flip"))
    site.install("prints", "print('noise')\n" + augmenter("calm"))

    registry = find_plugins()

    reasons = {plugin.name: plugin.reason.split(":")[0] for plugin in registry.broken}
    assert reasons == {
        "bad_import": "ModuleNotFoundError",
        "bad_syntax": "SyntaxError",
        "bad_exit": "SystemExit",
        "bad_hook": 'no hook is called imgfw_augmenter (did you mean "imgfw_augmenters"?)',
    }
    assert {(given.kind, given.name) for given in registry.components()} == before | {("augmenter", "calm")}
    assert registry.find("augmenter", "rotate").component_name() == "rotate"
    assert capsys.readouterr().out == ""


def test_a_name_claimed_twice_names_both_distributions(site):
    """Neither is taken; both are told."""
    site.install("same_name", augmenter("flip"), distribution="imgfw-mirror")

    with pytest.raises(CallError, match=r"imgfw-mirror 1\.0") as told:
        find_plugins().find("augmenter", "flip")

    assert "basics (imgfw 0" in str(told.value) and "uninstall one of them" in str(told.value)
    assert len(find_plugins().claims("augmenter", "flip")) == 2


def test_two_distributions_with_one_entry_point_name_are_both_loaded(site):
    """None is dropped without a word."""
    site.install("first", augmenter("one"), entry_points="[imgfw]\nshared = first\n")
    site.install("second", augmenter("two"), entry_points="[imgfw]\nshared = second\n")

    registry = find_plugins()

    assert {"one", "two"} <= set(registry.names("augmenter"))
    assert [plugin.name for plugin in registry.plugins].count("shared") == 2


def test_the_first_copy_of_a_distribution_on_the_path_counts(site, tmp_path, monkeypatch):
    """As with imports, the second is never looked at."""
    (tmp_path / "imgfw_first-2.0.dist-info").mkdir()
    (tmp_path / "imgfw_first-2.0.dist-info" / "METADATA").write_text("Name: imgfw-first\nVersion: 2.0\n")
    (tmp_path / "imgfw_first-2.0.dist-info" / "entry_points.txt").write_text("[imgfw]\nfirst = first\n")
    site.install("first", augmenter("one"))
    monkeypatch.syspath_prepend(tmp_path)

    found = [plugin for plugin in find_plugins().plugins if plugin.name == "first"]

    assert [plugin.version for plugin in found] == ["2.0"]


def test_an_unknown_name_gets_the_nearest_and_the_broken_plugin_it_may_be_in(site):
    """A typo and a plugin that cannot be imported are both thought of."""
    site.install("bad_import", "import nothing_of_that_name\n")

    with pytest.raises(CallError) as told:
        find_plugins().find("augmenter", "flop")

    assert 'no augmenter is called "flop" (did you mean "flip"?)' in str(told.value)
    assert "it may be in the plugin bad_import (imgfw-bad-import 1.0), which is broken" in str(told.value)


def test_an_unknown_kind_gets_the_nearest():
    """The eleven kinds are known."""
    with pytest.raises(CallError, match=r'no kind "augmentor" \(did you mean "augmenter"\?\)'):
        Registry(()).find("augmentor", "flip")


def test_a_class_that_cannot_be_built_is_told_when_it_is_asked_for(site):
    """Listing builds no class; finding and `built` do."""
    site.install("faulty", augmenter("faulty", "field: 'NoSuchType' = 1"))

    registry = find_plugins()

    assert "faulty" in registry.names("augmenter") and not registry.broken
    with pytest.raises(CallError, match=r"augmenter/faulty of the plugin faulty .* cannot be built"):
        registry.find("augmenter", "faulty")
    (broken,) = registry.built().broken
    assert broken.name == "faulty"


def test_components_are_sorted_by_kind_and_name():
    """Kinds come in the order of a recipe."""
    given = find_plugins().components()

    order = list(KINDS)
    keys = [(order.index(each.kind), each.name) for each in given]
    assert keys == sorted(keys)
    assert {each.kind for each in find_plugins().components("metric")} == {"metric"}


def test_files_are_plugins_beside_the_installed_ones(tmp_path):
    """`find_plugins([file])` has both."""
    (tmp_path / "mine.py").write_text(augmenter("mine"))

    registry = find_plugins([tmp_path / "mine.py"])

    assert {"mine", "flip"} <= set(registry.names("augmenter"))


def test_a_registry_of_modules_has_only_them():
    """For tests of one plugin."""
    import imgfw_sklearn

    registry = Registry.of(imgfw_sklearn)

    assert {"logistic", "nearest"} <= set(registry.names("head"))
    assert "dense" not in registry.names("head")
    assert registry.names("source") == ()


def test_one_file_may_come_as_it_is(tmp_path):
    """A text or a path is one plugin, not a list of letters."""
    file = tmp_path / "alone.py"
    file.write_text("")

    for given in (file, str(file), [file], (str(file),)):
        assert "alone" in {plugin.name for plugin in find_plugins(given).plugins}


def test_an_announced_component_is_listed_and_imported_when_it_is_used(site):
    """Its module may print, which is no result; the others of its plugin are not imported for it."""
    announced = (
        "from imgfw import Later, hookimpl\n@hookimpl\ndef imgfw_augmenters():\n"
        "    return [Later('calm', 'calm_parts:Given', 'Something'), Later('loud', 'loud_parts:X', 'No')]\n"
    )
    site.install("calm_parts", "print('noise')\n" + augmenter("calm"), entry_points="[others]\n")
    site.install("announcing", announced)

    registry = find_plugins()

    assert "calm_parts" not in sys.modules
    (calm,) = registry.claims("augmenter", "calm")
    assert (calm.description, calm.plugin.name) == ("Something", "announcing")
    assert registry.find("augmenter", "calm").component_name() == "calm"
    assert "loud_parts" not in sys.modules


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ("import nothing_of_that_name\n", "ModuleNotFoundError: No module named 'nothing_of_that_name'"),
        ("raise SystemExit(3)\n", "SystemExit: 3"),
        ("", 'calm is announced at "calm_parts:Given", and is not there'),
        (augmenter("other"), 'calm_parts:Given is announced as "calm", and calls itself "other"'),
    ],
)
def test_an_announced_component_that_cannot_be_had_is_told_when_it_is_asked_for(site, parts, told):
    """With its kind, name and plugin; listing goes on, and the plugin is found broken where all are built."""
    site.install("calm_parts", parts, entry_points="[others]\n")
    site.install(
        "announcing",
        "from imgfw import Later, hookimpl\n@hookimpl\ndef imgfw_augmenters():\n"
        "    return [Later('calm', 'calm_parts:Given', 'Something')]\n",
    )
    registry = find_plugins()

    with pytest.raises(CallError) as error:
        registry.find("augmenter", "calm")

    assert str(error.value) == (
        f"augmenter/calm of the plugin announcing (imgfw-announcing 1.0) cannot be built: {told}"
    )
    assert "announcing" in {plugin.name for plugin in registry.built().broken}
