"""The scanner: where statements and keys stand."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgfw.recipe.scan import DEPTH, PARTS, Scan, TooDeepError
from imgfw.recipe.spots import Spot

KEYS = st.text("ab-_0\"' .=[#é\\", min_size=1, max_size=4)
VALUES = st.recursive(
    st.one_of(
        st.integers(), st.booleans(), st.floats(allow_nan=False), st.text("ab\"'[]{}#=,\n\\", max_size=5)
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=6,
)
TABLES = st.dictionaries(KEYS, st.one_of(VALUES, st.dictionaries(KEYS, VALUES, max_size=3)), max_size=4)


def scanned(text: str) -> Scan:
    """The scan of a text, whose spots have the offset as `order`."""

    def spot(offset: int) -> Spot:
        return Spot("", "", "", offset, Path())

    return Scan(text, spot, spot(0))


def key(name: str, style: int) -> str:
    """A key, bare where it can be and `style` says so, else quoted."""
    bare = name.isascii() and name.replace("-", "").replace("_", "").isalnum()
    if bare and style % 2:
        return name
    if style % 3 == 0 and "'" not in name:
        return f"'{name}'"
    return value(name, 2)


def value(given: Any, style: int) -> str:
    """A value as TOML, in one of several styles."""
    if isinstance(given, str):
        escaped = given.replace("\\", "\\\\").replace('"', '\\"')
        if style % 2 and "'''" not in given and not given.endswith("'") and given:
            return f"'''\n{given}'''"
        return f'"""{escaped}"""' if style % 3 == 0 else '"{}"'.format(escaped.replace("\n", "\\n"))
    if isinstance(given, list):
        between = ",\n  # a ] comment\n  " if style % 2 else ", "
        return f"[{between.join(value(inner, style) for inner in given)}{',' if given and style % 5 else ''}]"
    if isinstance(given, dict):
        return "{" + ", ".join(f"{key(k, style)} = {value(v, style)}" for k, v in given.items()) + "}"
    return str(given).lower()


def document(tables: dict[str, Any], style: int) -> str:
    """A document with these tables, in one of several styles."""
    lines = [f"{key(k, style)}={value(v, style)} # [x]" for k, v in tables.items() if not isinstance(v, dict)]
    for name, table in tables.items():
        if isinstance(table, dict):
            lines += ["", f" [ {key(name, style)} ]"]
            lines += [f"  {key(k, style)} = {value(v, style)}" for k, v in table.items()]
    return "\n".join(lines) + "\n"


def places(given: Any, spot: Spot) -> Iterator[tuple[str | int, Spot]]:
    """Every key and index of a value with its spot."""
    inside = given.items() if isinstance(given, dict) else enumerate(given) if isinstance(given, list) else ()
    for name, inner in inside:
        yield name, spot.kids[name]
        yield from places(inner, spot.kids[name])


@settings(max_examples=150, deadline=None)
@given(TABLES, st.integers(0, 29))
def test_every_key_stands_where_its_spot_says(tables: dict[str, Any], style: int) -> None:
    """Whatever a document looks like, the text at the spot of a key begins with that key."""
    text = document(tables, style)
    read = tomllib.loads(text)

    scan = scanned(text)

    assert all(statement.whole for statement in scan.statements)
    for name, spot in places(read, scan.root):
        at = text[spot.order :].removeprefix("[").lstrip(" ")
        assert isinstance(name, int) or at.startswith((name, f"'{name}'", value(name, 2)))


@settings(max_examples=300, deadline=None)
@given(st.text("ab=\"'[]{}#,.\n\\ 1-", max_size=60))
def test_any_text_is_scanned_and_what_tomllib_reads_is_whole(text: str) -> None:
    """The scanner ends on every text, and finds each statement of a valid one to end as it should."""
    scan = scanned(text)

    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    assert all(statement.whole for statement in scan.statements)


def test_elements_of_table_arrays_are_counted() -> None:
    """Each [[head]] is an element of its own, and [head.x] belongs to the last one."""
    text = "[[head]]\na = 1\n[[head]]\n[head.x]\nb = 2\n"

    scan = scanned(text)

    place = scan.root.exactly("head", 1, "x", "b")
    assert place is not None
    assert text[place.order :] == "b = 2\n"
    assert scan.root.exactly("head", 0, "a") is not None
    assert scan.root.exactly("head", 1, "a") is None


def test_an_unclosed_list_ends_before_the_next_statement() -> None:
    """A list without its bracket takes the lines of its elements along, not the key after it."""
    text = "units = [\n  1,\n  2\ndropout = 0.4\n"

    first, second = scanned(text).statements

    assert not first.whole
    assert text[first.start : first.end] == "units = [\n  1,\n  2"
    assert text[second.start : second.end] == "dropout = 0.4"


def test_nesting_is_capped() -> None:
    """A list as deep as the cap is read; one deeper is refused before anything else looks at it."""
    assert scanned("a = " + "[" * DEPTH + "]" * DEPTH).statements[0].whole
    with pytest.raises(TooDeepError):
        scanned("a = " + "[" * (DEPTH + 1))


def test_dotted_keys_are_capped() -> None:
    """A key of too many parts is a fault with the number of its parts."""
    assert scanned(".".join("a" * PARTS) + " = 1").faults == []
    assert scanned(".".join("a" * (PARTS + 1)) + " = 1").faults[0][2] == f"{PARTS + 1} parts"


def test_endless_numbers_are_faults() -> None:
    """A number of thousands of digits is not given to tomllib."""
    assert scanned("a = " + "9" * 5000).faults[0][2] == "5000 characters"
