"""Sources: listed twice, and the first of their samples read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..border import content_of, samples_of, targets_of
from ..data import Labels, Picture, Sample
from ..kinds import Source
from ..targets import Target
from .saying import at_the_border, require

READ = 3


def check_source(component: Source) -> None:
    """Two listings are equal and sorted, `gives` covers the labels, samples can be read."""
    with at_the_border():
        samples = tuple(samples_of(component))
    require(component, samples, "give the check a source that has samples")
    uris = [sample.uri for sample in samples]
    require(component, len(set(uris)) == len(uris), "let every sample have a uri of its own")
    ordered = uris in (sorted(uris), sorted(uris, key=lambda uri: uri.split("/")))
    require(component, ordered, "list the samples sorted by uri, so that no file system decides their order")
    stamped = all(sample.stamp for sample in samples)
    require(component, stamped, "let every sample have a stamp, which changes when its content may have")
    _check_labels(component, samples)
    require(component, _plain(samples) == _plain(samples_of(component)), "let two listings be equal")
    for sample in samples[:READ]:
        _check_read(component, sample)
    passed = component.passed_over()
    counts = isinstance(passed, Mapping) and all(
        isinstance(ending, str) and type(count) is int and count >= 0 for ending, count in passed.items()
    )
    require(component, counts, f"let passed_over give counts by ending, as in {{'.dat': 3}}; got {passed!r}")


def _plain(samples: object) -> list[str]:
    return [repr(sample) for sample in samples]  # type: ignore[attr-defined]


def _check_labels(component: Source, samples: Sequence[Sample]) -> None:
    with at_the_border():
        targets = targets_of(component)
    require(component, targets, "let gives() give a tuple of Target, one at least")
    known = {target.name: target for target in targets}
    for sample in samples:
        for name, given in sample.labels.items():
            require(component, name in known, f'let gives() name the target "{name}", which {sample.uri} has')
            _check_label(component, known[name], given)


def _check_label(component: Source, target: Target, given: Labels) -> None:
    if target.type == "number":
        require(component, isinstance(given, float), f'let "{target.name}" be a number, got {given!r}')
        return
    require(component, isinstance(given, tuple), f'let "{target.name}" have label names, got {given!r}')
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
    with at_the_border():
        first, again = content_of(component, sample), content_of(component, sample)
    require(component, first != b"", f"let read give the bytes of {sample.uri}, or a Picture; got no bytes")
    if isinstance(first, Picture) and isinstance(again, Picture):
        alike = first.image.shape == again.image.shape and (first.image == again.image).all()
        require(component, alike, f"let {sample.uri} be the same picture each time")
        return
    require(component, first == again, f"let {sample.uri} be the same each time it is read")
