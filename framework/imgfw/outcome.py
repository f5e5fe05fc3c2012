"""What a finished run is, as sinks see it and as `imgfw.open(RUN)` gives it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np

    from .bundle import Bundle
    from .components import Component
    from .data import Finding, Picture, Sample
    from .targets import Target


@dataclass(frozen=True)
class Predictions:
    """Predictions for the samples of one split.

    samples        N samples
    truth          {target: array}; see `targets.truth`
    probabilities  {target: float32 (N, C)}; C = 1 holds the value of a number
    decided        {target: array}; int (N,), bool (N, C) or float (N,); see `targets.decided_names`
    sets           {target: bool (N, C)}: which labels it may be, for targets with sets
    """

    samples: tuple[Sample, ...]
    truth: Mapping[str, np.ndarray]
    probabilities: Mapping[str, np.ndarray]
    decided: Mapping[str, np.ndarray]
    sets: Mapping[str, np.ndarray] = field(default_factory=dict)

    def take(self, index: Sequence[int]) -> Predictions:
        """Those of these samples only, in this order."""
        chosen = list(index)
        arrays = (
            {name: values[chosen] for name, values in given.items()}
            for given in (self.truth, self.probabilities, self.decided, self.sets)
        )
        return Predictions(tuple(self.samples[place] for place in chosen), *arrays)


class Components(Protocol):
    """What plugins provide, by kind and name."""

    def names(self, kind: str) -> tuple[str, ...]:
        """The names of the components of a kind, sorted."""

    def find(self, kind: str, name: str) -> type[Component]:
        """The class of a component. Raises CallError if nobody provides it, two do, or it is faulty."""


class Features(Protocol):
    """The features of samples of a run."""

    def __call__(self, samples: Sequence[Sample], /, *, candidate: str = "") -> np.ndarray:
        """Those of the chosen candidate, float32 (N, D) or maps (N, h, w, c); what is not kept is made.

        candidate  one of the leaderboard: what is kept of its features, in memory; a row of NaN where nothing
                   is kept of a sample, (N, 0) where nothing is of any. Nothing is made

        Raises CallError for a candidate that is not on the leaderboard.
        """


@dataclass(frozen=True)
class Outcome:
    """A finished run, as sinks see it and as `imgfw.open(RUN)` gives it.

    folder       the run folder
    recipe       the recipe with every default filled in, as plain tables
    samples      every sample, the left out ones too
    targets      {name: Target}
    scores       the content of scores.json
    predictions  {"val": Predictions, "test": Predictions}
    history      every epoch of every phase
    findings     what cleaners found
    leaderboard  the candidates with their score on val, best first
    bundle       folder of the model a user keeps
    picture      picture(sample) -> Picture
    content      content(sample) -> the bytes of its file as the source gives them, or the Picture it draws
    features     features(samples) -> float32 (N, D); features(samples, candidate=NAME), see `Features`
    load         load() -> the bundle, ready to answer
    components   what plugins provide
    unwritten    {sink: reason} for sinks that failed; the run is done all the same
    """

    folder: Path
    recipe: Mapping[str, Any]
    samples: tuple[Sample, ...]
    targets: Mapping[str, Target]
    scores: Mapping[str, Any]
    predictions: Mapping[str, Predictions]
    history: tuple[Mapping[str, Any], ...]
    findings: tuple[Finding, ...]
    leaderboard: tuple[Mapping[str, Any], ...]
    bundle: Path
    picture: Callable[[Sample], Picture]
    content: Callable[[Sample], bytes | Picture]
    features: Features
    load: Callable[[], Bundle]
    components: Components
    unwritten: Mapping[str, str] = field(default_factory=dict)
