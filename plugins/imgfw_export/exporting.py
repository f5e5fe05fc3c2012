"""A bundle exported: written beside its place, compared, and only then given its name."""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from imgfw import Bundle, CallError, RunError, enough_space, sync

from . import standalone
from .composing import PIXELS, composed, outputs_of
from .parity import compared
from .pictures import Kept
from .statement import in_words, statement

_READABLE = 40


def exported(
    bundle: Bundle,
    kind: str,
    out: Path,
    pictures: Iterable[Kept],
    say: Callable[[str], None],
) -> dict[str, Any]:
    """Write a folder with model, preprocessing.json, predict.py, README.md and parity.json; gives the last.

    kind      "onnx" or "litert"
    pictures  names and bytes of the pictures on which it is compared
    Raises CallError where the folder is there, ComponentError for a bundle that cannot be written, Refused
    where it differs; then nothing is left.
    """
    check_free(out)
    content = composed(bundle)
    if kind == "onnx":
        from .onnx_file import available, onnx_file

        available()
        say("tf2onnx converts it and imports TensorFlow for that; this takes a few seconds")
        content = onnx_file(content, [PIXELS], outputs_of(bundle))
    with _draft(out) as folder:
        write(folder, content, statement(bundle, kind))
        found = compared(folder, bundle, pictures)
        (folder / "parity.json").write_text(json.dumps(found, indent=2) + "\n", "utf-8")
    return found


def write(folder: Path, content: bytes, told: Mapping[str, Any]) -> None:
    """A model file and what goes with it, into a folder that is there."""
    (folder / told["model"]["file"]).write_bytes(content)
    (folder / "preprocessing.json").write_text(json.dumps(told, indent=2) + "\n", "utf-8")
    (folder / "README.md").write_text(in_words(dict(told)), "utf-8")
    shutil.copyfile(standalone.__file__, folder / "predict.py")


def check_free(out: Path) -> None:
    """Raise CallError where something is there already."""
    if os.path.lexists(out):
        raise CallError(f"--out {out}: is there already, and nothing is overwritten; name another folder")


@contextmanager
def _draft(out: Path) -> Iterator[Path]:
    """A folder to fill, which stands in its place once nothing has failed."""
    draft = out.with_name(f".{out.name[:_READABLE]}.{secrets.token_hex(4)}")
    try:
        with enough_space(out.parent):
            draft.mkdir(parents=True)
            yield draft
            for path in (*draft.iterdir(), draft):
                sync(path)
            check_free(out)
            draft.rename(out)
    except OSError as error:
        raise RunError(f"--out {out}: cannot be written: {error.strerror or error}") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
