"""What is attacked."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from imgfw import CallError, Picture, PictureError, Predictions, Sample
from imgfw_lens.subjects import of_files, of_run

pytestmark = pytest.mark.keras


def outcome_of(small, truth: list[list[float]]) -> SimpleNamespace:
    """A run whose test samples have these truths; the picture of the last cannot be read."""
    samples = tuple(Sample(f"p{place}", digest=str(place), group="g") for place in range(len(truth)))
    given = Predictions(samples, {"colours": np.array(truth, np.float32)}, {}, {})

    def picture(sample: Sample) -> Picture:
        if sample is samples[-1]:
            raise PictureError(f"{sample.uri}: gone")
        return Picture(small.drawn(("red", 4, 4)))

    return SimpleNamespace(folder="runs/r", predictions={"test": given}, picture=picture)


def test_test_samples_have_their_labels(lens, small) -> None:
    """Those whose truth is known, as many as asked for; what cannot be read is told."""
    told: list[str] = []
    outcome = outcome_of(small, [[1, 0], [np.nan, 0], [0, 1], [0, 0]])
    target = lens.target("colours")

    found = of_run(lens, outcome, target, 0, 10, told.append)

    assert [(each.name, each.truth, each.group) for each in found] == [("p0", 1, "g"), ("p2", 0, "g")]
    assert np.array_equal(found[0].pixels, small.drawn(("red", 4, 4))) and told == ["p3: gone"]
    assert len(of_run(lens, outcome, target, 0, 1, told.append)) == 1


def test_a_run_without_test_samples_is_refused(lens, small) -> None:
    """With the way out."""
    outcome = outcome_of(small, [[0, 0]])

    with pytest.raises(CallError, match="name pictures behind the run"):
        of_run(lens, replace_predictions(outcome), lens.target("colours"), 0, 10, print)


def replace_predictions(outcome: SimpleNamespace) -> SimpleNamespace:
    """The same run, without a test split."""
    return SimpleNamespace(**{**vars(outcome), "predictions": {}})


def test_pictures_have_what_is_decided(lens, photos) -> None:
    """Whether the label is; where one label is decided and there is none, that is told."""
    told: list[str] = []
    target = lens.target("colours")
    paths = sorted(photos.iterdir())

    found = of_files(lens, paths, target, 0, told.append)
    one = of_files(lens, paths, replace(target, type="classes"), None, told.append)

    assert [each.truth for each in found] == [1, 0, 1, 0]
    assert [each.name for each in one] == ["a-red.png", "b-green.png", "c-both.png"]
    assert told == ["d-grey.png: no label is decided, so there is none to attack"]


def test_nothing_to_attack_is_refused(lens, photos) -> None:
    """Where no picture can be read, or nothing is decided of any."""
    (photos / "broken.png").write_bytes(b"no picture")
    told: list[str] = []

    with pytest.raises(CallError, match="nothing to attack"):
        of_files(lens, [photos / "broken.png"], lens.target("colours"), 0, told.append)
    assert "broken.png" in told[0]
