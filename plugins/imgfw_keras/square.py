"""What the bundled backbones have in common: a square input, and weights from a file, a run, or none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from imgfw import ComponentError, MissingFileError

from . import earlier
from .centred import CentredNetwork
from .loading import load_weights

if TYPE_CHECKING:
    import numpy as np


def sides(least: int = 32, most: int = 1024) -> tuple[Any, ...]:
    """The constraint of `size`, for a network that sees no smaller or larger square."""
    return (Field(ge=least, le=most, description="Side of the square it sees, in pixels."),)


class SquareNetwork(CentredNetwork):
    """A network that sees a square; a subclass says `build` and `scaled`.

    The whole picture is squashed to the square, antialiased: nothing is cut off, proportions are not kept.
    """

    size: Annotated[int, *sides()] = 224
    weights: Literal["imagenet", "none"] | Path = "none"

    def build(self) -> Any:
        """The network with random weights."""
        raise ComponentError(f"backbone/{self.use} does not define `build`, which a square network needs")

    @property
    def side(self) -> int:
        """The shorter side at which it wants pictures decoded."""
        return self.size

    @property
    def pretrained(self) -> bool:
        """Whether the recipe gives weights."""
        return self.weights != "none"

    def pixels(self, image: np.ndarray) -> np.ndarray:
        """The whole picture squashed to the square: float32 (size, size, 3), 0..255."""
        from imgfw import resized

        return resized(image, (self.size, self.size)).astype("float32")

    def prepare(self, say: Callable[[str], None]) -> None:
        """See that the weights are there. Raises MissingFileError, ComponentError for a stranger's run."""
        if isinstance(self.weights, Path) and self.weights.is_dir():
            earlier.check(self, self.weights, say)
        for path in self.files_read():
            if not path.is_file():
                raise MissingFileError(f'backbone/{self.use}: weights = "{path}": there is no such file')

    def files_read(self) -> tuple[Path, ...]:
        """The weights file, if any; of an earlier run the network that it keeps."""
        if not isinstance(self.weights, Path):
            return ()
        return (earlier.network_file(self.weights) if self.weights.is_dir() else self.weights,)

    def network(self) -> Any:
        """The layers, with the weights of the recipe."""
        network = self.build()
        for path in self.files_read():
            load_weights(network, path, self)
        return network
