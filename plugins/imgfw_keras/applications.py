"""What the families of keras.applications have in common: size, pooling, scaling, weights, constants."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, Field

from .library import keras
from .pooling import Pooling, gives
from .scaling import Scaling, scaled
from .square import SquareNetwork
from .weights import ADDRESS, KerasWeights

NO_TOP = "weights_tf_dim_ordering_tf_kernels_notop.h5"
"""How the names of most weights files end."""


@dataclass(frozen=True)
class Variant:
    """What is known of one variant of a family without building it.

    parameters  of the network without its classifier
    features    how many features it gives, if its map is pooled
    gflops      operations for one picture at the default size, in 10^9; a multiply-add counts as two
    megabytes   size of its weights file
    """

    parameters: int
    features: int
    gflops: float
    megabytes: float

    def __str__(self) -> str:
        return (
            f"{self.parameters:,} parameters, {self.features:,} features, {self.gflops} GFLOPs, "
            f"weights {self.megabytes} MB"
        )


Variants = Mapping[str, Variant]
"""{"alpha 0.5": Variant}; of a network that has only one, its name is ""."""


class Application(SquareNetwork):
    """A network of keras.applications, without its classifier. A class bears the name of Keras' function.

    A subclass says `variants`, `scaling` and `origin` (of the weights file, below Keras' own address).
    `imgfw show` tells the constants.
    """

    variants: ClassVar[Variants]
    scaling: ClassVar[Scaling]
    origin: ClassVar[str]

    pooling: Pooling = "avg"
    weights: Annotated[
        Literal["imagenet", "none"] | Path,
        Field(
            description='"imagenet"; the path of a weights file of this network, made at any size, or of an '
            'earlier run that trained it; or "none" to train from scratch.'
        ),
    ] = "imagenet"

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        if hasattr(cls, "variants"):
            cls.facts = facts_of(cls.variants, cls.model_fields["size"].default, cls.scaling)

    @property
    def variant(self) -> Variant:
        """The constants for these parameters."""
        return self.variants[""]

    @property
    def options(self) -> dict[str, Any]:
        """What Keras' function is given beside size and pooling."""
        return {}

    @property
    def gives(self) -> Literal["vector", "map"]:
        """Maps where nothing is pooled."""
        return gives(self.pooling)

    def build(self) -> Any:
        """The network with random weights, by keras.applications."""
        network = getattr(keras().applications, type(self).__name__)(
            input_shape=(self.size, self.size, 3),
            include_top=False,
            weights=None,
            pooling=self.pooling if self.pooling in ("avg", "max") else None,
            **self.options,
        )
        if self.pooling != "flatten":
            return network
        flat = keras().layers.Flatten()(network.output)
        return keras().Model(network.input, flat, name=network.name)

    def scaled(self, x: Any) -> Any:
        """Pixels 0..255 as the family takes them, whatever the weights."""
        return scaled(x, self.scaling)

    def weights_file(self) -> KerasWeights:
        """The file that keras.applications takes for these parameters."""
        return KerasWeights(f"{ADDRESS}/{self.origin}", self.variant.megabytes)

    def prepare(self, say: Callable[[str], None]) -> None:
        """See that the weights are there. Raises MissingFileError, ComponentError for a stranger's run."""
        if self.weights == "imagenet":
            self.weights_file().prepare(say)
        super().prepare(say)

    def files_read(self) -> tuple[Path, ...]:
        """The weights file, if any."""
        return (self.weights_file().path,) if self.weights == "imagenet" else super().files_read()


class Widths(Application):
    """A family of several widths; a subclass says which `alpha` may be."""

    alpha: float

    @property
    def variant(self) -> Variant:
        """The constants for this width."""
        return self.variants[f"alpha {self.alpha}"]

    @property
    def options(self) -> dict[str, Any]:
        """The width."""
        return {"alpha": self.alpha}


def one_of(*values: float) -> tuple[Any, Any]:
    """The constraint that a number is one of these, for the validator and for the schema."""

    def check(value: float) -> float:
        if value not in values:
            raise ValueError(f"one of {', '.join(map(str, values))}, got {value}")
        return value

    return AfterValidator(check), Field(json_schema_extra={"enum": list(values)})


def facts_of(variants: Variants, size: int, scaling: Scaling) -> dict[str, str | int | float]:
    """The constants of a family as `imgfw show` tells them."""
    seen = f"{size} x {size}, scaled to {scaling}" if scaling != "0..255" else f"{size} x {size}"
    if "" not in variants:
        return {"input": seen, **{name: str(variant) for name, variant in variants.items()}}
    only = variants[""]
    return {
        "parameters": only.parameters,
        "input": seen,
        "features": only.features,
        "GFLOPs": only.gflops,
        "weights": f"{only.megabytes} MB",
    }
