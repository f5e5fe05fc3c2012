"""The hooks of imgfw, one a kind: each takes nothing and gives back classes, or a `Later` for each.

Hook API version 1.

A plugin is any module that implements some of them and is registered as an entry point in the group `imgfw`:

    [project.entry-points.imgfw]
    my_plugin = "my_plugin"
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pluggy

from .kinds import (
    Annotator,
    Augmenter,
    Backbone,
    Cleaner,
    Head,
    Metric,
    Section,
    Sink,
    Source,
    Trainer,
    Transform,
)
from .later import Later

API_VERSION = 1
hookspec = pluggy.HookspecMarker("imgfw")
hookimpl = pluggy.HookimplMarker("imgfw")


@hookspec
def imgfw_sources() -> Iterable[type[Source] | Later]:  # type: ignore[empty-body]
    """Where samples come from.

    class Listed(Source):
        \"""Pictures named in a text file, one a line: path, a space, label.\"""

        use: Literal["listed"] = "listed"
        path: Annotated[Path, Field(description="The text file.")]

        def gives(self):
            return (Target("class"),)

        def samples(self):
            for line in sorted(self.path.read_text().splitlines()):
                file, label = line.rsplit(" ", 1)
                yield Sample(uri=file, stamp=stamp_of(Path(file)), labels={"class": (label,)})

        def read(self, sample):
            return Path(sample.uri).read_bytes()

    @hookimpl
    def imgfw_sources():
        return [Listed]
    """


@hookspec
def imgfw_annotators() -> Iterable[type[Annotator] | Later]:  # type: ignore[empty-body]
    """What finds regions and landmarks in a picture.

    class Middle(Annotator):
        \"""The middle half of every picture.\"""

        use: Literal["middle"] = "middle"

        def annotate(self, picture, sample):
            height, width = (side / picture.scale for side in picture.image.shape[:2])
            return (Region(box=(width / 4, height / 4, width * 3 / 4, height * 3 / 4)),)

    @hookimpl
    def imgfw_annotators():
        return [Middle]
    """


@hookspec
def imgfw_cleaners() -> Iterable[type[Cleaner] | Later]:  # type: ignore[empty-body]
    """What finds samples that should not be learned from.

    class NotSquare(Cleaner):
        \"""Pictures that are not square.\"""

        use: Literal["not-square"] = "not-square"
        needs: ClassVar[frozenset[str]] = frozenset({"header"})

        def inspect(self, samples, *, pictures=None, features=None):
            for sample in samples:
                if sample.facts["width"] != sample.facts["height"]:
                    yield Finding(sample.id, self.use, "drop", "not square")

    @hookimpl
    def imgfw_cleaners():
        return [NotSquare]
    """


@hookspec
def imgfw_transforms() -> Iterable[type[Transform] | Later]:  # type: ignore[empty-body]
    """What changes every picture, in training and at prediction.

    class Grey(Transform):
        \"""Take the colour out.\"""

        use: Literal["grey"] = "grey"

        def apply(self, picture):
            grey = picture.image.mean(axis=2, keepdims=True).astype("uint8")
            return replace(picture, image=grey.repeat(3, axis=2))

    @hookimpl
    def imgfw_transforms():
        return [Grey]
    """


@hookspec
def imgfw_augmenters() -> Iterable[type[Augmenter] | Later]:  # type: ignore[empty-body]
    """What varies training pictures.

    class Flip(Augmenter):
        \"""Mirror the picture left to right.\"""

        use: Literal["flip"] = "flip"
        rate: Annotated[float, Field(ge=0, le=1, description="Share of pictures mirrored.")] = 0.5

        def apply(self, picture, number, rng):
            return picture.mirrored() if rng.random() < self.rate else picture

    @hookimpl
    def imgfw_augmenters():
        return [Flip]
    """


