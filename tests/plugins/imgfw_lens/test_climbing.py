"""Which channels, units and labels are climbed to."""

from __future__ import annotations

import pytest

from imgfw import CallError
from imgfw_lens.ascent import Climb
from imgfw_lens.climbing import Goals, climbed, record
from imgfw_lens.network import Lens

pytestmark = pytest.mark.keras


def rows(lens: Lens, **asked) -> list[tuple[str, str, tuple[str, ...]]]:
    """What is climbed to: layer or target, kind, and names."""
    found = climbed(lens, Goals(**asked), Climb(steps=1), 0, lambda text: None)
    return [(next(iter(each.what.values())), each.kind, each.names) for each in found]


def test_without_a_wish_it_is_the_ends_and_the_labels(lens: Lens) -> None:
    """Channels of the first and the last convolution, and the labels of every target."""
    first, last = lens.convolutions()

    assert rows(lens) == [
        (first, "channel", ("0", "1", "2", "3")),
        (last, "channel", tuple("01234567")),
        ("colours", "label", ("red", "green")),
        ("amount", "label", ("amount",)),
    ]


def test_what_is_asked_for_is_climbed_to_and_nothing_else(lens: Lens) -> None:
    """Channels and units of layers, labels of a target."""
    first, last = lens.convolutions()

    assert rows(lens, layers=("last", last), channels=(5,), units=(1, 2)) == [
        (last, "unit", ("1", "2")),
        (last, "channel", ("5",)),
    ]
    assert rows(lens, layers=(first,)) == [(first, "channel", ("0", "1", "2", "3"))]
    assert rows(lens, target="colours", labels=("green",)) == [("colours", "label", ("green",))]
    assert rows(lens, target="amount") == [("amount", "label", ("amount",))]


def test_numbers_tell_where_each_began_and_ended(lens: Lens) -> None:
    """By channel, unit or label."""
    (found,) = climbed(lens, Goals(("first",), (1,)), Climb(steps=1), 0, lambda text: None)

    told = record(found)

    (height,) = found.heights
    assert told == {
        "layer": lens.convolutions()[0],
        "kind": "channel",
        "pictures": [{"channel": "1", "began": height.began, "ended": height.ended, "times": height.times}],
    }


def test_what_there_is_not_is_refused(lens: Lens) -> None:
    """Before anything is climbed to."""
    with pytest.raises(CallError, match=r"--unit 4: .* has channels 0 to 3"):
        rows(lens, layers=("first",), units=(4,))
    with pytest.raises(CallError, match='--label "blue": "colours" has no such label'):
        rows(lens, layers=("first",), target="colours", labels=("blue",))
