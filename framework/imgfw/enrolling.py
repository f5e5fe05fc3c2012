"""Labels that come to a bundle and leave it after its run, without training: people, above all."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import examples, unknown
from .bundle import Bundle
from .decisions import Decision
from .errors import CallError, PictureError, nearest
from .files import pictures_under, read_file
from .galleries import added, changed, gallery_of, stacked, taken_for, unlike
from .generations import changing, succeed
from .lineage import short
from .loading import bundle_of, load
from .runfolder import find_run

if TYPE_CHECKING:
    import numpy as np

    from .data import Picture


@dataclass(frozen=True)
class Change:
    """What came of a change of a bundle.

    generation  of the bundle since
    target      whose labels changed
    used        pictures from which a label was learned
    left_out    {picture: why it was not used}
    taken_for   {picture: the label that the bundle saw in it before, where that was another one}
    unlike      pictures that are not like the others of the label: from those it would not be seen in them
    decision    of the target since: from which probability on a label is known, and what is known of that
    """

    generation: int
    target: str
    used: tuple[str, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)
    taken_for: Mapping[str, str] = field(default_factory=dict)
    unlike: tuple[str, ...] = ()
    decision: Decision = field(default_factory=Decision)


def enrol(
    run: str | Path,
    label: str,
    pictures: str | Path | Iterable[str | Path],
    *,
    target: str | None = None,
    runs: str | Path = "runs",
    plugins: str | Path | Iterable[str | Path] = (),
) -> Change:
    """Teach the bundle of a run a label more, or more pictures of one that it knows; nothing is trained.

    label     as it is read: where one that is there is written with other characters, it is that one
    pictures  files and folders, or one; each picture must show one face (or whatever the annotators find),
              else it is left out
    target    whose label, if several targets have a gallery
    Raises CallError where no picture is left, a folder has none, or the bundle has no gallery.
    """
    if not label.strip() or label != label.strip() or not label.isprintable():
        raise CallError(f"expected a name that is not empty, on one line, got {label!r}")
    folder = bundle_of(find_run(run, Path(runs)))
    with changing(folder):
        bundle = load(folder, plugins=plugins)
        name, _ = gallery_of(bundle, target)
        label = _as_known(label, bundle.targets[name].labels)
        given = [pictures] if isinstance(pictures, str | Path) else pictures
        seen, left_out, digests = _seen(bundle, list(_files(given)), name, label)
        if not seen:
            why = "".join(f"\n  {uri}: {reason}" for uri, reason in left_out.items())
            raise CallError(f"{label}: expected one usable picture or more to learn from, got none{why}")
        rows = {uri: row for uri, (row, _) in seen.items()}
        more = added(bundle, name, label, rows)
        more = _with_examples(more, name, label, rows, {uri: face for uri, (_, face) in seen.items()})
        more = _with_unknown(_with_taught(more, name, label, digests), name, bundle)
        succeed(folder, more, f"{label}: {len(seen)} picture{'s' if len(seen) > 1 else ''} added")
    taken = taken_for(bundle, name, label, rows)
    others = {uri: row for uri, row in rows.items() if uri not in taken}
    strange = unlike(bundle, name, label, others)
    return Change(more.generation, name, tuple(seen), left_out, taken, strange, more.decisions[name])


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
        known = bundle.targets[name].labels
        label = _as_known(label, known)
        if label not in known:
            raise CallError(f'expected a label that "{name}" has, got "{label}" ({nearest(label, known)})')
        left = changed(bundle, name, lambda gallery: gallery.remove(label, target=name))
        if name in left.examples:
            left = replace(left, examples={**left.examples, name: left.examples[name].without(label)})
        left = _with_unknown(_with_taught(left, name, label, None), name, bundle)
        succeed(folder, left, f"{label}: removed")
    return Change(left.generation, name, decision=left.decisions[name])


def _files(given: Iterable[str | Path]) -> Iterator[str]:
    """Files, and the pictures of folders in sorted order. Raises CallError for a folder without any."""
    for path in given:
        found = list(pictures_under(Path(path))) if Path(path).is_dir() else [path]
        if not found:
            raise CallError(f"{path}: expected a picture or a folder with pictures, got a folder without any")
        yield from map(str, found)


def _as_known(label: str, known: Iterable[str]) -> str:
    """The label that is there and is read the same, whatever characters write it; else in Unicode's NFC."""
    own = unicodedata.normalize("NFC", label)
    return next((each for each in known if unicodedata.normalize("NFC", each) == own), own)


def _with_unknown(bundle: Bundle, target: str, before: Bundle) -> Bundle:
    """With a threshold for the gallery since, see `unknown`."""
    _, head = gallery_of(bundle, target)
    then = unknown.known(before.heads[head].fitted.counts[target])
    return unknown.fitted_again(bundle, target, bundle.heads[head].fitted, then)


def _seen(
    bundle: Bundle, uris: Iterable[str], target: str, label: str
) -> tuple[dict[str, tuple[np.ndarray, Picture]], dict[str, str], list[str]]:
    """{file: features (D,) and face} of those that show one, why the others are of no use, and their digests.

    What the label is known from already is of no use either: the same file, or what looks like an example.
    """
    encoder, first = bundle.encoder.every, dict[str, str]()
    kept, taught = bundle.examples.get(target), set(bundle.taught.get(target, {}).get(label, ()))
    digests: list[str] = []
    seen: dict[str, tuple[np.ndarray, Picture]] = {}
    left_out: dict[str, str] = {}
    for uri in uris:
        try:
            content = read_file(Path(uri))
            digest = hashlib.sha256(content).hexdigest()
            same = first.setdefault(digest, uri)
            if same != uri:
                raise PictureError(f"is the same picture as {same}")
            found = encoder.pictures(content, str(Path(uri).absolute()))
            if len(found) > 1:
                raise PictureError(f"{len(found)} were found in it, expected one; cut out who is meant")
            row = encoder.encode(found[0])
            if kept is not None and (there := kept.like(row, label)):
                raise PictureError(f"is the same picture as {there}, from which {label} is known already")
            if short(digest) in taught:
                raise PictureError(f"is a picture from which {label} is known already")
            seen[uri] = row, found[0]
            digests.append(short(digest))
        except PictureError as error:
            left_out[uri] = str(error)
    return seen, left_out, digests


def _with_taught(bundle: Bundle, target: str, label: str, digests: Sequence[str] | None) -> Bundle:
    """With more pictures from which a label is known, or with none of it for None."""
    taught = dict(bundle.taught.get(target, {}))
    before = taught.pop(label, ())
    if digests is not None:
        taught[label] = sorted({*before, *digests})
    return replace(bundle, taught={**bundle.taught, target: taught})


def _with_examples(
    bundle: Bundle, target: str, label: str, rows: Mapping[str, np.ndarray], faces: Mapping[str, Picture]
) -> Bundle:
    """With as many examples of a label as its head asks for; those that are there stay."""
    _, head = gallery_of(bundle, target)
    component: Any = bundle.heads[head].component
    kept = bundle.examples.get(target)
    room = 0 if kept is None else component.examples - len(kept.of(label))
    if kept is None or room < 1:
        return bundle
    features = stacked(rows)
    chosen = examples.few(features, room)
    uris = [list(rows)[at] for at in chosen]
    seen = [bundle.encoder.transformed(faces[uri]) for uri in uris]
    more = examples.made(label, [Path(uri).name for uri in uris], features[chosen], seen)
    return replace(bundle, examples={**bundle.examples, target: kept.with_those(more)})
