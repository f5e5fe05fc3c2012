"""Sources of files, cleaners, simple augmenters, metrics and plain sinks."""

from __future__ import annotations

from imgfw import Later, hookimpl

DECIDED = (
    Later("accuracy", "imgfw_basics.accuracy:Accuracy", "Share of samples decided rightly"),
    Later(
        "balanced-accuracy",
        "imgfw_basics.balanced_accuracy:BalancedAccuracy",
        "Share of right decisions, with every label counting the same however rare it is",
    ),
    Later("f1", "imgfw_basics.f1:F1", "Harmonic mean of precision and recall"),
    Later(
        "precision",
        "imgfw_basics.precision:Precision",
        "Share of the decisions for a label that are right",
    ),
    Later("recall", "imgfw_basics.recall:Recall", "Share of a label's pictures that are decided to be it"),
    Later(
        "hamming-loss",
        "imgfw_basics.hamming_loss:HammingLoss",
        "Share of labels that are wrong, each label of each sample counted by itself",
    ),
    Later(
        "kappa",
        "imgfw_basics.kappa:Kappa",
        "Agreement of decisions and truth beyond what chance would give: Cohen's kappa",
    ),
)
"""Metrics of decided labels."""
PROBABLE = (
    Later(
        "top-k",
        "imgfw_basics.top_k:TopK",
        "Share of samples whose truth is among the k most probable labels",
    ),
    Later(
        "roc-auc",
        "imgfw_basics.roc_auc:RocAuc",
        "How often a picture with a label gets more of it than one without: the area under the ROC curve",
    ),
    Later(
        "average-precision",
        "imgfw_basics.average_precision:AveragePrecision",
        "Precision, averaged over the places at which a label's pictures are found, most probable first",
    ),
    Later(
        "log-loss",
        "imgfw_basics.log_loss:LogLoss",
        "Mean of -ln(probability of what holds): punishes above all what was sure and wrong",
    ),
    Later(
        "brier",
        "imgfw_basics.brier:Brier",
        "Squared distance of probabilities from the truth (Brier, 1950): calibration and sharpness",
    ),
    Later(
        "ece",
        "imgfw_basics.ece:Ece",
        "By how much probabilities are wrong about how often they are right: expected calibration error",
    ),
    Later(
        "tar",
        "imgfw_basics.tar:Tar",
        "Share of true claims accepted at a given share of false ones: TAR at FAR",
    ),
    Later(
        "eer",
        "imgfw_basics.eer:Eer",
        "Equal error rate: as large a share of true claims is refused as of false ones is accepted",
    ),
)
"""Metrics of probabilities."""
NUMBERS = (
    Later(
        "mae",
        "imgfw_basics.mae:Mae",
        "Mean absolute error: how far off a prediction is, in the unit of the number",
    ),
    Later(
        "mse",
        "imgfw_basics.mse:Mse",
        "Mean squared error, and its root in the unit of the number; large errors outweigh small ones",
    ),
    Later(
        "r2",
        "imgfw_basics.r2:R2",
        "Share of a number's variance that predictions explain: the coefficient of determination",
    ),
    Later(
        "spearman",
        "imgfw_basics.spearman:Spearman",
        "How well predictions put samples in order: Spearman's rank correlation",
    ),
)
"""Metrics of numbers."""


@hookimpl
def imgfw_sources() -> list[Later]:
    """Folders of pictures, tables of them, and the selfie data set."""
    return [
        Later(
            "folder",
            "imgfw_basics.folder:Folder",
            "A folder, zip or tar with one sub-folder a class, pictures at any depth inside",
        ),
        Later(
            "table", "imgfw_basics.table:Table", "A table with one row a picture: CSV, JSON lines or Parquet"
        ),
        Later(
            "selfie-dataset",
            "imgfw_basics.selfie_dataset:SelfieDataset",
            "The UCF selfie data set: popularity and 36 attributes of faces",
        ),
    ]


@hookimpl
def imgfw_cleaners() -> list[Later]:
    """What headers and measured facts tell."""
    return [
        Later(
            "too-small", "imgfw_basics.too_small:TooSmall", "Pictures whose shorter side has too few pixels"
        ),
        Later(
            "odd-aspect",
            "imgfw_basics.odd_aspect:OddAspect",
            "Pictures much wider than high, or much higher than wide: banners, strips, cut-outs",
        ),
        Later(
            "blurred",
            "imgfw_basics.blurred:Blurred",
            "Pictures out of focus, moved, or enlarged far beyond their detail",
        ),
        Later(
            "too-dark",
            "imgfw_basics.too_dark:TooDark",
            "Pictures in which nothing is bright: underexposed",
        ),
        Later(
            "too-bright",
            "imgfw_basics.too_bright:TooBright",
            "Pictures in which nothing is dark, or nearly all is white: overexposed, faded, in fog",
        ),
        Later("noisy", "imgfw_basics.noisy:Noisy", "Pictures full of noise"),
        Later(
            "low-information",
            "imgfw_basics.low_information:LowInformation",
            "Pictures with next to nothing on them: blank, one colour, a finger on the lens, a line of text",
        ),
    ]


@hookimpl
def imgfw_augmenters() -> list[Later]:
    """Mirrored and turned pictures."""
    return [
        Later("flip", "imgfw_basics.flip:Flip", "Mirror the picture left to right"),
        Later("rotate", "imgfw_basics.rotate:Rotate", "Turn the picture about its middle by a random angle"),
    ]


@hookimpl
def imgfw_metrics() -> list[Later]:
    """Figures for decided labels, for probabilities, and for numbers."""
    return [*DECIDED, *PROBABLE, *NUMBERS]


@hookimpl
def imgfw_commands() -> list[Later]:
    """A recipe to begin with."""
    return [
        Later(
            "init",
            "imgfw_basics.init:init",
            "Write a recipe with comments for a folder of class folders; it works as it is",
        ),
    ]
