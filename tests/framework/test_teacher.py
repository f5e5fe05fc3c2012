from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from imgfw import Teacher


def test_a_teacher_is_a_backbone_or_a_bundle() -> None:
    """Either is taken as it is given."""
    assert Teacher(backbone={"use": "any", "size": 96}).backbone == {"use": "any", "size": 96}
    assert Teacher(bundle=Path("runs/x")).bundle == Path("runs/x")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({}, "got neither"),
        ({"backbone": {"use": "any"}, "bundle": Path("x")}, "got backbone and bundle"),
        ({"backbone": "any"}, "valid dictionary"),
        ({"magic": 1}, "Extra inputs"),
    ],
)
def test_anything_else_is_refused(wrong: dict[str, Any], says: str) -> None:
    """Neither, both, and what is unknown are errors that say what came."""
    with pytest.raises(ValidationError, match=says):
        Teacher(**wrong)
