"""One picture by a bundle and by an export, step by step."""

from __future__ import annotations

import numpy as np
import pytest

from imgfw import PictureError
from imgfw_export import standalone
from imgfw_export.statement import statement
from imgfw_export.ways import Got, Wanted, decided_by


def test_a_bundle_answers_step_by_step(bundle, pictures):
    """Its last step is its answer; the one before has no temperature."""
    name, content = pictures[1]
    wanted = Wanted(bundle, content)

    (answer,) = bundle.answer(content, name)

    assert wanted.pixels.shape == (24, 24, 3) and wanted.features.shape == (5,)
    for target, values in answer.probabilities.items():
        assert np.array_equal(wanted.probabilities[target], values)
    assert not np.array_equal(wanted.bare["colour"], wanted.probabilities["colour"])
    assert np.array_equal(wanted.bare["grade"], wanted.probabilities["grade"])


def test_an_export_runs_its_model_once(bundle, pictures):
    """Whatever is asked of it."""
    calls = []
    given = {"features": np.zeros(5), "target/colour": np.float32([0.1, 0.7, 0.2])}
    told = statement(bundle, "litert")
    told["targets"] = told["targets"][:1]
    got = Got(told, lambda pixels: calls.append(pixels.shape) or given, pictures[0][1])

    assert got.decided == {"colour": "green"}
    assert got.found is given
    assert calls == [(1, 24, 24, 3)]
    assert got.decoded.shape[2] == 3 and got.resized.dtype == np.uint8


def test_what_is_no_picture_is_refused_both_ways(bundle):
    """By errors of their own."""
    with pytest.raises(PictureError):
        _ = Wanted(bundle, b"no picture").picture
    with pytest.raises(standalone.Unusable):
        _ = Got(statement(bundle, "litert"), dict, b"no picture").decoded


def test_what_a_bundle_decides_is_told_as_an_export_tells_it(bundle):
    """A label or None, or a list."""
    given = {"colour": [0.3, 0.38, 0.32], "tags": [0.7, 0.9], "grade": [0.1, 0.1, 0.8]}

    found = decided_by(bundle, {name: np.float32(values) for name, values in given.items()})

    assert found == {"colour": None, "tags": ["dark"], "grade": "great"}
