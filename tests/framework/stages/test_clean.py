"""Clean: findings on training samples."""

from __future__ import annotations

import numpy as np
import pytest

from imgfw.data import Finding, Sample
from imgfw.errors import ComponentError, RunError
from imgfw.stages.clean import clean, findings, kept

SAMPLES = [Sample(name, digest=name) for name in "abc"]


class Finds:
    """A cleaner that finds these ids and remembers what it saw."""

    kind, use = "cleaner", "finds"

    def __init__(self, *ids: str, action: str = "drop", needs: frozenset[str] = frozenset()) -> None:
        self.ids, self.action, self.needs = ids, action, needs
        self.seen: dict = {}

    def inspect(self, samples, *, pictures=None, features=None):
        """A finding for each id."""
        self.seen = {"samples": [s.id for s in samples], "pictures": pictures, "features": features}
        return [Finding(name, self.use, self.action, "because") for name in self.ids]


def cleaned(*cleaners: Finds) -> list[Finding]:
    """The findings of these cleaners on three samples."""
    return clean(SAMPLES, cleaners, pictures=lambda s: None, features=lambda s: np.zeros((len(s), 1)))


def test_what_is_dropped_is_not_seen_by_the_next():
    """Cleaners work one after the other."""
    first, second = Finds("a"), Finds()

    cleaned(first, second)

    assert second.seen["samples"] == ["b", "c"]


def test_a_flag_drops_nothing():
    """Flagged samples are still learned from."""
    found = cleaned(Finds("a", action="flag"))

    assert [s.id for s in kept(SAMPLES, found)] == ["a", "b", "c"]


def test_a_cleaner_gets_what_it_needs_and_no_more():
    """Pictures and features are given to those that say so."""
    header, both = Finds(), Finds(needs=frozenset({"picture", "features"}))

    cleaned(header, both)

    assert header.seen["pictures"] is None and header.seen["features"] is None
    assert both.seen["pictures"] is not None and both.seen["features"].shape == (3, 1)


@pytest.mark.parametrize("finding", [Finds("a", action="burn"), Finds("zzz")])
def test_a_finding_that_makes_no_sense_is_an_error(finding: Finds):
    """An unknown action or a sample that was not given breaks the contract."""
    with pytest.raises(ComponentError, match="cleaner/finds: inspect"):
        cleaned(finding)


def test_dropping_everything_is_an_error():
    """There must be something left to learn from."""
    with pytest.raises(RunError, match=r"the cleaners \(finds\) dropped every training sample"):
        cleaned(Finds("a", "b", "c"))


def test_what_cleaners_would_drop_may_be_everything_elsewhere():
    """Findings on samples that are not learned from are told, however many they are."""
    found = findings(SAMPLES, [Finds("a", "b", "c")], pictures=lambda s: None, features=None)

    assert {finding.id for finding in found} == {"a", "b", "c"}
