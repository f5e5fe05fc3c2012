"""Answers of a bundle as plain data, as files, and as lines for people."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..escapes import escaped
from ..printable import printable
from ..whole import whole_text
from .output import as_json, naming

if TYPE_CHECKING:
    from ..answer import Answer
    from ..bundle import Bundle


def record(bundle: Bundle, answer: Answer) -> dict[str, Any]:
    """An answer as plain data; probabilities in the shortest form that reads back to the same float32.

    What is decided is a label or None, a list of labels (multi-label), or a number; "set" lists the labels
    that it may be, where there are sets; "evidence" the nearest examples, where the bundle has some.
    """
    found: dict[str, Any] = {"file": answer.uri, "region": answer.number}
    if answer.left_out:
        return found | {"left_out": answer.left_out}
    for name, values in answer.probabilities.items():
        found[name] = {"decided": _decided(bundle, name, values)}
        if name in answer.sets:
            found[name]["set"] = list(answer.sets[name])
        found[name]["probabilities"] = _by_label(bundle, name, values)
        if near := answer.evidence.get(name):
            found[name]["evidence"] = [vars(each) for each in near]
    return found


Take = Callable[["Answer"], object]
"""Takes one answer after the other."""


@contextmanager
def as_lines(path: Path, bundle: Bundle) -> Iterator[Take]:
    """Takes answers as JSON lines of a file, which is there when all of them are."""
    with naming(path), whole_text(path) as file:
        yield lambda answer: file.write(as_json(record(bundle, answer)) + "\n")


@contextmanager
def as_table(path: Path, bundle: Bundle) -> Iterator[Take]:
    """Takes answers as rows of a CSV table: the columns of predictions.csv, but for the truth."""
    header = ["file", "region", "left_out"]
    for name in bundle.targets:
        among = [] if bundle.decisions[name].sets is None else [f"{name}:set"]
        header += [name, *among, *(f"{name}:{label}" for label in _labels(bundle, name))]
    with naming(path), whole_text(path) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(map(escaped, header))

        def take(answer: Answer) -> None:
            cells: list[str] = [escaped(answer.uri), str(answer.number), escaped(answer.left_out)]
            for name, values in answer.probabilities.items():
                among = [escaped("|".join(answer.sets[name]))] if name in answer.sets else []
                cells += [escaped(str(answer.decided[name])), *among, *map(str, values)]
            writer.writerow(cells + [""] * (len(header) - len(cells)))

        yield take


def line(bundle: Bundle, answer: Answer) -> str:
    """An answer as one line for people: file, decision, how sure, and what else it may be."""
    told = []
    for name, values in answer.probabilities.items():
        if bundle.targets[name].type == "number":
            told.append(f"{name} {values[0]:.4g}")
        else:
            best = ", ".join(f"{label} {p:.3f}" for label, p in _highest(bundle, name, values))
            among = f"; set {{{', '.join(answer.sets[name])}}}" if name in answer.sets else ""
            near = "".join(
                f"; like {each.uri} {each.cosine:.2f}" for each in answer.evidence.get(name, ())[:1]
            )
            told.append(f"{name}: {answer.decided[name] or 'none'} ({best}{among}{near})")
    return printable(f"{answer.uri}  {'; '.join(told)}")


def _decided(bundle: Bundle, name: str, values: Any) -> str | list[str] | float | None:
    target, found = bundle.targets[name], bundle.decide({name: values[None]})[name][0]
    if target.type == "number":
        return float(str(found))
    if target.exclusive:
        return target.labels[int(found)] if found >= 0 else None
    return [label for label, holds in zip(target.labels, found, strict=True) if holds]


def _highest(bundle: Bundle, name: str, values: Any) -> list[tuple[str, float]]:
    order = sorted(range(len(values)), key=lambda index: -values[index])[:3]
    return [(bundle.targets[name].labels[index], float(values[index])) for index in order]


def _labels(bundle: Bundle, name: str) -> tuple[str, ...]:
    target = bundle.targets[name]
    return ("value",) if target.type == "number" else target.labels


def _by_label(bundle: Bundle, name: str, values: Any) -> dict[str, float]:
    return {label: float(str(p)) for label, p in zip(_labels(bundle, name), values, strict=True)}
