"""What speaks for labels."""

from __future__ import annotations

from pathlib import Path

import pytest

from imgfw import CallError
from imgfw_lens.network import Lens
from imgfw_lens.saliency import places, record, seen

pytestmark = pytest.mark.keras


@pytest.fixture
def both(lens: Lens, photos: Path):
    """The picture with red at the upper right and green at the lower left."""
    return next(lens.looks(photos / "c-both.png"))


@pytest.mark.parametrize("method", ["grad-cam", "occlusion"])
def test_each_label_that_is_decided_is_explained(lens: Lens, both, method: str) -> None:
    """With its own heat, in the numbers with its probability."""
    target = lens.target("colours")

    told = record(both, target, seen(lens, both, target, None, method))

    red, green = told["labels"]
    assert told["picture"] == "c-both.png"
    assert (red["label"], green["label"]) == ("red", "green")
    assert red["decided"] and red["probability"] == pytest.approx(both.probabilities["colours"][0])
    assert red["peak"]["x"] > 0.5 > red["peak"]["y"] and green["peak"]["x"] < 0.5 < green["peak"]["y"]


def test_a_label_may_be_asked_for(lens: Lens, photos: Path) -> None:
    """Decided or not; without one that is decided the most probable is taken."""
    target, (look,) = lens.target("colours"), lens.looks(photos / "d-grey.png")

    assert places(look, target, "green") == (1,)
    assert len(places(look, target, None)) == 1
    assert (
        record(look, target, seen(lens, look, target, "green", "grad-cam"))["labels"][0]["decided"] is False
    )


def test_a_label_that_there_is_not_is_refused(lens: Lens, both) -> None:
    """With the nearest; a number has none."""
    with pytest.raises(CallError, match='"colours" has no such label; did you mean "red"'):
        places(both, lens.target("colours"), "reed")
    with pytest.raises(CallError, match='"amount" is a number and has no labels'):
        places(both, lens.target("amount"), "red")


def test_a_number_is_explained_by_what_raises_it(lens: Lens, both) -> None:
    """Its value stands in the place of a probability."""
    target = lens.target("amount")

    (told,) = record(both, target, seen(lens, both, target, None, "grad-cam"))["labels"]

    assert told["label"] == "amount" and told["value"] == pytest.approx(both.probabilities["amount"][0])
    assert told["peak"]["x"] > 0.5 > told["peak"]["y"]
