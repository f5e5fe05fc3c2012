"""All inputs of a head as one matrix."""

from __future__ import annotations

import numpy as np

from imgfw_sklearn.joined import joined


def test_inputs_stand_side_by_side_in_their_order():
    """Features first if they are named first; always float32."""
    found = joined({"features": np.zeros((2, 3)), "head:a": np.ones((2, 1))})

    assert found.tolist() == [[0, 0, 0, 1]] * 2
    assert found.dtype == np.float32
