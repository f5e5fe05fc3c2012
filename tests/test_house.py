"""The import rules hold."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
BROKEN = {
    "framework/imgfw/data.py": ("from .registry import Registry", "arrows of the core point one way"),
    "framework/imgfw/stages/augment.py": ("from ..store import Store", "stages know no store"),
    "framework/imgfw/stages/clean.py": ("from .fit import fit", "stages do not know one another"),
    "framework/imgfw/images.py": ("from .kinds import KINDS", "knows no component"),
    "framework/imgfw/registry.py": ("import imgfw_basics", "the core imports no plugin"),
    "plugins/imgfw_basics/flip.py": ("import imgfw_faces", "plugins do not know one another"),
    "plugins/imgfw_basics/rotate.py": ("from imgfw.store import Store", "plugins use the public names"),
}


def linted(root: Path) -> subprocess.CompletedProcess[str]:
    """What the import rules say of the project in this folder."""
    path = f"import sys; sys.path[:0] = [{str(root / 'framework')!r}, {str(root / 'plugins')!r}]"
    run = "from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    return subprocess.run([sys.executable, "-c", f"{path}; {run}"], cwd=root, capture_output=True, text=True)


def test_the_import_rules_hold():
    """As they stand in pyproject.toml."""
    done = linted(ROOT)

    assert done.returncode == 0, done.stdout


def test_every_import_rule_is_broken_by_what_it_forbids(tmp_path):
    """One import a rule, in a copy of the house."""
    modules = [
        str(p.relative_to(ROOT)) for top in ("framework", "plugins") for p in (ROOT / top).rglob("*.py")
    ]
    for file in ("pyproject.toml", *modules):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        more = f"\n{BROKEN[file][0]}\n" if file in BROKEN else ""
        (tmp_path / file).write_text((ROOT / file).read_text("utf-8") + more, "utf-8")

    done = linted(tmp_path)

    broken = [line for line in done.stdout.splitlines() if line.endswith("BROKEN")]
    assert done.returncode == 1
    assert all(any(rule in line for line in broken) for _, rule in BROKEN.values()), done.stdout
