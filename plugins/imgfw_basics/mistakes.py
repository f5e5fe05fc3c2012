"""One page about a run: scores, confusion, and the most confident mistakes as pictures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from imgfw import Sink

if TYPE_CHECKING:
    from imgfw import Outcome


class Mistakes(Sink):
    """A page of scores, confusion and the most confident mistakes."""

    use: Literal["mistakes"] = "mistakes"
    count: Annotated[
        int, Field(ge=0, le=1000, description="How many mistakes are shown for each target.")
    ] = 24

    def write(self, outcome: Outcome, folder: Path) -> None:
        """Write mistakes.html about the test samples, or about val where there are none."""
        from .page import page, section

        split = "test" if outcome.predictions["test"].samples else "val"
        sections = [section(outcome, split, t, count=self.count) for t in outcome.targets.values()]
        # a file name that is no valid text is shown with its odd bytes spelled out
        text = page(outcome, split, sections)
        (folder / "mistakes.html").write_text(text, "utf-8", errors="backslashreplace")
