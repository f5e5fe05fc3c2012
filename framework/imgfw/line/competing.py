"""The candidates of a recipe, walked and ranked on val."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from ..data import Sample
from ..targets import Target
from .attempt import Attempt
from .folding import folded
from .line import Line
from .refining import Refining, refined


@dataclass(frozen=True)
class Competition:
    """What all candidates came to.

    attempts  in the order in which they were walked, the refined one last
    refining  how that one was found, None where nothing was refined
    untried   the names of candidates for which there was no time
    """

    attempts: Sequence[Attempt]
    refining: Refining | None = None
    untried: Sequence[str] = ()

    @property
    def best(self) -> Attempt:
        """The best on val; of equals the first."""
        return max(self.attempts, key=lambda attempt: attempt.figure)

    def plain(self) -> dict[str, Any]:
        """As it stands in scores.json; candidates best first, `order` as they were walked.

        rows  the key of the log in which a candidate's features are kept
        """
        best = self.best
        ranked = sorted(enumerate(self.attempts, 1), key=lambda one: -one[1].figure)
        board = [
            {
                "candidate": attempt.name,
                "best": attempt.recipe.best,
                "val": attempt.val,
                "chosen": attempt is best,
                "order": order,
                "rows": attempt.bundle.encoder.key,
            }
            for order, attempt in ranked
        ]
        refined = self.refining and self.refining.plain()
        return {"leaderboard": board, "untried": list(self.untried), "refined": refined}


def competed(line: Line, samples: Sequence[Sample], targets: Mapping[str, Target]) -> Competition:
    """Walk the recipe as it stands and its candidates, and refine the best. `samples` have their split.

    Once the time is up no further candidate begins.
    """
    recipe = line.recipe
    walk = partial(folded, samples=samples, targets=targets)
    attempts, untried = [walk(line, recipe.name, recipe)], []
    for candidate in recipe.candidates:
        if line.late:
            untried.append(candidate.name)
        else:
            attempts.append(walk(line, candidate.name, candidate.recipe))
    if untried:
        line.folder.say(f"time is up: {', '.join(untried)} not tried")
    refining = refined(line, attempts, walk)
    return Competition([*attempts, *_better(refining)], refining, untried)


def _better(refining: Refining | None) -> list[Attempt]:
    return [refining.better] if refining and refining.better else []
