"""Where strangers' output comes in: what sources, annotators and cleaners give, checked and made plain.

Numbers of numpy become Python's and landmarks float32, so that what is seen at first equals what is read
back from JSON. Nothing else is turned into something it was not: it is refused, and the error names the
component, its plugin, what was expected and what came.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .data import Finding, Labels, Picture, Region, Sample
from .errors import ComponentError, PictureError, RunError
from .plain import Unfit, box_of, facts_of, is_number, landmarks_of, number_of, text_of
from .targets import TARGET_TYPES, Target

if TYPE_CHECKING:
    from .components import Component

ACTIONS = ("drop", "flag")
"""What a finding may ask for."""
_TEXTS = ("stamp", "digest", "group", "split", "left_out")


def targets_of(source: Any) -> tuple[Target, ...]:
    """What a source gives. Raises ComponentError where these are no targets."""
    given = source.gives()
    try:
        if not isinstance(given, tuple) or not all(isinstance(each, Target) for each in given):
            raise Unfit("gives()", "a tuple of Target", given)
        for target in given:
            _check_target(target)
    except Unfit as error:
        raise _fault(source, error) from None
    return given


def samples_of(source: Any) -> Iterator[Sample]:
    """The samples of a source. Raises ComponentError for what is none, RunError if it cannot list them."""
    try:
        for given in source.samples():
            yield _sample(given)
    except Unfit as error:
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
            raise Unfit(where, "bytes or a Picture", given)
        return _picture(given, where)
    except Unfit as error:
        raise _fault(source, error) from None


def regions_of(component: Component, fitted: Any, picture: Picture, sample: Sample) -> tuple[Region, ...]:
    """What an annotator finds, one region at least; `fitted` is what it learned.

    Raises PictureError where it finds nothing, ComponentError for what are no regions.
    """
    given = fitted.annotate(picture, sample)
    try:
        if not isinstance(given, tuple):
            raise Unfit("annotate()", "a tuple of Region", given)
        found = tuple(_region(each, "annotate()") for each in given)
    except Unfit as error:
        raise _fault(component, error) from None
    if not found:
        raise PictureError("found nothing")
    return found


def findings_of(cleaner: Any, samples: Sequence[Sample], **given: Any) -> list[Finding]:
    """What a cleaner finds among these samples; `given` are the pictures and features it is handed.

    Raises ComponentError for what are no findings, or findings about other samples.
    """
    ids = {sample.id for sample in samples}
    try:
        return [_finding(found, ids) for found in cleaner.inspect(samples, **given)]
    except Unfit as error:
        raise _fault(cleaner, error) from None


def _finding(given: object, ids: Set[str]) -> Finding:
    if not isinstance(given, Finding):
        raise Unfit("inspect()", "a Finding", given)
    where = f"inspect(), {given.id!r:.80}"
    if given.id not in ids:
        raise Unfit(where, "the id of a sample that was given", given.id)
    if given.action not in ACTIONS:
        raise Unfit(where, f"one of the actions {' and '.join(ACTIONS)}", given.action)
    return replace(
        given,
        cleaner=text_of(given.cleaner, where, "the cleaner's name"),
        reason=text_of(given.reason, where, "a reason for people", empty=False),
        score=None if given.score is None else number_of(given.score, where),
    )


def _fault(component: Component, error: Unfit) -> ComponentError:
    plugin = type(component).__module__
    return ComponentError(
        f"{component.kind}/{component.use}: {error}; this is a fault of its plugin, {plugin}"
    )


def _check_target(target: Target) -> None:
    where = f"gives(), target {target.name!r:.80}"
    text_of(target.name, where, "a name", empty=False)
    if target.type not in TARGET_TYPES:
        raise Unfit(where, f"one of the types {', '.join(TARGET_TYPES)}", target.type)
    labels = _names(target.labels, where)
    if len(set(labels)) != len(labels):
        raise Unfit(where, "every label once", labels)
    if not isinstance(target.edges, tuple):
        raise Unfit(where, "a tuple of edges", target.edges)
    for edge in target.edges:
        number_of(edge, where)


def _sample(given: object) -> Sample:
    if not isinstance(given, Sample):
        raise Unfit("samples()", "a Sample", given)
    where = f"samples(), {given.uri!r:.80}"
    uri = text_of(given.uri, where, "a text that is not empty for its uri", empty=False)
    texts: dict[str, Any] = {
        name: text_of(getattr(given, name), where, f"a text for {name}") for name in _TEXTS
    }
    if isinstance(given.number, bool) or not isinstance(given.number, int) or given.number < 0:
        raise Unfit(where, "a number of its region from 0 on", given.number)
    if not isinstance(given.copies, tuple):
        raise Unfit(where, "a tuple of texts for copies", given.copies)
    return replace(
        given,
        uri=uri,
        **texts,
        region=None if given.region is None else _region(given.region, where),
        labels=_labels(given.labels, where),
        facts=facts_of(given.facts, where),
        copies=tuple(text_of(copy, where, "a text for each of copies") for copy in given.copies),
    )


def _labels(given: object, where: str) -> dict[str, Labels]:
    if not isinstance(given, Mapping):
        raise Unfit(where, "labels as {target: names or number}", given)
    found: dict[str, Labels] = {}
    for name, value in given.items():
        at = f"{where}, labels[{name!r:.80}]"
        text_of(name, at, "the name of a target")
        found[str(name)] = number_of(value, at) if is_number(value) else _names(value, at)
    return found


def _names(given: object, where: str) -> tuple[str, ...]:
    if not isinstance(given, tuple):
        raise Unfit(where, 'a tuple of label names such as ("cat",), or a number', given)
    return tuple(text_of(name, where, "label names that are not empty", empty=False) for name in given)


def _picture(given: Picture, where: str) -> Picture:
    image: Any = given.image
    shape: tuple[int, ...] = getattr(image, "shape", ())
    if getattr(image, "dtype", None) != "uint8" or len(shape) != 3 or shape[2] != 3 or not image.size:
        raise Unfit(where, "an image uint8 (H, W, 3)", image)
    scale = number_of(given.scale, f"{where}, scale")
    if scale <= 0:
        raise Unfit(where, "a scale above 0", scale)
    region = _region(Region(given.box, given.landmarks, given.facts), where)
    return Picture(image, scale, region.box, region.landmarks, region.facts)


def _region(given: object, where: str) -> Region:
    if not isinstance(given, Region):
        raise Unfit(where, "a Region", given)
    return Region(
        box_of(given.box, where), landmarks_of(given.landmarks, where), facts_of(given.facts, where)
    )
