"""Transforms, augmenters and annotators, tried on small pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..border import regions_of
from ..components import Component
from ..data import Picture, Region
from ..errors import PictureError
from ..kinds import Annotator, Augmenter, Transform
from .inputs import pictures, samples
from .kept import reloaded
from .saying import at_the_border, require

if TYPE_CHECKING:
    import numpy as np


def check_augmenter(component: Augmenter) -> None:
    """Equal chance gives equal pictures, the picture given stays as it was, landmarks travel along."""
    import numpy as np

    most = 2
    for sample in samples():
        capacity = component.capacity(sample)
        fits = capacity is None or (isinstance(capacity, int) and capacity >= 1)
        require(component, fits, f"let capacity give a number from 1 on, or None; got {capacity!r}")
        most = min(most, capacity or most)
    for number in range(1, most + 1):

        def varied(picture: Picture, number: int = number) -> Picture:
            return component.apply(picture, number, np.random.default_rng((7, number)))

        _check_pictures(component, varied, "take all chance from `rng`")


def check_transform(component: Transform) -> None:
    """What it learned gives equal pictures each time, and after it was saved and loaded."""
    fitted = component.fit(_given(component))
    _check_pictures(component, fitted.apply, "let nothing but the picture decide")
    again = reloaded(component, fitted)
    for picture in _given(component):
        pair = _tried(fitted.apply, picture), _tried(again.apply, picture)
        require(
            component, _equal(*pair), "let restore(state) give what works to the bit like what was learned"
        )


def check_annotator(component: Annotator) -> None:
    """What it finds passes the border of a run, and twice gives the same."""
    again = reloaded(component, component)
    for picture, sample in zip(pictures(), samples(), strict=False):
        picture = replace(picture, box=None, landmarks=None)
        first, second = (_regions(component, each, picture, sample) for each in (component, again))
        require(component, len(first) == len(second), "let the same picture give the same regions")
        for one, other in zip(first, second, strict=True):
            same = (one.box, one.facts) == (other.box, other.facts) and _same(one.landmarks, other.landmarks)
            require(component, same, "let the same picture give the same regions")


def _regions(component: Annotator, asked: Any, picture: Picture, sample: Any) -> tuple[Region, ...]:
    try:
        with at_the_border():
            return regions_of(component, asked, picture, sample)
    except PictureError:
        return ()


def _given(component: Component) -> list[Picture]:
    return [p for p in pictures() if p.landmarks is not None or "landmarks" not in component.needs]


def _check_pictures(component: Component, apply: Callable[[Picture], Picture], advice: str) -> None:
    used = 0
    for picture in _given(component):
        before = replace(picture, image=picture.image.copy(), landmarks=_copied(picture.landmarks))
        found, again = _tried(apply, picture), _tried(apply, picture)
        require(
            component, _equal(picture, before), "copy before changing: apply changed the picture it was given"
        )
        require(component, _equal(found, again), f"{advice}: equal calls gave different pictures")
        if found is not None:
            used += 1
            _check_picture(component, picture, found)
    require(component, used, "apply refused every picture; it must take an ordinary one")


def _check_picture(component: Component, given: Picture, found: Picture) -> None:
    require(component, isinstance(found, Picture), f"let apply give a Picture, got {type(found).__name__}")
    image = found.image
    told = f"{image.dtype} {image.shape}" if hasattr(image, "dtype") else type(image).__name__
    right = hasattr(image, "dtype") and image.dtype == "uint8" and image.ndim == 3 and image.shape[2] == 3
    require(component, right and image.size, f"let the image be uint8 (H, W, 3), got {told}")
    if given.landmarks is None:
        return
    shape = None if found.landmarks is None else found.landmarks.shape
    kept = shape == given.landmarks.shape
    require(component, kept, f"let landmarks travel along: {given.landmarks.shape} came, {shape} went")
    _check_landmarks(component, found.landmarks)


def _check_landmarks(component: Component, points: np.ndarray | None) -> None:
    if points is None:
        return
    right = getattr(points, "dtype", None) == "float32" and points.shape in ((68, 2), (5, 2))
    told = f"{getattr(points, 'dtype', type(points).__name__)} {getattr(points, 'shape', '')}"
    require(component, right, f"let landmarks be float32 (68, 2) or (5, 2), got {told}")


def _tried(apply: Callable[[Picture], Picture], picture: Picture) -> Picture | None:
    try:
        return apply(picture)
    except PictureError:
        return None


def _equal(one: Picture | None, other: Picture | None) -> bool:
    if not (isinstance(one, Picture) and isinstance(other, Picture)):
        return type(one) is type(other)
    return _same(one.image, other.image) and _same(one.landmarks, other.landmarks) and one.box == other.box


def _same(one: np.ndarray | None, other: np.ndarray | None) -> bool:
    import numpy as np

    return np.array_equal(one, other) if one is not None and other is not None else one is other


def _copied(points: np.ndarray | None) -> np.ndarray | None:
    return None if points is None else points.copy()
