"""Sinks under the kit."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import pytest

from imgfw import Sink
from imgfw.testing import check_component
from imgfw.testing.sinks import outcome_in


def sink(write: Any) -> type[Sink]:
    """A sink with this write(outcome, folder)."""

    class Tried(Sink):
        """Tried."""

        use: Literal["tried"] = "tried"

        def write(self, outcome, folder):
            """As given."""
            write(outcome, folder)

    return Tried


def deep(outcome, folder):
    """Write at any depth below the folder."""
    (folder / "pages").mkdir()
    (folder / "pages" / "one.txt").write_text(str(outcome.targets))


def test_a_sink_writes_what_it_likes_below_its_folder():
    """At any depth."""
    check_component(sink(deep))


@pytest.mark.parametrize(
    ("write", "told"),
    [
        (lambda o, f: (f.parent / "beside.txt").write_text("x"), "it touched run/sinks/beside.txt"),
        (lambda o, f: (o.bundle / "bundle.json").unlink(), "it touched run/bundle/bundle.json"),
        (lambda o, f: (o.bundle / "bundle.json").write_text("x"), "it touched run/bundle/bundle.json"),
        (lambda o, f: Path("here.txt").write_text("x"), "it touched elsewhere/here.txt"),
    ],
)
def test_a_sink_that_touches_another_place_is_told(write, told):
    """In the run, in the bundle, or where the command runs."""
    with pytest.raises(AssertionError, match=f"sink/tried: write only under the folder .*; {told}"):
        check_component(sink(write))


def test_the_run_is_as_sinks_see_it(tmp_path):
    """Predictions for both splits, and a picture and features for every sample."""
    (tmp_path / "bundle").mkdir()

    outcome = outcome_in(tmp_path)

    samples = outcome.predictions["test"].samples
    assert len(samples) == len(outcome.predictions["test"].truth["thing"]) == 23
    assert outcome.picture(samples[3]).image.shape == (96, 128, 3)
    assert outcome.features(samples[:5]).shape == (5, 6)
