"""The trainer `keras`: trains backbones and heads, and turns networks into graphs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from imgfw import Backbone, ComponentError, NeuralBackbone, State, Trained, Trainer

from .phases import Course, KerasTeacher, Phase, inherited

if TYPE_CHECKING:
    from imgfw import Bundle, Network, TrainingTask

_LEARNING = "that takes a backbone that learns (see freeze), not kept features"


class KerasTrainer(Course, Trainer):
    """Training by Keras, on kept features or on pixels; keeps the best epoch, makes LiteRT graphs.

    One seed and one number of threads give the same weights to the bit on one machine's processor.
    """

    revision: ClassVar[int] = 6
    needs: ClassVar[frozenset[str]] = frozenset()

    use: Literal["keras"] = "keras"
    batch_size: Annotated[int, Field(ge=1, le=65_536, description="Rows a step.")] = 32
    mixed_precision: Annotated[
        Literal["float16", "bfloat16"] | None,
        Field(
            description="Compute in half precision while training, for GPUs that are faster at it; weights "
            "and what is kept stay float32."
        ),
    ] = None
    threads: Annotated[
        int | None,
        Field(
            ge=1,
            le=1024,
            description="Training threads; by default the cores. Their number changes the bits.",
        ),
    ] = None
    phase: Annotated[
        tuple[Phase, ...],
        Field(
            max_length=100,
            description="Phases one after the other; each takes what it does not say from the trainer, and "
            "begins with the best weights of those before. Without any there is one.",
        ),
    ] = ()
    teacher: Annotated[
        KerasTeacher | None, Field(description="A backbone or bundle that phases may learn from.")
    ] = None

    @model_validator(mode="after")
    def _taught_well(self) -> KerasTrainer:
        # phases are written out in full, so that a resolved recipe says what each did
        object.__setattr__(self, "phase", tuple(inherited(self, phase) for phase in self.phase))
        courses = self.courses
        asked = {name for course in courses for name in course.objectives} - {"labels"}
        if asked and self.teacher is None:
            raise ValueError(
                f"expected a [train.teacher] for the objectives {', '.join(sorted(asked))}, got none"
            )
        if self.teacher is not None and not asked:
            raise ValueError(
                "expected a phase whose objectives name mse, cosine or soft, else no teacher, got none"
            )
        if "soft" in asked and self.teacher is not None and self.teacher.bundle is None:
            raise ValueError(
                "expected a bundle as the teacher, whose predictions soft learns from, got a backbone"
            )
        if not courses[-1].labelled and not courses[-1].objectives.get("soft"):
            raise ValueError("expected a last phase that learns from labels, got one that does not")
        return self

    @property
    def courses(self) -> tuple[Course, ...]:
        """The phases, each with everything said."""
        return self.phase or (self,)

    def freeze_of(self, course: Course, backbone: Backbone) -> int | str | None:
        """The layers that stay as they are in a phase, as `freeze` says it."""
        if course.freeze is None and isinstance(backbone, NeuralBackbone) and backbone.pretrained:
            return "all"
        return course.freeze

    def needs_of(self, backbone: Backbone) -> frozenset[str]:
        """{"features"} where the backbone stays as it is in every phase, else {"pixels"}.

        Raises ComponentError where a phase asks for what is not there then.
        """
        frozen = [self.freeze_of(course, backbone) == "all" for course in self.courses]
        if not isinstance(backbone, NeuralBackbone) or all(frozen):
            self.check_frozen()
            return frozenset({"features"})
        for course, stays in zip(self.courses, frozen, strict=True):
            if stays and course.matching:
                raise ComponentError(
                    'a phase that matches a teacher\'s features needs layers to train, got freeze = "all"'
                )
        return frozenset({"pixels"})

    def check_frozen(self) -> None:
        """See that no phase asks for pixels, so that heads can be trained on kept features.

        Raises ComponentError.
        """
        for course in self.courses:
            if course.matching:
                raise ComponentError(f"a phase matches a teacher's features; {_LEARNING}")
            if course.mix == "cutmix":
                raise ComponentError(f"cutmix pastes pixels; {_LEARNING}; take mixup")

    def versions(self) -> dict[str, str]:
        """Keras, its backend and their versions."""
        from .library import versions

        return versions()

    def frozen(self, backbone: Backbone, say: Callable[[str], None]) -> Any:
        """The backbone as it is before any training, as a graph; by Keras, and said so, where that fails."""
        from .compose import encoding_of
        from .graphs import encoder_at_work, patterns
        from .library import afresh, fix_threads

        assert isinstance(backbone, NeuralBackbone)
        fix_threads(self._threads())
        afresh(0)
        if not backbone.pretrained:
            say(f"backbone/{backbone.use} has random weights and is not trained: expect poor features")
        network = backbone.network()
        encoding = encoding_of(backbone, network)
        return encoder_at_work(backbone, network, encoding, patterns(encoding), say, kept={})

    def train(self, task: TrainingTask) -> Trained:
        """Train the heads of the task, and its backbone where the task has no encoder."""
        from .training import trained

        return trained(self, task, self._threads())

    @classmethod
    def restore(cls, component: Any, state: State) -> Any:
        """An encoder or head that Keras itself runs, from a state without a graph."""
        from .fitted import SIGNATURE, KerasEncoder, KerasHead
        from .loading import NETWORK, loaded

        network = loaded(bytes(state[NETWORK]))
        if isinstance(component, NeuralBackbone):
            return KerasEncoder(component, network)
        return KerasHead.of(network, bytes(state[SIGNATURE]))

    @classmethod
    def network(cls, bundle: Bundle) -> Network:
        """Backbone and heads of a bundle as networks of Keras, with its weights. Raises CallError."""
        from .opened import opened

        return opened(bundle)

    def _threads(self) -> int:
        from .library import cores

        return self.threads or cores()
