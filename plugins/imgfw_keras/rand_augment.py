"""Random augmentations of pictures, by Keras' layer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from imgfw import Augmenter, Picture

from .library import keras

if TYPE_CHECKING:
    import numpy as np


class RandAugment(Augmenter):
    """A few operations drawn at random: geometry, light, colour, contrast, sharpness and more.

    RandAugment (Cubuk et al. 2019) with the eleven operations that Keras has. What leaves the picture on one
    side is filled by its mirror image.
    """

    use: Literal["rand-augment"] = "rand-augment"
    operations: Annotated[
        int, Field(ge=1, le=11, description="How many operations, one after the other.")
    ] = 2
    strength: Annotated[
        float,
        Field(gt=0, le=0.9, description="How strong each is at most; a turn by this share of a full circle."),
    ] = 0.1

    def apply(self, picture: Picture, number: int, rng: np.random.Generator) -> Picture:
        """The picture varied, as large as before; landmarks travel along, and so do the box's corners."""
        import numpy as np

        # a layer of its own for each picture: threads share no state, and nothing but `rng` decides
        layer = keras().layers.RandAugment(
            value_range=(0, 255),
            num_ops=self.operations,
            factor=self.strength,
            seed=int(rng.integers(2**31)),
            dtype="float32",
        )
        points, box = picture.landmarks, picture.box
        with keras().device("cpu:0"):
            image = keras().ops.convert_to_tensor(picture.image[None], "float32")
            drawn = layer.get_random_transformation(image, training=True)
            names = list(drawn["transforms"])
            for index in keras().ops.convert_to_numpy(drawn["layer_idxes"]):
                name = names[int(index)]
                told = drawn["transforms"][name]
                image = getattr(layer, name).transform_images(image, told)
                if (back := _back(name, told)) is not None:
                    points = None if points is None else _moved(points, back)
                    box = box and _box(box, back)
        pixels = np.clip(np.rint(keras().ops.convert_to_numpy(image)[0]), 0, 255).astype(np.uint8)
        return replace(picture, image=pixels, landmarks=points, box=box)


def _back(name: str, told: Any) -> np.ndarray | None:
    """From pixels of the result to those of the picture, (3, 3), of what moves them; None for the others."""
    import numpy as np

    values = {
        key: np.ravel(keras().ops.convert_to_numpy(told[key]))
        for key in ("shear_factor", "translations", "rotation_matrix")
        if isinstance(told, dict) and key in told
    }
    if name == "random_shear":
        x, y = values["shear_factor"]
        return np.array([[1, x, 0], [y, 1, 0], [0, 0, 1]], np.float64)
    if name == "random_translation":
        x, y = values["translations"]
        return np.array([[1, 0, -x], [0, 1, -y], [0, 0, 1]], np.float64)
    if name == "random_rotation":
        return np.append(values["rotation_matrix"], 1.0).reshape(3, 3).astype(np.float64)
    return None


def _moved(points: np.ndarray, back: np.ndarray) -> np.ndarray:
    """Points (K, 2) as x, y where they are afterwards; a pixel's middle is half a pixel from its corner."""
    import numpy as np

    ahead = np.linalg.inv(back)
    found = (points - 0.5) @ ahead[:2, :2].T + ahead[:2, 2] + 0.5
    return found.astype(np.float32)


def _box(box: tuple[float, float, float, float], back: np.ndarray) -> tuple[float, float, float, float]:
    import numpy as np

    left, top, right, bottom = box
    corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
    moved = _moved(corners, back)
    (x0, y0), (x1, y1) = moved.min(axis=0), moved.max(axis=0)
    return float(x0), float(y0), float(x1), float(y1)
