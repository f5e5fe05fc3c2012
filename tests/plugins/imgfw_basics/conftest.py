"""Finished runs made up for sinks, and the pages that are written of them."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from imgfw import Outcome, Picture, Predictions, Sample, Sink, Target


class Page(HTMLParser):
    """What is on a page: (tag, attributes) of every element, and all text."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.source = file.read_text("utf-8")
        self.feed(self.source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture
def seen() -> list[str]:
    """The uris of the pictures that were read."""
    return []


@pytest.fixture
def outcome(seen: list[str]) -> Callable[..., Any]:
    """outcome(given, **more): a finished run with these {target: (target, truth, probabilities, decided)}."""

    def made(given: dict[str, tuple[Target, Any, Any, Any]], **more: Any) -> Any:
        count = len(next(iter(given.values()))[1])
        samples = more.pop("samples", tuple(Sample(f"pictures/{i}.jpg", digest=str(i)) for i in range(count)))

        def picture(sample: Sample) -> Picture:
            seen.append(sample.uri)
            return Picture(np.zeros((40, 40, 3), np.uint8))

        arrays = [{name: np.array(row[column]) for name, row in given.items()} for column in (1, 2, 3)]
        test = Predictions(samples, *arrays)
        fields = {
            "folder": Path("runs/selfie-20261124-081500"),
            "recipe": {"name": "selfie"},
            "targets": {name: row[0] for name, row in given.items()},
            "scores": {"scores": {}, "confusion": {}, "baseline": {}},
            "predictions": {"test": test, "val": Predictions((), {}, {}, {})},
            "picture": picture,
        }
        return SimpleNamespace(**{**fields, **more})

    return made


@pytest.fixture
def written(tmp_path: Path) -> Callable[[Sink, Outcome], Page]:
    """written(sink, outcome): the one page that it writes."""

    def page(sink: Sink, given: Outcome) -> Page:
        sink.write(given, tmp_path)
        (file,) = tmp_path.iterdir()
        return Page(file)

    return page


@pytest.fixture(scope="session")
def judged() -> Callable[..., tuple[np.ndarray, np.ndarray, np.ndarray, Target]]:
    """Makes up what a metric gets: truth, probabilities, decided, and the target with `width` labels.

    Some seeds give coarse probabilities with many ties, some leave labels out, or give every row the same.
    """

    def made_up(seed: int, n: int, kind: Any, width: int = 4) -> tuple[Any, ...]:
        rng = np.random.default_rng(seed)
        target = Target("t", kind, () if kind == "number" else tuple("abcdefghij"[:width]))
        values = rng.random((n, target.width), np.float32)
        if rng.random() < 0.5:
            values = np.round(values * 4) / 4
        if kind == "number":
            truth = values[:, 0] + rng.integers(-2, 3, n).astype(np.float32)
            return truth, values, values[:, 0], target
        if not target.exclusive:
            truth = (rng.random((n, width)) < rng.choice([0, 0.2, 0.5, 1], width)).astype(np.float32)
            return truth, values, values >= 0.5, target
        values = (values + 0.125) / (values + 0.125).sum(axis=1, keepdims=True)
        decided = np.where(rng.random(n) < 0.1, -1, values.argmax(axis=1))
        return rng.integers(0, rng.integers(1, width + 1), n), values, decided, target

    return made_up
