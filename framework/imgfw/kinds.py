"""The eleven kinds of components and their verbs; numpy in, numpy out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import Field

from .components import (
    Component,
    FittedBackbone,
    FittedHead,
    FittedTransform,
    Inputs,
    Learner,
    Name,
    State,
    verb_missing,
)
from .several import Several
from .targets import Target, TargetType

if TYPE_CHECKING:
    import numpy as np

    from .bundle import Bundle
    from .data import Finding, Picture, Region, Sample
    from .figures import Figure, Page
    from .learning import Trained, TrainingTask
    from .neural import Network
    from .outcome import Outcome


class Source(Component):
    """Where samples come from. It never writes, and never groups samples by a target."""

    kind: ClassVar[str] = "source"

    def gives(self) -> tuple[Target, ...]:
        """The targets whose labels its samples carry; labels () where they are read from the samples."""
        raise verb_missing(self, "gives")

    def samples(self) -> Iterator[Sample]:
        """Its samples in sorted order, without opening the pictures: uri, stamp and labels are set; digest,
        landmarks (as region 0), group and split where the source knows them."""
        raise verb_missing(self, "samples")

    def read(self, sample: Sample) -> bytes | Picture:
        """The content of one of its samples: the bytes of a picture file, or a Picture it makes itself."""
        raise verb_missing(self, "read")

    def passed_over(self) -> Mapping[str, int]:
        """How many files where it looks are no samples, because they do not look like pictures, by ending.

        The survey tells them, so that nobody misses pictures under an odd name; by default there are none.
        """
        return {}


class Annotator(Learner):
    """Finds regions and landmarks. Annotators are tried in the order of the recipe until one succeeds."""

    kind: ClassVar[str] = "annotator"

    at_predict: Annotated[bool, Field(description="Keep it in the bundle and use it at prediction.")] = False
    several: Annotated[
        Several,
        Field(
            description="What is used of several regions in one picture: all, each a sample of its own, the "
            "largest, or the central one; or error, and the picture is left out."
        ),
    ] = "all"

    picture_alone: ClassVar[bool] = False
    """Nothing but the picture decides what it finds, so that at prediction this is kept by content."""

    def annotate(self, picture: Picture, sample: Sample) -> tuple[Region, ...]:
        """Its regions in upright full-size pixels; raises PictureError with the reason if there is none."""
        raise verb_missing(self, "annotate")


class Cleaner(Component):
    """Finds samples that should not be learned from. `needs` says from what: header, picture or features."""

    kind: ClassVar[str] = "cleaner"

    def inspect(
        self,
        samples: Sequence[Sample],
        *,
        pictures: Callable[[Sample], Picture] | None = None,
        features: np.ndarray | None = None,
    ) -> Iterable[Finding]:
        """What is wrong with which of these samples; `features` float32 (N, D) where it needs them."""
        raise verb_missing(self, "inspect")


class Transform(Learner):
    """Changes every picture, the same way in training, prediction and serving."""

    kind: ClassVar[str] = "transform"

    def fit(self, pictures: Iterable[Picture]) -> FittedTransform:
        """Learn from training pictures, read lazily; by default nothing is learned."""
        return self

    def apply(self, picture: Picture) -> Picture:
        """The picture, changed; landmarks travel along."""
        raise verb_missing(self, "apply")


class Augmenter(Component):
    """Varies training pictures."""

    kind: ClassVar[str] = "augmenter"

    def apply(self, picture: Picture, number: int, rng: np.random.Generator) -> Picture:
        """Variation `number` of it: 1, 2, ..., its capacity at most. Landmarks travel along.

        All chance comes from `rng`. Where there is a capacity, `number` may say alone what to do.
        """
        raise verb_missing(self, "apply")

    def capacity(self, sample: Sample) -> int | None:
        """How many different variations it can give of this sample, from 1 on; None = any number."""
        return None


class Backbone(Learner):
    """Turns a picture into features. It owns resizing (antialiased) and pixel scaling.

    follows  the name of the transform that must be the last one before it; "" = none need be
    """

    kind: ClassVar[str] = "backbone"
    follows: ClassVar[str] = ""

    dtype: Annotated[
        Literal["float32", "float16"],
        Field(
            description="What features are rounded to: float16 has three digits, and kept rows take half the "
            "room. A prediction rounds the same."
        ),
    ] = "float32"

    @property
    def gives(self) -> Literal["vector", "map"]:
        """What features of one picture are: "vector" for (D,), "map" for (h, w, c)."""
        return "vector"

    def fit(self, pictures: Iterable[Picture]) -> FittedBackbone:
        """Learn from training pictures, read lazily; by default nothing is learned."""
        return self

    @property
    def settled(self) -> bool:
        """Whether its parameters leave nothing to the training pictures."""
        return True

    def settle(self, pictures: Iterable[Picture]) -> Backbone:
        """The same backbone with what it leaves to the training pictures, read lazily, in its parameters."""
        return self

    def encode(self, picture: Picture) -> np.ndarray:
        """Features of one picture: float32 (D,), or a map (h, w, c)."""
        raise verb_missing(self, "encode")


class Head(Learner):
    """Predicts targets from features.

    takes  "vector" for features (N, D), "map" for (N, h, w, c)
    types  the target types it can serve
    """

    kind: ClassVar[str] = "head"
    takes: ClassVar[Literal["vector", "map"]] = "vector"
    types: ClassVar[tuple[TargetType, ...]] = ("classes", "multi-label", "ordinal", "number")

    name: Annotated[Name | None, Field(description="Its name; by default its target.")] = None
    target: Annotated[
        str | None, Field(description="The target it predicts; needed if there are several.")
    ] = None
    targets: Annotated[
        tuple[str, ...],
        Field(description="Several targets that share its hidden layers, instead of `target`."),
    ] = ()
    inputs: Annotated[
        tuple[Annotated[str, Field(pattern=r"^(features|head:.+)$")], ...],
        Field(
            description='What it sees: "features", and "head:NAME" for the predictions of another head.',
            min_length=1,
        ),
    ] = ("features",)

    def fit(
        self,
        inputs: Inputs,
        truth: Mapping[str, np.ndarray],
        targets: Mapping[str, Target],
        *,
        weights: Mapping[str, np.ndarray],
        groups: Sequence[str],
        rng: np.random.Generator,
    ) -> FittedHead:
        """Learn from N rows.

        inputs   {"features": float32 (N, D), "head:NAME": (N, C)}, may be memory maps
        truth    {target: array of N}, see `imgfw.targets.truth`; weights {target: (N,)}, 0 where unknown.
                 A row that counts may have labels of a multi-label target that are unknown: NaN
        targets  {name: Target}; labels absent from these rows included
        """
        raise verb_missing(self, "fit")


class Trainer(Component):
    """Trains what is neural, and turns networks into graphs that run without it."""

    kind: ClassVar[str] = "trainer"

    def needs_of(self, backbone: Backbone) -> frozenset[str]:
        """What it trains from with this backbone: {"features"} where it stays frozen, {"pixels"}, or both."""
        raise verb_missing(self, "needs_of")

    def check_frozen(self) -> None:
        """See that it can train heads on kept features as well, where the backbone stays as it is or heads
        are fed by others. Raises ComponentError for what asks for pixels."""

    def versions(self) -> dict[str, str]:
        """{library: version} of what makes and runs its networks; told without importing any of it."""
        return {}

    def frozen(self, backbone: Backbone, say: Callable[[str], None]) -> FittedBackbone:
        """The backbone as it is before any training."""
        raise verb_missing(self, "frozen")

    def train(self, task: TrainingTask) -> Trained:
        """Train the heads of the task, and its backbone where the task has no encoder."""
        raise verb_missing(self, "train")

    @classmethod
    def restore(cls, component: Learner, state: State) -> Any:
        """A Fitted from a state without a graph, where none could be made; needs the trainer's library.

        A bundle keeps no trainer: nothing but the component and the state decides.
        """
        raise verb_missing(cls, "restore")

    @classmethod
    def network(cls, bundle: Bundle) -> Network:
        """What a bundle computes as networks of the trainer's library, for whoever looks inside.

        Raises CallError where the bundle does not have the weights.
        """
        raise verb_missing(cls, "network")


class Metric(Component):
    """Scores predictions. The core adds the intervals.

    types             the target types it can score
    higher_is_better  False for errors and losses
    by_label          True where it judges each of several labels on the rows that know it: it gets rows of
                      which some labels are unknown, NaN in the truth; else only those of which all are known
    """

    kind: ClassVar[str] = "metric"
    types: ClassVar[tuple[TargetType, ...]] = ("classes", "ordinal")
    higher_is_better: ClassVar[bool] = True
    by_label: ClassVar[bool] = False

    target: Annotated[str | None, Field(description="The target it scores; by default every one it can.")] = (
        None
    )

    def serves(self, target: Target) -> bool:
        """Whether it is to score this target, and can."""
        return target.type in self.types and self.target in (None, target.name)

    def gives(self, target: Target) -> tuple[str, ...]:
        """The names of the figures it computes for this target, the most telling first.

        That of a single label is called FIGURE:LABEL.
        """
        raise verb_missing(self, "gives")

    def score(
        self, truth: np.ndarray, probabilities: np.ndarray, decided: np.ndarray, target: Target
    ) -> dict[str, float]:
        """{name: figure} from N rows with known truth; NaN where a figure is undefined.

        truth          int (N,), float (N, C) or float (N,), see `imgfw.targets.truth`; NaN for a label that
                       is unknown, where the metric says `by_label`
        probabilities  float32 (N, C)
        decided        int (N,), bool (N, C) or float (N,)
        """
        raise verb_missing(self, "score")

    def each(
        self, truth: np.ndarray, probabilities: np.ndarray, decided: np.ndarray, target: Target
    ) -> dict[str, np.ndarray]:
        """{name: 0/1 (N,)} for the figures that are a plain share of rows; they get Wilson's interval."""
        return {}


class Sink(Component):
    """Writes something for people from a finished run. It is always written again, never kept."""

    kind: ClassVar[str] = "sink"

    def parts(self) -> Iterable[tuple[str, Mapping[str, Any], tuple[str, ...]]]:
        """Components that it makes when it writes, so that a recipe is checked for them.

        Gives kind, table, and the keys of its own parameters that name it.
        """
        return ()

    def write(self, outcome: Outcome, folder: Path) -> None:
        """Write under `folder`, which is new and its own."""
        raise verb_missing(self, "write")


class Section(Component):
    """A part of the page about a run, which the sink `report` and `imgfw report` write."""

    kind: ClassVar[str] = "section"

    def show(self, page: Page) -> Iterable[Figure]:
        """The figures of the run `page.outcome`, none where it has nothing of the kind."""
        raise verb_missing(self, "show")


KINDS: dict[str, type[Component]] = {
    kind.kind: kind
    for kind in (
        *(Source, Annotator, Cleaner, Transform, Augmenter),
        *(Backbone, Head, Trainer, Metric, Sink, Section),
    )
}
