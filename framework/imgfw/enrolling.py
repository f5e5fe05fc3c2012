"""Labels that come to a bundle and leave it after its run, without training: people, above all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import examples, unknown
from .bundle import Bundle
from .decisions import Decision
from .errors import CallError, nearest
from .galleries import added, changed, examples_found, gallery_of, stacked, taken_for, unlike
from .generations import changing, succeed
from .loading import bundle_of, load
from .naming import ANYWAY, as_known, check_name, check_new
from .runfolder import find_run
from .showing import files_of, seen_in

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
    found       of the kept examples of who was known: in how many their label was seen before, in how many
                since, and how many there are
    """

    generation: int
    target: str
    used: tuple[str, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)
    taken_for: Mapping[str, str] = field(default_factory=dict)
    unlike: tuple[str, ...] = ()
    decision: Decision = field(default_factory=Decision)
    found: tuple[int, int, int] = (0, 0, 0)


def enrol(
    run: str | Path,
    label: str,
    pictures: str | Path | Iterable[str | Path],
    *,
    target: str | None = None,
    anyway: bool = False,
    runs: str | Path = "runs",
    plugins: str | Path | Iterable[str | Path] = (),
) -> Change:
    """Teach the bundle of a run a label more, or more pictures of one that it knows; nothing is trained.

    label     as it is read: where one that is there is written with other characters, it is that one
    pictures  files and folders, or one; each picture must show one face (or whatever the annotators find),
              else it is left out
    target    whose label, if several targets have a gallery
    anyway    learn from pictures in which another label is seen, too, and take a name that differs from a
              known one in large and small letters only
    Raises CallError where no picture is left, a folder has none, or the bundle has no gallery.
    """
    check_name(label)
    folder = bundle_of(find_run(run, Path(runs)))
    with changing(folder):
        bundle = load(folder, plugins=plugins)
        name, _ = gallery_of(bundle, target)
        label = as_known(label, bundle.targets[name].labels)
        if not anyway:
            check_new(label, bundle.targets[name].labels)
        given = [pictures] if isinstance(pictures, str | Path) else pictures
        seen, left_out = seen_in(bundle, list(files_of(given)), name, label)
        taken = taken_for(bundle, name, label, {uri: each.row for uri, each in seen.items()})
        if not anyway:
            left_out |= {uri: f"shows {who}, whom the model knows; {ANYWAY}" for uri, who in taken.items()}
            seen = {uri: each for uri, each in seen.items() if uri not in taken}
            taken = {}
        if not seen:
            why = "".join(f"\n  {uri}: {reason}" for uri, reason in left_out.items())
            raise CallError(f"{label}: expected one usable picture or more to learn from, got none{why}")
        rows = {uri: each.row for uri, each in seen.items()}
        more = added(bundle, name, label, rows)
        more = _with_examples(more, name, label, rows, {uri: each.face for uri, each in seen.items()})
        more = _with_taught(more, name, label, [each.digest for each in seen.values()])
        more = _with_unknown(more, name, bundle)
        succeed(folder, more, f"{label}: {len(seen)} picture{'s' if len(seen) > 1 else ''} added")
    others = {uri: row for uri, row in rows.items() if uri not in taken}
    strange, found = unlike(bundle, name, label, others), _found(bundle, more, name)
    return Change(more.generation, name, tuple(seen), left_out, taken, strange, more.decisions[name], found)


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
        label = as_known(label, known)
        if label not in known:
            raise CallError(f'expected a label that "{name}" has, got "{label}" ({nearest(label, known)})')
        if unknown.known(bundle.heads[gallery_of(bundle, name)[1]].fitted.counts[name]) == 1:
            raise CallError(f"{label} is the last one who is known; add another one first")
        left = changed(bundle, name, lambda gallery: gallery.remove(label, target=name))
        if name in left.examples:
            left = replace(left, examples={**left.examples, name: left.examples[name].without(label)})
        left = _with_unknown(_with_taught(left, name, label, None), name, bundle)
        succeed(folder, left, f"{label}: removed")
    found = _found(bundle, left, name, but=label)
    return Change(left.generation, name, decision=left.decisions[name], found=found)


def _found(before: Bundle, since: Bundle, target: str, but: str = "") -> tuple[int, int, int]:
    """In how many examples their label was seen before, in how many since, and of how many.

    Both are asked about the examples that there are in both: those of who was known before, and still is.
    """
    kept = before.examples.get(target)
    if kept is None:
        return 0, 0, 0
    asked = {**before.examples, target: kept.without(but)}
    (then, count), (now, _) = (
        examples_found(replace(bundle, examples=asked), target) for bundle in (before, since)
    )
    return then, now, count


def _with_unknown(bundle: Bundle, target: str, before: Bundle) -> Bundle:
    """With a threshold for the gallery since, see `unknown`."""
    _, head = gallery_of(bundle, target)
    then = unknown.known(before.heads[head].fitted.counts[target])
    return unknown.fitted_again(bundle, target, bundle.heads[head].fitted, then)


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
