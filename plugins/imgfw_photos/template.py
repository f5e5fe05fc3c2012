"""The template of a place: `{label}/{date:%Y}/{name}`."""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from imgfw import CallError, nearest

from .names import parted, safe

FIELDS = ("label", "date", "name", "stem", "suffix", "target")
DIRECTIVES = "YymdHMSjGVuUW"
"""What of a date may be asked for: numbers alone, which are the same in every language."""

UNKNOWN = "unknown"
"""The folder of what another target does not decide."""

Part = tuple[str, str, str]
"""Text, then a field with what it says of its form; "" for none."""


@dataclass(frozen=True)
class Place:
    """Where a picture goes: the folders from the target on, and the name as stem and ending."""

    folder: tuple[str, ...]
    stem: str
    suffix: str


@dataclass(frozen=True)
class Template:
    """A template as it was given, checked.

    components  one for each folder, and the last for the file: its parts
    undated     the folder of pictures without a date, where the template asks for one
    """

    text: str
    components: tuple[tuple[Part, ...], ...]
    undated: str

    @property
    def targets(self) -> tuple[str, ...]:
        """The other targets for whose labels it asks."""
        asked = (form for parts in self.components for _, field, form in parts if field == "target")
        return tuple(dict.fromkeys(asked))

    def place(
        self, label: str, name: str, date: datetime | None, also: Mapping[str, str] = MappingProxyType({})
    ) -> Place:
        """Where a picture of this name goes.

        label  the name of its folder, safe already
        also   {target: the name of the folder of its label} of the others, safe, too
        """
        stem, suffix = parted(name)
        given = {"label": label, "name": name, "stem": stem, "suffix": suffix}
        given |= {f"target:{target}": folder for target, folder in also.items()}
        *above, last = (self._made(parts, given, date) for parts in self.components)
        folders = [
            folder
            for at, folder in enumerate(above)
            if not at or folder != self.undated or above[at - 1] != folder
        ]
        return Place(tuple(folders), *parted(last))

    def _made(self, parts: tuple[Part, ...], given: Mapping[str, str], date: datetime | None) -> str:
        if (
            date is None
            and parts is not self.components[-1]
            and any(field == "date" for _, field, _ in parts)
        ):
            return self.undated
        texts = []
        for text, field, form in parts:
            if field == "date":
                value = _dated(date, form) if date else self.undated
            else:
                value = given[f"{field}:{form}" if form else field] if field else ""
            texts.append(text + value)
        return safe("".join(texts))


def read(text: str, undated: str = "undated") -> Template:
    """The template in this text.

    Raises CallError for what is no template, or would lead out of the target or to files without an ending.
    """
    parts = tuple(_parts(text))
    components = tuple(_components(text, parts))
    if safe(undated) != undated:
        raise CallError(f'--undated "{undated}": expected the name of one folder, such as undated')
    fields = [field for _, field, _ in parts]
    if "label" not in fields:
        raise _wrong(text, "expected {label} in it: without it, what the model says makes no difference")
    if components[-1][-1][1] not in ("name", "suffix") or len(components[-1]) == 1 > (fields[-1] == "name"):
        raise _wrong(text, "expected a file name at its end: {name}, or {suffix} behind something else")
    return Template(text, components, undated)


def _parts(text: str) -> Iterator[Part]:
    try:
        parsed = list(string.Formatter().parse(text))
    except ValueError as error:
        raise _wrong(text, f"{error}; fields look like {{label}} and {{date:%Y}}") from None
    for literal, field, form, conversion in parsed:
        if field is not None:
            if conversion or field not in FIELDS:
                hint = nearest(field, FIELDS)
                raise _wrong(text, f'"{field}" is no field ({hint})')
            _check_form(text, field, form or "")
        yield literal, field or "", form or ""


def _check_form(text: str, field: str, form: str) -> None:
    if field == "target":
        if not form:
            raise _wrong(text, "{target} needs the name of a target, such as {target:quality}")
        return
    if field != "date":
        if form:
            raise _wrong(text, f"{{{field}}} has no form; only {{date:...}} has one, such as {{date:%Y}}")
        return
    letters = iter(form)
    for letter in letters:
        if letter == "%" and ((asked := next(letters, "")) not in DIRECTIVES or not asked):
            known = " ".join(f"%{each}" for each in DIRECTIVES)
            raise _wrong(text, f"{{date}} has no %{asked}; known: {known}")
    if "%" not in form:
        raise _wrong(text, "{date} needs a form, such as {date:%Y} or {date:%Y-%m}")


def _components(text: str, parts: tuple[Part, ...]) -> Iterator[tuple[Part, ...]]:
    """The parts between slashes; a slash in the form of a date is one, too."""
    component: list[Part] = []
    for literal, field, form in parts:
        *whole, rest = literal.split("/")
        for piece in whole:
            yield _checked(text, (*component, (piece, "", "")))
            component = []
        *forms, last = form.split("/") if field == "date" else [form]
        for each in forms:
            yield _checked(text, (*component, (rest, field if each else "", each)))
            component, rest = [], ""
        component.append((rest, field if last or field != "date" else "", last))
    yield _checked(text, tuple(component))


def _checked(text: str, component: tuple[Part, ...]) -> tuple[Part, ...]:
    literal = "".join(each for each, _, _ in component)
    fields = any(field for _, field, _ in component)
    if not literal and not fields:
        raise _wrong(text, "expected a name between two slashes, and none at its beginning or end")
    tried = f"x{literal}x" if fields else literal
    if safe(tried) != tried:
        raise _wrong(text, f'"{literal}" is no name that every disk takes; "{safe(literal)}" is one')
    return tuple(part for part in component if part[0] or part[1])


def _dated(date: datetime, form: str) -> str:
    """Four digits of a year, whatever the system's own strftime makes of the first ones."""
    years = form.replace("%Y", f"{date.year:04d}").replace("%G", f"{date.isocalendar()[0]:04d}")
    return date.strftime(years)


def _wrong(text: str, what: str) -> CallError:
    return CallError(f'--template "{text}": {what}')
