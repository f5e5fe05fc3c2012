"""Whether the splits that sources name are ours, as far as a source can tell before the survey."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol, runtime_checkable

from ..errors import ImgfwError
from ..kinds import Source
from .spots import Problems, Spot
from .tables import SHARES


@runtime_checkable
class NamesSplits(Protocol):
    """A source that knows the splits it gives without listing its samples."""

    def given_splits(self) -> Mapping[str, str]:
        """{split: the first sample in it}."""


def check_splits(
    sources: Iterable[tuple[int, Source]], renamed: Mapping[str, str], spots: Spot, problems: Problems
) -> None:
    """See that every split is one of ours; `renamed` says what they are here. The survey says the same."""
    for position, source in sources:
        for split, uri in _given(source).items():
            if split not in renamed and split not in SHARES:
                what = f"{uri}: split {split!r}; expected train, val or test: rename it by [split] splits"
                problems.add(spots.at("source", position), what)


def _given(source: Source) -> Mapping[str, str]:
    try:
        return source.given_splits() if isinstance(source, NamesSplits) else {}
    except (ImgfwError, OSError):  # what cannot be read is told where its targets are asked for
        return {}
