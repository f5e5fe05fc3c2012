"""Evidence: a few training pictures of each label of a gallery go into the bundle, where its head asks.

From which pictures each is known goes there always, so that none of them is learned from again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .. import examples
from ..bundle import Bundle
from ..data import Sample
from ..digests import key_of
from ..examples import Examples
from ..gallery import GalleryHead
from ..lineage import short
from ..stages import clean
from .attempt import Attempt
from .line import Line, of_split


def with_examples(line: Line, best: Attempt) -> Bundle:
    """The bundle of an attempt with the examples that its galleries want, and with what taught them."""
    found: dict[str, Examples] = {}
    taught: dict[str, dict[str, list[str]]] = {}
    for part in best.bundle.heads.values():
        head: Any = part.component
        for target in head.targets if isinstance(head, GalleryHead) else ():
            by_label = _by_label(best, target)
            taught[target] = {label: sorted({short(s.digest) for s in own}) for label, own in by_label if own}
            if head.examples:
                found[target] = _examples(line, best, by_label, head.examples)
    return replace(best.bundle, examples=found, taught=taught)


def _by_label(best: Attempt, target: str) -> list[tuple[str, list[Sample]]]:
    train = clean.kept(of_split(best.samples, "train"), best.findings)
    return [(label, _of(train, target, label)) for label in best.bundle.targets[target].labels]


def _examples(
    line: Line, best: Attempt, by_label: Sequence[tuple[str, list[Sample]]], count: int
) -> Examples:
    views = [(label, [sample.view for sample in samples]) for label, samples in by_label]
    key = key_of("examples", best.bundle.encoder.key, views, count, examples.FORMAT)
    return line.store.kept(
        "examples",
        key,
        write=lambda draft: _made(line, best, by_label, count).save(draft / "kept"),
        read=lambda kept: Examples.load(kept, "kept"),
    )[0]


def _of(samples: Sequence[Sample], target: str, label: str) -> list[Sample]:
    return [sample for sample in samples if sample.labels.get(target) == (label,)]


def _made(line: Line, best: Attempt, by_label: Sequence[tuple[str, list[Sample]]], count: int) -> Examples:
    import numpy as np

    encoder = best.bundle.encoder
    rows, pictures = line.row_store(best.recipe, encoder), line.pictures_at(encoder.side)
    found = Examples((), (), np.zeros((0, 0), np.float32), ())
    for label, samples in by_label:
        if samples:
            features = rows.gather(samples)
            chosen = examples.few(features, count)
            seen = [encoder.transformed(pictures(samples[at])) for at in chosen]
            own = examples.made(label, [samples[at].uri for at in chosen], features[chosen], seen)
            found = found.with_those(own) if len(found.labels) else own
    return found
