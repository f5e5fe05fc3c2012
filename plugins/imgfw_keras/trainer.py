"""The trainer `keras`: trains backbones and heads, and turns networks into graphs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import Field

from imgfw import Backbone, ComponentError, NeuralBackbone, State, Trained, Trainer

if TYPE_CHECKING:
    from imgfw import TrainingTask

_OPTIMIZERS = {"adam": "Adam", "adamw": "AdamW", "nadam": "Nadam", "rmsprop": "RMSprop", "sgd": "SGD"}


class KerasTrainer(Trainer):
    """Training by Keras, on kept features or on pixels; keeps the best epoch, makes LiteRT graphs.

    One seed and one number of threads give the same weights to the bit on one machine's processor.
    """

    needs: ClassVar[frozenset[str]] = frozenset()

    use: Literal["keras"] = "keras"
    epochs: Annotated[int, Field(ge=1, le=100_000, description="Passes over the training rows.")] = 20
    batch_size: Annotated[int, Field(ge=1, le=65_536, description="Rows a step.")] = 32
    learning_rate: Annotated[float, Field(gt=0, description="Step size of the optimizer.")] = 1e-3
    optimizer: Annotated[
        Literal["adam", "adamw", "nadam", "rmsprop", "sgd"],
        Field(description="Keras' optimizer; sgd has Nesterov momentum 0.9."),
    ] = "adam"
    schedule: Annotated[
        Literal["constant", "cosine"],
        Field(
            description="The step size stays, or falls to nothing over all epochs, which calms the last ones."
        ),
    ] = "cosine"
    patience: Annotated[
        int | None, Field(ge=1, description="Stop after so many epochs without a better one; off by default.")
    ] = None
    freeze: Annotated[
        Annotated[int, Field(ge=0)] | str | None,
        Field(
            description="Layers of the backbone that stay as they are: so many of the first, those up to a "
            'name, or "all". By default all where the backbone comes with weights, else none.'
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

    def needs_of(self, backbone: Backbone) -> frozenset[str]:
        """{"features"} where the backbone stays as it is, else {"pixels"}."""
        if not isinstance(backbone, NeuralBackbone):
            return frozenset({"features"})
        frozen = self.freeze == "all" or (self.freeze is None and backbone.pretrained)
        return frozenset({"features"} if frozen else {"pixels"})

    def versions(self) -> dict[str, str]:
        """Keras, its backend and their versions."""
        from .library import versions

        return versions()

    def made_optimizer(self, steps: int) -> Any:
        """The optimizer of the recipe, for so many steps in all."""
        from .library import keras

        rate: Any = self.learning_rate
        if self.schedule == "cosine":
            rate = keras().optimizers.schedules.CosineDecay(rate, steps)
        more = {"momentum": 0.9, "nesterov": True} if self.optimizer == "sgd" else {}
        return getattr(keras().optimizers, _OPTIMIZERS[self.optimizer])(rate, **more)

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
        from .compose import freeze, on_features, on_pixels
        from .graphs import at_work
        from .learn import learn
        from .library import afresh, fix_threads

        if not len(task.train):
            raise ComponentError("trainer/keras: there are no rows to train on")
        fix_threads(self._threads())
        afresh(task.seed)
        if task.encoder is None:
            network = task.backbone.network()
            freeze(network, self.freeze)
            composed = on_pixels(task.backbone, network, task.heads, task.targets)
        else:
            shapes = {name: tuple(values.shape[1:]) for name, values in task.train.inputs.items()}
            composed = on_features(task.heads, task.targets, shapes)
        history = learn(self, task, composed, self._threads())
        return at_work(task, composed, tuple(history))

    @classmethod
    def restore(cls, component: Any, state: State) -> Any:
        """An encoder or head that Keras itself runs, from a state without a graph."""
        from .fitted import SIGNATURE, KerasEncoder, KerasHead
        from .loading import NETWORK, loaded

        network = loaded(bytes(state[NETWORK]))
        if isinstance(component, NeuralBackbone):
            return KerasEncoder(component, network)
        return KerasHead.of(network, bytes(state[SIGNATURE]))

    def _threads(self) -> int:
        from .library import cores

        return self.threads or cores()
