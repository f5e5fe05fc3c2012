"""`imgfw init FOLDER`: a recipe for a folder of class folders, with comments, that works as it is."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from imgfw import CallError

FEW = 1000
"""Below so many pictures the shares of the split are met exactly, class by class."""
MANY = 5000
"""From so many pictures on a hidden layer learns more than a logistic regression."""
UNEVEN = 5
"""A largest class so many times the smallest one: every class counts the same in learning."""
SMALL = 10
"""A class of fewer pictures is pointed out."""


def init(
    folder: Annotated[
        Path, typer.Argument(help="A folder with one sub-folder a class, or a zip or tar of it.")
    ],
    to: Annotated[
        Path | None, typer.Option(help="The recipe to write; by default ./NAME-OF-THE-FOLDER.toml.")
    ] = None,
) -> None:
    """Write a recipe with comments for a folder of class folders; it works as it is."""
    counts = class_counts(folder)
    name = plain_name(folder)
    path = to or Path(f"{name}.toml")
    text = recipe(name, folder, path, counts)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise CallError(f"{path}: is there already; give another name by --to, or delete it") from None
    total = sum(counts.values())
    typer.echo(f"{path}: {total:,} pictures in {len(counts)} classes")
    small = [f"{label} ({count})" for label, count in sorted(counts.items()) if count < SMALL]
    if small:
        typer.echo(f"few pictures: {', '.join(small)}", err=True)
    typer.echo(f"try       imgfw check {folder}\n          imgfw run {path}", err=True)


def class_counts(folder: Path) -> Counter[str]:
    """How many pictures each class folder has. Raises CallError where there are no two classes."""
    from .folder import Folder

    if not folder.exists():
        raise CallError(f"{folder}: no such folder")
    counts: Counter[str] = Counter()
    for sample in Folder(path=folder).samples():
        given = sample.labels.get("class", ())
        counts.update(given if isinstance(given, tuple) else ())
    if len(counts) < 2:
        raise CallError(
            f"{folder}: expected at least two class folders to tell apart, got {', '.join(counts)}"
        )
    return counts


def plain_name(folder: Path) -> str:
    """The folder's name in letters that names of recipes may have."""
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", folder.absolute().stem).strip("-.")[:64] or "photos"


def recipe(name: str, folder: Path, path: Path, counts: Counter[str]) -> str:
    """The text of the recipe that will stand at `path`."""
    import json

    total, least, most = sum(counts.values()), min(counts.values()), max(counts.values())
    place = json.dumps(_seen_from(path, folder), ensure_ascii=False)
    few, uneven = total < FEW, most >= UNEVEN * least
    parts = [
        f"# Tells {len(counts)} classes apart: {total:,} pictures, {least:,} to {most:,} a class.\n"
        "# `imgfw run` does it, `imgfw validate` checks it, `imgfw show source/folder` explains a part.\n",
        f'name = "{name}"\nseed = 0\n',
        "# Where the pictures are, one folder a class. They are only read.\n"
        f'[[source]]\nuse = "folder"\npath = {place}\n',
        *(_UNEVEN if uneven else ()),
        "# The shares to learn from, to choose by, and to judge with once at the end. Near-duplicates stay\n"
        "# together."
        + (" exact = true meets the shares in every class, as small sets need.\n" if few else "\n")
        + f"[split]\ntrain = 0.7\nval = 0.15\ntest = 0.15\n{'exact = true' + chr(10) if few else ''}",
        _BACKBONE,
        _DENSE if total >= MANY else _LOGISTIC,
        '# The first figure is what chooses. Every figure has a 95 % interval.\n[[metric]]\nuse = "'
        + ('f1"\n\n[[metric]]\nuse = "accuracy"\n' if uneven else 'accuracy"\n\n[[metric]]\nuse = "f1"\n'),
        '# One page for a browser: scores, mistakes as pictures, and more.\n[[sink]]\nuse = "report"\n',
    ]
    return "\n".join(parts)


_UNEVEN = (
    "# The classes differ a lot in size: each counts the same in learning.\n"
    '[target.class]\nclass_weights = "balanced"\n',
)
_BACKBONE = (
    "# A network trained on ImageNet turns every picture into 1,280 numbers, once; they are kept.\n"
    '[backbone]\nuse = "mobilenet-v2"\nsize = 224\nweights = "imagenet"\n'
)
_LOGISTIC = (
    "# What is learned here. Logistic regression is strong with few pictures and quick;\n"
    '# with many, try use = "dense" and units = [128].\n[[head]]\nuse = "logistic"\n'
)
_DENSE = (
    "# What is learned here: one hidden layer. `logistic` is quicker and strong with fewer pictures.\n"
    '[[head]]\nuse = "dense"\nunits = [128]\ndropout = 0.4\n\n[train]\nepochs = 30\nbatch_size = 64\n'
)


def _seen_from(path: Path, folder: Path) -> str:
    """The folder as the recipe names it: relative to the recipe where it lies beside or below it."""
    own, there = path.absolute().parent, folder.expanduser().absolute()
    return there.relative_to(own).as_posix() if there.is_relative_to(own) else str(there)
