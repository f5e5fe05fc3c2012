"""`imgfw plugins`."""

from __future__ import annotations

import json


def test_plugins_are_listed_with_their_hooks(imgfw):
    """Every bundled plugin works, and says which hooks it implements."""
    document = json.loads(imgfw("plugins", "--json").out)

    found = {plugin["name"]: plugin for plugin in document["plugins"]}
    assert {"basics", "faces", "keras", "sklearn"} <= set(found)
    assert all(plugin["reason"] == "" for plugin in found.values())
    assert "imgfw_heads" in found["sklearn"]["hooks"]


def test_a_broken_plugin_is_told_with_the_reason_and_the_way_out(imgfw, tmp_path):
    """The table has the reason, its own page the traceback; both are exit 0."""
    (tmp_path / "bad.py").write_text("import nothing_of_that_name\n")

    table = imgfw("plugins", "--plugin", tmp_path / "bad.py")
    page = imgfw("plugins", "bad", "--plugin", tmp_path / "bad.py")

    assert (table.code, page.code) == (0, 0)
    assert "broken: ModuleNotFoundError" in table.out
    assert "Traceback" in page.out and "leave out --plugin" in page.out


def test_an_unknown_plugin_gets_the_nearest(imgfw):
    """Exit 2 and the name that was meant."""
    said = imgfw("plugins", "basic")

    assert said.code == 2
    assert 'did you mean "basics"?' in said.err
