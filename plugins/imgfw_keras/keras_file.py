"""Any network that Keras saved, as a backbone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from imgfw import ComponentError, MissingFileError

from .centred import CentredNetwork
from .library import keras
from .loading import config_of, loaded
from .pooling import Pooling, gives, pooled
from .scaling import Scaling, scaled

if TYPE_CHECKING:
    import numpy as np

Side = Annotated[int, Field(ge=8, le=2048)]


class SavedNetwork(CentredNetwork):
    """A network from a .keras file; a subclass says its `use`, `size` and `file`."""

    size: Side | tuple[Side, Side]
    scaling: Annotated[
        Scaling,
        Field(
            description='What it takes: pixels as they are ("0..255"), divided to "0..1" or "-1..1", by the '
            'mean and deviation of "imagenet", or blue first less the mean ("imagenet-bgr").'
        ),
    ]
    layer: Annotated[
        str, Field(description="Features are what this layer gives; by default what the whole network does.")
    ] = ""
    pooling: Pooling = "avg"

    @property
    def file(self) -> Path:
        """The .keras file."""
        raise ComponentError(f"backbone/{self.use} does not define `file`, which a saved network needs")

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width that it sees."""
        return (self.size, self.size) if isinstance(self.size, int) else self.size

    @property
    def side(self) -> int:
        """The shorter side at which it wants pictures decoded."""
        return max(self.shape)

    @property
    def gives(self) -> Literal["vector", "map"]:
        """Maps where nothing is pooled."""
        return gives(self.pooling)

    @property
    def pretrained(self) -> bool:
        """It is there to be used as it is."""
        return True

    def prepare(self, say: Callable[[str], None]) -> None:
        """See that the file is there and takes pictures of this size. Raises MissingFileError, RunError."""
        if not self.file.is_file():
            raise MissingFileError(f'backbone/{self.use}: path = "{self.file}": there is no such file')
        if self.file.suffix != ".keras":
            raise ComponentError(
                f'backbone/{self.use}: expected a file that ends in .keras, got "{self.file}"; load it where '
                'you trust it and save it again: network.save("mine.keras")'
            )
        shapes = list(_told(config_of(self.file.read_bytes(), str(self.file))))
        if shapes:  # else only the loaded network can tell
            self._check_input(shapes)

    def files_read(self) -> tuple[Path, ...]:
        """The file."""
        return (self.file,)

    def pixels(self, image: np.ndarray) -> np.ndarray:
        """The whole picture squashed to the size: float32 (height, width, 3), 0..255."""
        from imgfw import resized

        return resized(image, self.shape).astype("float32")

    def scaled(self, x: Any) -> Any:
        """Pixels 0..255 as the recipe says."""
        return scaled(x, self.scaling)

    def network(self) -> Any:
        """The network of the file up to the layer, pooled. Raises RunError where it does not serve."""
        whole = loaded(self.file.read_bytes(), str(self.file))
        shapes = [tuple(tensor.shape) for tensor in getattr(whole, "inputs", None) or []]
        self._check_input(shapes)
        if None in shapes[0][1:]:
            whole = self._sized(whole)
        return keras().Model(whole.inputs, self._features(self._until(whole)), name=whole.name)

    def _sized(self, whole: Any) -> Any:
        """A network that takes any size, for this one."""
        given = keras().Input((*self.shape, 3))
        sized = keras().models.clone_model(whole, input_tensors=given)
        sized.set_weights(whole.get_weights())
        return sized

    def _until(self, whole: Any) -> Any:
        """What the layer gives, or the whole network."""
        names = [layer.name for layer in whole.layers]
        if self.layer and self.layer not in names:
            close = get_close_matches(self.layer, names, n=3) or [names[0], "...", names[-1]]
            raise self._unfit(f'it has no layer "{self.layer}"; {", ".join(close)}')
        given = whole.get_layer(self.layer).output if self.layer else whole.outputs
        outputs = given if isinstance(given, (list, tuple)) else [given]
        if len(outputs) != 1:
            raise self._unfit(f"expected one output, got {len(outputs)}; choose a layer")
        return outputs[0]

    def _features(self, x: Any) -> Any:
        shape = tuple(x.shape)
        if len(shape) == 4:
            return pooled(x, self.pooling)
        if len(shape) != 2:
            raise self._unfit(f"expected features (N, D) or a map (N, h, w, c), got {shape}; choose a layer")
        if self.pooling == "none":
            raise self._unfit(f'expected a map where pooling = "none", got features {shape}')
        return x

    def _check_input(self, shapes: list[tuple[int | None, ...]]) -> None:
        if len(shapes) != 1 or len(shapes[0]) != 4 or shapes[0][3] != 3:
            told = " and ".join(map(str, shapes)) or "no input of known shape"
            raise self._unfit(f"expected one input (N, height, width, 3), got {told}")
        given = shapes[0][1:3]
        if any(own not in (None, asked) for own, asked in zip(given, self.shape, strict=True)):
            size = given[0] if given[0] == given[1] else list(given)
            raise self._unfit(f"it takes {given[0]} x {given[1]} pixels; give size = {size}")

    def _unfit(self, why: str) -> ComponentError:
        return ComponentError(f"backbone/{self.use}: {self.file}: {why}")


class KerasFile(SavedNetwork):
    """A network from a .keras file of your own, with the scaling that it was trained with.

    It must take one picture (height, width, 3) and give a row of features or a map. One that holds Python
    code, such as a Lambda layer, is refused. The whole picture is squashed to the size.
    """

    use: Literal["keras-file"] = "keras-file"
    path: Annotated[Path, Field(description="The .keras file.")]
    size: Annotated[
        Side | tuple[Side, Side],
        Field(description="Side of the square that it sees, in pixels; or height and width."),
    ]

    @property
    def file(self) -> Path:
        """The .keras file."""
        return self.path


def _told(config: dict[str, Any]) -> Iterator[tuple[int | None, ...]]:
    """The shapes of the inputs that a saved network says it has."""
    layers = config.get("layers")
    for layer in layers if isinstance(layers, list) else []:
        if isinstance(layer, dict) and layer.get("class_name") == "InputLayer":
            given = layer.get("config")
            shape = given.get("batch_shape") if isinstance(given, dict) else None
            if isinstance(shape, list):
                yield tuple(shape)
