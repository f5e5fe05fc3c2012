"""Classical heads and cleaners on features; what heads learned is at work without scikit-learn."""

from __future__ import annotations

from imgfw import Later, hookimpl


@hookimpl
def imgfw_heads() -> list[Later]:
    """Regressions, nearest neighbours and prototypes."""
    return [
        Later(
            "logistic",
            "imgfw_sklearn.logistic:Logistic",
            "Logistic regression on standardised features: strong with few pictures, and quick",
        ),
        Later(
            "nearest",
            "imgfw_sklearn.nearest:Nearest",
            "The labels of the nearest training rows: works with one picture a class, and needs no training",
        ),
        Later(
            "ordinal-logistic",
            "imgfw_sklearn.ordinal_logistic:OrdinalLogistic",
            "Ordinal logistic regression: labels in order, told apart by one line through the features",
        ),
        Later(
            "prototypes",
            "imgfw_sklearn.prototypes:Prototypes",
            "The mean features of each label: many labels, few pictures, labels added without training",
        ),
        Later(
            "ridge",
            "imgfw_sklearn.ridge:Ridge",
            "Ridge regression on standardised features: a number from few pictures, and quick",
        ),
    ]


@hookimpl
def imgfw_cleaners() -> list[Later]:
    """Wrong labels and outliers."""
    return [
        Later(
            "label-errors",
            "imgfw_sklearn.label_errors:LabelErrors",
            "Labels that are probably wrong, by confident learning on kept features",
        ),
        Later(
            "outliers",
            "imgfw_sklearn.outliers:Outliers",
            "Pictures unlike the others of their class: a drawing among photos, or the wrong folder",
        ),
    ]
