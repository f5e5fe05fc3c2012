"""Refine the best candidate: try other values in it, and keep what is better on val."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ..errors import ComponentError, RecipeError
from ..printable import duration
from ..progress import Seldom
from ..recipe import told
from .attempt import Attempt
from .line import Line
from .outlook import LONG

if TYPE_CHECKING:
    from ..recipe import Refinement

Walk = Callable[..., Attempt]
"""walk(line, name, recipe) -> what a candidate comes to."""


@dataclass(frozen=True)
class Trial:
    """What one trial came to.

    order   from 1 on, as they were made; the first is what is refined, as it is
    change  {key: value}: what is set in it
    val     the recipe's best on val, as the metric gives it; None where there is none
    kept    whether it is better than all before
    reason  why there is no model to judge, "" where there is one
    """

    order: int
    change: Mapping[str, Any]
    val: float | None
    kept: bool
    reason: str = ""


@dataclass
class Refining:
    """A refinement at work, and what came of it.

    start    the best of the candidates that may be refined
    trials   in the order in which they were made
    untried  how many values or combinations there was no time for
    better   what it came to, trained in full; None where nothing was better than the start
    """

    line: Line
    refinement: Refinement
    start: Attempt
    walk: Walk
    trials: list[Trial] = field(default_factory=list)
    untried: int = 0
    better: Attempt | None = None
    _figure: float = float("-inf")
    _told: bool = False

    @property
    def short(self) -> bool:
        """Whether trials are trained for fewer epochs than what they are trials of."""
        return self.refinement.table.epochs is not None

    def run(self) -> None:
        """Walk the trials one after the other, then the best one in full where they were short."""
        self._say(f"{self.start.name} by {self.refinement}")
        if not self.short:
            self._judge({}, self.start)
        elif not self.line.late:
            self._try({})
        kept: dict[str, Any] = {}
        seen = {self.start.recipe.variation}
        steps = list(self.refinement.table.steps)
        for done, step in enumerate(steps):
            if self.line.late:
                self.untried = len(steps) - done
                self._say(f"time is up: {self.untried:,} of {len(steps):,} were not tried")
                break
            change = {**kept, **step}
            if self._is_new(change, seen) and self._try(change):
                kept = change
        self._end(kept)

    def plain(self) -> dict[str, Any]:
        """As it stands in scores.json."""
        table = self.refinement.table
        return {
            "from": self.start.name,
            "search": table.search,
            "epochs": table.epochs,
            "trials": [vars(trial) for trial in self.trials],
            "untried": self.untried,
        }

    def _is_new(self, change: Mapping[str, Any], seen: set[str]) -> bool:
        """Whether the start with a change is a recipe, and none that was tried before."""
        try:
            variation = self.refinement.changed(self.start.name, change, short=False).variation
        except RecipeError as error:
            problems = (f"{p.what}, got {p.got}" if p.got else p.what for p in error.problems)
            self._note(change, None, reason=f"is no recipe: {'; '.join(problems)}")
            return False
        if variation in seen:
            return False
        seen.add(variation)
        return True

    def _try(self, change: Mapping[str, Any]) -> bool:
        """Walk the start with a change; whether it is better than all before."""
        recipe = self.refinement.changed(self.start.name, change, short=self.short)
        begun = time.monotonic()
        quiet = self.line.telling(Seldom(self.line.folder.progress, _line(self._whose(change))))
        try:
            attempt = self.walk(quiet, f"{self.start.name}, {told(change)}", recipe)
        except ComponentError as error:  # such as weights that left all bounds at too large a step size
            self._note(change, None, reason=f"failed: {error}")
            return False
        seconds = time.monotonic() - begun
        better = self._judge(change, attempt, f" ({seconds:.1f} s)")
        self._look_ahead(seconds)
        return better

    def _look_ahead(self, seconds: float) -> None:
        """Tell how long the other trials take, once one took long."""
        left = self.refinement.most(self.start.name) + 1 - len(self.trials)
        if not self._told and left > 0 and seconds * left >= LONG:
            self._told = True
            self._say(f"{left:,} more trial{'s' if left > 1 else ''}: about {duration(seconds * left)}")

    def _judge(self, change: Mapping[str, Any], attempt: Attempt, took: str = "") -> bool:
        better = bool(change) and attempt.figure > self._figure
        self._figure = max(self._figure, attempt.figure)
        if better and not self.short:
            self.better = attempt
        self._note(change, attempt.val, kept=better, took=took)
        return better

    def _note(
        self,
        change: Mapping[str, Any],
        val: float | None,
        *,
        kept: bool = False,
        reason: str = "",
        took: str = "",
    ) -> None:
        figure = "undefined" if val is None else f"{val:.3f}"
        came = reason or f"{self.start.recipe.best} on val {figure}{', better' if kept else ''}"
        self._say(f"{self._whose(change)}{came}{took}")
        self.trials.append(Trial(len(self.trials) + 1, dict(change), val, kept, reason))

    def _whose(self, change: Mapping[str, Any]) -> str:
        """Which trial the present one is."""
        most = self.refinement.most(self.start.name) + 1
        return f"{len(self.trials) + 1:,} of {most:,}: {told(change)}: "

    def _end(self, kept: Mapping[str, Any]) -> None:
        """Give what was kept its name, trained in full."""
        if not kept:
            if len(self.trials) > 1:
                self._say(f"nothing was better than {self.start.name} as it is")
            return
        if self.better is None and self.line.late:
            self._say(f"time is up: {told(kept)} was better, and is not trained in full")
            return
        name = f"{self.start.name}, refined"
        if self.better is None:
            self._say(f"kept {told(kept)}, now trained in full")
            recipe = self.refinement.changed(self.start.name, kept, short=False)
            self.better = self.walk(self.line, name, recipe)
        self.better = replace(self.better, name=name)

    def _say(self, text: str) -> None:
        self.line.folder.say(_line(text))


def _line(text: str) -> str:
    return f"{'refine':<9} {text}"


def refined(line: Line, attempts: Sequence[Attempt], walk: Walk) -> Refining | None:
    """Refine the best of the attempts as the recipe says; None where it says nothing, or of none of these."""
    refinement = line.recipe.refinement
    named = [attempt for attempt in attempts if refinement and attempt.name in refinement.starts]
    if refinement is None or not named:
        return None
    work = Refining(line, refinement, max(named, key=lambda attempt: attempt.figure), walk)
    work.run()
    return work