@hookspec
def imgfw_backbones() -> Iterable[type[Backbone] | Later]:  # type: ignore[empty-body]
    """What turns a picture into features; a network is a `NeuralBackbone`.

    class MeanColour(Backbone):
        \"""The mean of red, green and blue.\"""

        use: Literal["mean-colour"] = "mean-colour"

        def encode(self, picture):
            return picture.image.mean(axis=(0, 1)).astype("float32")  # (3,)

    @hookimpl
    def imgfw_backbones():
        return [MeanColour]
    """


@hookspec
def imgfw_heads() -> Iterable[type[Head] | Later]:  # type: ignore[empty-body]
    """What predicts targets from features; layers are a `NeuralHead`.

    class Prior(Head):
        \"""The shares of the labels in training, whatever the picture.\"""

        use: Literal["prior"] = "prior"
        types: ClassVar = ("classes",)

        def fit(self, inputs, truth, targets, *, weights, groups, rng):
            shares = {n: np.bincount(truth[n][truth[n] >= 0], minlength=t.width) for n, t in targets.items()}
            return self.restore({n: (s / s.sum()).astype("float32") for n, s in shares.items()})

        def restore(self, state):
            return FittedPrior(state)  # its `predict` repeats the shares, its `state` gives them back

    @hookimpl
    def imgfw_heads():
        return [Prior]
    """


@hookspec
def imgfw_trainers() -> Iterable[type[Trainer] | Later]:  # type: ignore[empty-body]
    """What trains networks and turns them into graphs: `needs_of`, `frozen`, `train`, classmethod `restore`.

    class Mine(Trainer):
        \"""Networks by my own library.\"""

        use: Literal["mine"] = "mine"
        epochs: Annotated[int, Field(ge=1, description="Passes over the training rows.")] = 10
        ...

    @hookimpl
    def imgfw_trainers():
        return [Mine]
    """


@hookspec
def imgfw_metrics() -> Iterable[type[Metric] | Later]:  # type: ignore[empty-body]
    """What scores predictions.

    class Error(Metric):
        \"""Share of samples decided wrongly.\"""

        use: Literal["error"] = "error"
        higher_is_better: ClassVar[bool] = False

        def gives(self, target):
            return ("error",)

        def score(self, truth, probabilities, decided, target):
            return {"error": float((truth != decided).mean())}

    @hookimpl
    def imgfw_metrics():
        return [Error]
    """


@hookspec
def imgfw_sinks() -> Iterable[type[Sink] | Later]:  # type: ignore[empty-body]
    """What writes something for people when a run has finished.

    class Count(Sink):
        \"""How many samples there were, as a text file.\"""

        use: Literal["count"] = "count"

        def write(self, outcome, folder):
            (folder / "count.txt").write_text(str(len(outcome.samples)))

    @hookimpl
    def imgfw_sinks():
        return [Count]
    """


@hookspec
def imgfw_sections() -> Iterable[type[Section] | Later]:  # type: ignore[empty-body]
    """Parts of the page about a run.

    class Widest(Section):
        \"""The widest picture that was judged.\"""

        use: Literal["widest"] = "widest"

        def show(self, page):
            samples = page.outcome.predictions[page.split].samples
            widest = max(samples, key=lambda sample: sample.facts["width"], default=None)
            if widest is not None:
                width = widest.facts["width"]
                yield Figure("The widest picture", page.card(widest), (f"It is {width:,} pixels wide.",))

    @hookimpl
    def imgfw_sections():
        return [Widest]
    """


@hookspec
def imgfw_commands() -> Iterable[Callable[..., Any] | Later]:  # type: ignore[empty-body]
    """Sub-commands of `imgfw`: annotated functions, as typer takes them, or `typer.Typer` groups.

    def count(folder: Path) -> None:
        \"""Count the pictures of a folder.\"""
        typer.echo(sum(1 for _ in folder.rglob("*.jpg")))

    @hookimpl
    def imgfw_commands():
        return [count]
    """
