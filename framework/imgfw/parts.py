"""A part of a bundle: a component together with what it learned, in memory and on disk."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

from .components import Component, Learner, State
from .digests import key_of
from .errors import DamagedError, FormatError
from .files import known_sha256
from .neural import GRAPH, NeuralBackbone, NeuralHead
from .store import read_json

FORMAT = 1
RECORD = "part.json"
_FIELDS = {"format", "kind", "use", "revision", "parameters", "digest", "files"}
_ANYWHERE = re.compile(r"(?!(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$))[a-z_](?:[a-z0-9._-]{0,78}[a-z0-9_-])?")
"""Names that no file system refuses, changes, or takes for another: no capitals, no devices of Windows."""

Find = Callable[[str, str], type[Component]]
"""find(kind, name) -> the class of that component."""


def identity(component: Component) -> dict[str, Any]:
    """What makes a component what it is, as plain data: name, revision, parameters, content of its files.

    Where a file lies is no part of it.
    """
    digests = {str(path): known_sha256(path) for path in component.files_read()}
    given = component.model_dump(mode="json")
    parameters = {name: _content(value, digests) for name, value in given.items()}
    return {
        "kind": component.kind,
        "revision": component.revision,
        "parameters": parameters,
        "files": sorted(digests.values()),
    }


def _content(value: Any, digests: Mapping[str, str]) -> Any:
    """A value with content in place of a path: of a file, or of the files that were read in a folder."""
    if not isinstance(value, str):
        return value
    if value in digests:
        return digests[value]
    inside = [digest for path, digest in digests.items() if Path(value) in Path(path).parents]
    return sorted(inside) if inside and Path(value).is_absolute() else value


@dataclass(frozen=True)
class Part:
    """A component and its Fitted. On disk: part.json (component, parameters, files) and the state."""

    component: Learner
    fitted: Any
    kept: str = ""
    """The digest as it was saved; the files that the component read may have gone since."""

    @cached_property
    def digest(self) -> str:
        """Says whether two parts work alike. A graph stands for the network it was made from."""
        if self.kept:
            return self.kept
        state = self.fitted.state()
        telling = {n: v for n, v in state.items() if GRAPH not in state or not n.endswith(".keras")}
        return key_of(identity(self.component), telling)

    def save(self, folder: Path) -> None:
        """Write it into a new folder."""
        folder.mkdir(parents=True)
        files = []
        for place, (name, value) in enumerate(self.fitted.state().items()):
            file, content = file_of(name, value, place), value if isinstance(value, bytes) else _npy(value)
            (folder / file).write_bytes(content)
            files.append({"name": name, "file": file, "sha256": hashlib.sha256(content).hexdigest()})
        record = {"format": FORMAT, **_described(self.component), "digest": self.digest, "files": files}
        (folder / RECORD).write_text(json.dumps(record, indent=2) + "\n", "utf-8")

    @classmethod
    def load(cls, folder: Path, find: Find) -> Part:
        """Read it again.

        Raises FormatError if it is newer or its component cannot restore it, DamagedError for damaged files.
        """
        record = _record(folder)
        if record["format"] > FORMAT:
            raise FormatError(f"{folder}: format {record['format']} is newer than this imgfw; update it")
        kind = find(record["kind"], record["use"])
        assert issubclass(kind, Learner)
        if not kind.restores(record["revision"]):
            raise FormatError(
                f"{folder}: made by revision {record['revision']} of {record['kind']}/{record['use']}, "
                f"this is revision {kind.revision}; run the recipe again"
            )
        component = kind.model_validate_json(json.dumps(record["parameters"]))
        state = dict(_kept(folder, each) for each in record["files"])
        return cls(component, _restored(component, state, find), record["digest"])


def file_of(name: str, value: Any, place: int) -> str:
    """The file that one thing of a state is kept in, arrays and nothing else as `.npy`.

    Its own name where every file system takes it, else its place in the state and what is readable of it.
    """
    ending = "" if isinstance(value, bytes) else ".npy"
    own = f"{name}{ending}"
    if _ANYWHERE.fullmatch(own) and own != RECORD and not (name.endswith(".npy") and not ending):
        return own
    readable = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40]
    return f"{place}-{readable}{ending or '.bin'}"


def _restored(component: Learner, state: State, find: Find) -> Any:
    if isinstance(component, NeuralBackbone | NeuralHead) and GRAPH not in state:
        trainer: Any = find("trainer", component.trainer)
        return trainer.restore(component, state)
    return component.restore(state)


def _described(component: Component) -> dict[str, Any]:
    return {
        "kind": component.kind,
        "use": component.use,
        "revision": component.revision,
        "parameters": component.model_dump(mode="json"),
    }


def _record(folder: Path) -> dict[str, Any]:
    record = read_json(folder / RECORD)
    if not isinstance(record, dict) or not record.keys() >= _FIELDS or not isinstance(record["files"], list):
        raise _damaged(folder / RECORD)
    return record


def _damaged(file: Path) -> DamagedError:
    return DamagedError(f"{file}: damaged; run the recipe again, and it is made anew")


def _npy(array: Any) -> bytes:
    import numpy as np

    content = BytesIO()
    np.save(content, np.asarray(array), allow_pickle=False)
    return content.getvalue()


def _kept(folder: Path, entry: Any) -> tuple[str, Any]:
    """One thing of a state, by name: its array or bytes, as they were saved."""
    import numpy as np

    try:
        name, path, sha256 = str(entry["name"]), folder / Path(entry["file"]).name, entry["sha256"]
    except (TypeError, KeyError) as error:
        raise _damaged(folder / RECORD) from error
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _damaged(path) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise _damaged(path)
    return name, np.load(BytesIO(content), allow_pickle=False) if path.suffix == ".npy" else content
