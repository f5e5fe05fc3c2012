"""What the bundled backbones have in common: a square input, and weights from a file or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import Field

from imgfw import ComponentError, MissingFileError, NeuralBackbone

from .loading import load_weights

if TYPE_CHECKING:
    import numpy as np

    from imgfw import Picture

Colour = Annotated[float, Field(ge=0, le=255)]

_MIDDLE = 127.5


class SquareNetwork(NeuralBackbone):
    """A network that sees a square; a subclass says `build` and `scaled`.

    The whole picture is squashed to the square, antialiased: nothing is cut off, proportions are not kept.
    """

    trainer: ClassVar[str] = "keras"

    size: Annotated[int, Field(ge=32, le=1024, description="Side of the square it sees, in pixels.")] = 224
    weights: Literal["imagenet", "none"] | Path = "none"
    mean: Annotated[
        Literal["none", "train"] | tuple[Colour, Colour, Colour],
        Field(
            description='What is taken off before scaling, so that grey stands for it: "train" is the mean '
            "colour of the training pictures; or red, green and blue as numbers."
        ),
    ] = "none"

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

    @property
    def settled(self) -> bool:
        """Whether the mean is known."""
        return self.mean != "train"

    def settle(self, pictures: Iterable[Picture]) -> SquareNetwork:
        """The same network with the mean colour of these pictures, each counted alike, as it sees them."""
        import numpy as np

        total, count = np.zeros(3), 0
        for picture in pictures:
            total += self.pixels(picture.image).mean(axis=(0, 1), dtype=np.float64)
            count += 1
        if not count:
            raise ComponentError(f'backbone/{self.use}: mean = "train", and there is no training picture')
        red, green, blue = (float(value) for value in total / count)
        return self.model_copy(update={"mean": (red, green, blue)})

    def centred(self, x: Any) -> Any:
        """Symbolic pixels with the mean colour moved to the middle of 0..255."""
        if self.mean == "none":
            return x
        if isinstance(self.mean, str):
            raise ComponentError(
                f'backbone/{self.use}: mean = "train" is not known before training pictures are'
            )
        from .library import keras

        shift = [_MIDDLE - value for value in self.mean]
        return x + keras().ops.convert_to_tensor(shift, dtype="float32")

    def prepare(self, say: Callable[[str], None]) -> None:
        """See that the weights file is there. Raises MissingFileError."""
        for path in self.files_read():
            if not path.is_file():
                raise MissingFileError(f'backbone/{self.use}: weights = "{path}": there is no such file')

    def files_read(self) -> tuple[Path, ...]:
        """The weights file, if any."""
        return (self.weights,) if isinstance(self.weights, Path) else ()

    def network(self) -> Any:
        """The layers, with the weights of the recipe."""
        network = self.build()
        for path in self.files_read():
            load_weights(network, path, self)
        return network
