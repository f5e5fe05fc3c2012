"""What a call asks for."""

from __future__ import annotations

from pathlib import Path

import pytest

from imgfw.errors import CallError
from imgfw.line.asked import check_numbers, overrides, plugin_files


@pytest.mark.parametrize("given", ["seed=3", ["seed=3"], ("seed=3",), iter(["seed=3"])])
def test_one_override_may_come_as_it_is(given) -> None:
    """A text is one override, not a list of letters."""
    assert overrides(given) == ("seed=3",)


@pytest.mark.parametrize("given", ["a.py", Path("a.py"), ["a.py"], [Path("a.py")]])
def test_one_plugin_may_come_as_it_is(given) -> None:
    """As a text or a path."""
    assert plugin_files(given) == (Path("a.py"),)


def test_nothing_is_nothing() -> None:
    """The defaults."""
    assert overrides(()) == () and plugin_files([]) == ()
    check_numbers(limit=None, workers=None, time_limit=None)


@pytest.mark.parametrize("given", [3, None, b"seed=3", {"seed": 3}, [3], ["seed=3", None]])
def test_what_is_no_override_is_refused(given) -> None:
    """With what is expected and what came."""
    with pytest.raises(CallError, match=r"^sets: expected .*, got "):
        overrides(given)


@pytest.mark.parametrize("given", [3, None, [3], {"a.py": 1}])
def test_what_is_no_plugin_is_refused(given) -> None:
    """With what is expected and what came."""
    with pytest.raises(CallError, match=r"^plugins: expected .*, got "):
        plugin_files(given)


@pytest.mark.parametrize("name", ["limit", "workers"])
@pytest.mark.parametrize("value", [0, -1, 1.5, "2", True])
def test_counts_are_whole_and_above_nothing(name: str, value) -> None:
    """Nothing is guessed from another value."""
    with pytest.raises(CallError, match=rf"^{name}: expected a whole number of 1 or more, or None, got"):
        check_numbers(**{"limit": None, "workers": None, "time_limit": None, name: value})


@pytest.mark.parametrize("value", [0, -3.0, float("nan"), float("inf"), "90s", True])
def test_a_time_is_seconds_above_nothing(value) -> None:
    """Texts such as 90s are for the command line."""
    with pytest.raises(CallError, match=r"^time_limit: expected seconds, more than 0, or None, got"):
        check_numbers(limit=None, workers=None, time_limit=value)


def test_what_makes_sense_passes() -> None:
    """The least of each."""
    check_numbers(limit=1, workers=1, time_limit=0.5)
