"""Model files that components need: where they are looked for, and whether they are what they should be."""

from __future__ import annotations

import os
from pathlib import Path

from .components import ModelFile
from .errors import MissingFileError
from .files import known_sha256
from .printable import size


def models_root() -> Path:
    """Where model files are: IMGFW_MODELS, else `models` in the platform's folder for a user's data."""
    if given := os.environ.get("IMGFW_MODELS"):
        return Path(given).expanduser().absolute()
    import platformdirs

    return platformdirs.user_data_path("imgfw", appauthor=False) / "models"


def place_of(model: ModelFile) -> Path:
    """Where a model file is looked for, and fetched to."""
    return models_root() / model.file


def fault_of(model: ModelFile, path: Path) -> str:
    """Why a file is not this model file, as the end of a sentence; "" where it is."""
    if not path.is_file():
        return "is not there"
    found = path.stat().st_size
    if found != model.bytes:
        return f"is another or damaged: expected {model.bytes:,} bytes, got {found:,}"
    digest = known_sha256(path)
    if digest != model.sha256:
        return f"is another or damaged: expected sha256 {model.sha256[:12]}..., got {digest[:12]}..."
    return ""


def model_file(model: ModelFile, given: Path | None, component: str) -> Path:
    """The model file for a component: the one that its recipe gives, else the one in its place, checked.

    given      a path in a recipe; such a file need not be the known one, what reads it must see to that
    component  who asks, as in "annotator/landmarks-mesh"
    Raises MissingFileError that names the ways out.
    """
    if given is not None:
        if not given.is_file():
            raise MissingFileError(f'{component}: path = "{given}": there is no such file')
        return given
    place = place_of(model)
    if fault := fault_of(model, place):
        fetch = "downloads it" if model.url else "tells how to get it"
        raise MissingFileError(
            f"{component} needs the model file {model.name} ({size(model.bytes)}), and {place} {fault}; "
            f"`imgfw models fetch {model.name}` {fetch}; if you have it, give path = ... in the recipe, or "
            "let IMGFW_MODELS name its folder"
        )
    return place
