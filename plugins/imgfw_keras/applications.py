"""What the families of keras.applications have in common: size, pooling, weights."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, Field

from imgfw import ComponentError

from .square import SquareNetwork
from .weights import KerasWeights


@dataclass(frozen=True)
class Variant:
    """What is known of one variant of a family without building it.

    parameters  of the network without its classifier
    features    how many features it gives
    megabytes   size of its weights file
    """

    parameters: int
    features: int
    megabytes: float

    def __str__(self) -> str:
        return f"{self.parameters:,} parameters, {self.features:,} features, weights {self.megabytes} MB"


class Application(SquareNetwork):
    """A family of keras.applications, without its classifier; features are pooled to (D,).

    A family says `build`, `weights_file`, `scaled`, and its `variants` with the constants that are shown.
    """

    variants: ClassVar[Mapping[str, Variant]]

    pooling: Annotated[
        Literal["avg", "max"], Field(description="How the last map becomes one row of features.")
    ] = "avg"
    weights: Annotated[
        Literal["imagenet", "none"] | Path,
        Field(
            description='"imagenet"; the path of a weights file of this network, made at any size; or "none" '
            "to train from scratch."
        ),
    ] = "imagenet"

    @property
    def gives(self) -> Literal["vector", "map"]:
        """Maps where nothing is pooled."""
        return "map" if self.pooling == "none" else "vector"

    def weights_file(self) -> KerasWeights:
        """The file that keras.applications takes for these parameters."""
        raise ComponentError(f"backbone/{self.use} does not define `weights_file`, which its family needs")

    def prepare(self, say: Callable[[str], None]) -> None:
        """See that the weights are there. Raises MissingFileError."""
        if self.weights == "imagenet":
            self.weights_file().prepare(say)
        super().prepare(say)

    def files_read(self) -> tuple[Path, ...]:
        """The weights file, if any."""
        return (self.weights_file().path,) if self.weights == "imagenet" else super().files_read()


def one_of(*values: float) -> tuple[Any, Any]:
    """The constraint that a number is one of these, for the validator and for the schema."""

    def check(value: float) -> float:
        if value not in values:
            raise ValueError(f"one of {', '.join(map(str, values))}, got {value}")
        return value

    return AfterValidator(check), Field(json_schema_extra={"enum": list(values)})


def facts_of(variants: Mapping[str, Variant]) -> dict[str, str]:
    """The constants of a family as `imgfw show` tells them."""
    return {name: str(variant) for name, variant in variants.items()}
