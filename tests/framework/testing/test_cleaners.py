"""Cleaners under the kit."""

from __future__ import annotations

from itertools import count
from typing import Any, ClassVar, Literal

import pytest

from imgfw import Cleaner, Finding
from imgfw.testing import check_component

CALLS = count()


def cleaner(found: Any, needs: frozenset[str] = frozenset()) -> type[Cleaner]:
    """A cleaner with the findings of found(samples, pictures, features)."""
    needed = needs

    class Tried(Cleaner):
        """Tried."""

        use: Literal["tried"] = "tried"
        needs: ClassVar[frozenset[str]] = needed

        def inspect(self, samples, *, pictures=None, features=None):
            """As given."""
            yield from found(samples, pictures, features)

    return Tried


def finding(**changes: Any) -> Any:
    """One finding about the first sample, changed."""
    return lambda samples, *_: [
        Finding(**{"id": samples[0].id, "cleaner": "tried", "action": "drop", "reason": "odd", **changes})
    ]


def about_everything(samples, pictures, features):
    """A finding about each sample, from its picture and its features."""
    for sample, row in zip(samples, features, strict=True):
        level = float(pictures(sample).image.mean() + row.sum())
        yield Finding(sample.id, "tried", "flag", f"level {level}", level)


def test_a_cleaner_gets_what_it_needs():
    """Pictures and features where it says so; no findings are well too."""
    check_component(cleaner(about_everything, frozenset({"picture", "features"})))
    check_component(cleaner(finding()))
    check_component(cleaner(lambda *_: ()))


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (finding(id="another"), "tell only of samples that were given, not of 'another'"),
        (finding(action="delete"), 'let the action be "drop" or "flag", got \'delete\''),
        (finding(reason=" "), "give every finding a reason"),
        (finding(cleaner="other"), 'sign findings with its name, "tried"'),
        (lambda *_: ["odd"], "let inspect give Findings"),
        (lambda *_: [next(CALLS)], "let the same samples give the same findings"),
    ],
)
def test_a_broken_cleaner_is_told_what_to_do(found, told):
    """Each fault has its sentence."""
    with pytest.raises(AssertionError, match=f"cleaner/tried: {told}"):
        check_component(cleaner(found))
