"""A plan for a library of photos, made at the end of a run; applied only where the recipe says so."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, model_validator

from imgfw import CallError, Sink

from .plan import Mode
from .template import Template, read

if TYPE_CHECKING:
    from imgfw import Outcome

PLAN = "plan"


class Organize(Sink):
    """A plan for a library of photos: where each would go by what the model sees in it."""

    use: Literal["organize"] = "organize"
    path: Annotated[Path, Field(description="The folder of photos.")]
    to: Annotated[
        Path | None,
        Field(description="The folder below which pictures go; none where mode is xmp."),
    ] = None
    template: Annotated[str, Field(description="The place of a picture below it.")] = "{label}/{name}"
    undated: Annotated[str, Field(description="The folder of pictures without a date.")] = "undated"
    file_times: Annotated[
        bool, Field(description="Take a file's time as its picture's date where nothing else tells one.")
    ] = False
    mode: Annotated[Mode, Field(description="What applying is to do.")] = "copy"
    copies: Annotated[
        Literal["copies", "links"],
        Field(description="What the further places of a picture with several labels are."),
    ] = "copies"
    target: Annotated[
        str | None, Field(description="Whose labels are used; needed if there are several targets.")
    ] = None
    apply: Annotated[
        bool, Field(description="Carry the plan out at once; else it waits for `imgfw organize apply`.")
    ] = False

    @model_validator(mode="after")
    def _check(self) -> Organize:
        """The template is one, and there is a target where one is needed."""
        try:
            self._template()
        except CallError as error:
            raise ValueError(str(error).replace("--", "")) from None
        if (self.to is None) != (self.mode == "xmp"):
            raise ValueError('give the folder `to`, or mode = "xmp", which writes labels beside the pictures')
        return self

    def write(self, outcome: Outcome, folder: Path) -> None:
        """Write the plan into the folder plan/; with `apply` carry it out, into the target."""
        from .labels import target_of
        from .making import Wish, make

        bundle = outcome.load()
        wish = Wish((self.path,), self.to, self._template(), self.mode, self.copies, self.file_times)
        made = make(
            wish,
            bundle,
            target_of(bundle, self.target),
            folder / PLAN,
            run=str(outcome.bundle),
            now=datetime.now().astimezone(),
        )
        lines = made.ledger.lines()
        if self.apply:
            from .applying import apply

            done = apply(made.folder)
            lines.append(
                f"places {done.made:,} made, {done.kept:,} there before; files left {len(done.left):,}"
            )
        (folder / "ledger.txt").write_text("\n".join(lines) + "\n", "utf-8")

    def _template(self) -> Template:
        return read(self.template, self.undated)
