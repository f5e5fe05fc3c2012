"""Sections, given a tiny finished run whose names are hostile."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from pathlib import Path

from ..data import Sample
from ..figures import Figure
from ..kinds import Section
from ..outcome import Outcome
from .saying import require
from .sinks import outcome_in

MARK = "<i>&imgfw</i>"
"""Stands before every label and file name of the run."""

_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
_FOREIGN = frozenset(("script", "iframe", "object", "embed", "link", "form", "base", "meta"))
_ADDRESSES = frozenset(("src", "href", "xlink:href", "action", "srcset", "poster", "data"))


@dataclass
class BarePage:
    """A page that shows names in place of pictures."""

    outcome: Outcome
    split: str = "test"

    def picture(self, sample: Sample) -> str:
        """The name of the sample."""
        return f'<img alt="{escape(sample.uri)}">'

    def card(self, sample: Sample, target: str = "") -> str:
        """The name of the sample."""
        return f"<figure>{self.picture(sample)}</figure>"

    def opening(self, title: str, samples: Sequence[Sample], target: str = "") -> str:
        """How many there are."""
        return f'title="{escape(title)}" data-opens="{len(samples)}"'


def check_section(component: Section) -> None:
    """Its figures are whole, ask for nothing from anywhere, run nothing, and escape what comes from data."""
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "bundle").mkdir()
        given = list(component.show(BarePage(outcome_in(Path(place), mark=MARK))))
    for figure in given:
        _check(component, figure)


def _check(component: Section, figure: object) -> None:
    told = f"give figures, `Figure(title, html, says)`; it gave {type(figure).__name__}"
    require(component, isinstance(figure, Figure), told)
    assert isinstance(figure, Figure)
    escaped = MARK not in figure.html
    require(component, escaped, f"escape labels and names in {figure.title!r} (markupsafe does it)")
    reader = _Reader()
    reader.feed(figure.html)
    reader.close()
    faults = reader.faults + [f"<{tag}> stays open" for tag in reader.open]
    require(component, not faults, f"mend the markup of {figure.title!r}: {'; '.join(faults)}")


@dataclass
class _Reader(HTMLParser):
    """Notes what is wrong with markup."""

    open: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._look(tag, attrs)
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._look(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        elif tag not in _VOID:
            self.faults.append(f"</{tag}> closes nothing")

    def _look(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _FOREIGN:
            self.faults.append(f"<{tag}> is not for sections")
        for name, value in attrs:
            if name.startswith("on"):
                self.faults.append(f"{name} runs something")
            if name in _ADDRESSES and not (value or "").startswith(("#", "data:image/")):
                self.faults.append(f"{name} asks for {value}")
