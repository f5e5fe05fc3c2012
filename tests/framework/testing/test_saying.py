"""How a check fails."""

from __future__ import annotations

import pytest

from imgfw import ComponentError, PictureError
from imgfw.testing.saying import at_the_border, require
from imgfw.testing.toy import ToyCount


def test_a_sentence_begins_with_the_component():
    """Where it holds, nothing happens."""
    require(ToyCount(), True, "write something")

    with pytest.raises(AssertionError, match=r"^sink/toy-count: write something$"):
        require(ToyCount(), 0, "write something")


def test_what_a_run_refuses_fails_the_check_with_the_same_sentence():
    """Other errors go through as they are."""
    with pytest.raises(AssertionError, match=r"^source/x: expected bytes$"), at_the_border():
        raise ComponentError("source/x: expected bytes")

    with pytest.raises(PictureError, match="no face"), at_the_border():
        raise PictureError("no face")
