"""What a section of a page shows: figures, and what a page offers for making them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from .errors import ComponentError

if TYPE_CHECKING:
    from .data import Sample
    from .outcome import Outcome


@dataclass(frozen=True)
class Figure:
    """One figure of a page.

    title   above it
    html    its markup: whatever comes from data is escaped in it, and it asks for nothing from anywhere
    says    sentences under it: what it shows, and what to do about it; plain text, made from numbers
    warns   sentences that nobody should miss; plain text
    target  the target that it tells of, "" for the whole run

    Raises ComponentError for anything else.
    """

    title: str
    html: str
    says: tuple[str, ...] = ()
    warns: tuple[str, ...] = ()
    target: str = ""

    def __post_init__(self) -> None:
        for name in ("title", "html", "target"):
            if not isinstance(own := getattr(self, name), str):
                raise ComponentError(f"Figure {self.title!r}: expected {name} to be text, got {own!r}")
        for name in ("says", "warns"):
            own = getattr(self, name)
            if not isinstance(own, tuple) or not all(isinstance(each, str) for each in own):
                told = f"expected {name} to be a tuple of sentences, got {own!r}; of one it is (sentence,)"
                raise ComponentError(f"Figure {self.title!r}: {told}")


class Page(Protocol):
    """A page as its sections see it.

    outcome  the run that it tells of
    split    "test", or "val" where nothing is kept for a test: the samples that it tells of
    """

    outcome: Outcome
    split: str

    def picture(self, sample: Sample) -> str:
        """Markup of the picture of a sample, or of the reason why there is none. A page has only so many."""

    def card(self, sample: Sample, target: str = "") -> str:
        """Markup of a sample: its picture, its name, what was said and what holds, of one target or all."""

    def opening(self, title: str, samples: Sequence[Sample], target: str = "") -> str:
        """Attributes for an element of the page that opens the cards of these samples under a title.

        A `<button>`, as a rule. One of class `peek` shows the first of them where a pointer is on it.
        """
