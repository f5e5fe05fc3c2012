"""Whether two paths lead to one file, and whether one of them could go without it."""

from __future__ import annotations

import os
from pathlib import Path


def is_same(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file, by two names of it or by one."""
    try:
        return os.path.samestat(one.lstat(), other.lstat())
    except OSError:
        return False


def is_one_name(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file by one name, through a link or a mount."""
    alone = is_same(one, other) and one.lstat().st_nlink < 2
    return alone or os.path.realpath(one) == os.path.realpath(other)
