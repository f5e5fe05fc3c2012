"""The conformance kit as a whole."""

from __future__ import annotations

from typing import Annotated, Literal

import pytest
from pydantic import Field

from imgfw import Sink
from imgfw.kinds import KINDS
from imgfw.testing import check_component
from imgfw.testing.check import BEHAVIOUR


class Named(Sink):
    """Write a name."""

    use: Literal["named"] = "named"
    name: Annotated[str, Field(description="What is written.")]

    def write(self, outcome, folder):
        """One file."""
        (folder / "name.txt").write_text(self.name)


def test_the_behaviour_of_every_kind_is_tried_but_of_trainers():
    """Trainers need their library; what they declare is checked."""
    assert set(KINDS) - set(BEHAVIOUR) == {"trainer"}


def test_a_component_with_needed_parameters_is_tried_with_those_given():
    """Without them the check says how to give them."""
    check_component(Named, name="Ann")

    with pytest.raises(AssertionError, match=r"check_component\(Named, \.\.\.\): name: Field required"):
        check_component(Named)


@pytest.mark.parametrize("cls", [dict, Sink, object])
def test_what_is_no_component_is_told_what_to_inherit_from(cls):
    """A kind itself is none either."""
    with pytest.raises(AssertionError, match="inherit from one of Source, Annotator"):
        check_component(cls)
