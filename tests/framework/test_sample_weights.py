"""How much each sample counts in learning."""

from __future__ import annotations

import numpy as np
import pytest

from imgfw.data import Sample
from imgfw.errors import RunError
from imgfw.sample_weights import sample_weights


def test_a_sample_counts_as_its_column_says():
    """For the target that names it; without a cell it counts 1."""
    samples = [Sample("a", labels={"t:weight": 0.0}), Sample("b", labels={"t:weight": 2.5}), Sample("c")]

    assert sample_weights("t", samples).tolist() == [0, 2.5, 1]
    assert sample_weights("other", samples).tolist() == [1, 1, 1]
    assert sample_weights("t", samples).dtype == np.float32


@pytest.mark.parametrize("weight", [-0.5, float("nan"), float("inf"), ("heavy",)])
def test_what_is_no_weight_is_named(weight):
    """With the sample and the target."""
    with pytest.raises(RunError, match=r'b.jpg: expected a weight of 0 or more for "t", got'):
        sample_weights("t", [Sample("b.jpg", labels={"t:weight": weight})])
