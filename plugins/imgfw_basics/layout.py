"""What the names of files below a folder say: their split and their class."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from imgfw import CallError

from .splits import is_split, split_of

LAYOUT = "one sub-folder a class with pictures inside, or train/, val/ and test/ with such folders"


@dataclass(frozen=True)
class Placed:
    """A file with the split and the class that its place gives; "" where it gives none.

    reason  why it is not used, "" if it is
    """

    name: str
    split: str = ""
    label: str = ""
    reason: str = ""


def laid(names: Sequence[str], where: Path, *, nested: bool, wrapper: str = "") -> list[Placed]:
    """The files in the order of their names.

    where    what error messages name
    nested   whether the whole path below the root is the class, instead of its first folder
    wrapper  the folder into which an archive was packed, left out of account where it only holds folders

    Pictures that lie in no class folder come with the reason.
    Raises CallError for a layout without classes or with two meanings.
    """
    outer = wrapper.count("/") if wrapper and _only_folders(names, wrapper) else 0
    parts = [name.split("/")[outer:] for name in names]
    tops = {each[0] for each in parts if len(each) > 1}
    split = bool(tops) and all(map(is_split, tops))
    if not split:
        _check_mixed(parts, tops, where)
    found = [_placed(name, each, split, nested) for name, each in zip(names, parts, strict=True)]
    _check_text(found, where)
    if not any(placed.label for placed in found):
        raise CallError(f"{where}: {_seen(len(names), sorted(tops), split)}; expected {LAYOUT}")
    return [placed for placed in found if placed.label or _ends_like_picture(placed.name)]


def _placed(name: str, parts: Sequence[str], split: bool, nested: bool) -> Placed:
    part = split_of(parts[0]) if split and len(parts) > 1 else ""
    folders = parts[1:-1] if part else parts[:-1]
    if not folders:
        beside = f"in {parts[0]}/" if part else "at the top"
        return Placed(name, part, reason=f"lies {beside} beside the class folders, in none of them")
    return Placed(name, part, _composed("/".join(folders) if nested else folders[0]))


def _composed(label: str) -> str:
    """In composed form, so that the same name from two file systems is the same label."""
    return unicodedata.normalize("NFC", label)


def _check_text(found: Sequence[Placed], where: Path) -> None:
    """Refuse a class that no text file could name."""
    for label in sorted({placed.label for placed in found}):
        try:
            label.encode("utf-8")
        except UnicodeEncodeError:
            shown = label.encode("utf-8", "backslashreplace").decode("utf-8")
            raise CallError(
                f"{where}: the name of the class folder {shown}/ is no UTF-8, and a label must be a text; "
                "rename the folder"
            ) from None


def _check_mixed(parts: Sequence[Sequence[str]], tops: set[str], where: Path) -> None:
    """Refuse a folder such as train/ that holds class folders beside folders that are no parts of a split."""
    direct = {each[0] for each in parts if len(each) == 2 and _ends_like_picture(each[1])}
    inside = {each[0] for each in parts if len(each) > 2}
    if halves := sorted(top for top in inside - direct if is_split(top)):
        others = sorted(tops - set(halves))
        raise CallError(
            f"{where}: {_folders(halves)} with class folders inside, beside {_folders(others)}; expected "
            f"{LAYOUT}; move {others[0]}/ into one of the parts, or rename {halves[0]}/ if it is a class"
        )


def _only_folders(names: Sequence[str], wrapper: str) -> bool:
    inside = [name.removeprefix(wrapper) for name in names if name.startswith(wrapper)]
    loose = [name for name in inside if "/" not in name and _ends_like_picture(name)]
    return not loose and any("/" in name for name in inside)


def _ends_like_picture(name: str) -> bool:
    """Whether it has an ending; without one it may as well be a licence or a list."""
    return os.path.splitext(name)[1] != ""


def _seen(count: int, tops: Sequence[str], split: bool) -> str:
    if not count:
        return "no pictures in it"
    if split:
        return f"pictures directly in {_folders(tops)}, without class folders"
    return "no pictures in class folders, only loose ones"


def _folders(names: Sequence[str]) -> str:
    told = [f"{name}/" for name in names[:3]] + (["..."] if len(names) > 3 else [])
    return " and ".join(told) if len(told) == 2 else ", ".join(told)
