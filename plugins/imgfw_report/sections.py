"""What is on the page, in the order in which it is read."""

from __future__ import annotations

from imgfw import Later

SECTIONS = (
    Later("run", "imgfw_report.run:Run", "What the run was: its parts, its samples, how long it took"),
    Later("scores", "imgfw_report.scores:Scores", "Scores with their intervals, against the baseline"),
    Later(
        "confusion",
        "imgfw_report.confusion:Confusion",
        "Which labels are taken for which, each cell with the pictures behind it",
    ),
    Later(
        "decisions",
        "imgfw_report.decisions:Decisions",
        "Thresholds and what they decide, label by label; who is refused as unknown",
    ),
    Later(
        "mistakes",
        "imgfw_report.mistakes:Mistakes",
        "The most confident mistakes, the least certain pictures, and the best",
    ),
    Later(
        "predictions",
        "imgfw_report.drawn_predictions:DrawnPredictions",
        "Pictures chosen by chance, each with its bars of probabilities",
    ),
    Later(
        "map",
        "imgfw_report.feature_map:FeatureMap",
        "A map of the pictures by their features, coloured by label, one for each candidate",
    ),
    Later(
        "transfer-values",
        "imgfw_report.transfer_values:TransferValues",
        "The features (transfer values) of some pictures of each label, drawn as cells",
    ),
    Later(
        "attributes",
        "imgfw_report.attributes:Attributes",
        "What goes along with a target, alone by chi-squared and beside the others by logistic regression",
    ),
    Later(
        "cleaned",
        "imgfw_report.cleaned:Cleaned",
        "What cleaners found, nearly the same pictures, and what was left out",
    ),
    Later(
        "calibration",
        "imgfw_report.calibration:Calibration",
        "Whether probabilities mean what they say: the share that is right, by what was said",
    ),
    Later(
        "learning",
        "imgfw_report.learning:Learning",
        "Loss and the score on val, epoch by epoch, and the epoch that was kept",
    ),
    Later(
        "candidates",
        "imgfw_report.candidates:Candidates",
        "The candidates by their score on val, and the trials of a refinement",
    ),
    Later(
        "classes",
        "imgfw_report.classes:Classes",
        "How many samples each label has in each split, after cleaning, and rows after augmenting",
    ),
    Later(
        "corrections",
        "imgfw_report.corrections:Corrections",
        "Labels that are worth a look, with what to click if they are wrong",
    ),
)
"""Sections of other plugins come behind these, by name."""
