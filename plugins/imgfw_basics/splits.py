"""What people call the parts of a split."""

from __future__ import annotations

PARTS = {
    "train": "train", "training": "train",
    "val": "val", "valid": "val", "validation": "val", "dev": "val",
    "test": "test", "testing": "test",
}  # fmt: skip
"""Name in lower case -> part."""


def is_split(name: str) -> bool:
    """Whether this is what people call a part of a split."""
    return name.casefold() in PARTS


def split_of(name: str) -> str:
    """The part that is meant, or the name as it is where that is not known."""
    return PARTS.get(name.casefold(), name)
