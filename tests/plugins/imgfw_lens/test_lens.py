"""`imgfw lens` itself."""

from __future__ import annotations

import typer

from imgfw.cli.main import main
from imgfw_lens.lens import lens


def test_every_command_says_what_it_does(capsys) -> None:
    """On a line of its own."""
    code = main(["lens", "--help"])

    told = capsys.readouterr().out
    assert code == 0
    assert all(name in told for name in typer.main.get_command(lens).commands)
