"""The house keeps its own rules: twins, docstrings, sizes, and every hook told of."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from imgfw.hooks import HOOKS

ROOT = Path(__file__).parents[1]
NO_TWIN = {}
LONG = {
    "framework/imgfw/hookspecs.py": "the table of contents of the product: every hook with its example",
    "framework/imgfw/kinds.py": "the eleven kinds side by side, nearly all of it docstrings",
    "framework/imgfw/testing/toy.py": "one file, because it is what `--plugin` takes and authors copy",
}
FILE, FUNCTION = 200, 40


def modules() -> list[Path]:
    """Every module of the core and of the bundled plugins, relative to the root."""
    found = [*ROOT.glob("framework/**/*.py"), *ROOT.glob("plugins/**/*.py")]
    return sorted(path.relative_to(ROOT) for path in found)


def twin(module: Path) -> Path:
    """Where the tests of a module are."""
    inside = module.relative_to("framework/imgfw" if module.parts[0] == "framework" else "plugins")
    return Path("tests", module.parts[0], inside.parent, f"test_{module.name}")


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function in a file."""
    tree = ast.walk(ast.parse((ROOT / path).read_text("utf-8")))
    return [node for node in tree if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of its body, without the docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def test_every_module_has_its_twin():
    """`__init__` does nothing; the others without one have a reason."""
    own = [path for path in modules() if path.name != "__init__.py"]

    missing = [str(path) for path in own if not (ROOT / twin(path)).is_file()]

    assert len(own) > 100
    assert sorted(missing) == sorted(NO_TWIN)


def test_every_test_says_what_it_shows():
    """In a docstring."""
    tests = sorted(path.relative_to(ROOT) for path in ROOT.glob("tests/**/*.py"))

    silent = [
        f"{path}:{each.lineno} {each.name}"
        for path in tests
        for each in functions(path)
        if each.name.startswith("test_") and not ast.get_docstring(each)
    ]

    assert silent == []


def test_files_are_short():
    """200 lines at most, but for those with a reason."""
    lengths = {str(path): len((ROOT / path).read_text("utf-8").splitlines()) for path in modules()}

    assert sorted(name for name, lines in lengths.items() if lines > FILE) == sorted(LONG)


def test_functions_are_short():
    """40 lines at most, docstring and signature aside."""
    long = [
        f"{path}:{each.lineno} {each.name}: {length(each)} lines"
        for path in modules()
        for each in functions(path)
        if length(each) > FUNCTION
    ]

    assert long == []


@pytest.mark.parametrize("page", ["README.md", "docs/plugins.md"])
def test_every_hook_is_told_of(page):
    """By its name."""
    text = (ROOT / page).read_text("utf-8")

    assert [hook for hook in HOOKS if hook not in text] == []


def test_bundled_plugins_implement_every_hook():
    """Each is shown by an example that people use."""
    found = {
        name for path in ROOT.glob("plugins/*/__init__.py") for name in HOOKS if name in path.read_text()
    }

    assert found == set(HOOKS)
