"""A small bundle that tells red and blue squares, also both in one picture; and folders to organize."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from PIL import Image

import imgfw
import imgfw.testing.toy

NOBODY = 65534
TOY = Path(imgfw.testing.toy.__file__)
COLOURS = {"red": (220, 60, 60), "blue": (60, 80, 220)}
RECIPE = """
name = "squares"

[[source]]
use = "folder"
path = "squares"

[target.class]
type = "multi-label"

[group]
near = false

[split]
exact = true

[backbone]
use = "toy-colour"

[[head]]
use = "logistic"

[[metric]]
use = "f1"
"""


def square(path: Path, *colours: str, seed: int = 0) -> Path:
    """A picture with a square of each of these colours on grey, the same for the same seed."""
    image = np.random.default_rng(seed).integers(110, 130, (32, 32, 3)).astype(np.uint8)
    for place, colour in enumerate(colours):
        image[4:28, 2 + 15 * place : 15 + 15 * place] = COLOURS[colour]
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(image).save(path, "PNG" if path.suffix == ".png" else "JPEG", quality=95)
    return path


@pytest.fixture(scope="session")
def squares(tmp_path_factory) -> Path:
    """The run of the bundle."""
    work = tmp_path_factory.mktemp("squares")
    for seed in range(45):
        colours = (("red",), ("blue",), ("red", "blue"))[seed % 3]
        for colour in colours:
            square(work / "squares" / colour / f"{seed}.png", *colours, seed=seed)
    (work / "squares.toml").write_text(RECIPE)
    return imgfw.run(work / "squares.toml", runs=work / "runs", plugins=TOY).folder


@pytest.fixture(scope="session")
def bundle(squares):
    """The bundle itself."""
    return imgfw.load(squares, plugins=TOY)


@pytest.fixture
def drawn() -> Callable[..., Path]:
    """Draws squares: path, colours, seed."""
    return square


@pytest.fixture
def organize(squares, tmp_path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs `imgfw organize WORDS...` in a folder of its own."""

    def called(*words: object, work: Path = tmp_path) -> subprocess.CompletedProcess[str]:
        call = [sys.executable, "-m", "imgfw", "--plugin", str(TOY), "organize", *map(str, words)]
        return subprocess.run(call, cwd=work, capture_output=True, text=True)

    return called


@pytest.fixture
def plain() -> Iterator[Path]:
    """A folder in which this process may do no more than what modes say, whoever runs the tests."""
    with TemporaryDirectory() as folder:
        special = os.geteuid() == 0
        if special:
            os.chown(folder, NOBODY, NOBODY)
            os.seteuid(NOBODY)
        try:
            yield Path(folder)
        finally:
            if special:
                os.seteuid(0)
            os.chmod(folder, 0o700)
            for top, folders, _ in os.walk(folder):
                for name in folders:
                    os.chmod(os.path.join(top, name), 0o700)


@pytest.fixture
def bind() -> Iterator[Any]:
    """Mounts a folder a second time."""
    places: list[Path] = []

    def mounted(folder: Path, place: Path) -> None:
        place.mkdir(parents=True, exist_ok=True)
        words = ["mount", "--bind", str(folder), str(place)]
        if shutil.which("mount") is None or subprocess.run(words, capture_output=True).returncode:
            pytest.skip("nothing can be mounted here")
        places.append(place)

    yield mounted
    for place in reversed(places):
        subprocess.run(["umount", str(place)], check=True)
