"""Sources: listed twice, and the first of their samples read."""

from __future__ import annotations

from collections.abc import Sequence

from ..data import Picture, Sample
from ..kinds import Source
from ..targets import Target
from .saying import require

READ = 3


def check_source(component: Source) -> None:
    """Two listings are equal and sorted, `gives` covers the labels, samples can be read."""
    samples = tuple(component.samples())
    require(component, samples, "give the check a source that has samples")
    require(component, all(isinstance(each, Sample) for each in samples), "let samples() give Samples")
    uris = [sample.uri for sample in samples]
    require(component, len(set(uris)) == len(uris), "let every sample have a uri of its own")
    ordered = uris in (sorted(uris), sorted(uris, key=lambda uri: uri.split("/")))
    require(component, ordered, "list the samples sorted by uri, so that no file system decides their order")
    stamped = all(sample.stamp for sample in samples)
    require(component, stamped, "let every sample have a stamp, which changes when its content may have")
    _check_labels(component, samples)
    require(component, _plain(samples) == _plain(component.samples()), "let two listings be equal")
    for sample in samples[:READ]:
        _check_read(component, sample)


def _plain(samples: object) -> list[str]:
    return [repr(sample) for sample in samples]  # type: ignore[attr-defined]


def _check_labels(component: Source, samples: Sequence[Sample]) -> None:
    targets = component.gives()
    right = isinstance(targets, tuple) and targets and all(isinstance(each, Target) for each in targets)
    require(component, right, "let gives() give a tuple of Target")
    known = {target.name: target for target in targets}
    for sample in samples:
        for name, given in sample.labels.items():
            require(component, name in known, f'let gives() name the target "{name}", which {sample.uri} has')
            _check_label(component, known[name], given)


def _check_label(component: Source, target: Target, given: object) -> None:
    if target.type == "number":
        require(component, isinstance(given, int | float), f'let "{target.name}" be a number, got {given!r}')
        return
    names = isinstance(given, tuple) and all(isinstance(name, str) for name in given)
    require(component, names, f'let labels of "{target.name}" be a tuple of names, got {given!r}')
    assert isinstance(given, tuple)
    unknown = [name for name in given if target.labels and name not in target.labels]
    require(
        component, not unknown, f'let gives() list every label of "{target.name}"; {unknown} is not there'
    )
    fits = not target.exclusive or len(given) <= 1
    require(
        component, fits, f'let "{target.name}" have one label a sample, got {given!r}; or call it multi-label'
    )


def _check_read(component: Source, sample: Sample) -> None:
    first, again = component.read(sample), component.read(sample)
    right = (isinstance(first, bytes) and first) or isinstance(first, Picture)
    require(
        component, right, f"let read give the bytes of a picture, or a Picture; got {type(first).__name__}"
    )
    if isinstance(first, Picture) and isinstance(again, Picture):
        image = first.image
        fits = image.dtype == "uint8" and image.ndim == 3 and image.shape[2] == 3
        require(component, fits, f"let the image be uint8 (H, W, 3), got {image.dtype} {image.shape}")
        require(component, (image == again.image).all(), f"let {sample.uri} be the same picture each time")
        return
    require(component, first == again, f"let {sample.uri} be the same each time it is read")
