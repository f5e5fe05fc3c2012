"""What every test may use: the real assets, a cache of its own, and a place to install plugins."""

from __future__ import annotations

import gc
import importlib
import importlib.util
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import settings

# what an example takes depends on what else the machine does; all else is as Hypothesis has it here or in CI
settings.register_profile("untimed", settings(), deadline=None)
settings.load_profile("untimed")


def pytest_collection_finish() -> None:
    """What was made until now stays: whoever looks for garbage between tests need not look there."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def assets() -> Path:
    """The folder of real weights, photos and broken files; without it the test is skipped."""
    folder = os.environ.get("IMGFW_TEST_ASSETS")
    if not folder:
        pytest.skip("IMGFW_TEST_ASSETS is not set")
    return Path(folder).resolve()


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache that no other test sees, and no model files."""
    cache = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("IMGFW_CACHE", str(cache))
    monkeypatch.setenv("IMGFW_MODELS", str(cache / "models"))
    return cache


@pytest.fixture(scope="session")
def face_networks() -> ModuleType:
    """The networks of `face_networks.py`, which say the same of every picture."""
    return _beside("face_networks")


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Any]:
    """A `Browser` of `browser.py`; where there is no Chromium the test is skipped."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no Chromium is installed")
    made = _beside("browser").Browser(program, tmp_path / "profile")
    yield made
    made.end()


def _beside(name: str) -> ModuleType:
    """A module of this folder."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Site:
    """A folder on the path of this process and its children, with plugins as an installer leaves them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.modules: list[str] = []

    def install(self, module: str, source: str, *, distribution: str = "", entry_points: str = "") -> str:
        """Write a module and the dist-info that registers it; gives the name of the distribution."""
        name = distribution or f"imgfw-{module.replace('_', '-')}"
        about = self.folder / f"{name.replace('-', '_')}-1.0.dist-info"
        about.mkdir()
        (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (about / "entry_points.txt").write_text(entry_points or f"[imgfw]\n{module} = {module}\n")
        (self.folder / f"{module}.py").write_text(source)
        self.modules.append(module)
        importlib.invalidate_caches()
        return name


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """Where a test installs plugins; nothing of them is left behind."""
    made = Site(tmp_path_factory.mktemp("site"))
    monkeypatch.syspath_prepend(made.folder)
    monkeypatch.setenv("PYTHONPATH", str(made.folder))
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    yield made
    for module in made.modules:
        sys.modules.pop(module, None)
