"""Components: frozen, strict records of parameters."""

from __future__ import annotations

from typing import Annotated, Literal

import pytest
from pydantic import Field, ValidationError

from imgfw import Augmenter, ComponentError, Picture


class Shade(Augmenter):
    """Take light away."""

    use: Literal["shade"] = "shade"
    by: Annotated[float, Field(ge=0, le=1, description="How much.")] = 0.5


def test_the_name_is_that_of_recipes():
    """It stands in `use`."""
    assert Shade.component_name() == "shade"
    assert Shade.kind == "augmenter"


@pytest.mark.parametrize("given", ['{"by": 2}', '{"by": "a"}', '{"other": 1}', '{"use": "flip"}'])
def test_what_is_out_of_bounds_unknown_or_of_another_type_is_refused(given: str):
    """Nothing is coerced and nothing ignored."""
    with pytest.raises(ValidationError):
        Shade.model_validate_json(given)


def test_a_component_does_not_change():
    """Parameters are fixed once it is made."""
    with pytest.raises(ValidationError):
        Shade().by = 0.1


def test_a_missing_verb_is_told_by_name():
    """Using a component that leaves out its verb says which one."""
    with pytest.raises(ComponentError, match="augmenter/shade does not define `apply`"):
        Shade().apply(Picture(None), 1, None)


def test_by_default_nothing_is_read_and_any_size_does():
    """A plain component has no files and no wish."""
    shade = Shade()

    shade.prepare(print)

    assert shade.files_read() == () and shade.side == 0
