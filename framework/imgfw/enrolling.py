"""Labels that come to a bundle and leave it after its run, without training: people, above all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import examples
from .bundle import Bundle
from .data import Picture
from .errors import CallError, PictureError
from .files import read_file
from .gallery import FittedGallery, GalleryHead
from .generations import changing, succeed
from .loading import bundle_of, load
from .parts import Part
from .runfolder import find_run

if TYPE_CHECKING:
    import numpy as np

Seen = dict[str, tuple["np.ndarray", Picture]]
"""{uri: features (D,), and the picture that they are of}."""


@dataclass(frozen=True)
class Change:
    """What came of a change of a bundle.

    generation  of the bundle since
    target      whose labels changed
    used        pictures from which a label was learned
    left_out    {picture: why it was not used}
    taken_for   {picture: the label that the bundle saw in it before, where that was another one}
    unlike      pictures in which the bundle does not see the label now: they are not like the others of it
    """

    generation: int
    target: str
    used: tuple[str, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)
    taken_for: Mapping[str, str] = field(default_factory=dict)
    unlike: tuple[str, ...] = ()


def enrol(
    run: str | Path,
    label: str,
    pictures: Iterable[str | Path],
    *,
    target: str | None = None,
    runs: str | Path = "runs",
    plugins: str | Path | Iterable[str | Path] = (),
) -> Change:
    """Teach the bundle of a run a label more, or more pictures of one that it knows; nothing is trained.

    pictures  files; each must show one face (or whatever the annotators find), else it is left out
    target    whose label, if several targets have a gallery
    Raises CallError where no picture is left, or the bundle has no gallery.
    """
    if not label.strip() or label != label.strip() or not label.isprintable():
        raise CallError(f"expected a name that is not empty, on one line, got {label!r}")
    folder = bundle_of(find_run(run, Path(runs)))
    with changing(folder):
        bundle = load(folder, plugins=plugins)
        name, _ = gallery_of(bundle, target)
        seen, left_out = _seen(bundle, map(str, pictures))
        if not seen:
            why = "".join(f"\n  {uri}: {reason}" for uri, reason in left_out.items())
            raise CallError(f"{label}: expected one usable picture or more to learn from, got none{why}")
        more = _with(bundle, name, lambda gallery: gallery.add(label, _rows(seen), target=name))
        more = _with_examples(more, name, label, seen)
        succeed(folder, more, f"{label}: {len(seen)} picture{'s' if len(seen) > 1 else ''} added")
    taken_for, now = _taken_for(bundle, name, label, seen), _decided(more, name, seen)
    several = len(seen) > 1 or label in bundle.targets[name].labels
    unlike = tuple(uri for uri, decided in now.items() if several and decided != label)
    return Change(more.generation, name, tuple(seen), left_out, taken_for, unlike)


def dismiss(
    run: str | Path,
    label: str,
    *,
    target: str | None = None,
    runs: str | Path = "runs",
    plugins: str | Path | Iterable[str | Path] = (),
) -> Change:
    """Let the bundle of a run forget a label and its examples. Raises CallError where there is none."""
    folder = bundle_of(find_run(run, Path(runs)))
    with changing(folder):
        bundle = load(folder, plugins=plugins)
        name, _ = gallery_of(bundle, target)
        left = _with(bundle, name, lambda gallery: gallery.remove(label, target=name))
        if name in left.examples:
            left = replace(left, examples={**left.examples, name: left.examples[name].without(label)})
        succeed(folder, left, f"{label}: removed")
    return Change(left.generation, name)


def gallery_of(bundle: Bundle, target: str | None = None) -> tuple[str, str]:
    """The target whose labels come and go, and the name of its head. Raises CallError where that is not one.

    target  which, if there are several
    """
    found = {
        name: head
        for head, part in bundle.heads.items()
        if isinstance(part.component, GalleryHead)
        for name in part.fitted.labels
    }
    if not found:
        uses = ", ".join(part.component.use for part in bundle.heads.values())
        raise CallError(f"this bundle's labels are fixed; expected a head such as prototypes, got {uses}")
    if target is None and len(found) == 1:
        return next(iter(found.items()))
    if target is None or target not in found:
        got = "none" if target is None else f'"{target}"'
        raise CallError(f"expected a target of {', '.join(found)}, got {got}")
    return target, found[target]


def _with(bundle: Bundle, target: str, change: Callable[[FittedGallery], FittedGallery]) -> Bundle:
    """The next generation of a bundle, with another gallery."""
    _, head = gallery_of(bundle, target)
    fed = [n for n, part in bundle.heads.items() if f"head:{head}" in _component(part).inputs]
    if fed:
        raise CallError(
            f'the labels of "{target}" are fixed, for the head "{fed[0]}" was trained on all of them'
        )
    part = bundle.heads[head]
    fitted = change(part.fitted)
    changed = replace(bundle.targets[target], labels=tuple(fitted.labels[target]))
    return replace(
        bundle,
        heads={**bundle.heads, head: Part(part.component, fitted)},
        targets={**bundle.targets, target: changed},
        generation=bundle.generation + 1,
    )


def _seen(bundle: Bundle, uris: Iterable[str]) -> tuple[Seen, dict[str, str]]:
    """What the bundle sees in files that show one face each, and why it sees nothing in the others."""
    encoder, seen, left_out = bundle.encoder.every, Seen(), {}
    known: dict[str, str] = {}
    for uri in uris:
        try:
            content = read_file(Path(uri))
            first = known.setdefault(hashlib.sha256(content).hexdigest(), uri)
            if first != uri:
                raise PictureError(f"is the same picture as {first}")
            found = encoder.pictures(content, str(Path(uri).absolute()))
            if len(found) > 1:
                raise PictureError(f"{len(found)} were found in it, expected one; cut out who is meant")
            seen[uri] = encoder.encode(found[0]), found[0]
        except PictureError as error:
            left_out[uri] = str(error)
    return seen, left_out


def _with_examples(bundle: Bundle, target: str, label: str, seen: Seen) -> Bundle:
    """With as many examples of a label as its head asks for; those that are there stay."""
    if target not in bundle.examples:
        return bundle
    kept, (_, head) = bundle.examples[target], gallery_of(bundle, target)
    room = _component(bundle.heads[head]).examples - len(kept.of(label))
    uris = [list(seen)[at] for at in examples.few(_rows(seen), max(0, room))]
    faces = [bundle.encoder.transformed(seen[uri][1]) for uri in uris]
    rows = _rows({uri: seen[uri] for uri in uris}) if uris else kept.features[:0]
    more = kept.with_those(examples.made(label, [str(Path(uri).absolute()) for uri in uris], rows, faces))
    return replace(bundle, examples={**bundle.examples, target: more})


def _taken_for(bundle: Bundle, target: str, label: str, seen: Seen) -> dict[str, str]:
    """Whom the bundle saw in each, where it can tell that it is nobody, and saw another one."""
    if not bundle.decisions[target].unknown:
        return {}
    return {uri: other for uri, other in _decided(bundle, target, seen).items() if other not in (label, "")}


def _decided(bundle: Bundle, target: str, seen: Seen) -> dict[str, str]:
    """{uri: whom the bundle sees in it, "" for nobody}."""
    labels = (*bundle.targets[target].labels, "")
    decided = bundle.decide({target: bundle.probabilities(_rows(seen))[target]})[target]
    return {uri: labels[at] for uri, at in zip(seen, decided.tolist(), strict=True)}


def _rows(seen: Seen) -> np.ndarray:
    import numpy as np

    return np.stack([row for row, _ in seen.values()])


def _component(part: Part) -> Any:
    return part.component
