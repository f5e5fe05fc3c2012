"""Sources of files, cleaners, simple augmenters, metrics and plain sinks."""

from __future__ import annotations

from collections.abc import Callable

from imgfw import Augmenter, Cleaner, Metric, Sink, Source, hookimpl

from .accuracy import Accuracy
from .average_precision import AveragePrecision
from .balanced_accuracy import BalancedAccuracy
from .blurred import Blurred
from .brier import Brier
from .ece import Ece
from .eer import Eer
from .f1 import F1
from .flip import Flip
from .folder import Folder
from .hamming_loss import HammingLoss
from .init import init
from .kappa import Kappa
from .log_loss import LogLoss
from .low_information import LowInformation
from .mae import Mae
from .mistakes import Mistakes
from .mse import Mse
from .noisy import Noisy
from .odd_aspect import OddAspect
from .precision import Precision
from .r2 import R2
from .recall import Recall
from .roc_auc import RocAuc
from .rotate import Rotate
from .selfie_dataset import SelfieDataset
from .spearman import Spearman
from .table import Table
from .tar import Tar
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
    """Figures for decided labels, for probabilities, and for numbers."""
    decided: list[type[Metric]] = [Accuracy, BalancedAccuracy, F1, Precision, Recall, HammingLoss, Kappa]
    probable: list[type[Metric]] = [TopK, RocAuc, AveragePrecision, LogLoss, Brier, Ece, Tar, Eer]
    return [*decided, *probable, Mae, Mse, R2, Spearman]


@hookimpl
def imgfw_commands() -> list[Callable[..., None]]:
    """A recipe to begin with."""
    return [init]


@hookimpl
def imgfw_sinks() -> list[type[Sink]]:
    """Pages."""
    return [Mistakes]
