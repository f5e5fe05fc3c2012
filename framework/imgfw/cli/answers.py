"""Answers of a bundle as files, and as lines for people."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from textwrap import indent
from typing import TYPE_CHECKING, Any

from ..answer_record import record_of, value_names
from ..escapes import escaped
from ..printable import printable
from ..whole import whole_text
from .output import as_json, naming

if TYPE_CHECKING:
    from ..answer import Answer
    from ..bundle import Bundle


Take = Callable[["Answer"], object]
"""Takes one answer after the other."""


@contextmanager
def as_lines(path: Path, bundle: Bundle) -> Iterator[Take]:
    """Takes answers as JSON lines of a file, which is there when all of them are."""
    with naming(path), whole_text(path) as file:
        yield lambda answer: file.write(as_json(record_of(bundle, answer)) + "\n")


@contextmanager
def as_document(bundle: Bundle) -> Iterator[Take]:
    """Takes answers as one JSON document, printed once all are there; until then they wait in a file."""
    with TemporaryFile("w+", encoding="utf-8", newline="") as file:
        before = "\n"

        def take(answer: Answer) -> None:
            nonlocal before
            file.write(before + indent(as_json(record_of(bundle, answer), indent=2), "    "))
            before = ",\n"

        yield take
        file.write("\n  " if before == ",\n" else "")
        file.seek(0)
        sys.stdout.write('{\n  "format": 1,\n  "answers": [')
        copyfileobj(file, sys.stdout)
        print("]\n}")


@contextmanager
def as_table(path: Path, bundle: Bundle) -> Iterator[Take]:
    """Takes answers as rows of a CSV table: the columns of predictions.csv, but for the truth."""
    header = columns(bundle)
    with naming(path), whole_text(path) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(map(escaped, header))

        def take(answer: Answer) -> None:
            found = list(map(str, cells(answer)))
            writer.writerow(found + [""] * (len(header) - len(found)))

        yield take


def columns(bundle: Bundle) -> list[str]:
    """What the columns of a table of answers are called."""
    header = ["file", "region", "left_out"]
    for name in bundle.targets:
        among = [] if bundle.decisions[name].sets is None else [f"{name}:set"]
        header += [name, *among, *(f"{name}:{label}" for label in value_names(bundle.targets[name]))]
    return header


def cells(answer: Answer) -> list[Any]:
    """An answer in these columns; one that was left out has only the first three."""
    found: list[Any] = [escaped(answer.uri), answer.number, escaped(answer.left_out)]
    for name, values in answer.probabilities.items():
        among = [escaped("|".join(answer.sets[name]))] if name in answer.sets else []
        found += [escaped(str(answer.decided[name])), *among, *values]
    return found


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


def _highest(bundle: Bundle, name: str, values: Any) -> list[tuple[str, float]]:
    order = sorted(range(len(values)), key=lambda index: -values[index])[:3]
    return [(bundle.targets[name].labels[index], float(values[index])) for index in order]
