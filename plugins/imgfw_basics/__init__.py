"""Sources of files, cleaners, simple augmenters, metrics and plain sinks."""

from __future__ import annotations

from collections.abc import Callable

from imgfw import Augmenter, Cleaner, Metric, Sink, Source, hookimpl

from .accuracy import Accuracy
from .blurred import Blurred
from .f1 import F1
from .flip import Flip
from .folder import Folder
from .init import init
from .low_information import LowInformation
from .mistakes import Mistakes
from .noisy import Noisy
from .odd_aspect import OddAspect
from .precision import Precision
from .recall import Recall
from .rotate import Rotate
from .selfie_dataset import SelfieDataset
from .table import Table
from .too_bright import TooBright
from .too_dark import TooDark
from .too_small import TooSmall
from .top_k import TopK


@hookimpl
def imgfw_sources() -> list[type[Source]]:
    """Folders of pictures, tables of them, and the selfie data set."""
    return [Folder, Table, SelfieDataset]


@hookimpl
def imgfw_cleaners() -> list[type[Cleaner]]:
    """What headers and measured facts tell."""
    return [TooSmall, OddAspect, Blurred, TooDark, TooBright, Noisy, LowInformation]


@hookimpl
def imgfw_augmenters() -> list[type[Augmenter]]:
    """Mirrored and turned pictures."""
    return [Flip, Rotate]


@hookimpl
def imgfw_metrics() -> list[type[Metric]]:
    """Figures for labels."""
    return [Accuracy, F1, Precision, Recall, TopK]


@hookimpl
def imgfw_commands() -> list[Callable[..., None]]:
    """A recipe to begin with."""
    return [init]


@hookimpl
def imgfw_sinks() -> list[type[Sink]]:
    """Pages."""
    return [Mistakes]
