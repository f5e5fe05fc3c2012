"""The whole tool in processes of its own, with counted forward passes and watched imports."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
WATCHED = """
import json, sys
from imgfw.cli.main import main
code = main(sys.argv[1:])
passes = sys.modules["imgfw.inference"].forward_passes() if "imgfw.inference" in sys.modules else 0
heavy = [name for name in ("tensorflow", "keras", "sklearn") if name in sys.modules]
print(json.dumps({"passes": passes, "heavy": heavy}), file=sys.stderr)
sys.exit(code)
"""


class Done:
    """A command that ended: exit code, stdout, stderr, forward passes, heavy libraries it imported."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out = code, out
        self.err, _, watched = err.rstrip("\n").rpartition("\n")
        self.passes, self.heavy = json.loads(watched).values()

    @property
    def document(self) -> Any:
        """What `--json` printed."""
        return json.loads(self.out)

    def made(self, work: Path) -> dict[str, int]:
        """How much each stage of the run made; needs `--json`."""
        lines = (work / self.document["run"] / "stages.jsonl").read_text().splitlines()
        return {stage["stage"]: stage["made"] for stage in map(json.loads, lines)}


@pytest.fixture
def tool() -> Callable[..., Done]:
    """Runs `imgfw WORDS...` in a folder, with the cache in it."""

    def called(*words: object, work: Path, **environment: str) -> Done:
        given = {**os.environ, "IMGFW_CACHE": str(work / "cache"), **environment}
        call = [sys.executable, "-c", WATCHED, *map(str, words)]
        done = subprocess.run(call, cwd=work, env=given, capture_output=True, text=True)
        return Done(done.returncode, done.stdout, done.stderr)

    return called


@pytest.fixture(scope="session")
def recipes() -> Path:
    """The recipes that come with imgfw."""
    return ROOT / "recipes"
