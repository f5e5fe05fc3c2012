"""Corrections: labels that people write into a table, which count instead of those of the sources."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from .data import Labels, Sample
from .errors import RunError, nearest
from .escapes import unescaped
from .targets import UNKNOWN, Target

COLUMNS = ("file", "target", "label")
Corrections = Mapping[str, Mapping[str, Labels]]
"""{target: {the name of a file as in samples.csv: its labels}}."""


def read(path: Path, target: Target) -> dict[str, Labels]:
    """{file: labels} of the rows for this target: one label a row, or several with | between them.

    A multi-label target may have several rows a file, which add up, and rows without a label: none holds.
    Odd bytes of names are read as samples.csv writes them.
    Raises RunError, which names the line, for a table that cannot be read or a label that there is not.
    """
    found: dict[str, Labels] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.DictReader(lines, strict=True)
            if missing := [name for name in COLUMNS if name not in (rows.fieldnames or ())]:
                told = ", ".join(rows.fieldnames or ()) or "none"
                raise RunError(
                    f"{path}: expected the columns {', '.join(COLUMNS)}, got {told}; {missing[0]} lacks"
                )
            for row in rows:
                where = f"{path}:{rows.line_num}"
                if None in row or None in row.values():
                    raise RunError(f"{where}: expected {len(rows.fieldnames or ())} cells, got more or fewer")
                if row["target"] == target.name:
                    file, label = unescaped(row["file"] or ""), unescaped(row["label"] or "")
                    _add(found, file, _labels(label, target, where), target, where)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise RunError(f"{path}: expected a CSV in UTF-8: {error}") from error
    return found


def check(corrections: Corrections, samples: Sequence[Sample]) -> None:
    """See that every corrected file is there. Raises RunError with the nearest name."""
    there = {sample.uri for sample in samples}
    for target, files in corrections.items():
        for file in files:
            if file not in there:
                hint = f" ({nearest(file, sorted(there), most=3)})" if len(there) < 10_000 else ""
                what = f'corrections of "{target}": no source gives {file!r}'
                raise RunError(f"{what}; name it as samples.csv does{hint}")


def corrected(samples: Sequence[Sample], corrections: Corrections) -> list[Sample]:
    """The samples with corrected labels; a correction of a picture is one of all its copies."""
    named: dict[str, dict[str, Labels]] = {}
    for sample in samples:
        for target, files in corrections.items():
            if sample.uri in files and sample.digest:
                named.setdefault(sample.digest, {})[target] = files[sample.uri]
    return [_with(sample, named[sample.digest]) if sample.digest in named else sample for sample in samples]


def changes(samples: Sequence[Sample], corrections: Corrections) -> list[tuple[str, str, str, str]]:
    """(file, target, what its sources say, what counts instead) wherever a correction changes something."""
    return [
        (one.uri, target, _text(one.labels.get(target)), _text(other.labels.get(target)))
        for one, other in zip(samples, corrected(samples, corrections), strict=True)
        for target in corrections
        if _told(one, target) != _told(other, target)
    ]


def _with(sample: Sample, labels: Mapping[str, Labels]) -> Sample:
    kept = {name: each for name, each in sample.labels.items() if name.removesuffix(UNKNOWN) not in labels}
    return replace(sample, labels={**kept, **labels})


def _labels(text: str, target: Target, where: str) -> Labels:
    if target.type == "number":
        try:
            return float(text)
        except ValueError:
            raise RunError(f"{where}: expected a number for {target.name}, got {text!r}") from None
    if text in target.labels:  # whatever stands in its name
        return (text,)
    names = tuple(dict.fromkeys(part.strip() for part in text.split("|") if part.strip()))
    if target.type != "multi-label" and len(names) != 1:
        raise RunError(f"{where}: expected one label for {target.name}, got {text!r}")
    for name in names:
        if target.labels and name not in target.labels:
            raise RunError(f"{where}: no label of {target.name} is {name!r} ({nearest(name, target.labels)})")
    return names


def _add(found: dict[str, Labels], file: str, labels: Labels, target: Target, where: str) -> None:
    before = found.get(file)
    if before is None or before == labels:
        found[file] = labels
    elif target.type == "multi-label" and isinstance(before, tuple) and isinstance(labels, tuple):
        found[file] = tuple(dict.fromkeys((*before, *labels)))
    else:
        raise RunError(f"{where}: {file!r} is corrected to {labels} here, and to {before} above")


def _told(sample: Sample, target: str) -> tuple[Labels | frozenset[str] | None, ...]:
    """What is said of a target, in whichever order."""
    given = sample.labels.get(target), sample.labels.get(target + UNKNOWN, ())
    return tuple(frozenset(labels) if isinstance(labels, tuple) else labels for labels in given)


def _text(labels: Labels | None) -> str:
    return "|".join(labels) if isinstance(labels, tuple) else "" if labels is None else str(labels)
