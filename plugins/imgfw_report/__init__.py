"""The page about a run: one HTML file that shows what it did, section by section."""

from __future__ import annotations

from imgfw import Later, hookimpl


@hookimpl
def imgfw_sinks() -> list[Later]:
    """The page, at the end of a run."""
    return [
        Later("report", "imgfw_report.report:Report", "One page that shows what the run did, for a browser"),
    ]


@hookimpl
def imgfw_sections() -> list[Later]:
    """What is on the page."""
    return [
        Later("run", "imgfw_report.run:Run", "What the run was: its parts, its samples, how long it took"),
        Later(
            "classes",
            "imgfw_report.classes:Classes",
            "How many samples each label has, before augmenting and after",
        ),
        Later(
            "candidates",
            "imgfw_report.candidates:Candidates",
            "The candidates by their score on val, and the trials of a refinement",
        ),
        Later(
            "calibration",
            "imgfw_report.calibration:Calibration",
            "Whether probabilities mean what they say",
        ),
        Later(
            "decisions",
            "imgfw_report.decisions:Decisions",
            "Thresholds and what they decide, label by label; who is refused as unknown",
        ),
        Later("learning", "imgfw_report.learning:Learning", "Loss and the score on val, epoch by epoch"),
        Later("scores", "imgfw_report.scores:Scores", "Scores with their intervals, against the baseline"),
        Later(
            "confusion",
            "imgfw_report.confusion:Confusion",
            "Which labels are taken for which, each cell with the pictures behind it",
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
            "cleaned",
            "imgfw_report.cleaned:Cleaned",
            "What cleaners found, nearly the same pictures, and what was left out, with reasons",
        ),
        Later(
            "corrections",
            "imgfw_report.corrections:Corrections",
            "Labels that are worth a look, and what is clicked as a table of corrections",
        ),
    ]


@hookimpl
def imgfw_commands() -> list[Later]:
    """The page of a run that is finished already."""
    return [
        Later("report", "imgfw_report.command:report", "Write the page about a finished run, for a browser"),
    ]
