"""The command line in this process, in a folder of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from imgfw.cli.main import main

RECIPE = """
name = "colours"

[[source]]
use = "colours"
count = 60

[split]
exact = true

[backbone]
use = "mean-colour"

[[head]]
use = "means"

[[metric]]
use = "share"
"""


class Said:
    """What a command said: exit code, stdout, stderr."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def imgfw(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> Callable[..., Said]:
    """Runs `imgfw WORDS...` where only a temporary folder is."""
    monkeypatch.chdir(tmp_path)

    def called(*words: object) -> Said:
        code = main([str(word) for word in words])
        return Said(code, *capsys.readouterr())

    return called


@pytest.fixture
def recipe(tmp_path: Path) -> Path:
    """A recipe of small components; it needs `--plugin`."""
    (tmp_path / "colours.toml").write_text(RECIPE)
    return tmp_path / "colours.toml"
