"""How a check fails."""

from __future__ import annotations

import pytest

from imgfw.testing.saying import require
from imgfw.testing.toy import ToyCount


def test_a_sentence_begins_with_the_component():
    """Where it holds, nothing happens."""
    require(ToyCount(), True, "write something")

    with pytest.raises(AssertionError, match=r"^sink/toy-count: write something$"):
        require(ToyCount(), 0, "write something")
