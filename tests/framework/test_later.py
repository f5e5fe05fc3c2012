"""Components that are announced and imported when they are used."""

from __future__ import annotations

import pytest

from imgfw import ComponentError, Later


def test_it_is_imported_when_it_is_asked_for():
    """By the module and name that were announced."""
    assert Later("later", "imgfw.later:Later", "Itself").load() is Later


@pytest.mark.parametrize("where", ["imgfw.later:Sooner", "imgfw.later", "imgfw.later:"])
def test_what_is_not_there_is_named(where):
    """With its name and place."""
    with pytest.raises(ComponentError, match=f'sooner is announced at "{where}", and is not there'):
        Later("sooner", where, "Nothing").load()


def test_a_module_that_is_missing_raises_what_its_import_raises():
    """Whoever loads a stranger's component turns it into words."""
    with pytest.raises(ModuleNotFoundError):
        Later("sooner", "nothing_of_that_name:Sooner", "Nothing").load()
