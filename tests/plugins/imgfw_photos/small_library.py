"""Three pictures, and a plan for them."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

import pytest

from imgfw_photos.plan import Item, Plan, write_plan
from imgfw_photos.plan_table import write_items

MOVES = pytest.mark.parametrize("mode", ["copy", "move"])
MODES = pytest.mark.parametrize("mode", ["copy", "move", "hardlink", "symlink"])


def item(path: Path, *places: str, follows: str = "") -> Item:
    """A file of a plan."""
    status, digest = path.stat(), hashlib.sha256(path.read_bytes()).hexdigest()
    return Item(str(path), "placed", status.st_size, status.st_mtime_ns, digest, places, follows)


class Library:
    """Three pictures, and a plan for them."""

    def __init__(self, root: Path, mode: Any = "copy") -> None:
        self.source, self.target, self.plan = root / "from", root / "to", root / "plan"
        self.source.mkdir()
        self.plan.mkdir()
        self.items = [self.picture(f"{number}.jpg") for number in range(3)]
        write_plan(self.plan, Plan(self.target, (self.source,), mode))
        write_items(self.plan, self.items)

    def picture(self, name: str, *labels: str) -> Item:
        """One picture more."""
        (self.source / name).write_bytes(f"the picture {name}".encode())
        os.utime(self.source / name, ns=(10**18, 10**18))
        return item(self.source / name, *(f"{label}/{name}" for label in labels or ("cat",)))

    def seen(self) -> dict[str, bytes]:
        """Every file below source and target."""
        paths = [*self.source.rglob("*"), *self.target.rglob("*")]
        return {str(path): path.read_bytes() for path in paths if path.is_file()}

    def rewrite(self, which: Item) -> None:
        """Another content under the same size and time."""
        path = Path(which.source)
        path.write_bytes(b"X" * which.size)
        os.utime(path, ns=(10**18, which.modified_ns))
