"""A bundle by the name of its run."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from .bundle import Bundle, read
from .errors import CallError


def load(
    run: str | Path, *, runs: str | Path = "runs", plugins: str | Path | Iterable[str | Path] = ()
) -> Bundle:
    """The bundle of a run: RUN is a run folder, a bundle folder, the name of a run, or "latest"."""
    from .registry import find_plugins
    from .runfolder import find_run, plugins_of

    folder = find_run(run, Path(runs))
    registry = find_plugins(plugins)
    try:
        return read(bundle_of(folder), registry.find)
    except CallError as error:
        here = {plugin.name for plugin in registry.plugins}
        gone = [f"{name} ({where})" for name, where in plugins_of(folder).items() if name not in here]
        if not gone:
            raise
        raise CallError(
            f"{error}\n  the run had the plugin {', '.join(gone)}: install it, or give its file by --plugin"
        ) from error


def bundle_of(folder: Path) -> Path:
    """The folder of the bundle of a run, or a bundle's own."""
    return folder / "bundle" if (folder / "bundle").is_dir() else folder
