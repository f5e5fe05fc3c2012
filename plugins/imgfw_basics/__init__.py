"""Sources of files, cleaners, simple augmenters, metrics and plain sinks."""

from __future__ import annotations

from imgfw import Augmenter, Cleaner, Metric, Sink, Source, hookimpl

from .accuracy import Accuracy
from .f1 import F1
from .flip import Flip
from .folder import Folder
from .mistakes import Mistakes
from .precision import Precision
from .recall import Recall
from .rotate import Rotate
from .too_small import TooSmall
from .top_k import TopK


@hookimpl
def imgfw_sources() -> list[type[Source]]:
    """Folders of pictures."""
    return [Folder]


@hookimpl
def imgfw_cleaners() -> list[type[Cleaner]]:
    """What headers tell."""
    return [TooSmall]


@hookimpl
def imgfw_augmenters() -> list[type[Augmenter]]:
    """Mirrored and turned pictures."""
    return [Flip, Rotate]


@hookimpl
def imgfw_metrics() -> list[type[Metric]]:
    """Figures for labels."""
    return [Accuracy, F1, Precision, Recall, TopK]


@hookimpl
def imgfw_sinks() -> list[type[Sink]]:
    """Pages."""
    return [Mistakes]
