"""The sink `report`: one page about a run, for a browser."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from imgfw import ComponentError, Section, Sink, json_text

from .sections import SECTIONS

if TYPE_CHECKING:
    from imgfw import Outcome

NAME = "report.html"


class Report(Sink):
    """One page that shows what the run did, for a browser.

    It stands for itself: pictures, drawings and scripts are in it, and it asks for nothing from anywhere. It
    has less than 5 MB, however large the run is.
    """

    use: Literal["report"] = "report"
    sections: Annotated[
        tuple[str, ...],
        Field(description="What is on the page, in this order; by default every section that there is."),
    ] = ()
    options: Annotated[
        Mapping[str, Mapping[str, Any]],
        Field(description="Parameters of sections, by section: options.mistakes.count = 48."),
    ] = {}

    def parts(self) -> Iterator[tuple[str, Mapping[str, Any], tuple[str, ...]]]:
        """The sections that are named, so that a wrong name or parameter is told before anything runs."""
        for name in self.sections:
            yield "section", {"use": name}, ("sections",)
        for name, options in self.options.items():
            yield "section", {**options, "use": name}, ("options", name)

    def write(self, outcome: Outcome, folder: Path) -> None:
        """Write report.html, about the test samples, or about val where there are none.

        Raises ComponentError for sections that failed, once the page with all others is written.
        """
        from .page import written

        failed = written(outcome, self._sections(outcome), folder / NAME)
        if failed:
            told = "; ".join(f"section/{name}: {reason}" for name, reason in failed.items())
            raise ComponentError(f"{folder / NAME} lacks what failed: {told}")

    def _sections(self, outcome: Outcome) -> list[Section]:
        there = outcome.components.names("section")
        order = [section.name for section in SECTIONS]
        known = [*(name for name in order if name in there), *(name for name in there if name not in order)]
        return [self._section(outcome, name) for name in self.sections or known]

    def _section(self, outcome: Outcome, name: str) -> Section:
        table = {**self.options.get(name, {}), "use": name}
        found = outcome.components.find("section", name).model_validate_json(json_text(table))
        assert isinstance(found, Section)
        return found
