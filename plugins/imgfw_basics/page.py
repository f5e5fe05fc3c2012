"""The page of the sink `mistakes`: what it says about each target, and how it is drawn."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from imgfw import Outcome, PictureError, Predictions, Sample, Target

from .matrix import Matrix, matrix
from .ranking import Statement, ranked, told
from .thumbnails import Thumbnail, thumbnail

if TYPE_CHECKING:
    import numpy as np

_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


@dataclass(frozen=True)
class Card:
    """A mistake as shown: its picture or why there is none, and what was said.

    uri   where the picture is from
    name  as much of the uri as tells it from all others
    """

    uri: str
    name: str
    picture: Thumbnail | None
    reason: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Section:
    """What the page says about one target.

    figures   {figure: score} of the whole target
    by_label  {label: {figure: score}}, one column for each of `columns`
    judged    samples with known truth, of one of several labels at least
    wrong     how many of them are mistakes; None for a number, where every one is off a little
    """

    target: Target
    figures: Mapping[str, Mapping[str, Any]]
    columns: tuple[str, ...]
    by_label: Mapping[str, Mapping[str, Any]]
    baseline: Mapping[str, Any] | None
    matrix: Matrix | None
    judged: int
    wrong: int | None
    cards: tuple[Card, ...]


def section(outcome: Outcome, split: str, target: Target, *, count: int) -> Section:
    """What the page says about one target, with at most `count` mistakes."""
    given = outcome.predictions[split]
    scores = outcome.scores["scores"].get(target.name, {}).get(split, {})
    counts = outcome.scores["confusion"].get(target.name, {}).get(split)
    wrong = ranked(target, *_arrays(given, target))
    columns, by_label = _by_label(scores, target)
    return Section(
        target=target,
        figures={name: score for name, score in scores.items() if not _of_label(name, target)},
        columns=columns,
        by_label=by_label,
        baseline=outcome.scores["baseline"].get(target.name),
        matrix=matrix(target.labels, counts, _undecided(given, target)) if counts else None,
        judged=_judged(given, target),
        wrong=None if target.type == "number" else len(wrong),
        cards=tuple(_cards(outcome, given, target, wrong[:count])),
    )


def _arrays(given: Predictions, target: Target) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    name = target.name
    return given.truth[name], given.probabilities[name], given.decided[name]


def _judged(given: Predictions, target: Target) -> int:
    truth = given.truth[target.name]
    if target.exclusive:
        return int((truth >= 0).sum())
    unknown = truth != truth  # NaN is not equal to itself
    return len(truth) - int((unknown.all(axis=1) if truth.ndim == 2 else unknown).sum())


def _undecided(given: Predictions, target: Target) -> list[int]:
    """For each true label how often none of the labels was decided."""
    truth, decided = given.truth[target.name], given.decided[target.name]
    none = truth[(truth >= 0) & (decided < 0)].tolist()
    return [none.count(label) for label in range(target.width)]


def _of_label(figure: str, target: Target) -> bool:
    return figure.partition(":")[2] in target.labels


def _by_label(
    scores: Mapping[str, Mapping[str, Any]], target: Target
) -> tuple[tuple[str, ...], dict[str, dict[str, Any]]]:
    """Figures such as "f1:dog" as a table: its columns, and for each label a score in each column."""
    columns = tuple(dict.fromkeys(name.partition(":")[0] for name in scores if _of_label(name, target)))
    rows = {
        label: {column: scores.get(f"{column}:{label}", {}) for column in columns} for label in target.labels
    }
    return columns, rows if columns else {}


def _cards(outcome: Outcome, given: Predictions, target: Target, rows: np.ndarray) -> Iterator[Card]:
    arrays, names = _arrays(given, target), short_names([sample.uri for sample in given.samples])
    for row in rows.tolist():
        sample = given.samples[row]
        picture, reason = _shown(outcome, sample)
        yield Card(sample.uri, names[row], picture, reason, told(target, *(array[row] for array in arrays)))


def short_names(uris: Sequence[str]) -> list[str]:
    """For each uri as many of its last parts as tell it from all the others; all of it where none do."""
    parts = [re.split(r"(?<=[/\\])", uri) for uri in uris]
    deepest = max(map(len, parts), default=1)
    counts = [Counter("".join(each[-depth:]) for each in parts) for depth in range(1, deepest + 1)]
    return [_short("".join(each), each, counts) for each in parts]


def _short(uri: str, parts: Sequence[str], counts: Sequence[Mapping[str, int]]) -> str:
    for depth in range(1, len(parts)):
        name = "".join(parts[-depth:])
        if name and counts[depth - 1][name] == 1:
            return name
    return uri


def _shown(outcome: Outcome, sample: Sample) -> tuple[Thumbnail | None, str]:
    try:
        return thumbnail(outcome.picture(sample)), ""
    except PictureError as error:
        return None, str(error)


def page(outcome: Outcome, split: str, sections: list[Section]) -> str:
    """The whole page as HTML, for itself alone: pictures and styles are in it."""
    from importlib.resources import files

    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    template = environment.from_string(files(__package__).joinpath("mistakes.html").read_text("utf-8"))
    return template.render(
        policy=_POLICY,
        name=str(outcome.recipe["name"]),
        folder=outcome.folder.name,
        date=_date(outcome.folder.name),
        split=split,
        samples=len(outcome.predictions[split].samples),
        trust=outcome.scores.get("trust"),
        sections=sections,
    )


def _date(folder: str) -> str:
    """When the run began, as the name of its folder tells; "" where it does not."""
    found = re.search(r"-(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)\d\d(-\d+)?$", folder)
    return "{}-{}-{} {}:{}".format(*found.groups()[:5]) if found else ""
