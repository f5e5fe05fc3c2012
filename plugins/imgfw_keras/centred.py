"""Networks from whose pixels a mean colour is taken off, given or learned from the training pictures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self

from pydantic import Field

from imgfw import ComponentError, NeuralBackbone

if TYPE_CHECKING:
    from imgfw import Picture

Colour = Annotated[float, Field(ge=0, le=255)]

_MIDDLE = 127.5


class CentredNetwork(NeuralBackbone):
    """A network of Keras that may take the mean colour off its pixels."""

    trainer: ClassVar[str] = "keras"

    mean: Annotated[
        Literal["none", "train"] | tuple[Colour, Colour, Colour],
        Field(
            description='What is taken off before scaling, so that grey stands for it: "train" is the mean '
            "colour of the training pictures; or red, green and blue as numbers."
        ),
    ] = "none"

    @property
    def settled(self) -> bool:
        """Whether the mean is known."""
        return self.mean != "train"

    def settle(self, pictures: Iterable[Picture]) -> Self:
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
