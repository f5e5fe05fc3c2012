"""Pictures to look at."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from imgfw import CallError, Picture, PictureError, Sample
from imgfw_lens.looking import of_files, of_run
from imgfw_lens.network import Lens

pytestmark = pytest.mark.keras


def outcome(small, uris: list[str]) -> SimpleNamespace:
    """Of a run with these test samples, of which that at "gone" cannot be read."""
    samples = tuple(Sample(uri=uri) for uri in uris)

    def picture(sample: Sample) -> Picture:
        if sample.uri == "gone":
            raise PictureError("is not there any more")
        return Picture(small.drawn(("red", 4, 4)))

    return SimpleNamespace(
        folder=Path("run"), predictions={"test": SimpleNamespace(samples=samples)}, picture=picture
    )


def test_files_that_are_no_pictures_are_told_and_left_out(lens: Lens, photos: Path) -> None:
    """In the place of their picture there is none."""
    (photos / "broken.png").write_bytes(b"no picture")
    told: list[str] = []

    first, second = of_files(lens, [photos / "broken.png", photos / "a-red.png"], told.append)

    assert first is None and second is not None and second.name == "a-red.png"
    assert "broken.png: " in told[0] and len(told) == 1


def test_test_samples_of_the_run_are_looked_at_evenly(lens: Lens, small) -> None:
    """By the last two parts of where they are from; one that is gone is told."""
    given = outcome(small, ["drawn/a/0", "drawn/a/1", "gone", "drawn/b/1"])
    told: list[str] = []

    some = list(of_run(lens, given, 2, told.append))
    every = list(of_run(lens, given, 9, told.append))

    assert [look and look.name for look in some] == ["a/0", None]
    assert [look and look.name for look in every] == ["a/0", "a/1", None, "b/1"]
    assert told == ["gone: is not there any more"] * 2
    assert every[0] is not None and np.array_equal(every[0].pixels, small.drawn(("red", 4, 4)))


def test_a_run_without_test_samples_needs_pictures(lens: Lens, small) -> None:
    """Which is said."""
    with pytest.raises(CallError, match="no test samples to look at; name pictures behind the run"):
        list(of_run(lens, outcome(small, []), 3, lambda text: None))
