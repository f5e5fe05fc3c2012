"""Weights and networks from files, with errors that say which file and why."""

from __future__ import annotations

import json
import warnings
import zipfile
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from imgfw import ComponentError, RunError

from .library import keras

NETWORK = "network.keras"
"""The name under which a state keeps the network as Keras saves it."""

_LARGEST_TEXT = 64 * 2**20
_MOST_MEMBERS = 64


def load_weights(network: Any, path: Path, component: Any) -> None:
    """Read a weights file into a network. Raises RunError where it does not fit or is damaged."""
    if path.suffix == ".keras":
        check_archive(path.read_bytes(), str(path))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", UserWarning)  # Keras warns where layers keep random weights
            network.load_weights(str(path))
    except (OSError, ValueError, KeyError, IndexError, TypeError, UserWarning) as error:
        reason = str(error).strip().partition("\n")[0]
        raise ComponentError(
            f"{component.kind}/{component.use}: the weights in {path} do not fit this network "
            f"({network.count_params():,} parameters), or the file is damaged: {reason}"
        ) from error


def saved(network: Any) -> bytes:
    """A network as Keras saves it; the same network gives the same bytes, whenever it is saved."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / NETWORK
        network.save(path)
        return _timeless(path.read_bytes())


def loaded(content: bytes, called: str = NETWORK) -> Any:
    """The network again. Raises RunError for one that is damaged, unreasonably large, or holds code.

    called  what it is in an error
    """
    check_archive(content, called)
    with TemporaryDirectory() as folder:
        path = Path(folder) / NETWORK
        path.write_bytes(content)
        try:
            return keras().models.load_model(path, compile=False, safe_mode=True)
        except (OSError, ValueError, TypeError, KeyError) as error:
            reason = str(error).strip().partition("\n")[0]
            raise RunError(
                f"{called} cannot be loaded; it may hold only what Keras knows, and no code: {reason}"
            ) from error


def _timeless(content: bytes) -> bytes:
    """The archive without the times at which its members were written; its metadata only tells a date.

    Nor with the places in memory by which Keras marks that layers share a policy of dtypes.
    """
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as archive, zipfile.ZipFile(made, "w") as again:
        for name in sorted(archive.namelist()):
            member = b"{}" if name == "metadata.json" else archive.read(name)
            if name == "config.json":
                member = json.dumps(json.loads(member, object_hook=_placeless)).encode()
            again.writestr(zipfile.ZipInfo(name), member)
    return made.getvalue()


def _placeless(plain: dict[str, Any]) -> dict[str, Any]:
    shared = plain.get("class_name") == "DTypePolicy"
    return {name: value for name, value in plain.items() if not (shared and name == "shared_object_id")}


def config_of(content: bytes, called: str) -> dict[str, Any]:
    """How a saved network says that it is made, without loading it. Raises RunError where it does not."""
    check_archive(content, called)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            found = json.loads(archive.read("config.json"))["config"]
            return dict(found)
    except (ValueError, KeyError, TypeError, RecursionError, zipfile.BadZipFile) as error:
        raise RunError(
            f"{called} is no network as Keras 3 saves it: its config.json tells nothing"
        ) from error


def check_archive(content: bytes, called: str) -> None:
    """See that a saved network can be read at all. Raises RunError where it is damaged or suspicious."""
    try:
        members = zipfile.ZipFile(BytesIO(content)).infolist()
    except zipfile.BadZipFile as error:
        raise RunError(f"{called} is damaged: {error}") from error
    texts = sum(member.file_size for member in members if member.filename.endswith(".json"))
    whole = sum(member.file_size for member in members)
    if len(members) > _MOST_MEMBERS or texts > _LARGEST_TEXT or whole > 4 * len(content) + _LARGEST_TEXT:
        raise RunError(f"{called} unpacks to {len(members)} members of {whole:,} bytes; it is not read")
