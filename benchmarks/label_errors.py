"""What `label-errors` and `outliers` find of what was planted, side by side with cleanlab.

    KERAS_HOME=HOME python benchmarks/label_errors.py --data DIR [--sets scenes8 flowers5] [--seeds 5]

DIR holds class folders of photos by set. Features are those of MobileNetV2 with ImageNet's weights, made by a
run. In each set a share of the labels is replaced by another one drawn by chance, and precision and recall of
what is found are printed: ours with its defaults, and cleanlab's filters on the same out-of-fold
probabilities (`pip install cleanlab`; without it ours alone). Then drawn selfies are planted among the photos
of each class, and what `outliers` finds of them is printed. Exit code 1 where the default filter of cleanlab
has the better F1.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

import imgfw
from imgfw import Finding, Sample
from imgfw_sklearn.held_out import held_out
from imgfw_sklearn.label_errors import LabelErrors
from imgfw_sklearn.labelled import groups_of, labelled
from imgfw_sklearn.outliers import Outliers

FILTERS = ("prune_by_noise_rate", "prune_by_class", "both", "confident_learning")
DEFAULT = FILTERS[0]
PHOTOS = 'use = "folder"\npath = "{}"'
DRAWN = 'use = "drawn-selfies"\ncount = 60\npeople = 60\nsize = 256'
RECIPE = """
seed = 0
[[source]]
{source}
[target.{target}]
[split]
exact = true
[backbone]
use = "mobilenet-v2"
[[head]]
use = "nearest"
[[metric]]
use = "accuracy"
"""
Figures = tuple[float, float, float]


def features_of(source: str, target: str) -> tuple[list[Sample], np.ndarray]:
    """The samples that a run uses, and their features float32 (N, 1280)."""
    with tempfile.TemporaryDirectory() as folder:
        recipe = Path(folder, "features.toml")
        recipe.write_text(RECIPE.format(source=source, target=target))
        outcome = imgfw.run(recipe, runs=Path(folder, "runs"))
        samples = [sample for sample in outcome.samples if not sample.left_out]
        return samples, outcome.features(samples)


def sample(number: int, label: str, group: str = "") -> Sample:
    """A sample known by its number."""
    return Sample(str(number), digest=str(number), labels={"class": (label,)}, group=group)


def figures(found: np.ndarray, planted: np.ndarray) -> Figures:
    """Precision, recall and F1 of two masks (N,)."""
    hits = (found & planted).sum()
    precision, recall = hits / max(found.sum(), 1), hits / max(planted.sum(), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def mask(findings: Sequence[Finding], count: int) -> np.ndarray:
    """Which samples have a finding: bool (N,)."""
    found = np.zeros(count, bool)
    found[[int(finding.id) for finding in findings]] = True
    return found


def label_errors(
    samples: Sequence[Sample], features: np.ndarray, share: float, seed: int
) -> Iterator[tuple[str, Figures]]:
    """Who looked for planted labels, and what came of it."""
    rng = np.random.default_rng(seed)
    labels = [one.labels["class"][0] for one in samples]
    names = sorted(set(labels))
    planted = np.zeros(len(labels), bool)
    planted[rng.choice(len(labels), round(share * len(labels)), replace=False)] = True
    wrong = [
        rng.choice([name for name in names if name != label]) if bad else label
        for label, bad in zip(labels, planted, strict=True)
    ]
    given = [sample(i, str(label), samples[i].group) for i, label in enumerate(wrong)]
    cleaner = LabelErrors()
    yield "label-errors", figures(mask(list(cleaner.inspect(given, features=features)), len(given)), planted)
    try:
        from cleanlab.filter import find_label_issues
    except ImportError:
        return
    known = labelled(given, None, "benchmark")
    options = {"folds": cleaner.folds, "C": cleaner.C, "seed": cleaner.seed}
    probabilities, _ = held_out(features, known, groups_of(given), **options)
    for name in FILTERS:
        issues = find_label_issues(known.truth, probabilities, filter_by=name, n_jobs=1)
        yield f"cleanlab {name}", figures(issues, planted)


def outliers(
    samples: Sequence[Sample], features: np.ndarray, drawn: np.ndarray, per_class: int, seed: int
) -> Figures:
    """What is found of this many drawings planted in each class."""
    labels = [one.labels["class"][0] for one in samples]
    names = sorted(set(labels))
    rows = np.random.default_rng(seed).permutation(len(drawn))[: per_class * len(names)]
    labels += [names[i % len(names)] for i in range(len(rows))]
    given = [sample(i, label) for i, label in enumerate(labels)]
    together = np.concatenate([features, drawn[rows]])
    found = mask(list(Outliers().inspect(given, features=together)), len(given))
    return figures(found, np.arange(len(given)) >= len(samples))


def mean_of(found: Sequence[Figures]) -> str:
    """The means over seeds, as a row of a table."""
    return " ".join(f"{value:9.3f}" for value in np.mean(found, axis=0))


def compared(name: str, samples: Sequence[Sample], features: np.ndarray, share: float, seeds: int) -> bool:
    """Print the table of a set; whether ours is at least as good as cleanlab's default."""
    rows: dict[str, list[Figures]] = {}
    for seed in range(seeds):
        for who, found in label_errors(samples, features, share, seed):
            rows.setdefault(who, []).append(found)
    print(f"\n{name}: {len(samples)} photos, {share:.0%} of the labels wrong, mean of {seeds} seeds")
    print(f"{'':32} precision    recall        F1")
    for who, found in rows.items():
        print(f"{who:32} {mean_of(found)}")
    f1 = {who: np.mean(found, axis=0)[2] for who, found in rows.items()}
    return bool(f1["label-errors"] >= f1.get(f"cleanlab {DEFAULT}", 0))


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sets", nargs="+", default=["scenes8", "flowers5"])
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--share", type=float, default=0.2)
    given = parser.parse_args()
    try:
        import cleanlab

        print(f"cleanlab {cleanlab.__version__}")
    except ImportError:
        print("cleanlab is not installed (pip install cleanlab): ours alone")
    _, drawn = features_of(DRAWN, "quality")
    good = True
    for name in given.sets:
        samples, features = features_of(PHOTOS.format((given.data / name).resolve()), "class")
        good &= compared(name, samples, features, given.share, given.seeds)
        found = len(list(Outliers().inspect(samples, features=features)))
        print(f"outliers among the photos as they are: {found}")
        for per_class in (1, 2, 3, 6):
            planted = [outliers(samples, features, drawn, per_class, seed) for seed in range(given.seeds)]
            print(f"{f'outliers, {per_class} drawings a class':32} {mean_of(planted)}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
