"""Where strangers' output comes in: what sources and annotators give, checked once and made plain.

Numbers of numpy become Python's and landmarks float32, so that what is seen at first equals what is read
back from JSON. Nothing else is turned into something it was not: it is refused, and the error names the
component, its plugin, what was expected and what came.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import isfinite
from numbers import Real
from typing import TYPE_CHECKING, Any

from .data import Labels, Picture, Region, Sample
from .errors import ComponentError, PictureError, RunError
from .targets import TARGET_TYPES, Target

if TYPE_CHECKING:
    import numpy as np

    from .components import Component

_TEXTS = ("stamp", "digest", "group", "split", "left_out")


class _Unfit(Exception):
    """Where something does not fit, what was expected, and what came."""

    def __init__(self, where: str, expected: str, got: object) -> None:
        shape = f"{got.dtype} {got.shape}" if hasattr(got, "shape") and hasattr(got, "dtype") else ""
        super().__init__(f"{where}: expected {expected}, got {shape or format(repr(got), '.80')}")


def targets_of(source: Any) -> tuple[Target, ...]:
    """What a source gives. Raises ComponentError where these are no targets."""
    given = source.gives()
    try:
        if not isinstance(given, tuple) or not all(isinstance(each, Target) for each in given):
            raise _Unfit("gives()", "a tuple of Target", given)
        for target in given:
            _check_target(target)
    except _Unfit as error:
        raise _fault(source, error) from None
    return given


def samples_of(source: Any) -> Iterator[Sample]:
    """The samples of a source. Raises ComponentError for what is none, RunError if it cannot list them."""
    try:
        for given in source.samples():
            yield _sample(given)
    except _Unfit as error:
        raise _fault(source, error) from None
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        raise RunError(
            f"{source.kind}/{source.use}: its samples cannot be listed: {where}{error.strerror or error}"
        ) from error


def content_of(source: Any, sample: Sample) -> bytes | Picture:
    """What a source reads: the bytes of a file, or a picture that it makes itself.

    Raises PictureError where the picture cannot be read, ComponentError for anything but these two.
    """
    try:
        given = source.read(sample)
    except OSError as error:
        raise PictureError(f"cannot be read: {error.strerror or error}") from error
    if isinstance(given, bytes):
        return given
    where = f"read() of {sample.uri}"
    try:
        if not isinstance(given, Picture):
            raise _Unfit(where, "bytes or a Picture", given)
        return _picture(given, where)
    except _Unfit as error:
        raise _fault(source, error) from None


def regions_of(component: Component, fitted: Any, picture: Picture, sample: Sample) -> tuple[Region, ...]:
    """What an annotator finds, one region at least; `fitted` is what it learned.

    Raises PictureError where it finds nothing, ComponentError for what are no regions.
    """
    given = fitted.annotate(picture, sample)
    try:
        if not isinstance(given, tuple):
            raise _Unfit("annotate()", "a tuple of Region", given)
        found = tuple(_region(each, "annotate()") for each in given)
    except _Unfit as error:
        raise _fault(component, error) from None
    if not found:
        raise PictureError("found nothing")
    return found


def _fault(component: Component, error: _Unfit) -> ComponentError:
    plugin = type(component).__module__
    return ComponentError(
        f"{component.kind}/{component.use}: {error}; this is a fault of its plugin, {plugin}"
    )


def _check_target(target: Target) -> None:
    where = f"gives(), target {target.name!r:.80}"
    _text(target.name, where, "a name", empty=False)
    if target.type not in TARGET_TYPES:
        raise _Unfit(where, f"one of the types {', '.join(TARGET_TYPES)}", target.type)
    labels = _names(target.labels, where)
    if len(set(labels)) != len(labels):
        raise _Unfit(where, "every label once", labels)
    if not isinstance(target.edges, tuple):
        raise _Unfit(where, "a tuple of edges", target.edges)
    for edge in target.edges:
        _number(edge, where)


def _sample(given: object) -> Sample:
    if not isinstance(given, Sample):
        raise _Unfit("samples()", "a Sample", given)
    where = f"samples(), {given.uri!r:.80}"
    uri = _text(given.uri, where, "a text that is not empty for its uri", empty=False)
    texts = {name: _text(getattr(given, name), where, f"a text for {name}") for name in _TEXTS}
    if isinstance(given.number, bool) or not isinstance(given.number, int) or given.number < 0:
        raise _Unfit(where, "a number of its region from 0 on", given.number)
    if not isinstance(given.copies, tuple):
        raise _Unfit(where, "a tuple of texts for copies", given.copies)
    return replace(
        given,
        uri=uri,
        **texts,
        region=None if given.region is None else _region(given.region, where),
        labels=_labels(given.labels, where),
        facts=_facts(given.facts, where),
        copies=tuple(_text(copy, where, "a text for each of copies") for copy in given.copies),
    )


def _labels(given: object, where: str) -> dict[str, Labels]:
    if not isinstance(given, Mapping):
        raise _Unfit(where, "labels as {target: names or number}", given)
    found: dict[str, Labels] = {}
    for name, value in given.items():
        at = f"{where}, labels[{name!r:.80}]"
        _text(name, at, "the name of a target")
        found[str(name)] = _number(value, at) if _is_number(value) else _names(value, at)
    return found


def _names(given: object, where: str) -> tuple[str, ...]:
    if not isinstance(given, tuple):
        raise _Unfit(where, 'a tuple of label names such as ("cat",), or a number', given)
    return tuple(_text(name, where, "label names that are not empty", empty=False) for name in given)


def _picture(given: Picture, where: str) -> Picture:
    image: Any = given.image
    shape = getattr(image, "shape", ())
    if getattr(image, "dtype", None) != "uint8" or len(shape) != 3 or shape[2] != 3 or not image.size:
        raise _Unfit(where, "an image uint8 (H, W, 3)", image)
    scale = _number(given.scale, f"{where}, scale")
    if scale <= 0:
        raise _Unfit(where, "a scale above 0", scale)
    region = _region(Region(given.box, given.landmarks, given.facts), where)
    return Picture(image, scale, region.box, region.landmarks, region.facts)


def _region(given: object, where: str) -> Region:
    if not isinstance(given, Region):
        raise _Unfit(where, "a Region", given)
    return Region(_box(given.box, where), _landmarks(given.landmarks, where), _facts(given.facts, where))


def _box(given: Any, where: str) -> tuple[float, float, float, float] | None:
    if given is None:
        return None
    at = f"{where}, box"
    if not isinstance(given, tuple) or len(given) != 4:
        raise _Unfit(at, "a tuple of four numbers (left, top, right, bottom)", given)
    left, top, right, bottom = (_number(edge, at) for edge in given)
    if not (left < right and top < bottom):
        raise _Unfit(at, "left < right and top < bottom", (left, top, right, bottom))
    return left, top, right, bottom


def _landmarks(given: Any, where: str) -> np.ndarray | None:
    if given is None:
        return None
    import numpy as np

    fits = isinstance(given, np.ndarray) and given.dtype.kind == "f" and given.shape in ((68, 2), (5, 2))
    if not fits:
        raise _Unfit(f"{where}, landmarks", "an array of floats (68, 2) or (5, 2)", given)
    with np.errstate(over="ignore"):
        points = given.astype(np.float32)
    if not np.isfinite(points).all():
        raise _Unfit(f"{where}, landmarks", "finite numbers", given[~np.isfinite(points)].tolist())
    return points


def _facts(given: object, where: str) -> dict[str, Any]:
    plain = _plain(given, f"{where}, facts")
    if not isinstance(plain, dict):
        raise _Unfit(f"{where}, facts", "facts by name", given)
    return plain


def _plain(given: Any, where: str) -> Any:
    """What JSON has too, as it reads back from there."""
    value = given.tolist() if hasattr(given, "tolist") else given
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return _number(value, where)
    if isinstance(value, list | tuple):
        return [_plain(inner, where) for inner in value]
    if isinstance(value, Mapping):
        names = (_text(name, where, "text as names") for name in value)
        return {
            name: _plain(inner, f"{where}[{name!r}]")
            for name, inner in zip(names, value.values(), strict=True)
        }
    raise _Unfit(where, "what JSON has too: texts, finite numbers, booleans, lists and tables", given)


def _is_number(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)


def _number(given: Any, where: str) -> float:
    try:
        number = float(given) if _is_number(given) else float("nan")
    except OverflowError:
        number = float("inf")
    if not isfinite(number):
        raise _Unfit(where, "a finite number", given)
    return number


def _text(given: object, where: str, expected: str, *, empty: bool = True) -> str:
    if not isinstance(given, str) or not (given or empty):
        raise _Unfit(where, expected, given)
    return str(given)
