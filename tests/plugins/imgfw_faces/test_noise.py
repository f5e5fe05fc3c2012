"""Noise and strands."""

import numpy as np

from imgfw_faces.noise import clouds, strands, stretched


def test_clouds_have_unit_spread_and_follow_the_generator():
    """The same seed gives the same field, another seed another."""
    one, again, other = (clouds(np.random.default_rng(s), 40, 60, (4, 9)) for s in (1, 1, 2))

    np.testing.assert_array_equal(one, again)
    assert not np.array_equal(one, other)
    assert abs(float(one.std()) - 1) < 1e-3


def test_strands_run_downwards():
    """Along a strand the value changes less than across strands."""
    field = strands(np.random.default_rng(0), 96, 256, wave=0.0, length=32)

    across, down = np.abs(np.diff(field, axis=1)).mean(), np.abs(np.diff(field, axis=0)).mean()

    assert down < 0.5 * across


def test_stretching_keeps_a_constant():
    """A flat field stays flat."""
    field = stretched(np.full((3, 4), 2.5), 30, 40)

    np.testing.assert_allclose(field, 2.5, atol=1e-5)
