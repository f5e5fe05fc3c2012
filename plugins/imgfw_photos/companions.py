"""Files that belong to a picture, and go where it goes: raw files, videos of Live Photos, edits, sidecars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from imgfw import RAW, ending_of

from .names import parted, safe
from .takeout import sidecar_of
from .walk import Found

VIDEOS = frozenset(
    {".3gp", ".avi", ".m2ts", ".m4v", ".mkv", ".mov", ".mp", ".mp4", ".mpeg", ".mpg", ".mts", ".webm", ".wmv"}
)
_SIDECARS = frozenset({".xmp", ".aae"})
_FIRST = (".heic", ".heif", ".hif", ".jpg", ".jpeg")
"""Of several pictures with one stem the first of these has what belongs to the stem."""


@dataclass(frozen=True)
class Companion:
    """A file that belongs to a picture.

    tail  what its name has behind the stem of the picture's: ".MOV", ".jpg.xmp"
    json  whether it is Google Takeout's
    """

    found: Found
    tail: str
    json: bool = False


@dataclass(frozen=True)
class Group:
    """A picture, and what belongs to it."""

    picture: Found
    companions: tuple[Companion, ...] = ()


def grouped(found: Sequence[Found]) -> tuple[list[Group], list[Found]]:
    """The pictures of one folder with what belongs to them, and the files that belong to none."""
    pictures = {each.path.name: each for each in found if each.kind == "picture"}
    beside = {each.path.name: each for each in found if each.kind == "file" and not each.reason}
    owners = _owners(pictures)
    told = sidecar_of(beside, pictures)
    belonging: dict[str, list[Companion]] = {name: [] for name in pictures}
    for name, each in beside.items():
        if name in told:
            belonging[told[name]].append(Companion(each, _json_tail(name, told[name]), json=True))
        elif owner := _owner(name, pictures, owners):
            belonging[owner].append(Companion(each, _safe_tail(name[len(parted(owner)[0]) :])))
    taken = {companion.found.path for companions in belonging.values() for companion in companions}
    groups = [Group(pictures[name], tuple(companions)) for name, companions in belonging.items()]
    rest = [each for each in found if each.kind != "picture" and each.path not in taken]
    return groups, rest


def _owners(pictures: Mapping[str, Found]) -> dict[str, str]:
    """{stem: the picture that has what belongs to it}."""

    def rank(name: str) -> tuple[int, str]:
        ending = ending_of(name)
        return (_FIRST.index(ending) if ending in _FIRST else len(_FIRST)), name

    return {parted(name)[0]: name for name in sorted(pictures, key=rank, reverse=True)}


def _owner(name: str, pictures: Mapping[str, Found], owners: Mapping[str, str]) -> str:
    """The picture to which a file of this name belongs; "" for none."""
    stem, ending = parted(name)
    kind = ending.lower()
    if kind in _SIDECARS:
        if stem in pictures:
            return stem
        inner, of = parted(stem)
        return owners.get(stem, "") or (owners.get(inner, "") if of.lower() in RAW | VIDEOS else "")
    if kind == ".mp" and name in owners:  # PXL_1.MP beside PXL_1.MP.jpg
        return owners[name]
    return owners.get(stem, "") if kind in RAW | VIDEOS else ""


def _json_tail(name: str, picture: str) -> str:
    """As Takeout writes it where nothing is cut off, so that it is known again under a new name."""
    suffix = parted(picture)[1]
    long = name.startswith(f"{picture}.s")
    return _safe_tail(f"{suffix}{'.supplemental-metadata' if long else ''}.json")


def _safe_tail(tail: str) -> str:
    return safe(f"x{tail}")[1:]
