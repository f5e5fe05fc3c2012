"""What every test may use: the real assets, and a cache of its own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def assets() -> Path:
    """The folder of real weights, photos and broken files; without it the test is skipped."""
    folder = os.environ.get("IMGFW_TEST_ASSETS")
    if not folder:
        pytest.skip("IMGFW_TEST_ASSETS is not set")
    return Path(folder).resolve()


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache that no other test sees."""
    cache = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("IMGFW_CACHE", str(cache))
    return cache
