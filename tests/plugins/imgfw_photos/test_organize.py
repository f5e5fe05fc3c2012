"""`imgfw organize`."""

from __future__ import annotations


def test_the_commands_are_listed(organize):
    """Each with a sentence."""
    done = organize("--help")

    assert done.returncode == 0, done.stderr
    assert "plan" in done.stdout and "touch nothing" in done.stdout
