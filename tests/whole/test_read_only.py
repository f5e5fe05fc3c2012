"""The user's folder is the same after every command."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

SMALL_PLUGIN = Path(__file__).parents[1] / "framework" / "small_plugin.py"
RECIPE = """
[[source]]
use = "folder"
path = "photos"

[backbone]
use = "mean-colour"

[[head]]
use = "means"

[[metric]]
use = "accuracy"
"""


def state(folder: Path) -> dict[str, tuple[object, ...]]:
    """{name: kind, mode, time of change, content} of all that is in a folder, and of the folder."""
    found = {}
    for path in (folder, *sorted(folder.rglob("*"))):
        about = path.lstat()
        content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        found[str(path)] = (about.st_mode, about.st_mtime_ns, about.st_ino, about.st_size, content)
    return found


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """Two classes of photos, a broken one, a copy, a link, notes, an empty and a hidden folder."""
    photos = tmp_path / "photos"
    for number in range(24):
        shade = (200, 0, 40) if number % 2 else (0, 40, 200)
        image = np.random.default_rng(number).integers(0, 50, (40, 50, 3), np.uint8) + np.uint8(shade)
        place = photos / f"class{number % 2}" / f"{number:02}.png"
        place.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(image).save(place)
    (photos / "class0" / "broken.jpg").write_bytes(b"\xff\xd8\xff\xe0 no more")
    (photos / "class0" / "copy.png").write_bytes((photos / "class0" / "00.png").read_bytes())
    (photos / "class1" / "link.png").symlink_to("01.png")
    (photos / "class1" / "notes.txt").write_text("mine")
    (photos / "empty").mkdir()
    (photos / ".hidden").mkdir()
    (photos / "class1" / "03.png").chmod(0o444)
    (tmp_path / "recipe.toml").write_text(RECIPE)
    return tmp_path


@pytest.mark.slow
def test_no_command_changes_the_users_folder(tool, work):
    """Names, bytes, modes and times are as they were, after each of them and with what is reused."""
    before = state(work / "photos")
    words = ("--plugin", SMALL_PLUGIN)
    codes = {}

    for command in (
        ("validate", "recipe.toml"),
        ("check", "photos"),
        ("check", "photos", "--csv", "findings.csv"),
        ("init", "photos"),
        ("run", "recipe.toml"),
        ("run", "recipe.toml"),
        ("run", "recipe.toml", "--probe-leaks"),
        ("predict", "latest", "photos"),
        ("predict", "latest", "photos/class1/01.png", "--csv", "labels.csv"),
        ("cache",),
        ("runs",),
    ):
        done = tool(*command, *words, work=work)
        codes[" ".join(command)] = done.code
        assert state(work / "photos") == before, (command, done.err)

    assert set(codes.values()) <= {0, 3}, codes
