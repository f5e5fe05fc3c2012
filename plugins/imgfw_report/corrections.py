"""The section `corrections`: labels that are worth a look, with what to click if they are wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field

from imgfw import Figure, Page, Section, Target, json_text

from .choices import choices, value_of
from .doubts import MISTAKEN, SUSPECTED, UNCERTAIN, Doubt, doubts
from .earlier import Earlier, earlier
from .markup import rendered

FILE, COLUMNS = "corrections.csv", ("file", "target", "label")


@dataclass(frozen=True)
class Option:
    """A label in a list: as people read it, and as the table has it (JSON)."""

    shown: str
    value: str


class Corrections(Section):
    """Labels that are worth a look, with what to click if they are wrong.

    What is clicked is handed out as corrections.csv, which the target's `corrections` takes. It shows what
    cleaners suspect, the most confident mistakes and the least certain pictures of val and test.
    """

    use: Literal["corrections"] = "corrections"
    count: Annotated[
        int,
        Field(ge=1, le=300, description="How many pictures of each kind are shown, of all targets together."),
    ] = 36
    cleaners: Annotated[
        tuple[str, ...], Field(description="Cleaners whose findings are doubts about labels.")
    ] = ("label-errors",)

    def show(self, page: Page) -> Iterator[Figure]:
        """What to do, pictures with choices for each target, and what was chosen, as a file."""
        targets = list(page.outcome.targets.values())
        most = max(1, self.count // max(1, len(targets)))
        found = {target.name: doubts(page.outcome, target, self.cleaners, most) for target in targets}
        asked = [target for target in targets if any(found[target.name].values())]
        if not asked:
            return
        before = earlier(page.outcome)
        yield _what_to_do(page, asked, before)
        for number, target in enumerate(asked):
            yield from _figures(page, target, found[target.name], number)
        yield _handed_out(page, before)


def _what_to_do(page: Page, targets: Sequence[Target], before: Earlier) -> Figure:
    says = [
        "Click what a picture really shows; what you leave alone stays as it is. Then take the file, put it "
        "beside the recipe, write these lines into it, and run it again: nothing is looked at or encoded "
        "that was before."
    ]
    if any(sample.number for sample in page.outcome.samples):
        says.append("A correction is one of the whole picture, of all that was found in it.")
    if page.outcome.predictions["test"].samples:
        says.append(
            "Among test pictures, look at those that were decided rightly as well: a test that is corrected "
            "only where the model objects flatters it."
        )
    html = rendered("recipe-lines.html", targets=[_key(target.name) for target in targets], file=FILE)
    return Figure("", html, (*says, *before.says), before.warns)


def _key(name: str) -> str:
    """A name as a part of a TOML key."""
    plain = name.isascii() and name.replace("-", "_").isidentifier()
    return name if plain else json_text(name)


def _figures(
    page: Page, target: Target, found: Mapping[str, Sequence[Doubt]], number: int
) -> Iterator[Figure]:
    wrong = "Largest errors" if target.type == "number" else "Most confident mistakes"
    titles = {SUSPECTED: "Suspected label errors", MISTAKEN: wrong, UNCERTAIN: "Least certain"}
    says = {
        SUSPECTED: "Other pictures with the same labels speak against these; nothing of the picture's own "
        "group was asked.",
        MISTAKEN: "What the model says is farthest from these."
        if target.type == "number"
        else "The model says something else than the label; what it is surest of comes first.",
        UNCERTAIN: "The model doubts, and so may whoever labelled these.",
    }
    listed, given = f"labels-{number}", False
    for kind, own in found.items():
        if own:
            cards = [page.card(doubt.sample, target.name) for doubt in own]
            picks = [choices(doubt, target, f"{kind}-{number}-{at}", listed) for at, doubt in enumerate(own)]
            first = any(pick.listed for pick in picks) and not given
            given = given or first
            html = rendered(
                "choices.html",
                asked=list(zip(cards, picks, strict=True)),
                listed=listed,
                labels=_options(target) if first else (),
            )
            yield Figure(titles[kind], html, (says[kind],), (), target.name)


def _options(target: Target) -> list[Option]:
    """All labels for a field: on one line each, as a field takes no other."""
    return [Option(" ".join(label.split()), value_of(label)) for label in target.labels]


def _handed_out(page: Page, before: Earlier) -> Figure:
    table: dict[str, Any] = {
        "file": FILE,
        "columns": COLUMNS,
        "rows": before.rows,
        "kept": f"{FILE} of {page.outcome.folder.name}",
    }
    return Figure("", rendered("handed-out.html", table=json_text(table), file=FILE))
