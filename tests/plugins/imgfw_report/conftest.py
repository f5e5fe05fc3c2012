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
from imgfw.registry import Registry, find_plugins
from imgfw_report.page import ReportPage


class Page(HTMLParser):
    """What is on a page: (tag, attributes) of every element, and all text that is shown."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text, self._aside = "", False
        self.source = file.read_text("utf-8")
        self.feed(self.source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._aside = tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._aside = self._aside and tag not in ("script", "style")

    def handle_data(self, data: str) -> None:
        self.text += "" if self._aside else data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture
def seen() -> list[str]:
    """The uris of the pictures that were read."""
    return []


@pytest.fixture(scope="session")
def components() -> Registry:
    """What plugins provide."""
    return find_plugins()


@pytest.fixture
def outcome(seen: list[str], components: Registry) -> Callable[..., Any]:
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
            "samples": samples,
            "history": (),
            "findings": (),
            "leaderboard": (),
            "picture": picture,
            "features": lambda samples, candidate="": np.zeros((len(samples), 0), np.float32),
            "components": components,
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


@pytest.fixture
def page_of() -> Callable[[Any], ReportPage]:
    """page_of(outcome): what a section sees of it."""
    return ReportPage
