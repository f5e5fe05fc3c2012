"""All inputs of a head as one matrix."""

from __future__ import annotations

import numpy as np
import pytest

from imgfw import ComponentError
from imgfw_sklearn.joined import joined


def test_inputs_stand_side_by_side_in_their_order():
    """Features first if they are named first; always float32."""
    found = joined({"features": np.zeros((2, 3)), "head:a": np.ones((2, 1))})

    assert found.tolist() == [[0, 0, 0, 1]] * 2
    assert found.dtype == np.float32


def test_maps_are_refused_with_their_shape():
    """Rows are expected."""
    with pytest.raises(ComponentError, match=r"\(N, D\), got features of shape \(2, 4, 4, 8\)"):
        joined({"features": np.zeros((2, 4, 4, 8)), "head:a": np.ones((2, 1))})
