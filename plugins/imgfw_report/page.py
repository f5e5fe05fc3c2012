"""The page about a run: its sections one after the other, in one file that needs no other."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imgfw import ComponentError, Figure, Outcome, Sample, Section, json_text, whole_file

from .album import Album
from .markup import rendered, text_of

if TYPE_CHECKING:
    from markupsafe import Markup


FIGURES, WHOLE = 2_200_000, 4_800_000
"""Bytes of all figures at most, without pictures; of figures, pictures and what is said of samples."""
ALONE = "`imgfw report RUN --section {}` makes a page of this section alone."


@dataclass(frozen=True)
class Shown:
    """A section as the page has it: its name and its figures."""

    name: str
    figures: tuple[Figure, ...]

    @property
    def anchor(self) -> str:
        """Its id on the page, which has ids of its own: a section may have any name."""
        return f"section-{self.name}"

    @property
    def heading(self) -> str:
        """Its name for people."""
        return self.name.replace("-", " ").capitalize()


class ReportPage:
    """What sections see: the run, and pictures of its samples. See `imgfw.Page`."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.split = "test" if outcome.predictions["test"].samples else "val"
        self.album = Album(outcome, self.split)
        self._asked: dict[int, Sample] = {}

    def picture(self, sample: Sample) -> Markup:
        """Markup of the picture of a sample, or of the reason why there is none."""
        from markupsafe import Markup

        number = self.album.number(sample)
        self._asked[number] = sample
        return Markup(f"<picture-{number}>")  # all are read together when the page is put together

    def card(self, sample: Sample, target: str = "") -> Markup:
        """Markup of a sample: its picture, its name, what was said of it and what holds."""
        from markupsafe import Markup

        picture, told = self.picture(sample), self.album.told(sample, target)
        name = self.album.name(sample)
        return Markup(rendered("card.html", picture=picture, told=told, name=name, uri=sample.uri))

    def opening(self, title: str, samples: Sequence[Sample], target: str = "") -> Markup:
        """Attributes for an element that opens the cards of these samples under a title."""
        from markupsafe import Markup

        return Markup('data-opens="{}"').format(self.album.open(title, samples, target))

    def with_pictures(self, text: str) -> str:
        """The text with the pictures that were asked for; what comes from data is escaped in it by then."""
        return re.sub(r"<picture-(\d+)>", lambda found: self._shown(self._asked[int(found[1])]), text)

    def fitted(self, sections: Sequence[Shown]) -> list[Shown]:
        """The sections, without figures for which there is no room; reads the pictures that are shown."""
        found, room, used = [], FIGURES, 0
        for section in sections:
            figures = []
            for figure in section.figures:
                size = self._size(figure.html)
                if size > room - used:
                    told = f"The page has no room for this. {ALONE.format(section.name)}"
                    figure, size = replace(figure, html="", warns=(*figure.warns, told)), 0
                figures.append(figure)
                used += size
            found.append(replace(section, figures=tuple(figures)))
        text = "".join(figure.html for section in found for figure in section.figures)
        self.album.keep(frozenset(_numbers("opens", text)), WHOLE - used)
        self.album.look(self._asked[number] for number in _numbers("picture", text))
        return found

    def _size(self, html: str) -> int:
        """The bytes that a figure takes, with its pictures' frames and what it opens."""
        frames = sum(200 + 2 * len(self.album.name(self._asked[n])) for n in _numbers("picture", html))
        return len(html.encode("utf-8", "replace")) + frames + self.album.size_of(_numbers("opens", html))

    def _shown(self, sample: Sample) -> str:
        seen, number = self.album.picture(sample), self.album.number(sample)
        if isinstance(seen, str):
            return rendered("no-picture.html", reason=seen)
        return rendered("picture.html", picture=seen, number=number, name=self.album.name(sample))


def written(outcome: Outcome, sections: Sequence[Section], path: Path) -> dict[str, str]:
    """Write the page with these sections; gives {section: reason} of those that failed."""
    page = ReportPage(outcome)
    failed: dict[str, str] = {}
    shown = [each for section in sections if (each := _shown(section, page, failed)).figures]
    text = _text(page, page.fitted(shown))
    with whole_file(path) as file:
        # a file name that is no valid text is shown with its odd bytes spelled out
        file.write(text.encode("utf-8", "backslashreplace"))
    return failed


def _numbers(kind: str, html: str) -> list[int]:
    """Those of the openings or of the pictures that some markup names, as the page gave them out."""
    mark = r'data-opens="(\d+)"' if kind == "opens" else r"<picture-(\d+)>"
    return list(map(int, re.findall(mark, html)))


def _shown(section: Section, page: ReportPage, failed: dict[str, str]) -> Shown:
    name = section.use
    try:
        figures = tuple(map(_figure, section.show(page)))
    except Exception as error:  # noqa: BLE001 - a stranger's section may raise anything; the others are shown
        failed[name] = f"{type(error).__name__}: {error}"
        figures = (Figure("", "", warns=(f"This section could not be drawn: {failed[name]}",)),)
    return Shown(name, figures)


def _figure(given: object) -> Figure:
    if not isinstance(given, Figure):
        raise ComponentError(f"show gives figures, Figure(title, html, says); it gave {type(given).__name__}")
    return given


def _text(page: ReportPage, sections: Sequence[Shown]) -> str:
    from markupsafe import Markup

    outcome, style, script = page.outcome, text_of("page.css"), text_of("page.js")
    opened = page.album.opened()
    text = rendered(
        "page.html",
        policy=_policy(script),
        name=str(outcome.recipe["name"]),
        folder=outcome.folder.name,
        date=_date(outcome.folder.name),
        split=page.split,
        samples=len(outcome.predictions[page.split].samples),
        trust=outcome.scores.get("trust"),
        targets=list(outcome.targets),
        sections=sections,
        markup=Markup,
        thumbnails=page.album.thumbnails(),
        data=Markup(_embedded(opened)),
        style=Markup(style),
        script=Markup(script),
    )
    return page.with_pictures(text)


def _embedded(data: Mapping[str, Any]) -> str:
    """JSON that no markup in it can end."""
    text = json_text(data)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _policy(script: str) -> str:
    """What lets a browser run this script, show pictures that are in the page, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _date(folder: str) -> str:
    """When the run began, as the name of its folder tells; "" where it does not."""
    found = re.search(r"-(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)\d\d(-\d+)?$", folder)
    return "{}-{}-{} {}:{}".format(*found.groups()[:5]) if found else ""
