"""A bundle by the name of its run."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from .bundle import Bundle, read
from .errors import CallError
from .neural import Network, NeuralBackbone


def load(
    run: str | Path, *, runs: str | Path = "runs", plugins: str | Path | Iterable[str | Path] = ()
) -> Bundle:
    """The bundle of a run: RUN is a run folder, a bundle folder, the name of a run, or "latest"."""
    from .registry import find_plugins
    from .runfolder import find_run, plugins_of

    folder = bundle_of(find_run(run, Path(runs)))
    registry = find_plugins(plugins)
    try:
        return read(folder, registry.find)
    except CallError as error:
        here = {plugin.name for plugin in registry.plugins}
        of_run = plugins_of(folder.parent if folder.name == "bundle" else folder)
        gone = [f"{name} ({where})" for name, where in of_run.items() if name not in here]
        if not gone:
            raise
        raise CallError(
            f"{error}\n  the run had the plugin {', '.join(gone)}: install it, or give its file by --plugin"
        ) from error


def network_of(bundle: Bundle, *, plugins: str | Path | Iterable[str | Path] = ()) -> Network:
    """What a bundle computes as networks of the library that trained it; imports that library.

    Raises CallError where its backbone is no network, or its weights are not to be had.
    """
    from .registry import find_plugins

    backbone = bundle.encoder.backbone.component
    if not isinstance(backbone, NeuralBackbone):
        raise CallError(
            f"backbone/{backbone.use} is no network, so there is nothing to look into; "
            "expected a run whose backbone is one: small-cnn, mobilenet-v2, resnet50, ..."
        )
    trainer: Any = find_plugins(plugins).find("trainer", backbone.trainer)
    found: Network = trainer.network(bundle)
    return found


def bundle_folder(run: str | Path, *, runs: str | Path = "runs") -> Path:
    """The folder of the bundle that `load` would read. Raises CallError where there is no such run."""
    from .runfolder import find_run

    return bundle_of(find_run(run, Path(runs)))


def bundle_of(folder: Path) -> Path:
    """The folder of the bundle of a run, or a bundle's own."""
    return folder / "bundle" if (folder / "bundle").is_dir() else folder
