from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from imgfw import Picture
from imgfw_keras.rand_augment import RandAugment

pytestmark = pytest.mark.keras

IMAGE = np.random.default_rng(0).integers(0, 256, (24, 40, 3), np.uint8)


def varied(seed: int, image: np.ndarray = IMAGE, **told: Any) -> np.ndarray:
    """What a picture becomes."""
    return RandAugment(**told).apply(Picture(image), 1, np.random.default_rng(seed)).image


@pytest.mark.slow
def test_chance_decides_alone() -> None:
    """Equal generators give equal pictures, whatever was made before and in any thread; others differ."""
    wanted = [varied(seed).tobytes() for seed in range(4)]

    with ThreadPoolExecutor(4) as pool:
        found = [image.tobytes() for image in pool.map(varied, range(4))]

    assert found == wanted
    assert len(set(wanted)) > 2


@pytest.mark.parametrize("shape", [(24, 40, 3), (1, 1, 3), (3, 64, 3)])
def test_size_and_type_stay(shape: tuple[int, ...]) -> None:
    """uint8 RGB of the same size, though it be one pixel."""
    found = varied(3, np.full(shape, 200, np.uint8), operations=4)

    assert (found.shape, found.dtype) == (shape, np.uint8)


def test_the_picture_given_stays_as_it_was() -> None:
    """Its pixels are copied before anything is done."""
    before = IMAGE.copy()

    varied(1, operations=11)

    assert np.array_equal(IMAGE, before)


@pytest.mark.slow
def test_more_strength_changes_more() -> None:
    """On average over many pictures."""

    def change(strength: float) -> float:
        found = [varied(seed, strength=strength, operations=1).astype(int) - IMAGE for seed in range(24)]
        return float(np.mean(np.abs(found)))

    assert change(0.01) < change(0.5)


def gentle(change: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """The same change of a copy."""
    from keras import ops

    return lambda images, told: change(ops.copy(images), told)


@pytest.mark.slow
def test_it_does_what_the_layer_of_keras_does() -> None:
    """The same seed gives the same pixels as the layer called as a whole, up to rounding."""
    import keras

    for seed in range(12):
        drawn = int(np.random.default_rng(seed).integers(2**31))
        layer = keras.layers.RandAugment(
            value_range=(0, 255), num_ops=3, factor=0.3, seed=drawn, dtype="float32"
        )
        # by PyTorch it changes what it is given, though it may not be drawn
        layer.random_brightness.transform_images = gentle(layer.random_brightness.transform_images)
        wanted = keras.ops.convert_to_numpy(layer(IMAGE.astype("float32"), training=True))

        found = varied(seed, operations=3, strength=0.3)

        assert np.abs(found - np.clip(wanted, 0, 255)).max() <= 0.51


@pytest.mark.slow
@pytest.mark.parametrize("strength", [0.05, 0.2])
def test_landmarks_travel_with_what_they_mark(strength: float) -> None:
    """A bright spot on dark ground is where its landmark is afterwards, within a pixel, if it is in sight."""
    seen = moved = 0
    for seed in range(40):
        image = np.full((81, 101, 3), 40, np.uint8)
        image[38:43, 58:63] = 200  # its middle is at (60.5, 40.5)
        points = np.array([[60.5, 40.5]] * 5, np.float32)

        found = RandAugment(strength=strength).apply(
            Picture(image, landmarks=points, box=(58.0, 38.0, 63.0, 43.0)), 1, np.random.default_rng(seed)
        )

        x, y = found.landmarks[0]  # type: ignore[index]
        left, top, right, bottom = found.box  # type: ignore[misc]
        assert (left + right) / 2 == pytest.approx(x, abs=1e-3)
        assert (top + bottom) / 2 == pytest.approx(y, abs=1e-3)
        light = found.image.sum(axis=2).astype(float)
        bright = light > (light.min() + light.max()) / 2
        rows, columns = np.nonzero(bright)
        if not (5 < x < 96 and 5 < y < 76) or light.max() - light.min() < 60 or bright.sum() > 40:
            continue  # out of sight, seen twice in the mirrored edge, or the ground has become as bright
        seen += 1
        moved += abs(x - 60.5) > 2 or abs(y - 40.5) > 2
        assert columns.mean() + 0.5 == pytest.approx(x, abs=1.0)
        assert rows.mean() + 0.5 == pytest.approx(y, abs=1.0)
    assert seen >= 15
    assert moved >= 3


@pytest.mark.parametrize(
    "wrong", [{"operations": 0}, {"operations": 12}, {"strength": 1.0}, {"strength": 0.0}]
)
def test_parameters_have_bounds(wrong: dict[str, Any]) -> None:
    """What makes no sense is refused when the component is made."""
    with pytest.raises(ValidationError):
        RandAugment(**wrong)
